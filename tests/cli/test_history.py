"""`caseledger history`: a case as recorded, as on a day, as known at an instant."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from caseledger.requests.page import story
from terminal import ROW, call, run, write_register

RECEIVED = {
    **ROW,
    "acknowledged_on": "2023-04-05",
    "s2_requested_on": "",
    "s2_extended_on": "",
    "s2_extended_to": "",
    "s2_extension_reason": "",
}
LATER = {
    **RECEIVED,
    "s1_responded_on": "2023-04-18",
    "s1_outcome": "not_upheld",
    "s2_requested_on": "2023-05-15",
    "s2_extended_on": "2023-06-01",
    "s2_extended_to": "2023-08-15",
    "s2_extension_reason": "the officer is ill",
    "grounds_arose_on": "2023-03-01",
}


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, datetime]:
    """A case told in two imports, and an instant between them."""
    folder = tmp_path_factory.mktemp("history")
    store = f"sqlite:///{folder}/caseledger.db"
    call("import", write_register(folder / "in", register=[RECEIVED]), store=store)
    between = datetime.now(UTC)
    call("import", write_register(folder / "in", register=[LATER]), store=store)
    return store, between


def whats(store: str, *options: object) -> list[str]:
    ran = call("history", "CF-1", "--format", "json", *options, store=store)
    assert 0 == ran.code
    return [line["what"] for line in json.loads(ran.out)]


class TestWhole:
    """The full history."""

    def test_for_people(self, twice: tuple[str, datetime]) -> None:
        """Each event in a sentence, with what is due, who recorded it and whence."""
        ran = run("history", "CF-1", store=twice[0])

        assert 0 == ran.code
        assert "CF-1: 6 events" == ran.lines[0]
        assert (
            "2023-04-03  Received under the statutory procedure, "
            "about Children and Family Services, Short Breaks." == ran.lines[1]
        )
        due = "            due 2023-04-19: stage 1 response, by SI 2006/1738, reg 14"
        assert [line for line in ran.lines if line.startswith(due)]
        assert "; met in time on 2023-04-18" in ran.out
        origin = "by register-import (register import), from register row 2 ("
        assert origin in ran.lines[3]
        assert "            reason: the officer is ill" in ran.lines
        assert "Stage 1 answered: not upheld." in ran.out

    def test_in_the_order_in_which_it_happened(
        self, twice: tuple[str, datetime]
    ) -> None:
        """What was left open on receipt and noted later belongs to the receipt."""
        assert [
            "Received",
            "Noted",
            "Acknowledged",
            "Responded",
            "Escalated",
            "Extended",
        ] == whats(twice[0])

    def test_what_came_late_is_marked(self, twice: tuple[str, datetime]) -> None:
        """What the first import did not have is marked, and nothing else."""
        lines = json.loads(
            call("history", "CF-1", "--format", "json", store=twice[0]).out
        )

        assert ["Noted", "Responded", "Escalated", "Extended"] == [
            line["what"] for line in lines if line["late"]
        ]
        told = call("history", "CF-1", store=twice[0]).out
        assert 4 == told.count("), recorded late, command ")

    def test_for_programs(self, twice: tuple[str, datetime]) -> None:
        """Every column of a line, with the source of what was imported."""
        lines = json.loads(
            call("history", "CF-1", "--format", "json", store=twice[0]).out
        )

        assert {
            "version": 1,
            "occurred_on": "2023-04-03",
            "due_on": "2023-04-19",
            "actor": "register-import",
            "role": "register import",
            "late": False,
            "broken": [],
            "personal": {},
        }.items() <= lines[0].items()
        assert 64 == len(lines[0]["provenance"]["file_sha256"])
        assert {"reason": "the officer is ill"} == lines[5]["personal"]


class TestPartly:
    """Some of it."""

    def test_as_on_a_day(self, twice: tuple[str, datetime]) -> None:
        """What happened later is left out, what happened on the day is not."""
        before = ["Received", "Noted", "Acknowledged"]
        assert [*before, "Responded"] == whats(twice[0], "--as-of", "2023-04-18")
        assert before == whats(twice[0], "--as-of", "2023-04-17")

    def test_as_known_then(self, twice: tuple[str, datetime]) -> None:
        """What was recorded later is left out, whenever it happened."""
        store, between = twice

        assert ["Received", "Acknowledged"] == whats(store, "--known-at", between)
        assert 6 == len(whats(store, "--known-at", between + timedelta(days=1)))

    def test_an_instant_has_its_offset(self, twice: tuple[str, datetime]) -> None:
        """The same instant, written in summer time."""
        store, between = twice
        there = between.astimezone().isoformat()

        assert ["Received", "Acknowledged"] == whats(store, "--known-at", there)

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (("--known-at", "2024-11-30T09:00:00"), "needs its offset"),
            (("--known-at", "2024-11-30"), "needs its offset"),
            (("--known-at", "yesterday"), "no instant such as"),
            (("--known-at", "0001-01-01T00:00:00+23:59"), "no instant such as"),
            (("--as-of", "30/11/2024"), "not a date written yyyy-mm-dd"),
        ],
    )
    def test_what_cannot_be_read(
        self, twice: tuple[str, datetime], options: tuple[str, ...], said: str
    ) -> None:
        """Exit 2 and what would do."""
        ran = call("history", "CF-1", *options, store=twice[0])

        assert 2 == ran.code
        assert said in ran.err


class TestAsItStood:
    """`--on DAY`: the phase and what was owed."""

    @pytest.mark.parametrize(
        ("day", "phase", "owed"),
        [
            (
                "2023-04-17",
                "stage 1",
                "due 2023-04-19: stage 1 response (limit), not met yet",
            ),
            ("2023-04-18", "stage 1 responded", "nothing is owed"),
        ],
    )
    def test_on_a_day(
        self, twice: tuple[str, datetime], day: str, phase: str, owed: str
    ) -> None:
        """Answered on Tue 18 Apr 2023, a day before it was due (example E7)."""
        ran = call("history", "CF-1", "--on", day, store=twice[0])

        assert 0 == ran.code, ran.err
        assert f"CF-1 on {day}: {phase}" == ran.lines[0]
        assert f"            {owed}" == ran.lines[1]

    def test_what_is_overdue(self, twice: tuple[str, datetime]) -> None:
        """As known before the response was told, stage 1 was overdue on 20 April."""
        store, between = twice
        ran = call(
            "history", "CF-1", "--on", "2023-04-20", "--known-at", between, store=store
        )

        assert [
            "            due 2023-04-19: stage 1 response (limit), overdue"
        ] == ran.lines[1:]

    def test_for_programs(self, twice: tuple[str, datetime]) -> None:
        ran = call(
            *("history", "CF-1", "--on", "2023-04-17", "--format", "json"),
            store=twice[0],
        )

        told = json.loads(ran.out)
        assert ("CF-1", "2023-04-17", None) == (
            told["reference"],
            told["on"],
            told["known_at"],
        )
        assert {"where it stands": "stage 1", "stage 1 response due": "2023-04-19"} == {
            name: told["answers"][name]
            for name in ("where it stands", "stage 1 response due")
        }

    def test_before_its_receipt(self, twice: tuple[str, datetime]) -> None:
        assert 6 == call("history", "CF-1", "--on", "2023-04-02", store=twice[0]).code


class TestChanges:
    """`--changed-since INSTANT`: what was recorded since, and what it changed."""

    def test_for_people(self, twice: tuple[str, datetime]) -> None:
        store, between = twice
        ran = call("history", "CF-1", "--changed-since", between, store=store)

        assert "CF-1: 4 events" == ran.lines[0]
        assert "where it stands: stage 1 -> stage 2" in ran.lines
        assert "stage 1 outcome: not known -> not upheld" in ran.lines
        assert "Acknowledged." not in ran.out

    def test_for_programs(self, twice: tuple[str, datetime]) -> None:
        store, between = twice
        until = between - timedelta(days=365)
        ran = call(
            *("history", "CF-1", "--format", "json", "--changed-since", until),
            *("--until", between),
            store=store,
        )

        told = json.loads(ran.out)
        assert ["Received", "Acknowledged"] == [one["what"] for one in told["recorded"]]
        assert {
            "fact": "received on",
            "before": None,
            "after": "2023-04-03",
        } in told["answers"]

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (("--on", "2023-04-03", "--as-of", "2023-04-03"), "do not go together"),
            (("--until", "2023-04-03T00:00:00Z"), "goes with --changed-since"),
            (("--redacted",), "go with --format html"),
            (("--out", "x.html"), "go with --format html"),
            (("--format", "html", "--on", "2023-04-03"), "shows the history"),
            (
                (
                    *("--changed-since", "2023-04-03T00:00:00Z"),
                    *("--known-at", "2023-04-03T00:00:00Z"),
                ),
                "say with --until",
            ),
        ],
    )
    def test_what_does_not_go_together(
        self, twice: tuple[str, datetime], options: tuple[str, ...], said: str
    ) -> None:
        """Exit 2 and what would do."""
        ran = call("history", "CF-1", *options, store=twice[0])

        assert 2 == ran.code
        assert said in ran.err


class TestCaseFile:
    """`--format html`: the case as a page."""

    def test_it_is_written_where_it_is_asked_for(
        self, twice: tuple[str, datetime], tmp_path: Path
    ) -> None:
        file = tmp_path / "case.html"
        ran = call(
            *("history", "CF-1", "--format", "html", "--out", file), store=twice[0]
        )

        assert (0, "") == (ran.code, ran.out)
        assert "<h1>Complaint CF-1</h1>" in file.read_text("utf-8")
        # Each event is shown with the link that proves it.
        with closing(sqlite3.connect(twice[0].removeprefix("sqlite:///"))) as log:
            links = log.execute(
                "SELECT lower(hex(link)) FROM stored_events WHERE originator_id = ("
                "SELECT originator_id FROM stored_events WHERE topic = 'received.v2')"
            )
            assert all(link in file.read_text("utf-8") for (link,) in links)

    @pytest.mark.parametrize(
        ("options", "what"),
        [((), "case_file"), (("--redacted",), "redacted_case_file")],
    )
    def test_who_made_it_is_recorded(
        self, options: tuple[str, ...], what: str, store: str, tmp_path: Path
    ) -> None:
        folder = write_register(tmp_path / "in", register=[ROW])
        assert 0 == call("import", folder, store=store).code
        reason = ("--reason", "The Ombudsman asked.")
        file = ("--format", "html", "--out", tmp_path / "case.html")

        assert 0 == call("history", "CF-1", *file, *options, *reason, store=store).code

        looks = json.loads(call("who", "CF-1", "--format", "json", store=store).out)
        assert [(what, "The Ombudsman asked.")] == [
            (look["what"], look["reason"]) for look in looks
        ]

    def test_as_known_then(self, twice: tuple[str, datetime]) -> None:
        store, between = twice
        options = ("--format", "html", "--known-at", between)
        ran = call("history", "CF-1", *options, store=store)

        assert 0 == ran.code
        assert "It tells 2 events, up to event 2, as known at" in ran.out

    def test_the_redacted_one_comes_with_a_warning(
        self, twice: tuple[str, datetime]
    ) -> None:
        """No program finds names in free text."""
        ran = call("history", "CF-1", "--format", "html", "--redacted", store=twice[0])

        assert 0 == ran.code
        assert "register import A" in ran.out
        assert "(register-import)" not in ran.out
        assert "names in it are not found" in ran.err

    def test_before_it_began(self, twice: tuple[str, datetime]) -> None:
        options = ("--format", "html", "--as-of", "2020-01-01")
        assert 6 == call("history", "CF-1", *options, store=twice[0]).code

    def test_where_it_cannot_be_written(
        self, twice: tuple[str, datetime], tmp_path: Path
    ) -> None:
        file = tmp_path / "not there" / "case.html"
        ran = call(
            *("history", "CF-1", "--format", "html", "--out", file), store=twice[0]
        )

        assert 2 == ran.code
        assert "cannot write" in ran.err


class TestUnknown:
    """Exit 6."""

    @pytest.mark.parametrize("reference", ["CF-9", "", "cf-1", "%", "\udcff"])
    def test_an_unknown_reference(
        self, twice: tuple[str, datetime], reference: str
    ) -> None:
        """Whatever it looks like; capitals count."""
        ran = call("history", reference, store=twice[0])

        assert (6, "") == (ran.code, ran.out)
        assert f"no complaint has the reference {reference!r}" in ran.err

    def test_before_it_began(self, twice: tuple[str, datetime]) -> None:
        """There is such a case, and nothing of it is as old as that."""
        ran = call("history", "CF-1", "--as-of", "2020-01-01", store=twice[0])

        assert 6 == ran.code
        assert "nothing that is recorded of 'CF-1' is as old as that" in ran.err

    def test_several_texts(self, store: str) -> None:
        """Each point of a response has a line of its own."""
        call("do", "-", store=store, stdin=story())
        lines = call("history", "CF-1", store=store).lines

        points = "            points: "
        for text in (
            "The breaks ended without notice.",
            "Nobody asked the complainant.",
        ):
            assert f"{points}{text}" in lines

    def test_text_in_one_line(self, tmp_path: Path, store: str) -> None:
        """A reason of several lines does not look like several events."""
        row = {**LATER, "s2_extension_reason": "ill\n2023-06-02  Withdrawn."}
        call("import", write_register(tmp_path / "in", register=[row]), store=store)

        assert (
            "            reason: ill 2023-06-02 Withdrawn."
            in call("history", "CF-1", store=store).lines
        )
