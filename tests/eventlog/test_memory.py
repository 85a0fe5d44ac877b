"""The log in memory keeps the promises of a log; its recorder, the library's."""

from pathlib import Path
from uuid import uuid4

from eventsourcing.tests import persistence as shipped

from caseledger.casework import EventLog
from caseledger.eventlog import memory_log
from caseledger.eventlog.recorders import MemoryRecorder
from eventlog.log_contract import LogContract


class TestMemory(LogContract):
    def open(self, folder: Path) -> EventLog:  # noqa: ARG002 - it needs none
        return memory_log()


class TestRecorder(shipped.ApplicationRecorderTestCase[MemoryRecorder]):
    def create_recorder(self) -> MemoryRecorder:
        return MemoryRecorder()

    def new_originator_id(self) -> str:
        return uuid4().hex

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestPositions(shipped.NonInterleavingNotificationIDsBaseCase):
    def create_recorder(self) -> MemoryRecorder:
        return MemoryRecorder()

    def new_originator_id(self) -> str:
        return uuid4().hex
