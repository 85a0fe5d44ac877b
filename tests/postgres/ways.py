"""
Ways to the server of the tests on which something goes wrong.

Each stands between programs and the server, and passes on what they say.
"""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from eventlog.faults import Countdown
from postgres.server import PORT, Server

MOST = 1 << 16
"""Bytes that are passed on at once."""


class Way:
    """A way to a server, under an address of its own."""

    def __init__(self, server: Server) -> None:
        # A socket's name may have a hundred letters and no more.
        self._folder = TemporaryDirectory(prefix="cl-")
        name = f".s.PGSQL.{PORT}"
        self._behind = str(server.folder / name)
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(Path(self._folder.name, name)))
        self._listening.listen()
        self.address = (
            f"postgresql://boss@/postgres?host={self._folder.name}&port={PORT}"
        )
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Let nobody go this way any more."""
        with suppress(OSError):
            # Else who waits for the next connection would still let one in.
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._folder.cleanup()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(self._behind)
                for passes_on in (self.asked, self.answered):
                    threading.Thread(
                        target=_until_it_ends,
                        args=(passes_on, client, server),
                        daemon=True,
                    ).start()

    def asked(self, client: socket.socket, server: socket.socket) -> None:
        """Pass on what a program asks."""
        raise NotImplementedError

    def answered(self, client: socket.socket, server: socket.socket) -> None:
        """Pass on what the server answers."""
        raise NotImplementedError


def _until_it_ends(
    passes_on: Callable[[socket.socket, socket.socket], None], *both: socket.socket
) -> None:
    with suppress(OSError):
        passes_on(*both)
    for one in both:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()


# --- At the worst moment --------------------------------------------------------------

COMMIT = b"COMMIT\0"  # and not of "READ COMMITTED"


class Losing(Way):
    """
    One on which the connection is lost when a commit is on its way.

    Told to, it passes the next commit on and never brings the answer back, or loses
    the commit itself.
    """

    loses: str | None = None
    lost = 0

    def asked(self, client: socket.socket, server: socket.socket) -> None:
        while said := client.recv(MOST):
            if COMMIT in said and self.loses == "the commit":
                self._lose()
                return
            if COMMIT in said and self.loses == "the answer":
                self.loses = "this answer"
            server.sendall(said)

    def answered(self, client: socket.socket, server: socket.socket) -> None:
        while said := server.recv(MOST):
            if self.loses == "this answer":
                self._lose()
                return
            client.sendall(said)

    def _lose(self) -> None:
        self.loses = None
        self.lost += 1


# --- At every moment ------------------------------------------------------------------

STATEMENT, PREPARE = b"Q", b"P"
UNREFUSED = (b"", b"H", b"S", b"X")
"""Kinds of message that do nothing: a hello, the ends of a batch, a goodbye."""

NONSENSE = b"wrong\0"


class Breaking(Way):
    """
    One on which the n-th message that programs send is the last, or is refused.

    The last one is done, and no answer arrives any more. Instead of one that is
    refused the server gets nonsense: so the error is its own, and the connection
    stands. Harmless until the countdown begins.
    """

    def __init__(self, server: Server, *, refuses: bool) -> None:
        self.countdown = Countdown()
        self._refuses = refuses
        self._cut: set[socket.socket] = set()
        super().__init__(server)

    def asked(self, client: socket.socket, server: socket.socket) -> None:
        for kind, message in _messages(client):
            spared = self._refuses and kind in UNREFUSED
            if spared or not self.countdown.strikes():
                server.sendall(message)
            elif self._refuses:
                server.sendall(_refused(kind, message))
            else:
                server.sendall(message)
                self._cut.add(client)
                # The server does what it was sent, and then ends the connection.
                server.shutdown(socket.SHUT_WR)
                while client.recv(MOST):
                    pass

    def answered(self, client: socket.socket, server: socket.socket) -> None:
        while said := server.recv(MOST):
            if client not in self._cut:
                client.sendall(said)


def _messages(client: socket.socket) -> Iterator[tuple[bytes, bytes]]:
    """Go through what a program sends, each with its kind; the first has none."""
    with client.makefile("rb") as sent:
        kind = b""
        while size := sent.read(4):
            yield kind, kind + size + sent.read(int.from_bytes(size) - len(size))
            kind = sent.read(1)


def _refused(kind: bytes, message: bytes) -> bytes:
    """Return what the server refuses, and all after it up to the next sync."""
    if kind == STATEMENT:
        return _message(STATEMENT, NONSENSE)
    return _message(PREPARE, b"\0" + NONSENSE + b"\0\0") + message


def _message(kind: bytes, content: bytes) -> bytes:
    return kind + (4 + len(content)).to_bytes(4) + content
