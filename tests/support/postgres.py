"""A PostgreSQL server of a test's own, in a temporary folder, run as an unprivileged user."""

import csv
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

PROGRAMS = Path("/usr/lib/postgresql/15/bin")

# Runs beside the test: waits for the end of its input, which the kernel closes when the test's process is
# gone, killed or not; then takes the server away. $1: folder, $2: programs, $3: user, if not one's own.
KEEPER = """
cat >/dev/null
cd "$1"
user=$3
as() { "$@"; }
if [ -n "$user" ]; then
  as() { setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups "$@"; }
fi
as "$2/pg_ctl" stop --pgdata="$1/data" --mode=immediate --silent
stopped=$?
cd /
rm -rf "$1"
exit $stopped
"""

SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{folder}'
unix_socket_permissions = 0700
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 32MB
max_connections = 60
"""


def as_superuser(address: str) -> str:
    return re.sub("user=[^&]*", "user=superuser", address)


class Postgres:
    """Reached through a socket that only its owner can open, and by the hosts of a test's own network at `lan`, if
    given. Close it when done; it goes with this process anyhow."""

    def __init__(self, lan: str | None = None):
        if not (PROGRAMS / "initdb").exists():
            raise AssertionError(f"PostgreSQL 15 is not in {PROGRAMS}: install postgresql-15")
        self.folder = Path(tempfile.mkdtemp(prefix="tusk-pg-"))
        # PostgreSQL refuses to run as root.
        self.user = "nobody" if os.geteuid() == 0 else None
        if self.user:
            shutil.chown(self.folder, self.user)
        self.data = self.folder / "data"
        # In a session of its own Ctrl-C does not reach it before it has cleaned up.
        self.keeper = subprocess.Popen(["sh", "-c", KEEPER, "keeper", self.folder, PROGRAMS, self.user or ""],
                                       stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL, start_new_session=True)
        self._run("initdb", f"--pgdata={self.data}", "--username=superuser", "--auth=trust", "--encoding=UTF8",
                  "--locale=C.UTF-8", "--no-sync")
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(SETTINGS.format(folder=self.folder))
            if lan:
                settings.write(f"listen_addresses = '{lan}'\n")
        if lan:
            with (self.data / "pg_hba.conf").open("a", encoding="utf-8") as hosts:
                hosts.write(f"host all all {lan}/24 trust\n")
        self._run("pg_ctl", "start", f"--pgdata={self.data}", f"--log={self.folder / 'log'}", "--timeout=60")
        self.execute(self.address("postgres"), "CREATE ROLE tusk LOGIN")

    def _run(self, program: str, *arguments, input: str | None = None):
        group = pwd.getpwnam(self.user).pw_gid if self.user else None
        subprocess.run([PROGRAMS / program, *arguments], check=True, cwd=self.folder, user=self.user, group=group,
                       extra_groups=[] if self.user else None, input=(input or "").encode(),
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def address(self, database: str, role: str = "tusk") -> str:
        return f"postgresql:///{database}?host={self.folder}&user={role}"

    def enable_logical_replication(self):
        self._run("psql", "--quiet", f"--dbname={as_superuser(self.address('postgres'))}",
                  "--command=ALTER SYSTEM SET wal_level = logical")
        self._run("pg_ctl", "restart", f"--pgdata={self.data}", f"--log={self.folder / 'log'}", "--timeout=60")

    def make_database(self, name: str, owner: str = "tusk") -> str:
        """Its address, as its owner: an ordinary role, which row-level security holds for. Set up as
        docs/postgresql.md says."""
        self._run("createdb", f"--host={self.folder}", "--username=superuser", f"--owner={owner}", name)
        self.execute(self.address(name), "ALTER FUNCTION pg_catalog.ts_match_vq(tsvector, tsquery) LEAKPROOF")
        return self.address(name, owner)

    def execute(self, address: str, sql: str):
        """One transaction of a superuser, who uses no program of ours and whom no row-level security holds for."""
        self._run("psql", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--dbname={as_superuser(address)}",
                  f"--command={sql}")

    def restore(self, address: str, dump: str, owner: str):
        """What dump() gave, into an empty database, as its owner's."""
        self._run("psql", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--dbname={as_superuser(address)}",
                  f"--command=SET ROLE {owner}", "--file=-", input=dump)

    def dump(self, address: str, *options: str) -> str:
        done = subprocess.run([PROGRAMS / "pg_dump", "--no-owner", "--no-privileges", *options,
                               f"--dbname={as_superuser(address)}"], check=True, capture_output=True, text=True,
                              cwd=self.folder, user=self.user, extra_groups=[] if self.user else None,
                              stdin=subprocess.DEVNULL)
        return done.stdout

    def query(self, address: str, sql: str) -> list[list[str]]:
        """The rows that a superuser is answered with, as text."""
        return list(csv.reader(self.text(address, sql).decode().splitlines()))

    def text(self, address: str, sql: str) -> bytes:
        """The same as it comes."""
        return subprocess.run([PROGRAMS / "psql", "--quiet", "--no-psqlrc", "--csv", "--tuples-only",
                               f"--dbname={as_superuser(address)}", f"--command={sql}"],
                              check=True, capture_output=True, cwd=self.folder, user=self.user,
                              extra_groups=[] if self.user else None, stdin=subprocess.DEVNULL).stdout

    def log(self) -> bytes:
        """What the server itself has written."""
        return (self.folder / "log").read_bytes()

    def close(self):
        self.keeper.stdin.close()
        if self.keeper.wait() != 0:
            raise AssertionError(f"the PostgreSQL server in {self.folder} could not be stopped")
