# Sourced by ./run, ./test and .ci/run: goes to the root of the repository and sees that Python 3 is there.
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." || exit 1
if ! command -v python3 >/dev/null; then
  if [ "$(id -u)" = 0 ]; then as_root=(); else as_root=(sudo); fi
  echo "Installing python3 ..."
  "${as_root[@]}" apt-get update --quiet=2 && "${as_root[@]}" apt-get install --quiet=2 --yes python3 >/dev/null || {
    echo "python3 is needed and could not be installed. As root: apt-get install python3" >&2
    exit 1
  }
fi
