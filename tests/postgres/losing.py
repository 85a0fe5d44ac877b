"""
A connection that is lost at the worst moment: when a commit is on its way.

It stands between a program and the server. Told to, it passes the next commit on and
never brings the answer back, or loses the commit itself.
"""

import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from postgres.server import PORT, Server

COMMIT = b"COMMIT\0"  # and not of "READ COMMITTED"


class Losing:
    """A way to the server on which something can get lost."""

    def __init__(self, server: Server, folder: Path) -> None:
        self._behind = str(server.folder / f".s.PGSQL.{PORT}")
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(folder / f".s.PGSQL.{PORT}"))
        self._listening.listen()
        self.address = f"postgresql://boss@/postgres?host={folder}&port={PORT}"
        self.loses: str | None = None
        self.lost = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        with suppress(OSError):
            # Else who waits for the next connection would still let one in.
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(self._behind)
                for pass_on in (self._asked, self._answered):
                    threading.Thread(
                        target=pass_on, args=(client, server), daemon=True
                    ).start()

    def _asked(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while said := client.recv(1 << 16):
                if COMMIT in said and self.loses == "the commit":
                    self._lose(client, server)
                if COMMIT in said and self.loses == "the answer":
                    self.loses = "this answer"
                server.sendall(said)
        self._close(client, server)

    def _answered(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while said := server.recv(1 << 16):
                if self.loses == "this answer":
                    self._lose(client, server)
                client.sendall(said)
        self._close(client, server)

    def _lose(self, client: socket.socket, server: socket.socket) -> None:
        self.loses = None
        self.lost += 1
        self._close(client, server)

    def _close(self, *both: socket.socket) -> None:
        for one in both:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


@contextmanager
def losing(server: Server) -> Iterator[Losing]:
    """Go to a server by a way on which something can get lost."""
    with tempfile.TemporaryDirectory(prefix="cl-") as folder:
        way = Losing(server, Path(folder))
        try:
            yield way
        finally:
            way.close()
