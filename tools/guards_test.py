"""The list of guards fits the code, and tools/dev guards says the truth about a guard that no test misses."""

import contextlib
import io
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from devlib import guards  # noqa: E402
from devlib.counts import Count  # noqa: E402

SOURCE = "src/door/door.cpp"
GUARDED = "bool opens(Key key) {\n  if (!key.fits) return false;\n  if (key.is_old) return false;\n  return true;\n}\n"
TESTS = "TEST(DoorTest, AnotherKeyDoesNotFit) {\n}\nTEST_P(DoorTest,\n       Stands) {\n}\n"


def entry(old="  if (!key.fits) return false;\n", new="", test="DoorTest.AnotherKeyDoesNotFit", name="key-fits"):
    return guards.Guard(name, "A door opens with its key.", (guards.Edit(SOURCE, old, new),), test)


class Fixture:
    """Stands for the compiler and the tests of a door: the test of keys looks for its guard, the other for nothing."""

    def __init__(self, root: Path, always_fails=False):
        self.source, self.always_fails = root / SOURCE, always_fails

    def build(self, program, log):
        if "interrupt" in self.source.read_text():
            raise KeyboardInterrupt
        return "mistake" not in self.source.read_text()

    def run(self, program, test, log):
        text = self.source.read_text()
        if "crash" in text:
            return None
        if "nothing" in text:
            return Count()
        missed = test == "DoorTest.AnotherKeyDoesNotFit" and "!key.fits" not in text
        return Count(failed=1) if missed or self.always_fails else Count(passed=1)


class Trials(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        (self.root / "src" / "door").mkdir(parents=True)
        (self.root / SOURCE).write_text(GUARDED)
        (self.root / "src" / "door" / "door_test.cpp").write_text(TESTS)

    def attempt(self, *entries, **options):
        with contextlib.redirect_stdout(io.StringIO()):
            return guards.attempt(list(entries), Fixture(self.root, **options), self.root)

    def test_a_guard_that_a_test_misses_is_killed_and_put_back(self):
        self.assertEqual(self.attempt(entry()), {"key-fits": "killed"})
        self.assertEqual((self.root / SOURCE).read_text(), GUARDED)

    def test_a_guard_that_no_test_misses_has_survived_and_the_program_fails(self):
        old = entry(old="  if (key.is_old) return false;\n", name="key-is-not-old")
        outcomes = self.attempt(entry(), old)
        self.assertEqual(outcomes, {"key-fits": "killed", "key-is-not-old": "survived"})
        with contextlib.redirect_stdout(io.StringIO()) as said:
            self.assertFalse(guards.verdict([entry(), old], outcomes))
        self.assertIn("1 killed, 1 not\n  key-is-not-old: survived. A door opens with its key.", said.getvalue())
        with contextlib.redirect_stdout(io.StringIO()):
            self.assertTrue(guards.verdict([entry()], outcomes))

    def test_what_fails_for_another_reason_is_not_killed(self):
        for new, outcome in (("mistake", "does not compile"), ("crash", "the program died or hung"),
                             ("nothing", "no test ran")):
            self.assertEqual(self.attempt(entry(new=new)), {"key-fits": outcome})
            self.assertEqual((self.root / SOURCE).read_text(), GUARDED)
        self.assertEqual(self.attempt(entry(), always_fails=True), {"key-fits": "fails with the guard, too"})

    def test_an_interrupted_trial_leaves_the_files_as_they_were(self):
        with self.assertRaises(KeyboardInterrupt):
            self.attempt(entry(new="interrupt"))
        self.assertEqual((self.root / SOURCE).read_text(), GUARDED)

    def test_guards_that_hold_together_are_taken_out_together(self):
        both = guards.Guard("both", "…", (entry().edits[0], guards.Edit(SOURCE, "if (key.is_old)", "if (false)")),
                            "DoorTest.AnotherKeyDoesNotFit")
        text = guards.changed(both, self.root)[self.root / SOURCE]
        self.assertNotIn("!key.fits", text)
        self.assertNotIn("is_old", text)

    def test_an_entry_that_no_longer_fits_is_named(self):
        for wrong, said in ((entry(old="return"), "stands 3 times in src/door/door.cpp"),
                            (entry(old="gone"), "stands 0 times"),
                            (entry(test="DoorTest.Nothing"), "there is no test DoorTest.Nothing"),
                            (entry(test="door_test.py test_x"), "there is no test door_test.py test_x"),
                            (entry(name="Key_Fits"), "kebab-case")):
            self.assertIn(said, "\n".join(guards.problems([wrong], self.root)))
        self.assertEqual(guards.problems([entry(), entry(name="two", test="DoorTest.Stands")], self.root), [])

    def test_nothing_begins_where_files_are_changed(self):
        for words in (["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "1"]):
            subprocess.run(["git", *words], cwd=self.root, check=True)
        self.assertTrue(guards.is_clean(self.root))
        (self.root / SOURCE).write_text("changed")
        self.assertFalse(guards.is_clean(self.root))


class Entries(unittest.TestCase):
    def test_each_fits_the_code_and_names_a_test(self):
        listed = guards.load()
        self.assertGreater(len(listed), 60)
        self.assertEqual("\n".join(guards.problems(listed)), "")

    def test_a_word_that_no_entry_has_is_refused(self):
        with self.assertRaisesRegex(guards.Wrong, "no tset in an entry"):
            guards.parse('[[guard]]\nid = "a"\nwhy = "b"\nfile = "c"\nold = "d"\nnew = "e"\ntset = "f"\n')


if __name__ == "__main__":
    unittest.main()
