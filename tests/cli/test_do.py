"""`caseledger do`: commands as JSON, done in order, each whole or not at all."""

import json
import subprocess
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from caseledger.calendar import OutsideCalendar
from caseledger.casework import Actor, Casework, StaleCase, UnknownCase
from caseledger.eventlog import open_log
from caseledger.eventlog.clock import SystemClock
from caseledger.requests import request_schema
from caseledger.requests.page import story
from privacy.canaries import canary
from terminal import COMMAND, Ran, call, run

BY = {"id": "user-17", "role": "complaints manager"}


def asked(command: str, **fields: object) -> dict[str, object]:
    """Return a request about CF-1."""
    return {"command": command, "reference": "CF-1", "by": BY, **fields}


RECEIVE = asked("receive", on="2023-04-03", procedure="statutory", service="A")
ACKNOWLEDGE = asked("acknowledge", on="2023-04-05")
# Due on 19 April: ten working days from the 3rd, with Good Friday and Easter Monday.
TOO_LONG = asked(
    "extend", on="2023-04-19", stage=1, extended_to="2023-05-05", reason="complexity"
)
RESPOND = asked("respond", on="2023-04-19", stage=1, outcome="not_upheld")


@pytest.fixture
def do(store: str) -> Callable[..., Ran]:
    """Do requests that are given on standard input."""

    def do(*requests: Mapping[str, object], options: tuple[object, ...] = ()) -> Ran:
        lines = "\n".join(map(json.dumps, requests)).encode()
        return call("do", "-", *options, store=store, stdin=lines)

    return do


def happened(store: str, reference: str = "CF-1") -> list[tuple[str, str]]:
    """Return what is recorded of a case, and by which command."""
    with closing(open_log(store)) as log:
        casework = Casework(log=log, clock=SystemClock(), new_id=str)
        try:
            recorded = casework.history(reference)
        except UnknownCase:
            return []
        return [(type(one.event).__name__, one.meta.command_id) for one in recorded]


class TestDone:
    """What is done is said."""

    def test_a_complaint_is_received(self, store: str, do: Callable[..., Ran]) -> None:
        """The log is made for it; what happened is told, with what it made due."""
        ran = do(RECEIVE)

        assert (0, "") == (ran.code, ran.err)
        assert "CF-1: receive" == ran.lines[0]
        received = "2023-04-03  Received under the statutory procedure, about A."
        assert received == ran.lines[1]
        due = "            due 2023-04-19: stage 1 response, SI 2006/1738, reg 14"
        assert due in ran.lines
        assert ["Received"] == [event for event, _ in happened(store)]

    def test_who_asked_is_recorded(self, store: str, do: Callable[..., Ran]) -> None:
        do(RECEIVE)
        with closing(open_log(store)) as log:
            casework = Casework(log=log, clock=SystemClock(), new_id=str)
            [one] = casework.history("CF-1")

        assert Actor(**BY) == Actor(one.meta.actor, one.meta.role)

    def test_several_in_order(self, store: str, do: Callable[..., Ran]) -> None:
        ran = do(RECEIVE, ACKNOWLEDGE, RESPOND)

        assert 0 == ran.code
        names = ["Received", "Acknowledged", "Responded"]
        assert names == [event for event, _ in happened(store)]

    def test_a_file_in_a_process_of_its_own(self, tmp_path: Path, store: str) -> None:
        """As an array, with marks that Windows likes."""
        file = tmp_path / "ärger.json"
        file.write_bytes(b"\xef\xbb\xbf" + json.dumps([RECEIVE, RESPOND]).encode())

        assert 0 == run("do", file, store=store).code
        assert ["Received", "Responded"] == [event for event, _ in happened(store)]

    def test_only_what_is_newly_due(self, do: Callable[..., Ran]) -> None:
        """An extension moves the response, and nothing else is said to be due."""
        lawful = {**TOO_LONG, "extended_to": "2023-05-04"}
        ran = do(RECEIVE, lawful, options=("--format", "json"))
        received, extended = json.loads(ran.out)

        assert ["acknowledgement", "stage_1_response"] == [
            one["duty"] for one in received["events"][0]["due"]
        ]
        assert [("stage_1_response", "2023-05-04")] == [
            (one["duty"], one["due_on"]) for one in extended["events"][0]["due"]
        ]

    def test_for_programs(self, do: Callable[..., Ran]) -> None:
        """Refused or not, in one document."""
        ran = do(RECEIVE, TOO_LONG, options=("--format", "json"))
        received, refused = json.loads(ran.out)

        assert {
            "reference": "CF-1",
            "command": "receive",
            "command_id": None,
            "done": True,
            "repeated": False,
        }.items() <= received.items()
        assert "Received" == received["events"][0]["what"]
        assert (False, []) == (refused["done"], refused["events"])
        assert "R12" == refused["refusal"]["rule"]

    def test_the_story_of_the_page(self, tmp_path: Path, store: str) -> None:
        """Every example is done, in a case of three stages and in four others."""
        file = tmp_path / "story.jsonl"
        file.write_bytes(story())
        ran = call("do", file, store=store)
        again = call("do", file, "--format", "json", store=store)

        assert (0, "") == (ran.code, ran.err)
        events = [event for event, _ in happened(store)]
        assert 2 == len([one for one in events if one == "InvestigationReported"])
        assert {"ReviewPanelConvened", "Stage2Reopened", "Closed"} <= set(events)
        assert all(one["repeated"] for one in json.loads(again.out))
        corporate = [event for event, _ in happened(store, "CF-5")]
        assert "Closed" == corporate[-1]
        assert events == [event for event, _ in happened(store)]


class TestWhoAsks:
    """In the request, or once for all."""

    def test_by_options(self, do: Callable[..., Ran]) -> None:
        without = {key: said for key, said in RECEIVE.items() if key != "by"}
        options = ("--actor", "user-17", "--role", "officer")

        assert 0 == do(without, options=options).code

    @pytest.mark.parametrize(
        ("options", "field"),
        [
            ((), "by: is missing; give it"),
            (("--actor", "user-17"), "by.role: is missing; give it"),
            (("--role", "officer"), "by.id: is missing; give it"),
            (("--actor", "a\nb", "--role", "officer"), "by.id: holds a control"),
        ],
    )
    def test_nobody(
        self,
        tmp_path: Path,
        do: Callable[..., Ran],
        options: tuple[str, ...],
        field: str,
    ) -> None:
        """Exit 2 with the field, and no log is made."""
        without = {key: said for key, said in RECEIVE.items() if key != "by"}
        ran = do(without, options=options)

        assert (2, "") == (ran.code, ran.out)
        assert f"\n{field}" in ran.err
        assert [] == list(tmp_path.iterdir())


class TestRefused:
    """Exit 3 with the rule, a sentence and its basis."""

    def test_a_rule(self, do: Callable[..., Ran]) -> None:
        ran = do(RECEIVE, TOO_LONG)

        assert 3 == ran.code
        assert ran.err.startswith("not done: request 2, extend CF-1: R12: Stage 1 ")
        assert "(SI 2006/1738, reg 14" in ran.err

    def test_the_first_refusal_is_the_last(
        self, store: str, do: Callable[..., Ran]
    ) -> None:
        ran = do(RECEIVE, TOO_LONG, RESPOND)

        assert 3 == ran.code
        assert "\n1 request was not tried; put this one right and go on\n" in ran.err
        assert ["Received"] == [event for event, _ in happened(store)]

    def test_unless_it_is_to_go_on(self, store: str, do: Callable[..., Ran]) -> None:
        ran = do(RECEIVE, TOO_LONG, RESPOND, options=("--keep-going",))

        assert 3 == ran.code
        assert 1 == ran.err.count("\n")
        assert ["Received", "Responded"] == [event for event, _ in happened(store)]

    def test_an_unknown_case(self, do: Callable[..., Ran]) -> None:
        """The procedure says so itself."""
        do(RECEIVE)
        ran = do({**ACKNOWLEDGE, "reference": "CF-9"})

        assert 3 == ran.code
        assert "acknowledge CF-9: R08: Complaint has not been received." in ran.err

    def test_a_rule_without_a_number(self, do: Callable[..., Ran]) -> None:
        ran = do({**RECEIVE, "on": "2099-04-03"})

        assert 3 == ran.code
        assert "request 1, receive CF-1: 2099-04-03 is after today" in ran.err

    def test_no_log(self, tmp_path: Path, do: Callable[..., Ran]) -> None:
        """Only a receipt makes one."""
        ran = do(ACKNOWLEDGE)

        assert (6, "") == (ran.code, ran.out)
        assert [] == list(tmp_path.iterdir())

    @pytest.mark.parametrize(
        ("failure", "code"),
        [(StaleCase("s", 3), 5), (OutsideCalendar, 2), (RuntimeError(canary(3)), 70)],
    )
    def test_anything_else(
        self,
        monkeypatch: pytest.MonkeyPatch,
        do: Callable[..., Ran],
        failure: Any,  # noqa: ANN401 - an error, or how one is come by
        code: int,
    ) -> None:
        """A lost race, a day too far off, a fault of ours: what was done is told."""
        handle = Casework.handle

        def fail(casework: Casework, reference: str, command: Any, **more: Any) -> Any:  # noqa: ANN401 - passed on
            if reference == "CF-1":
                return handle(casework, reference, command, **more)
            if failure is OutsideCalendar:
                casework.terms.calendar.add(SystemClock().today(), 10_000)
            raise failure

        monkeypatch.setattr(Casework, "handle", fail)
        ran = do(
            RECEIVE, {**RECEIVE, "reference": "CF-2"}, options=("--format", "json")
        )

        assert code == ran.code
        assert "CF-1" == json.loads(ran.out)[0]["reference"]
        assert canary(3) not in ran.err


class TestBadRequests:
    """Exit 2: nothing is done until everything can be read."""

    def test_nothing_is_done(self, tmp_path: Path, do: Callable[..., Ran]) -> None:
        ran = do(RECEIVE, {**ACKNOWLEDGE, "stage": "1"})

        assert (2, "") == (ran.code, ran.out)
        assert ran.err == (
            "caseledger: this request cannot be read\n"
            "request 2, stage: is not a whole number; write it as 1, without quotes\n"
        )
        assert [] == list(tmp_path.iterdir())

    @pytest.mark.parametrize(
        "source", [b"", b"{", b"[" * 2_000_000, b"\xff\xfe{\0}\0", b'{"command": NaN}']
    )
    def test_no_request(self, store: str, source: bytes) -> None:
        assert 2 == call("do", "-", store=store, stdin=source).code

    def test_no_file(self, tmp_path: Path, store: str) -> None:
        """Or one that is a folder."""
        for file in (tmp_path / "none.json", tmp_path):
            ran = call("do", file, store=store)
            assert 2 == ran.code
            assert "cannot read" in ran.err

    def test_nothing_to_do(self, store: str) -> None:
        assert 2 == call("do", store=store).code


class TestRepeated:
    """A request with an id of its own may be sent again."""

    def test_it_says_so(self, store: str, do: Callable[..., Ran]) -> None:
        """What was recorded is told again, and nothing more is recorded."""
        receive = {**RECEIVE, "command_id": "a-1"}
        first, second = do(receive), do(receive, {**RESPOND, "command_id": "a-2"})

        assert [0, 0] == [first.code, second.code]
        assert "CF-1: receive, done before; nothing was recorded" == second.lines[0]
        assert first.lines[1:] == second.lines[1 : len(first.lines)]
        assert [("Received", "a-1"), ("Responded", "a-2")] == happened(store)

    def test_without_an_id_it_is_another_request(self, do: Callable[..., Ran]) -> None:
        do(RECEIVE)
        ran = do(RECEIVE)

        assert 3 == ran.code
        assert "R08: Complaint was already received on 2023-04-03." in ran.err

    def test_from_several_processes_at_once(
        self, tmp_path: Path, store: str, do: Callable[..., Ran]
    ) -> None:
        """Whoever loses a race runs again; each id is recorded exactly once."""
        do({**RECEIVE, "command_id": "received"})
        shared = [f"shared-{n}" for n in range(4)]
        files, expected = [], {"received", *shared}
        for process in range(3):
            ids = [*shared, *(f"own-{process}-{n}" for n in range(4))]
            expected |= set(ids)
            file = tmp_path / f"{process}.jsonl"
            lines = [
                asked("link_complaint", on="2023-04-05", linked_to=one, command_id=one)
                for one in ids
            ]
            file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
            files.append(file)
        codes: list[int] = []
        left = files
        for _ in range(20):
            started = [
                (file, subprocess.Popen(
                    [COMMAND, "--store", store, "do", file],
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                ))
                for file in left
            ]  # fmt: skip
            ended = [(file, process.wait(60)) for file, process in started]
            codes += [code for _, code in ended]
            left = [file for file, code in ended if code]
            if not left:
                break

        recorded = [one for _, one in happened(store)]
        assert [] == left
        assert set(codes) <= {0, 5}
        assert sorted(expected) == sorted(recorded)


class TestDryRun:
    """What would happen, and nothing recorded."""

    def test_without_a_log(self, tmp_path: Path, do: Callable[..., Ran]) -> None:
        """Not even a file is made."""
        ran = do(RECEIVE, RESPOND, options=("--dry-run",))

        assert 0 == ran.code
        assert "Stage 1 answered: not upheld." in ran.out
        assert "dry run: nothing was recorded\n" == ran.err
        assert [] == list(tmp_path.iterdir())

    def test_on_what_is_recorded(self, store: str, do: Callable[..., Ran]) -> None:
        """Each request sees what those before it would have done."""
        do(RECEIVE)
        before = happened(store)
        ran = do(ACKNOWLEDGE, RESPOND, RESPOND, options=("--dry-run",))

        assert 3 == ran.code
        assert ["CF-1: acknowledge", "CF-1: respond"] == [
            line for line in ran.lines if line.startswith("CF-1")
        ]
        assert "request 3, respond CF-1: R18" in ran.err
        assert before == happened(store)

    def test_it_foretells_what_is_then_done(self, tmp_path: Path, store: str) -> None:
        """Word for word, for the whole story."""
        (tmp_path / "story.jsonl").write_bytes(story())
        arguments = ("do", tmp_path / "story.jsonl")
        dry = call(*arguments, "--dry-run", store=store)

        assert call(*arguments, store=store).out == dry.out

    def test_proclaimed_holidays_count(
        self, store: str, do: Callable[..., Ran]
    ) -> None:
        """They are in the log, and in force in a dry run too."""
        do({**RECEIVE, "reference": "CF-0"})
        call(
            *("calendar", "proclaim", "2023-04-12", "--name", "A holiday"),
            *("--announced-on", "2023-04-01", "--instrument", "A proclamation"),
            store=store,
        )
        dry = do(RECEIVE, options=("--dry-run",))

        assert do(RECEIVE).out == dry.out


class TestPublished:
    """What may be asked, for programs and people."""

    def test_the_schema(self) -> None:
        ran = call("do", "--schema")

        assert 0 == ran.code
        assert request_schema() == json.loads(ran.out)

    def test_the_page(self) -> None:
        ran = call("do", "--describe")

        assert 0 == ran.code
        assert ran.out.startswith("# Commands\n")
