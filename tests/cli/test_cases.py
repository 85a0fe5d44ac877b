"""`caseledger cases`: the references behind a figure."""

import json
from pathlib import Path

import pytest

from terminal import SERVICE, call, run

ASKED = ("--service", SERVICE, "--as-at", "2024-11-30")


def test_a_figure_s_cases_are_printed_one_a_line(westminster: str) -> None:
    """Stage 3 ended in one complaint to be investigated again (the report's 5.9)."""
    ran = call("cases", "2023-24", "stages.3.reinvestigate", *ASKED, store=westminster)

    assert 0 == ran.code
    [reference] = ran.out.splitlines()
    assert reference.startswith("CF-")


def test_every_figure_of_report_json_can_be_drilled_into(
    westminster: str, tmp_path: Path
) -> None:
    """The same names, the same counts, and as many references."""
    call("report", "2023-24", *ASKED, "--out", tmp_path, store=westminster)
    figures = json.loads((tmp_path / "report.json").read_text("utf-8"))["figures"]
    listed = call("cases", "2023-24", *ASKED, store=westminster).out.splitlines()[2:]

    counts = dict(line.rsplit(maxsplit=1) for line in listed)
    assert {name: str(count) for name, count in figures.items()} == counts
    for name in ("intake.received", "by_team.Short Breaks.share.cases"):
        ran = call("cases", "2023-24", name, *ASKED, store=westminster)
        assert figures[name] == len(ran.out.splitlines())


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("2023-24", "stages.9.upheld", *ASKED), 6, "'stages.9.upheld'"),
        (("2023-24", "--service", "Parks"), 6, "names the service 'Parks'"),
        (("2023-24",), 2, "say which service with --service"),
        (("2023", *ASKED), 2, "written like 2023-24"),
    ],
)
def test_what_is_not_there_is_told(
    westminster: str, arguments: tuple[str, ...], code: int, said: str
) -> None:
    ran = run("cases", *arguments, store=westminster)

    assert code == ran.code
    assert said in ran.err


def test_what_was_told_for_equality_monitoring_can_be_drilled_into(
    tmp_path: Path, store: str
) -> None:
    """Two complaints, one of whose complainants told an age band: one of each."""
    told = [{"age_band": "25 to 44"}, {}]
    for number, answers in enumerate(told, start=1):
        request = {
            "command": "receive",
            "by": {"id": "user-17", "role": "complaints manager"},
            "on": "2023-05-02",
            "reference": f"CF-{number}",
            "procedure": "corporate",
            "service": SERVICE,
            **answers,
        }
        file = tmp_path / f"{number}.json"
        file.write_text(json.dumps(request), "utf-8")
        assert 0 == call("do", file, store=store).code
    out = tmp_path / "out"
    call("report", "2023-24", *ASKED, "--out", out, store=store)
    figures = json.loads((out / "report.json").read_text("utf-8"))["figures"]

    for answer, reference in (("25 to 44", "CF-1"), ("Not recorded", "CF-2")):
        name = f"equality.age_band.{answer}.share.cases"
        assert 1 == figures[name]
        ran = call("cases", "2023-24", name, *ASKED, store=store)
        assert [reference] == ran.out.splitlines()
