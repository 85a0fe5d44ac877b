"""
What needs processes of its own: `python -m postgres.processes WORK STORE [HOW]`.

As `eventlog/processes.py`, on PostgreSQL.
"""

import sys
from contextlib import closing
from typing import Any
from uuid import uuid4

import psycopg
from eventsourcing.persistence import PersistenceError
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

from caseledger.casework import Append, StaleCase, StorageUnavailable
from caseledger.eventlog import OutcomeUnknown, open_log
from caseledger.eventlog import postgres as adapter
from eventlog.processes import ENTRY, WHOLE, forked, tell, together
from postgres.server import in_schema

ROUNDS = 5
STARTING = 8
TRIES = 20
RACERS = 4
WINS = 100


def start(address: str) -> None:
    """Open a new log from several processes at once, several times over."""
    for number in range(ROUNDS):
        store = in_schema(f"log_{uuid4().hex}", address)

        def work(store: str = store, number: int = number) -> None:
            with closing(open_log(store)) as log:
                log.append(Append(uuid4().hex, 0, [ENTRY]))
                tell(round=number, log_id=log.log_id)

        together(work, processes=STARTING)
        with closing(open_log(store)) as log:
            tell(round="after", position=log.position())


def start_library(address: str) -> None:
    """Let the library make its tables from several processes, until one cannot."""
    given = psycopg.conninfo.conninfo_to_dict(address)
    for number in range(TRIES):
        schema = f"library_{uuid4().hex}"
        with psycopg.connect(address, autocommit=True) as made:
            made.execute(f'CREATE SCHEMA "{schema}"'.encode())
        failed = forked.Value("i", 0)

        def work(schema: str = schema, failed: Any = failed) -> None:  # noqa: ANN401 - no public type
            datastore = PostgresDatastore(
                str(given["dbname"]),
                str(given["host"]),
                str(given["port"]),
                str(given["user"]),
                "",
                schema=schema,
                originator_id_type="text",
            )
            try:
                PostgresApplicationRecorder(datastore).create_table()
            except (PersistenceError, psycopg.Error):
                failed.value += 1
            finally:
                datastore.close()

        together(work, processes=STARTING)
        if failed.value:
            tell(failed=failed.value, round=number)
            return


def race(store: str) -> None:
    """Append to one stream at the version read, from several processes."""

    def work() -> None:
        won = lost = 0
        with closing(open_log(store)) as log:
            while won < WINS:
                try:
                    log.append(Append("case", len(log.read("case")), [ENTRY]))
                    won += 1
                except StaleCase:
                    lost += 1
        tell(won=won, lost=lost)

    open_log(store).close()
    together(work, processes=RACERS)


def save(store: str, how: str) -> None:
    """
    Append until killed, telling what came of each command.

    Sabotaged, it does not look whether the server keeps what it has committed.
    """
    if how == "sabotaged":
        adapter._SAFETY = "SELECT 'on', 'on'"  # noqa: SLF001 - it must fail
    with closing(open_log(store)) as log:
        while True:
            stream = uuid4().hex
            try:
                log.append(Append(stream, 0, [ENTRY] * WHOLE))
            except StaleCase:
                tell(conflict=stream)
            except OutcomeUnknown:
                tell(unknown=stream)
            except StorageUnavailable:
                tell(unavailable=stream)
            else:
                tell(recorded=stream)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["start", address, "ours"]:
            start(address)
        case ["start", address, "library"]:
            start_library(address)
        case ["race", store]:
            race(store)
        case ["save", store, how]:
            save(store, how)
