"""
A PostgreSQL server for the tests: one of their own, else the one they are pointed at.

Where PostgreSQL is installed, each test process starts a server in a temporary folder,
which listens on a socket in that folder only. Elsewhere CASELEDGER_TEST_POSTGRES names
a database in which schemas may be made: postgresql://USER@HOST/DATABASE.
"""

import atexit
import functools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

ABSENT = "neither PostgreSQL's initdb nor CASELEDGER_TEST_POSTGRES is there"
OURS_ABSENT = "PostgreSQL's initdb is absent, and nobody else's server is killed"

PORT = 5432  # part of the socket's name, and of nothing else
PASSWORD = "correct-horse"  # noqa: S105 - of a role in a server that lives for a test
# All who are in the folder may be anybody, except one who is asked for a password.
WHO_MAY = "local all guarded scram-sha-256\nlocal all all trust\n"


def programs() -> Path | None:
    """Return the folder of the newest server's programs."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(found, key=lambda path: float(path.parts[-3]), default=None)
    on_path = shutil.which("initdb")
    if newest is None and on_path is not None:
        newest = Path(on_path).resolve()
    return None if newest is None else newest.parent


class Server:
    """A server of the tests' own, which can be killed and started again."""

    def __init__(self, bin_: Path, **settings: str) -> None:
        self._bin = bin_
        self._settings = [f"--{name}={value}" for name, value in settings.items()]
        self.folder = Path(tempfile.mkdtemp(prefix="caseledger-pg-"))
        self.folder.chmod(0o755)
        # A server refuses to run as root.
        user = next((u for u in ("postgres", "nobody") if os.geteuid() == 0), None)
        self._user = user
        self._data = self.folder / "data"
        self._data.mkdir(mode=0o700)
        if user is not None:
            owner = pwd.getpwnam(user)
            for path in (self.folder, self._data):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        self._run(
            "initdb", "--username=boss", "--auth=trust", "--encoding=UTF8",
            "--no-locale", "--no-sync", f"--pgdata={self._data}",
        )  # fmt: skip
        (self._data / "pg_hba.conf").write_text(WHO_MAY)
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(
            [
                self._bin / "postgres", "-D", self._data, "-k", self.folder,
                "-p", str(PORT), "-c", "listen_addresses=", "-c", "max_connections=60",
                "-c", "shared_buffers=32MB", "-c", "log_min_messages=fatal",
                *self._settings,
            ],
            user=self._user,
            group=None if self._user is None else pwd.getpwnam(self._user).pw_gid,
            extra_groups=None if self._user is None else [],
            cwd=self._data,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + 30
        while True:
            try:
                psycopg.connect(self.address).close()
            except psycopg.OperationalError:
                assert time.monotonic() < until, "PostgreSQL does not start"
                time.sleep(0.02)
            else:
                return

    def kill(self) -> None:
        """Kill all of its processes at once, as when the machine stops."""
        parent = self._process.pid
        killed = [parent, *_children(parent)]
        for pid in killed:
            # A server process may come to its own end meanwhile.
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.wait()
        while any(Path(f"/proc/{pid}").exists() for pid in killed):
            time.sleep(0.005)

    def remove(self) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(timeout=30)
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def address(self) -> str:
        return self.address_of("boss")

    def execute(self, *statements: str) -> None:
        """Do what an administrator does."""
        with psycopg.connect(self.address, autocommit=True) as boss:
            for statement in statements:
                boss.execute(statement.encode())

    def address_of(self, role: str) -> str:
        return f"postgresql://{role}@/postgres?host={self.folder}&port={PORT}"

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._bin / program, *arguments],
            user=self._user,
            group=None if self._user is None else pwd.getpwnam(self._user).pw_gid,
            extra_groups=None if self._user is None else [],
            cwd=self.folder,
            check=True,
            capture_output=True,
        )


def _children(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(after_name[1]) == parent:
            found.append(int(stat.parent.name))
    return found


def another_server(**settings: str) -> Server:
    """Start a server for one test, or skip it."""
    bin_ = programs()
    if bin_ is None:
        pytest.skip(OURS_ABSENT)
    server = Server(bin_, **settings)
    atexit.register(server.remove)
    return server


@functools.cache
def own_server() -> Server:
    """Return a server of this process's own, or skip the test."""
    return another_server()


def address() -> str:
    """Return the address of a database for tests, or skip the test."""
    given = os.environ.get("CASELEDGER_TEST_POSTGRES")
    if programs() is not None:
        return own_server().address
    if not given:
        pytest.skip(ABSENT)
    return given


def in_schema(schema: str, at: str | None = None) -> str:
    """Return the name of a store in a schema."""
    at = at or address()
    return f"{at}{'&' if '?' in at else '?'}schema={schema}"


def fresh_store() -> str:
    """Return the name of a store that is nowhere yet."""
    return in_schema(f"log_{uuid4().hex}")
