"""`caseledger history`: a case as recorded, as on a day, as known at an instant."""

import json
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
        assert ran.lines[2].startswith("            due 2023-04-19: ")
        assert "by register-import, from register row 2 (" in ran.lines[3]
        assert "            reason: the officer is ill" in ran.lines
        assert "Stage 1 answered: not upheld." in ran.out

    def test_in_the_order_in_which_it_happened(
        self, twice: tuple[str, datetime]
    ) -> None:
        """What has no day of its own comes where it was recorded."""
        assert [
            "Received",
            "Acknowledged",
            "Responded",
            "Escalated",
            "Extended",
            "Noted",
        ] == whats(twice[0])

    def test_what_came_late_is_marked(self, twice: tuple[str, datetime]) -> None:
        """What the first import did not have is marked, and nothing else."""
        lines = json.loads(
            call("history", "CF-1", "--format", "json", store=twice[0]).out
        )

        assert ["Responded", "Escalated", "Extended", "Noted"] == [
            line["what"] for line in lines if line["late"]
        ]
        told = call("history", "CF-1", store=twice[0]).out
        assert 4 == told.count("), recorded late\n")

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
        assert {"reason": "the officer is ill"} == lines[4]["personal"]


class TestPartly:
    """Some of it."""

    def test_as_on_a_day(self, twice: tuple[str, datetime]) -> None:
        """What happened later is left out, what happened on the day is not."""
        assert ["Received", "Acknowledged", "Responded"] == whats(
            twice[0], "--as-of", "2023-04-18"
        )
        assert ["Received", "Acknowledged"] == whats(twice[0], "--as-of", "2023-04-17")

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
