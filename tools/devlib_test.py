"""The parts of tools/dev that decide what counts as passed, and what a test is said to prove."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from devlib import counts, requirements  # noqa: E402


class Counts(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = Path(self.folder.name)

    def ctest(self, status, gtest=None):
        junit = self.path / "ctest.xml"
        failure = "<failure/>" if status == "fail" else ""
        junit.write_text(f'<testsuite><testcase name="one" status="{status}">{failure}</testcase></testsuite>')
        if gtest:
            (self.path / "one_test.xml").write_text(f"<testsuites>{gtest}</testsuites>")
        return counts.of_ctest(junit, self.path)

    def test_cases_of_a_program_are_counted_each(self):
        count = self.ctest("fail", '<testcase status="run" classname="A" name="b"/>'
                                   '<testcase status="run" classname="A" name="c"><failure/></testcase>')
        self.assertEqual((count.passed, count.failed, count.failures), (1, 1, ["A.c"]))

    def test_a_program_that_dies_after_its_cases_passed_has_failed(self):
        count = self.ctest("fail", '<testcase status="run" classname="A" name="b"/>')
        self.assertEqual((count.passed, count.failed), (1, 1))

    def test_a_program_that_could_not_be_started_has_failed(self):
        self.assertEqual(self.ctest("notrun").failed, 1)

    def test_a_vitest_file_that_cannot_be_loaded_has_failed(self):
        report = self.path / "vitest.json"
        report.write_text('{"numPassedTests": 0, "numFailedTests": 0, "testResults": '
                          '[{"name": "a.test.ts", "status": "failed", "assertionResults": []}]}')
        self.assertEqual(counts.of_vitest(report).failures, ["a.test.ts"])

    def test_the_last_closing_line_counts(self):
        self.assertEqual(str(counts.of_closing_line("1 passed, 0 failed\nx\n2 passed, 3 failed\n")),
                         "2 passed, 3 failed")
        self.assertIsNone(counts.of_closing_line("it has 2 passed, 3 failed today"))


class Requirements(unittest.TestCase):
    DOCUMENT = ("Proved: 0 of 2 rows.\n\n| id | what | proved by |\n|---|---|---|\n"
                "| CNF-1 | one | not proved yet |\n| CNF-2 | two | [gone](../gone) |\n")

    def test_marks_name_several_rows(self):
        self.assertEqual(requirements.marks({"a_test.cpp": "// REQ: CNF-1, CNF-2\n"}),
                         {"CNF-1": ["a_test.cpp"], "CNF-2": ["a_test.cpp"]})

    def test_the_table_says_what_the_tests_say_and_no_more(self):
        text = requirements.filled(self.DOCUMENT, {"CNF-1": ["src/sync/a_test.cpp"]})
        self.assertIn("Proved: 1 of 2 rows.", text)
        self.assertIn("| CNF-1 | one | [a_test.cpp](../src/sync/a_test.cpp) |", text)
        self.assertIn("| CNF-2 | two | not proved yet |", text)

    def test_only_tests_prove(self):
        self.assertTrue(requirements.is_test("src/sync/merge_fields_test.cpp"))
        self.assertFalse(requirements.is_test("src/sync/merge.cpp"))


if __name__ == "__main__":
    unittest.main()
