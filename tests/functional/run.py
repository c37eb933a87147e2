"""Runs the functional tests and writes what passed where tools/dev looks for it.

  python3 tests/functional/run.py                 all of them
  python3 tests/functional/run.py -k conflict     those whose name has the word
"""

import argparse
import os
import sys
import time
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

sys.dont_write_bytecode = True
TESTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS))

from support.search import look_at_sightings  # noqa: E402


class Result(unittest.TextTestResult):
    """Also remembers how each test went, in the form that GoogleTest reports have."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.cases = {}

    def startTest(self, test):
        super().startTest(test)
        self.cases[test.id()] = (time.monotonic(), None)

    def stopTest(self, test):
        """Whatever the test has seen, another company's canaries were not in it (TE-8)."""
        try:
            look_at_sightings()
        except AssertionError:
            self.addFailure(test, sys.exc_info())
        super().stopTest(test)

    def _failed(self, test, error):
        start, _ = self.cases.get(test.id(), (time.monotonic(), None))
        self.cases[test.id()] = (start, self._exc_info_to_string(error, test))

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self._failed(test, error)

    def addError(self, test, error):
        super().addError(test, error)
        self._failed(test, error)

    def report(self) -> ElementTree.ElementTree:
        suites = ElementTree.Element("testsuites")
        suite = ElementTree.SubElement(suites, "testsuite", name="functional")
        for name, (_, failure) in self.cases.items():
            group, _, case = name.rpartition(".")
            element = ElementTree.SubElement(suite, "testcase", classname=group, name=case, status="run")
            if failure is not None:
                ElementTree.SubElement(element, "failure").text = failure
        return ElementTree.ElementTree(suites)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", help="test files (default: all)")
    parser.add_argument("-k", dest="patterns", action="append", help="only tests whose name has this")
    arguments = parser.parse_args()
    loader = unittest.TestLoader()
    if arguments.patterns:
        loader.testNamePatterns = [f"*{pattern}*" for pattern in arguments.patterns]
    suite = unittest.TestSuite()
    for pattern in arguments.files or ["*_test.py"]:
        suite.addTests(loader.discover(str(TESTS / "functional"), pattern=Path(pattern).name))
    result = unittest.TextTestRunner(verbosity=2, resultclass=Result).run(suite)
    target = os.environ.get("GTEST_OUTPUT", "")
    if target.startswith("xml:"):
        name = os.environ.get("TUSK_TEST_NAME", "functional")
        result.report().write(Path(target[4:]) / f"{name}.xml", encoding="utf-8")
    return 0 if result.wasSuccessful() and result.testsRun > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
