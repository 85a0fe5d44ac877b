"""The log in memory keeps the promises of a log; its recorder, the library's."""

from pathlib import Path
from uuid import uuid4

from eventsourcing.tests import persistence as shipped

from caseledger.eventlog import RecorderLog, memory_log
from caseledger.eventlog.recorders import PAGE, MemoryRecorder
from caseledger.testing import (
    CopyableLogContract,
    GaplessLogContract,
    NewsLogContract,
)


class TestMemory(CopyableLogContract, GaplessLogContract, NewsLogContract):
    page = PAGE

    def open(self, folder: Path) -> RecorderLog:  # noqa: ARG002 - it needs none
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
