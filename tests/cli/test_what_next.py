"""`caseledger what-next`: what may be done in a case now, by whom and by when."""

import json
from typing import Any

import pytest

from terminal import call, run


def as_data(store: str, reference: str, on: str) -> dict[str, Any]:
    ran = call(
        *("what-next", reference, "--on", on, "--format", "json"),
        store=store,
    )
    assert 0 == ran.code, ran.err
    told: dict[str, Any] = json.loads(ran.out)
    return told


def step(told: dict[str, Any], what: str) -> dict[str, Any]:
    [found] = [one for one in told["steps"] if one["what"] == what]
    return dict(found)


class TestForPeople:
    def test_says_what_may_be_done_by_whom_and_by_when(self, live: str) -> None:
        """CF-1 was received on Mon 3 Apr 2023, due Wed 19 Apr (E7)."""
        ran = run("what-next", "CF-1", "--on", "2023-04-18", store=live)

        assert 0 == ran.code
        assert [
            "CF-1: statutory procedure, stage 1",
            "    stage 1 response: by 2023-04-19",
        ] == ran.lines[:2]
        rows = [line.split("  ") for line in ran.lines]
        told = [tuple(cell.strip() for cell in row if cell) for row in rows]
        assert ("answer stage 1", "the authority", "2023-04-19") in told
        assert ("withdraw it", "the complainant") in told
        assert "ask for stage 2" not in ran.out
        assert ran.lines[-1].startswith("not recorded yet: ")

    def test_what_is_overdue(self, live: str) -> None:
        """On the day after, not on the day; then stage 2 may be asked for."""
        before = call("what-next", "CF-1", "--on", "2023-04-19", store=live).out
        after = call("what-next", "CF-1", "--on", "2023-04-20", store=live).out

        assert "    stage 1 response: by 2023-04-19\n" in before
        assert "    stage 1 response: by 2023-04-19, overdue\n" in after
        assert "ask for stage 2" not in before
        assert "ask for stage 2" in after

    def test_a_window_is_past_and_not_overdue(self, live: str) -> None:
        """Answered on 19 April: 20 working days end on Fri 19 May 2023 (section 8)."""
        said = call("what-next", "CF-5", "--on", "2023-05-22", store=live).out

        assert "    stage 2 request (window): by 2023-05-19, past\n" in said

    def test_what_waits(self, live: str) -> None:
        """CF-2 was suspended five days before it was due."""
        said = call("what-next", "CF-2", "--on", "2023-05-22", store=live).out

        assert "CF-2: statutory procedure, suspended\n" in said
        assert "    stage 1 response: paused while suspended\n" in said
        assert "resume it" in said
        assert "answer stage 1" not in said

    def test_what_is_refused_and_why(self, live: str) -> None:
        plain = call("what-next", "CF-2", "--on", "2023-05-22", store=live).out
        ran = call(
            *("what-next", "CF-2", "--on", "2023-05-22", "--refused"), store=live
        )

        assert 0 == ran.code
        assert "resume first" not in plain
        [answer] = [line for line in ran.lines if line.startswith("answer stage 1 ")]
        assert answer.endswith(
            "Suspended for concurrent proceedings since 2023-04-14; resume first. "
            "(R33, SI 2006/1738, reg 8)"
        )

    def test_today_if_no_day_is_given(self, live: str) -> None:
        """Stage 1 was due in 2023."""
        said = call("what-next", "CF-1", store=live).out

        assert "    stage 1 response: by 2023-04-19, overdue\n" in said


class TestForPrograms:
    def test_every_step_allowed_or_refused(self, live: str) -> None:
        told = as_data(live, "CF-1", "2023-04-18")

        assert ("CF-1", "statutory", "stage 1") == (
            told["reference"],
            told["procedure"],
            told["phase"],
        )
        assert [
            {
                "duty": "stage_1_response",
                "standing": "limit",
                "due_on": "2023-04-19",
                "paused": False,
                "paragraph": "SI 2006/1738, reg 14",
            },
        ] == told["owed"]
        assert {
            "what": "answer stage 1",
            "command": "Respond",
            "by": "the authority",
            "allowed": True,
            "by_when": "2023-04-19",
            "refused_by": None,
            "because": None,
        } == step(told, "answer stage 1")
        refused = step(told, "ask for stage 2")
        assert (False, "R19") == (refused["allowed"], refused["refused_by"])
        assert refused["because"].startswith("Stage 1 ")

    def test_what_is_not_recorded_yet(self, live: str) -> None:
        """What the annual report asks for (procedure, section 7)."""
        assert ["capacity", "function", "grounds_arose_on"] == (
            as_data(live, "CF-1", "2023-04-18")["not_recorded_yet"]
        )

    def test_it_asks_and_records_nothing(self, live: str) -> None:
        before = call("history", "CF-1", store=live).out
        as_data(live, "CF-1", "2023-04-18")

        assert before == call("history", "CF-1", store=live).out


class TestWhatCannotBe:
    def test_an_unknown_case(self, live: str) -> None:
        """Exit 6."""
        ran = call("what-next", "CF-9", store=live)

        assert (6, "") == (ran.code, ran.out)
        assert "caseledger: no complaint has the reference 'CF-9'\n" == ran.err

    @pytest.mark.parametrize(
        "options", [("--on", "soon"), ("--format", "csv"), ()], ids=" ".join
    )
    def test_usage(self, live: str, options: tuple[str, ...]) -> None:
        """Exit 2."""
        reference = ("CF-1",) if options else ()
        ran = call("what-next", *reference, *options, store=live)

        assert (2, "") == (ran.code, ran.out)
