"""Somebody else's engine fits the port: a log on UmaDB keeps what a log promises."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from caseledger.casework import Append, Casework, StorageUnavailable
from caseledger.eventlog import OutcomeUnknown
from caseledger.testing import (
    TESTER,
    FixedClock,
    LastingLogContract,
    SharedLogContract,
    answered_at_stage_3,
    casework_for_tests,
    every_entry,
    numbered_ids,
)

pytest.importorskip("umadb", reason="the package umadb is not installed")

from umadb import AppendCondition, Client, Event, TransportError

from uma.server import Server
from uma.uma_log import PAGE, UmaLog


class TestUmaDB(LastingLogContract, SharedLogContract):
    page = PAGE
    servers: dict[Path, Server]

    def setup_method(self) -> None:
        self.servers = {}
        super().setup_method()

    def teardown_method(self) -> None:
        for server in self.servers.values():
            server.stop()
        super().teardown_method()

    def open(self, folder: Path) -> UmaLog:
        if folder not in self.servers:
            self.servers[folder] = Server(folder)
        return UmaLog(self.servers[folder].url)


@pytest.fixture(name="server")
def _server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path)
    yield server
    server.stop()


def test_a_whole_case_is_told_as_from_a_log_in_memory(server: Server) -> None:
    reference = casework_for_tests(*answered_at_stage_3())
    with closing(UmaLog(server.url)) as log:
        casework = Casework(log=log, clock=FixedClock(), new_id=numbered_ids())
        for command in answered_at_stage_3():
            casework.handle("CF-1", command, by=TESTER)
        assert reference.case("CF-1") == casework.case("CF-1")
        assert reference.history("CF-1") == casework.history("CF-1")


def test_what_was_recorded_survives_the_server(tmp_path: Path) -> None:
    first = Server(tmp_path)
    with closing(UmaLog(first.url)) as log:
        log.append(Append("all", 0, every_entry()))
        placed = [*log.stream()]
    first.stop()  # it is killed
    second = Server(tmp_path)
    with closing(UmaLog(second.url)) as log:
        assert placed == [*log.stream()]
    second.stop()


def test_without_the_condition_the_contract_is_broken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A saboteur: it looks where the streams stand, and then appends in any case."""
    monkeypatch.setattr("uma.uma_log.AppendCondition", lambda *_: None)
    contract = TestUmaDB()
    contract.setup_method()
    try:
        with pytest.raises(AssertionError):
            contract.test_of_several_at_once_one_wins_each_version()
    finally:
        contract.teardown_method()


def test_an_answer_that_is_lost_is_asked_for_again(server: Server) -> None:
    class Losing:
        """A client on whose way back the first answer is lost."""

        def __init__(self, client: Client) -> None:
            self._client = client
            self.lost = 0

        def __getattr__(self, name: str) -> object:
            return getattr(self._client, name)

        def append(self, events: list[Event], condition: AppendCondition) -> None:
            self._client.append(events, condition)
            if not self.lost:
                self.lost += 1
                raise TransportError

    with closing(UmaLog(server.url)) as log:
        losing = Losing(log._client)  # noqa: SLF001 - between the log and its server
        vars(log)["_client"] = losing
        log.append(Append("all", 0, every_entry()))
        assert 1 == losing.lost
        assert len(every_entry()) == len(log.read("all")) == len([*log.stream()])


def test_a_server_that_is_gone_is_not_available(server: Server) -> None:
    with closing(UmaLog(server.url)) as log:
        server.stop()
        for ask in (log.position, lambda: log.read("a"), lambda: [*log.stream()]):
            with pytest.raises(StorageUnavailable):
                ask()
        with pytest.raises(StorageUnavailable) as unavailable:
            log.append(Append("a", 0, every_entry()))
        # It did not get as far as to send anything.
        assert not isinstance(unavailable.value, OutcomeUnknown)
    with pytest.raises(StorageUnavailable):
        UmaLog(server.url)
