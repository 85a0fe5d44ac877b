"""The log in PostgreSQL keeps the promises of a log, and those of a server."""

from pathlib import Path
from uuid import uuid4

from eventsourcing.tests import persistence as shipped

from caseledger.casework import EventLog
from caseledger.eventlog import open_log
from caseledger.eventlog.postgres import PostgresRecorder, postgres_store
from eventlog.log_contract import LogContract
from postgres.server import fresh_store


class TestPostgreSQL(LogContract):
    def open(self, folder: Path) -> EventLog:  # noqa: ARG002 - it needs none
        return open_log(fresh_store())


class InASchema(shipped.RecorderTestCase):
    """What the library's cases need of us: a recorder, and ids."""

    def create_recorder(self) -> PostgresRecorder:
        recorder = PostgresRecorder(postgres_store(fresh_store()))
        self.addCleanup(recorder.close)
        return recorder

    def new_originator_id(self) -> str:
        return uuid4().hex


class TestRecorder(InASchema, shipped.ApplicationRecorderTestCase[PostgresRecorder]):
    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestPositions(InASchema, shipped.NonInterleavingNotificationIDsBaseCase):
    pass
