"""SQLite whose n-th operation fails, as when a disk does, once or from then on."""

import sqlite3
from typing import Any

_connect = sqlite3.connect


class Countdown:
    """Says which operation fails: the n-th, once or from then on; none until told."""

    def __init__(self) -> None:
        self.happened = 0
        self._left = 0
        self._for_ever = False

    def begin(self, at: int, *, for_ever: bool) -> None:
        self.happened, self._left, self._for_ever = 0, at, for_ever

    def end(self) -> None:
        self._left = 0

    def strikes(self) -> bool:
        """Say whether the operation that is due now fails."""
        if self._left != 1:
            self._left -= self._left > 1
            return False
        self._left = int(self._for_ever)
        self.happened += 1
        return True


class Faults(Countdown):
    """Stands in for `sqlite3.connect`; harmless until told to begin."""

    def __init__(self) -> None:
        super().__init__()
        self.connections = 0

    def operation(self) -> None:
        if self.strikes():
            raise sqlite3.OperationalError("disk I/O error")

    def connect(self, *args: Any, **kwargs: Any) -> sqlite3.Connection:  # noqa: ANN401 - as sqlite3's
        operation = self.operation
        operation()
        self.connections += 1

        class Cursor(sqlite3.Cursor):
            def execute(self, *args: Any) -> sqlite3.Cursor:  # type: ignore[override] # noqa: ANN401 - passed on
                operation()
                return super().execute(*args)

            def executemany(self, *args: Any) -> sqlite3.Cursor:  # type: ignore[override] # noqa: ANN401 - passed on
                operation()
                return super().executemany(*args)

            def fetchone(self) -> Any:  # noqa: ANN401 - passed on
                operation()
                return super().fetchone()

            def fetchall(self) -> list[Any]:
                if self.description:  # else there is nothing to fetch
                    operation()
                return super().fetchall()

        class Connection(sqlite3.Connection):
            def execute(self, *args: Any) -> sqlite3.Cursor:  # noqa: ANN401 - passed on
                return self.cursor().execute(*args)

            def cursor(self, *_: Any) -> sqlite3.Cursor:  # type: ignore[override] # noqa: ANN401 - passed on
                return super().cursor(Cursor)

            def commit(self) -> None:
                operation()
                super().commit()

            def rollback(self) -> None:
                operation()
                super().rollback()

        return _connect(*args, factory=Connection, **kwargs)
