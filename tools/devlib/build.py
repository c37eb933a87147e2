"""Configuring and building: C++ by preset, and the web desktop."""

import json
import os
from pathlib import Path

from devlib import progress
from devlib.paths import BUILD, E2E, ROOT, WEB, binaries

PRESETS = ("dev", "quick", "tsan", "release")


def configure(preset: str):
    """Once; afterwards the build does it by itself when it has to."""
    if not (BUILD / preset / "build.ninja").exists():
        progress.must(f"Configuring ({preset})", ["cmake", "--preset", preset])


def cpp(preset: str, targets: tuple[str, ...] = ()):
    """Everything of a preset, or only the named targets."""
    configure(preset)
    what = " ".join(targets) or "everything"
    only = ["--target", *targets] if targets else []
    progress.must(f"Compiling {what} ({preset})",
                  ["cmake", "--build", BUILD / preset, "--parallel", os.cpu_count() or 2, *only],
                  name=f"compile-{preset}")


def npm_install(folder: Path):
    """`npm ci`, when the lock file is another than the one that was installed last."""
    lock = folder / "package-lock.json"
    stamp = folder / "node_modules" / ".installed-lock.json"
    if stamp.exists() and stamp.read_text() == lock.read_text():
        return
    progress.must(f"Fetching npm packages ({folder.relative_to(ROOT)})",
                  ["npm", "ci", "--no-audit", "--no-fund"], cwd=folder)
    stamp.write_text(lock.read_text())


def scripts_of(folder: Path) -> dict:
    return json.loads((folder / "package.json").read_text()).get("scripts", {})


def web():
    """The web desktop, to web/dist."""
    npm_install(WEB)
    progress.must("Building the web desktop", ["npm", "run", "build"], cwd=WEB)


def e2e_packages():
    if (E2E / "package.json").exists():
        npm_install(E2E)


def generate():
    """Writes everything that is derived from the registry and the routes and checked in."""
    cpp("dev", ("tusk-generate",))
    progress.must("Generating", [binaries("dev") / "tusk-generate", ROOT])
    npm_install(WEB)
    progress.must("Generating the web's types of the interface", ["npm", "run", "generate"], cwd=WEB)
