"""Everything that ./test does, part by part, with a summary at the end."""

import os
import shutil
import sys
import time

from devlib import build, counts, progress, setup
from devlib.counts import Count
from devlib.paths import BUILD, E2E, LOGS, ROOT, WEB, binaries

RESULTS = BUILD / "results"


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def tidy() -> Count:
    return counts.of_step(progress.run("Tidy", [sys.executable, "tools/dev", "tidy"]), "tools/dev tidy")


def cpp(quick: bool) -> Count:
    """Units, simulations and functional tests, with sanitizers. Quick leaves out those labelled slow."""
    build.cpp("dev")
    gtest = fresh(RESULTS / "gtest")
    junit = RESULTS / "ctest.xml"
    junit.unlink(missing_ok=True)
    without = ["--label-exclude", "slow"] if quick else []
    progress.run("C++ tests (dev)",
                 ["ctest", "--preset", "dev", "--parallel", os.cpu_count() or 2, "--output-junit", junit, *without],
                 env={"GTEST_OUTPUT": f"xml:{gtest}/", "GTEST_BRIEF": "1",
                      "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1"})
    return counts.of_ctest(junit, gtest) if junit.exists() else counts.of_step(False, "ctest itself")


def web() -> Count:
    """Types, style and units of the web desktop."""
    build.npm_install(WEB)
    count = Count()
    scripts = build.scripts_of(WEB)
    for script in ("typecheck", "lint", "check-generated"):
        if script in scripts:
            ok = progress.run(f"Web: {script}", ["npm", "run", script], cwd=WEB)
            count.add(counts.of_step(ok, f"web: npm run {script}"))
    RESULTS.mkdir(parents=True, exist_ok=True)
    report = RESULTS / "vitest.json"
    report.unlink(missing_ok=True)
    progress.run("Web: unit tests",
                 ["node_modules/.bin/vitest", "run", "--reporter=default", "--reporter=json",
                  f"--outputFile.json={report}"], cwd=WEB, env={"CI": "true"})
    count.add(counts.of_vitest(report) if report.exists() else counts.of_step(False, "vitest itself"))
    return count


def e2e(preset: str = "release", more: list[str] | None = None) -> Count:
    """The real programs, the real web desktop, a real browser. See tests/e2e."""
    build.cpp(preset, ("programs",))
    build.web()
    build.e2e_packages()
    ok = progress.run("End-to-end tests",
                      ["node", E2E / "run.mjs", "--bin", binaries(preset), "--web", WEB / "dist",
                       "--out", RESULTS / "e2e", *(more or [])], name="e2e")
    count = counts.of_closing_line((LOGS / "e2e.log").read_text(errors="replace"))
    if count is None or (not ok and count.failed == 0):
        return counts.of_step(False, "end-to-end tests: the run itself")
    return count


def parts(quick: bool, names: list[str]) -> list:
    """The parts that there is something for, in order; names choose among them."""
    every = [("tidy", tidy, ROOT / "tools" / "dev"),
             ("c++", lambda: cpp(quick), ROOT / "CMakeLists.txt"),
             ("web", web, WEB / "package.json"),
             ("e2e", e2e, E2E / "run.mjs")]
    unknown = set(names) - {name for name, _, _ in every}
    if unknown:
        raise SystemExit(f"No such part: {', '.join(sorted(unknown))}. There are: tidy, c++, web, e2e.")
    return [(name, part) for name, part, needed in every
            if needed.exists() and (name in names if names else not (quick and name == "e2e"))]


def run(quick: bool = False, names: list[str] | None = None) -> bool:
    """All parts, whatever fails in between. Returns whether everything passed."""
    setup.run()
    total, rows = Count(), []
    for name, part in parts(quick, names or []):
        start = time.monotonic()
        try:
            count = part()
        except progress.Failed as failed:
            count = counts.of_step(False, str(failed))
        rows.append((name, count, time.monotonic() - start))
        total.add(count)
    print("\nSummary" + (" (quick: no slow tests, no end-to-end tests)" if quick else ""))
    for name, count, seconds in rows:
        print(f"  {name:<12} {str(count):<26} {progress.elapsed(seconds):>6}")
    for failure in total.failures:
        print(f"  failed: {failure}")
    print(f"\n{total}", flush=True)
    return total.failed == 0 and total.passed > 0
