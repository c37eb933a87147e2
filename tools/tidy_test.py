"""What tools/dev tidy finds, and what it leaves alone."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from devlib import tidy  # noqa: E402

CMAKE = 'set(TUSK_LAYERS\n  "core:"\n  "sync:core"\n  "storage:core"\n  "online:core,sync,storage")\n'
DOCUMENT = "| id | what | proved by |\n|---|---|---|\n| CNF-1 | one | not proved yet |\n"


def problems(path: str, text: str) -> list[str]:
    return tidy.check({path: text}, CMAKE, DOCUMENT)[0]


class Tidy(unittest.TestCase):
    def finds(self, path, text, word):
        found = problems(path, text)
        self.assertEqual(len(found), 1, found)
        self.assertIn(word, found[0])
        self.assertIn(path, found[0])

    def passes(self, path, text):
        self.assertEqual(problems(path, text), [])

    def test_arrows_hold_for_includes(self):
        self.finds("src/sync/merge.cpp", '#include "storage/database.h"\n', "sync may not use storage")
        self.passes("src/sync/merge.cpp", '#include "core/value.h"\n#include "sync/merge.h"\n')
        self.passes("apps/online/main.cpp", '#include "storage/database.h"\n')

    def test_the_line_is_named(self):
        self.finds("src/sync/merge.cpp", '\n\n#include "storage/database.h"\n', "merge.cpp:3")

    def test_headers_of_others_are_kept_in_one_folder(self):
        self.finds("src/core/value.cpp", "#include <curl/curl.h>\n", "only for src/http/")
        self.passes("src/http/client.cpp", "#include <curl/curl.h>\n")

    def test_pure_libraries_have_no_threads_and_no_files(self):
        self.finds("src/core/value.cpp", "#include <thread>\n", "pure")
        self.passes("src/core/value.cpp", "#include <string>\n")

    def test_time_and_chance_are_passed_in(self):
        self.finds("src/sync/merge.cpp", "auto now = std::chrono::system_clock::now();\n", "core::Clock")
        self.finds("src/sync/merge.cpp", "int x = rand();\n", "core::Random")
        self.passes("src/platform/system_clock.cpp", "auto now = std::chrono::system_clock::now();\n")
        self.passes("src/sync/merge.cpp", "SeededRandom random(1); int operand(int x);\n")

    def test_nothing_sleeps(self):
        self.finds("src/http/server_test.cpp", "std::this_thread::sleep_for(1s);\n", "Await")

    def test_no_test_is_skipped_and_nothing_is_left_to_do(self):
        self.finds("src/sync/merge_fields_test.cpp", "  GTEST_SKIP();\n", "runs or does not exist")
        self.finds("web/src/a.test.ts", "it.only('x')\n", "runs or does not exist")
        self.finds("src/sync/merge.cpp", "// TODO later\n", "Do it now")

    def test_marks_name_rows_that_exist(self):
        self.finds("src/sync/merge_fields_test.cpp", "// REQ: CNF-7\n", "CNF-7")
        self.passes("src/sync/merge_fields_test.cpp", "// REQ: CNF-1\n")

    def test_names_of_files(self):
        self.finds("src/sync/MergeRules.cpp", "", "snake_case")
        self.finds("web/src/lib/formatDate.ts", "", "kebab-case")
        self.passes("web/src/lib/format-date.test.ts", "")

    def test_long_files_are_told_and_very_long_ones_refused(self):
        found, warnings = tidy.check({"src/sync/a.cpp": "\n" * 500}, CMAKE, DOCUMENT)
        self.assertEqual((found, len(warnings)), ([], 1))
        self.finds("src/sync/a.cpp", "\n" * 1001, "Divide")

    def test_what_only_some_reader_understands(self):
        self.finds("docs/a.md", "as said in issue " + "#12\n", "means nothing")
        self.finds("docs/a.md", "see /home" + "/anna/tusk\n", "one machine")

    def test_foreign_words_are_found_in_any_case(self):
        word = "zebra"
        hashes, tidy.FOREIGN_WORDS = tidy.FOREIGN_WORDS, {tidy.hash_of(word)}
        try:
            self.finds("README.md", "A ZEBRA here\n", "zebra")
        finally:
            tidy.FOREIGN_WORDS = hashes


if __name__ == "__main__":
    unittest.main()
