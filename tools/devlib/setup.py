"""Installs what the project needs and the machine lacks: Debian packages, and a node that is new enough."""

import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

from devlib import progress
from devlib.paths import BUILD, ROOT

NODE_MAJOR = 22  # the one that is fetched where the system's is too old
NODE_MINIMUM = (20, 19)  # Vite 8
OWN_NODE = BUILD / "node" / "node_modules"
PACKAGES = ROOT / "tools" / "packages.txt"


def parse_packages(text: str) -> list[tuple[str, str | None]]:
    """Lines `package [command]` with # comments."""
    rows = []
    for line in text.splitlines():
        words = line.split("#")[0].split()
        if words:
            rows.append((words[0], words[1] if len(words) > 1 else None))
    return rows


def missing_packages() -> list[str]:
    rows = parse_packages(PACKAGES.read_text())
    listed = subprocess.run(["dpkg-query", "--show", "--showformat", "${Package} ${db:Status-Status}\n"],
                            capture_output=True, text=True, check=False).stdout
    installed = {line.split()[0] for line in listed.splitlines() if line.endswith(" installed")}
    return [package for package, command in rows
            if package not in installed and not (command and shutil.which(command))]


def install_packages():
    missing = missing_packages()
    if not missing:
        return
    print(f"  Debian packages to install: {' '.join(missing)}", flush=True)
    if not shutil.which("apt-get"):
        raise SystemExit("This is not a Debian machine: apt-get is missing. Install what tools/packages.txt "
                         "names in your system's own way; this command then passes.")
    prefix = []
    if os.geteuid() != 0:
        if not shutil.which("sudo"):
            raise SystemExit("Installing needs root, and there is no sudo here. Run this once as root:\n"
                             f"  apt-get install --yes --no-install-recommends {' '.join(missing)}")
        subprocess.run(["sudo", "--validate"], check=True)  # asks for the password while the screen is free
        prefix = ["sudo"]
    quiet = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--yes"]
    progress.must("Reading the list of Debian packages", [*quiet, "update"])
    progress.must("Installing Debian packages", [*quiet, "install", "--no-install-recommends", *missing])


def node_version(node: str | Path) -> tuple[int, int]:
    found = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    match = re.match(r"v(\d+)\.(\d+)", found)
    return (int(match[1]), int(match[2])) if match else (0, 0)


def own_node_folder() -> Path:
    machine = {"x86_64": "x64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    return OWN_NODE / f"node-linux-{machine}"


def ensure_node():
    """The system's node if it is new enough; else one from the npm registry, in build/node."""
    system = shutil.which("node")
    if system and node_version(system) >= NODE_MINIMUM and shutil.which("npm"):
        return
    folder = own_node_folder()
    if not (folder / "bin" / "node").exists() or not (OWN_NODE / "npm").exists():
        # These packages hold the program itself; no script of theirs has to run.
        progress.must(
            f"Fetching node {NODE_MAJOR} (the system's is too old)",
            ["npm", "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund",
             "--prefix", OWN_NODE.parent, f"{folder.name}@{NODE_MAJOR}", "npm@10"])
    use_own_node()


def use_own_node():
    """Puts the node in build/node, if there is one, first on this process's PATH."""
    binaries = own_node_folder() / "bin"
    if (binaries / "node").exists() and str(binaries) not in os.environ["PATH"]:
        os.environ["PATH"] = f"{OWN_NODE / '.bin'}:{binaries}:{os.environ['PATH']}"


def run():
    install_packages()
    ensure_node()
    minimum = ".".join(str(part) for part in NODE_MINIMUM)
    if node_version("node") < NODE_MINIMUM:
        raise SystemExit(f"node {minimum} or newer is needed and could not be put into build/node. "
                         "See build/log for npm's own words.")
