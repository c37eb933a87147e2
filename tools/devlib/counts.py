"""How many tests passed and failed: read from what each runner writes."""

import json
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Count:
    passed: int = 0
    failed: int = 0
    failures: list[str] = field(default_factory=list)

    def add(self, other: "Count"):
        self.passed += other.passed
        self.failed += other.failed
        self.failures += other.failures

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed"


def of_step(ok: bool, name: str) -> Count:
    """A step that is one test, such as a type check."""
    return Count(passed=1) if ok else Count(failed=1, failures=[name])


def of_gtest(report: Path) -> Count:
    count = Count()
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        if case.get("status") != "run":
            continue
        if case.find("failure") is None:
            count.passed += 1
        else:
            count.failed += 1
            count.failures.append(f"{case.get('classname')}.{case.get('name')}")
    return count


def of_ctest(junit: Path, gtest_folder: Path) -> Count:
    """Counts the cases inside each GoogleTest program; any other ctest entry is one test."""
    count = Count()
    for entry in ElementTree.parse(junit).getroot().iter("testcase"):
        name = entry.get("name")
        ok = entry.get("status") == "run" and entry.find("failure") is None
        reports = [gtest_folder / f"{name}_test.xml", gtest_folder / f"{name}.xml"]
        report = next((path for path in reports if path.exists()), None)
        cases = of_gtest(report) if report else Count(passed=int(ok))
        if not ok and cases.failed == 0:  # it crashed, leaked, ran out of time or could not be started
            cases.failed = 1
            cases.failures.append(f"{name} (the program itself failed)")
        count.add(cases)
    return count


def of_vitest(report: Path) -> Count:
    data = json.loads(report.read_text())
    count = Count(passed=data["numPassedTests"], failed=data["numFailedTests"])
    for file in data["testResults"]:
        failed = [case["fullName"] for case in file["assertionResults"] if case["status"] == "failed"]
        count.failures += failed
        if file["status"] == "failed" and not failed:  # the file itself could not be loaded
            count.failed += 1
            count.failures.append(file["name"])
    return count


def of_closing_line(text: str) -> Count | None:
    """`N passed, N failed`, the last one that stands alone on a line."""
    found = re.findall(r"^(\d+) passed, (\d+) failed$", text, re.MULTILINE)
    return Count(int(found[-1][0]), int(found[-1][1])) if found else None
