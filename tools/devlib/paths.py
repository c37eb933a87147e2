"""Where things are. Everything is relative to the root of the repository."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"
LOGS = BUILD / "log"
WEB = ROOT / "web"
E2E = ROOT / "tests" / "e2e"
DEMO_DATA = ROOT / "data" / "demo"


def binaries(preset: str) -> Path:
    return BUILD / preset / "bin"
