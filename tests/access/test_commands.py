"""`caseledger who`, and the commands that record who looks before they show."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

from caseledger.access import AccessRefused, Disclosable, Selection
from caseledger.casework import Casework, StorageUnavailable
from caseledger.cli import cases, disclosing
from caseledger.eventlog import SystemClock, open_log
from caseledger.eventlog.log import RecorderLog
from privacy.canaries import Searcher, canary
from terminal import SERVICE, call

ASKED = ("cases", "2023-24", "intake.received", "--as-at", "2024-03-31")
FIGURE = f"intake.received of 2023-24, {SERVICE}, as at 2024-03-31"
SECRET, ANSWER = canary(302), canary(303)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A log of two complaints, one of whose complainants told an ethnicity."""
    monkeypatch.delenv("CASELEDGER_ACTOR", raising=False)
    requests = [
        {
            "command": "receive",
            "by": {"id": "user-17", "role": "complaints manager"},
            "on": "2023-05-02",
            "reference": reference,
            "procedure": "corporate",
            "service": SERVICE,
            **answers,
        }
        for reference, answers in (("CF-1", {"ethnicity": ANSWER}), ("CF-2", {}))
    ]
    (tmp_path / "requests.json").write_text(json.dumps(requests), "utf-8")
    name = f"sqlite:///{tmp_path}/caseledger.db"
    assert 0 == call("do", tmp_path / "requests.json", store=name).code
    return name


def who(store: str, *arguments: str) -> list[dict[str, object]]:
    ran = call("who", *arguments, "--format", "json", store=store)
    assert 0 == ran.code, ran.err
    looks: list[dict[str, object]] = json.loads(ran.out)
    return looks


def look_at_case(store: str, reference: str, reason: str | None = None) -> None:
    """Look at a history as a command that shows one does."""

    @click.command
    @disclosing.looking_options
    def command() -> None:
        log = open_log(store)
        casework = Casework(log=log, clock=SystemClock(), new_id=str)
        stream = casework.history(reference)[0].stream
        disclosing.disclose(store, log, Disclosable.HISTORY, (stream,))
        log.close()

    arguments = ["--actor", "user-17", "--role", "officer"]
    arguments += [] if reason is None else ["--reason", reason]
    command.main(arguments, standalone_mode=False)


# --- Cases ----------------------------------------------------------------------------


def test_who_sees_the_cases_of_a_figure_is_recorded(store: str) -> None:
    before = datetime.now(UTC)
    said = ("--actor", "user-17", "--role", "analyst", "--reason", "Ward question 12")
    ran = call(*ASKED, *said, store=store)
    [look] = who(store)

    assert (0, ["CF-1", "CF-2"], "") == (ran.code, ran.lines, ran.err)
    assert before <= datetime.fromisoformat(str(look.pop("at"))) <= datetime.now(UTC)
    assert {
        "actor": {"id": "user-17", "role": "analyst"},
        "what": "figure_cases",
        "selection": {"by": FIGURE, "count": 2},
        "reason": "Ward question 12",
        "refused_by": None,
    } == look


def test_who_does_not_say_is_recorded_as_not_said(store: str) -> None:
    ran = call(*ASKED, "--reason", "  ", store=store)
    [look] = who(store)

    assert 0 == ran.code
    assert "without a reason" in ran.err
    assert {"id": "local", "role": "not said"} == look["actor"]
    assert look["reason"] is None


def test_the_environment_says_who_looks(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASELEDGER_ACTOR", "user-23")
    call(*ASKED, store=store)
    call(*ASKED, "--actor", "user-17", store=store)

    ids = [
        look["actor"]["id"] for look in who(store) if isinstance(look["actor"], dict)
    ]
    assert ["user-23", "user-17"] == ids


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--actor", " "), "has an id"),
        (("--actor", "u\udcff"), "half of a character pair"),
        (("--reason", "because \udcff"), "half of a character pair"),
    ],
)
def test_what_cannot_be_recorded_is_told(
    store: str, arguments: Sequence[str], said: str
) -> None:
    ran = call(*ASKED, *arguments, store=store)

    assert (2, "") == (ran.code, ran.out)
    assert said in ran.err
    assert [] == who(store)


def test_counts_alone_are_no_disclosure(store: str) -> None:
    """Nor is a figure that is not there."""
    assert 0 == call("cases", "2023-24", "--as-at", "2024-03-31", store=store).code
    assert 6 == call("cases", "2023-24", "stages.9.upheld", store=store).code

    assert [] == who(store)


def test_what_people_answered_about_themselves_is_not_recorded(store: str) -> None:
    """It would stay when their answer is erased."""
    figure = f"equality.ethnicity.{ANSWER}.share.cases"
    ran = call("cases", "2023-24", figure, "--as-at", "2024-03-31", store=store)
    [look] = who(store)

    assert ["CF-1"] == ran.lines
    selected = {
        "by": FIGURE.replace("intake.received", "equality.ethnicity"),
        "count": 1,
    }
    assert selected == look["selection"]


# --- Recorded before it is shown ------------------------------------------------------


def printed_without_a_log(store: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return what is printed when nothing can be recorded."""

    def fail(*_: object) -> None:
        raise StorageUnavailable("disk I/O error")

    with monkeypatch.context() as patched:
        patched.setattr(RecorderLog, "append", fail)
        ran = call(*ASKED, "--reason", "Ward question 12", store=store)
    assert 70 == ran.code
    assert [] == who(store)
    return ran.out


def test_nothing_is_shown_that_cannot_be_recorded(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "" == printed_without_a_log(store, monkeypatch)


def test_what_is_shown_first_is_noticed(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A saboteur: the cases are printed, and then it is recorded who looked."""

    def later(
        name: str, _: object, what: Disclosable, some: tuple[str, ...] | Selection
    ) -> None:
        log = open_log(name)
        context = click.get_current_context()
        context.call_on_close(lambda: disclosing.disclose(name, log, what, some))

    monkeypatch.setattr(cases, "disclose", later)

    assert "CF-1\nCF-2\n" == printed_without_a_log(store, monkeypatch)


def test_a_log_that_is_not_local_shows_nothing(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No policy says who may see it: exit 3, and the refusal is recorded."""
    monkeypatch.setattr(disclosing, "LOCAL", ())
    ran = call(*ASKED, "--reason", SECRET, store=store)
    [look] = who(store)

    assert (3, "") == (ran.code, ran.out)
    assert "no access policy" in ran.err
    assert [] == list(Searcher({"the reason": SECRET}).found("the error", ran.err))
    assert ("no_policy", SECRET) == (look["refused_by"], look["reason"])
    with pytest.raises(AccessRefused):
        look_at_case(store, "CF-1")


# --- Who ------------------------------------------------------------------------------


def test_who_looked_at_a_case_is_listed_and_at_no_other(store: str) -> None:
    look_at_case(store, "CF-1", "A letter came.")
    look_at_case(store, "CF-1")

    ran = call("who", "CF-1", store=store)
    assert ["history", "history"] == [look["what"] for look in who(store, "CF-1")]
    assert [] == who(store, "CF-2")
    headings, _, first, second, count = ran.lines
    assert ["when", "who", "role", "what", "why", "refused", "by"] == headings.split()
    assert first.split("Z  ")[1].split("  ") == [
        *("user-17", "officer", "history", "A letter came.")
    ]
    assert second.endswith("not said")
    assert "2 looks are recorded" == count
    assert "" == ran.err


def test_the_list_is_no_look_itself(store: str) -> None:
    look_at_case(store, "CF-1")

    for _ in range(2):
        assert "1 look is recorded" == call("who", "CF-1", store=store).lines[-1]


def test_a_case_may_have_been_among_many(store: str) -> None:
    call(*ASKED, store=store)

    ran = call("who", "CF-1", store=store)
    assert ["0 looks are recorded"] == ran.lines
    assert "looks at many cases at once: 1" in ran.err
    assert f"figure cases: {FIGURE} (2)" in call("who", store=store).out


def test_a_case_that_is_not_there(store: str) -> None:
    assert 6 == call("who", "CF-9", store=store).code


# --- Nothing else changes -------------------------------------------------------------


def test_the_report_and_the_history_stay_as_they_are(
    store: str, tmp_path: Path
) -> None:
    def told(name: str) -> tuple[bytes, str, str]:
        year = ("2023-24", "--as-at", "2024-03-31", "--format", "json", "--with-cases")
        out = tmp_path / name
        ran = call("report", *year, "--out", out, store=store)
        assert 0 == ran.code, ran.err
        duties = call("read-models", "export", "duties", store=store)
        history = call("history", "CF-1", "--format", "json", store=store)
        return (out / "report.json").read_bytes(), duties.out, history.out

    before = told("before")
    call(*ASKED, "--reason", SECRET, store=store)
    look_at_case(store, "CF-1", SECRET)

    assert before == told("after")
    assert "CF-1" in before[1]


def test_neither_reason_nor_answer_leaves_the_log(store: str, tmp_path: Path) -> None:
    searcher = Searcher({"the reason": SECRET, "the answer": ANSWER})
    figure = f"equality.ethnicity.{ANSWER}.share.cases"
    for name in ("intake.received", figure):
        ran = call(
            *("cases", "2023-24", name, "--as-at", "2024-03-31", "--reason", SECRET),
            store=store,
        )
        assert 0 == ran.code
        assert [] == list(searcher.found("cases", ran.out + ran.err))
    call("due", "--on", "2023-05-10", store=store)

    log = open_log(store)
    public = "\n".join(map(repr, log.stream()))
    log.close()
    assert "Disclosed" in public
    assert [] == list(searcher.found("the stream of events", public))
    views = [path for path in tmp_path.iterdir() if "-views" in path.name]
    assert views
    assert [] == list(searcher.found_in_files(views))
    assert [SECRET, SECRET] == [look["reason"] for look in who(store)]
