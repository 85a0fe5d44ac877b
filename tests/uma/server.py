"""UmaDB servers of the tests' own, each with its file in a folder."""

import atexit
import socket
import subprocess
import sys
from pathlib import Path

PROGRAM = Path(sys.executable).with_name("umadb")
TRIES = 5


class Server:
    """A server, which keeps one file."""

    def __init__(self, folder: Path) -> None:
        for _ in range(TRIES):
            # It takes no port 0. Another program may be quicker at the one found.
            place = f"127.0.0.1:{free_port()}"
            self.url = f"http://{place}"
            self._process = subprocess.Popen(
                [PROGRAM, "--listen", place, "--db-path", folder / "uma.db"],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            atexit.register(self.stop)
            if self._listens():
                return
            self.stop()
        raise AssertionError("UmaDB does not start")

    def stop(self) -> None:
        """Kill it, as when the machine stops."""
        atexit.unregister(self.stop)
        self._process.kill()
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def _listens(self) -> bool:
        return any(" started in " in line for line in self._process.stdout or ())


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
