"""The oracle against published figures, cases reckoned by hand, and its own plants."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from oracle.generate import BAD, BAD_COMPANIONS, IRREGULAR, generate, main
from oracle.reckon import (
    COLUMNS,
    REGISTER,
    Row,
    UnusableFileError,
    add_working_days,
    cell_faults,
    irregularities,
    judge,
    load,
    percent,
    read_sheet,
    reckon,
    step_faults,
)

HERE = Path(__file__).resolve().parent
WESTMINSTER = HERE.parents[1] / "examples" / "westminster"
SERVICE = "Children and Family Services"
TODAY = date(2026, 6, 1)

Labels = dict[str, Any]


# Published


@cache
def westminster(year: str) -> dict[str, Any]:
    rows, companions = load([WESTMINSTER / "2022-23", WESTMINSTER / "2023-24"], TODAY)
    return reckon(rows, companions, year, SERVICE, date(2024, 11, 30), TODAY)


def published(year: str) -> dict[str, Any]:
    # A copy of the figures that come with the synthetic registers.
    text = (HERE / "published.json").read_text("utf-8")
    figures: dict[str, Any] = json.loads(text)["years"][year]
    return figures


def test_intake_is_as_published() -> None:
    said, found = published("2023-24"), westminster("2023-24")["intake"]

    for key in ("received", "withdrawn", "responded", "other_services"):
        assert said[key] == found[key]


@pytest.mark.parametrize("stage", [1, 2])
def test_stages_are_as_published(stage: int) -> None:
    said = published("2023-24")["stages"][stage - 1]
    found = westminster("2023-24")["stages"][stage - 1]

    assert said == {key: found[key] for key in said}
    assert found["pending"] == found["reinvestigate"] == 0


def test_stage_3_is_as_the_text_of_the_report_has_it() -> None:
    # Its table says two not upheld, its paragraph 5.9 one and one to be redone.
    assert westminster("2023-24")["stages"][2] == {
        "stage": 3,
        "total": 2,
        "statutory": 2,
        "corporate": 0,
        "upheld": 0,
        "partially_upheld": 0,
        "not_upheld": 1,
        "reinvestigate": 1,
        "pending": 0,
    }


def test_timeliness_is_as_published() -> None:
    said = published("2023-24")["stage_1_within_10_working_days"]
    found = westminster("2023-24")["timeliness"][0]

    assert said["count"] == found["within_original"]
    assert said["of"] == found["population"]
    assert said["percent"] == found["percent_within_original"]
    assert (9, 6) == (found["within_extended"], found["late"])


def test_escalation_is_as_published() -> None:
    escalation = westminster("2023-24")["escalation"]

    assert published("2023-24")["not_escalated"] == escalation["not_escalated"]
    assert escalation["to_stage_2"] == {"count": 8, "of": 47, "percent": 17}


def test_teams_and_themes_are_as_published() -> None:
    said, found = published("2023-24"), westminster("2023-24")
    themes = {each["theme"]: each["count"] for each in found["by_theme"]}

    assert said["teams"] == {each["team"]: each["count"] for each in found["by_team"]}
    assert said["themes"] == {theme: themes[theme] for theme in said["themes"]}
    assert sum(themes.values()) == 47


def test_ombudsman_and_remedies_are_as_published() -> None:
    said = published("2023-24")["ombudsman"]
    found = westminster("2023-24")["ombudsman"]

    for key in ("referred", "investigated", "not_investigated_reasons"):
        assert said[key] == found[key]
    # 250 + 1,000 paid after the Ombudsman's decision, 130 paid, 400 rejected.
    assert westminster("2023-24")["remedies"] == {
        "paid_gbp": 1380,
        "offered_gbp": 1780,
        "rejected_gbp": 400,
    }


def test_compliments_are_as_published() -> None:
    said = published("2023-24")["compliments"]
    found = westminster("2023-24")["compliments"]
    teams = {each["team"]: each["count"] for each in found["by_team"]}

    assert said["total"] == found["total"]
    assert said["teams"] == {team: teams[team] for team in said["teams"]}


def test_the_year_before_is_as_published() -> None:
    said, found = published("2022-23"), westminster("2022-23")

    for key in ("responded", "statutory", "corporate"):
        year = {**found["years"][1], "responded": found["intake"]["responded"]}
        assert said[key] == year[key]
    assert said["to_stage_2"] == {
        key: found["escalation"]["to_stage_2"][key] for key in ("count", "percent")
    }
    assert said["stage_3_requests"] == found["stages"][2]["total"]
    assert said["ombudsman"]["referred"] == found["ombudsman"]["referred"]
    assert said["upheld_percent"] == percent(found["stages"][0]["upheld"], 63)


def test_the_example_registers_are_imported_unmarked() -> None:
    for year in ("2022-23", "2023-24"):
        for verdicts in judge(WESTMINSTER / year, TODAY).values():
            assert {"imported"} == {verdict for _, verdict, _, _ in verdicts}


# By hand


def case(**cells: str) -> Row:
    row = {"service": SERVICE, "reference": "A", "procedure": "statutory", **cells}
    return {column: row.get(column, "") for column in COLUMNS[REGISTER]}


def counted(*rows: Row, as_at: date, year: str = "2023-24") -> dict[str, Any]:
    numbered = [{**row, "reference": str(n)} for n, row in enumerate(rows)]
    return reckon(numbered, {}, year, SERVICE, as_at, TODAY)


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        # Easter: 7 and 10 April do not count.
        ("2023-04-03", 10, "2023-04-19"),
        # And 1 May.
        ("2023-04-03", 20, "2023-05-04"),
        # 7 and 10 April, 1, 8 and 29 May.
        ("2023-03-01", 65, "2023-06-07"),
        # The State Funeral, 19 September.
        ("2022-09-12", 10, "2022-09-27"),
        # From a Saturday: 26 and 27 December do not count.
        ("2022-12-24", 3, "2022-12-30"),
    ],
)
def test_working_days(start: str, count: int, due: str) -> None:
    found = add_working_days(date.fromisoformat(start), count)

    assert date.fromisoformat(due) == found


@pytest.mark.parametrize(
    ("count", "of", "whole"), [(1, 8, 13), (3, 8, 38), (1, 3, 33), (0, 5, 0)]
)
def test_percentages_round_half_up(count: int, of: int, whole: int) -> None:
    # 12.5, 37.5, 33.3 and 0.
    assert whole == percent(count, of)


def test_a_percentage_of_nothing_is_none() -> None:
    assert percent(0, 0) is None


@pytest.mark.parametrize(
    ("answered", "told", "until", "expected"),
    [
        # Received on Monday 3 April 2023: due on 19 April, cap 4 May.
        ("2023-04-19", "", "", "within_original"),
        ("2023-04-20", "", "", "late"),
        ("2023-05-04", "2023-04-19", "2023-05-04", "within_extended"),
        ("2023-05-05", "2023-04-19", "2023-05-04", "late"),
        # Told a day late, or a day too long: no day is won.
        ("2023-04-20", "2023-04-20", "2023-05-04", "late"),
        ("2023-04-20", "2023-04-19", "2023-05-05", "late"),
        # Extended to a day before the due date: no day is lost.
        ("2023-04-19", "2023-04-12", "2023-04-17", "within_original"),
    ],
)
def test_stage_1_against_its_limits(
    answered: str, told: str, until: str, expected: str
) -> None:
    row = case(
        received_on="2023-04-03",
        s1_responded_on=answered,
        s1_outcome="upheld",
        s1_extended_on=told,
        s1_extended_to=until,
    )

    duty = counted(row, as_at=date(2024, 4, 1))["timeliness"][0]

    assert duty["population"] == duty[expected] == 1
    assert duty["by_procedure"]["statutory"][expected] == 1
    assert duty["by_procedure"]["corporate"]["percent_within_original"] is None


@pytest.mark.parametrize(
    ("as_at", "expected"),
    [
        # Due on 19 April; on 18 April the extension to 4 May becomes known.
        (date(2023, 4, 17), "in_time"),
        (date(2023, 4, 20), "in_time"),
        (date(2023, 5, 4), "in_time"),
        (date(2023, 5, 5), "no_response"),
        (date(2023, 5, 9), "late"),
    ],
)
def test_stage_1_as_it_stood_on_a_day(as_at: date, expected: str) -> None:
    row = case(
        received_on="2023-04-03",
        s1_extended_on="2023-04-18",
        s1_extended_to="2023-05-04",
        s1_responded_on="2023-05-09",
        s1_outcome="not_upheld",
    )

    figures = counted(row, as_at=as_at)

    assert figures["timeliness"][0][expected] == 1
    assert figures["stages"][0]["pending"] == (expected != "late")
    assert figures["intake"]["awaiting_response"] == (expected != "late")


def test_each_complaint_has_one_place() -> None:
    received = {"received_on": "2023-04-03"}
    answered = {"s1_responded_on": "2023-04-13", "s1_outcome": "upheld"}
    skip = {"s2_requested_on": "2023-04-05", "s2_basis": "agreed_skip"}
    rows = [
        case(**received, **answered, not_accepted_on="2023-04-05"),
        case(**received, not_accepted_on="2023-04-05", withdrawn_on="2023-04-06"),
        case(**received, **answered, withdrawn_on="2023-04-14"),
        case(**received, **skip, withdrawn_on="2023-04-14"),
        case(**received, **skip),
        case(**received, **skip, **answered),
        case(**received, s2_requested_on="2023-05-15", s2_basis="no_response"),
        case(**received, s2_basis="agreed_skip"),
        case(received_on="2024-04-01"),
        {**case(**received), "service": "Registrars"},
    ]

    figures = counted(*rows, as_at=date(2024, 4, 30))

    assert figures["intake"] == {
        "received": 8,
        "not_accepted": 2,
        "withdrawn": 1,
        "skipped": 1,
        "responded": 2,
        "awaiting_response": 2,
        "not_accepted_reasons": {"not_recorded": 2},
        "other_services": {"Registrars": 1},
    }
    assert figures["stages"][0]["total"] == 4
    # Requested in the year: three skips, of which one withdrawn, and no response.
    assert figures["stages"][1]["total"] == 4
    assert figures["stages"][1]["withdrawn"] == 1
    assert figures["stages"][1]["pending"] == 3
    assert figures["timeliness"][1]["population"] == 3
    # Of the two that were answered, one also has a request.
    assert figures["escalation"]["to_stage_2"] == share(1, 2)
    assert figures["by_team"] == [{"team": "Not recorded", **share(2, 2)}]


def share(count: int, of: int) -> dict[str, int]:
    return {"count": count, "of": of, "percent": 100 * count // of}


@pytest.mark.parametrize(
    ("procedure", "answered", "told", "until", "expected", "within_maximum"),
    [
        # Requested on Wednesday 1 March 2023: 20 working days end on 29 March, 25 on
        # 5 April, 40 on 28 April (7 and 10 April do not count), 65 on 7 June.
        ("statutory", "2023-04-05", "", "", "within_original", 1),
        ("statutory", "2023-04-06", "", "", "late", 1),
        ("statutory", "2023-06-07", "2023-04-05", "2023-06-07", "within_extended", 1),
        ("statutory", "2023-06-08", "2023-04-05", "2023-06-07", "late", 0),
        ("statutory", "2023-06-07", "2023-04-05", "2023-06-08", "late", 1),
        ("corporate", "2023-03-29", "", "", "within_original", 1),
        ("corporate", "2023-04-28", "2023-03-29", "2023-04-28", "within_extended", 1),
        ("corporate", "2023-04-28", "2023-03-29", "2023-05-02", "late", 1),
    ],
)
def test_stage_2_against_its_limits(  # noqa: PLR0917 - the parameters of a test
    procedure: str,
    answered: str,
    told: str,
    until: str,
    expected: str,
    within_maximum: int,
) -> None:
    row = case(
        procedure=procedure,
        received_on="2023-02-01",
        s2_requested_on="2023-03-01",
        s2_extended_on=told,
        s2_extended_to=until,
        s2_responded_on=answered,
        s2_outcome="upheld",
    )

    duty = counted(row, as_at=TODAY, year="2022-23")["timeliness"][1]

    assert duty["population"] == duty[expected] == 1
    assert duty["within_maximum"] == within_maximum
    assert duty["by_procedure"][procedure]["within_maximum"] == within_maximum


def rules(row: Row) -> list[str]:
    assert not step_faults(row)
    return [rule for rule, _, _ in irregularities(row)]


@pytest.mark.parametrize(
    ("requested", "cells", "expected"),
    [
        # Received on 3 April 2023, due on 19 April: that day is still in time.
        ("2023-04-19", {}, ["R19"]),
        ("2023-04-20", {}, []),
        ("2023-04-19", {"s1_responded_on": "2023-04-19"}, []),
        ("2023-04-19", {"s1_responded_on": "2023-04-20"}, ["R19"]),
        # Extended to 4 May, lawfully and a day late.
        ("2023-05-04", {"s1_extended_on": "2023-04-19"}, ["R19"]),
        ("2023-05-04", {"s1_extended_on": "2023-04-20"}, ["R11"]),
    ],
)
def test_escalation_while_stage_1_is_in_time(
    requested: str, cells: dict[str, str], expected: list[str]
) -> None:
    row = case(
        received_on="2023-04-03",
        s2_requested_on=requested,
        s2_basis="no_response",
        **cells,
    )
    row["s1_extended_to"] = "2023-05-04" if row["s1_extended_on"] else ""
    row["s1_outcome"] = "upheld" if row["s1_responded_on"] else ""

    assert expected == rules(row)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ("PM-1;PM-2;PM-3", []),
        ("PM-1; PM-2", ["R25"]),
        ("PM-1;PM-2;PM-1", ["R25"]),
        ("PM-1;PM-2;IP-1", ["R26"]),
        ("IO-1;PM-2;PM-3", ["R28"]),
        ("IO-1;IP-1", ["R25", "R26", "R28"]),
        ("", []),
    ],
)
def test_who_sits_on_a_panel(members: str, expected: list[str]) -> None:
    row = case(
        received_on="2023-04-03",
        s2_investigating_officer="IO-1",
        s2_independent_person="IP-1",
        s3_requested_on="2023-08-01",
        s3_panel_met_on="2023-09-01",
        s3_panel_members=members,
    )

    assert expected == rules(row)


@pytest.mark.parametrize(
    ("met", "reported", "expected"),
    [
        ("2023-09-01", "2023-09-06", ["R30"]),
        ("2023-09-01", "2023-09-05", []),
        ("2023-09-06", "", ["R30"]),
        ("2023-09-05", "", []),
        ("", "", []),
    ],
)
def test_an_answer_before_the_panel(
    met: str, reported: str, expected: list[str]
) -> None:
    row = case(
        received_on="2023-04-03",
        s3_requested_on="2023-08-01",
        s3_panel_met_on=met,
        s3_panel_reported_on=reported,
        s3_responded_on="2023-09-05",
        s3_outcome="upheld",
    )

    assert expected == rules(row)


def test_companions_count_what_was_known() -> None:
    complaint = {**case(received_on="2022-05-03"), "reference": "A"}
    paid = {"reference": "A", "offered_on": "2023-05-01", "amount_gbp": "99.50"}
    settled = {"settled_on": "2023-06-01"}
    agreed = {"reference": "A", "agreed_on": "2023-05-01"}
    referred = {"reference": "A", "ombudsman_referred_on": "2023-05-01"}
    decided = {
        "ombudsman_decided_on": "2023-07-01",
        "ombudsman_decision": "upheld",
        "ombudsman_investigated": "yes",
    }
    praise = {"service": SERVICE, "reference": "C", "received_on": "2023-05-01"}
    companions: dict[str, list[Row]] = {
        "remedies.csv": [
            {**paid, **settled, "status": "paid"},
            {**paid, "status": "offered"},
            {**paid, "status": "rejected", "settled_on": "2023-08-01"},
            {**paid, "reference": "B", **settled, "status": "paid"},
        ],
        "actions.csv": [
            {**agreed, "done_on": "2023-06-30"},
            {**agreed, "done_on": "2023-08-01"},
            {**agreed, "not_done_reason": "no money"},
            {**agreed, "agreed_on": "2023-08-01"},
        ],
        "ombudsman.csv": [
            {**referred, **decided},
            {**referred, **decided, "ombudsman_decided_on": ""},
            {**referred, **decided, "ombudsman_decided_on": "2023-08-01"},
            {
                **referred,
                "ombudsman_decided_on": "2023-07-01",
                "ombudsman_investigated": "no",
            },
        ],
        "compliments.csv": [praise, {**praise, "received_on": "2023-08-01"}],
    }

    found = reckon([complaint], companions, "2023-24", SERVICE, date(2023, 7, 1), TODAY)

    # 3 x 99.50 = 298.50; the rejection is not yet known.
    assert found["remedies"] == {
        "paid_gbp": 99.5,
        "offered_gbp": 298.5,
        "rejected_gbp": 0,
    }
    assert found["actions"] == {"agreed": 3, "done": 1, "not_done": 1, "open": 1}
    assert found["ombudsman"] == {
        "referred": 4,
        "investigated": 1,
        "upheld": 1,
        "not_investigated_reasons": {"not_recorded": 1},
    }
    assert found["compliments"]["total"] == 1


def test_an_unknown_service_has_no_report() -> None:
    with pytest.raises(LookupError):
        reckon([], {}, "2023-24", SERVICE, None, TODAY)


def test_rows_that_share_a_reference(tmp_path: Path) -> None:
    (tmp_path / REGISTER).write_text(
        "reference,service,procedure,received_on\n"
        "A,S,statutory,2023-04-03\n"
        "A,S,corporate,2023-04-03\n"
        "\n"
        "B,S,statutory,2023-04-03\n"
        "B, S ,statutory,2023-04-03\n",
        encoding="utf-8",
    )

    assert judge(tmp_path, TODAY)[REGISTER] == [
        (2, "refused", "duplicate", "reference"),
        (3, "refused", "duplicate", "reference"),
        (5, "imported", "", ""),
        (6, "unchanged", "", ""),
    ]


@pytest.mark.parametrize(
    "text", ["", "reference,service,procedure\n", "reference,team,reference\n"]
)
def test_a_file_that_cannot_be_used(tmp_path: Path, text: str) -> None:
    (tmp_path / REGISTER).write_text(text, encoding="utf-8")

    with pytest.raises(UnusableFileError):
        judge(tmp_path, TODAY)


# Plants


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("planted")
    generate(3000, 7, bad=0.15, irregular=0.1, repeats=0.02).write(folder)
    return folder


@pytest.fixture(scope="module")
def labels(planted: Path) -> Labels:
    read: Labels = json.loads((planted / "labels.json").read_text("utf-8"))
    return read


def test_every_plant_is_found_and_nothing_else(planted: Path, labels: Labels) -> None:
    expected = {
        (label["file"], label["row"]): (
            label["verdict"],
            label["rule"],
            label["column"],
        )
        for label in labels["labels"]
    }
    found = {
        (name, line): (verdict, rule, column)
        for name, verdicts in judge(planted, TODAY).items()
        for line, verdict, rule, column in verdicts
        if verdict != "imported"
    }

    assert expected == found


def test_every_kind_is_planted(labels: Labels) -> None:
    kinds = {(label["file"], label["kind"]) for label in labels["labels"]}
    repeated = {(name, "the same row again") for name in COLUMNS}

    assert {(REGISTER, kind) for kind in (*BAD, *IRREGULAR)} <= kinds
    for name, companion_kinds in BAD_COMPANIONS.items():
        assert {(name, kind) for kind in companion_kinds} <= kinds | repeated


def test_a_refused_row_has_one_fault(planted: Path, labels: Labels) -> None:
    rows = dict(read_sheet(planted / REGISTER))
    for label in labels["labels"]:
        row = rows[label["row"]] if label["file"] == REGISTER else None
        if row is not None and label["rule"] != "duplicate":
            faults = cell_faults(row, REGISTER, TODAY) or step_faults(row)
            refused = label["verdict"] == "refused"
            assert faults == [(label["rule"], label["column"])] * refused
            assert refused or len(irregularities(row)) <= 1


def test_counts_are_what_the_summary_must_say(planted: Path, labels: Labels) -> None:
    for name, verdicts in judge(planted, TODAY).items():
        found = [verdict for _, verdict, _, _ in verdicts]
        counts = labels["counts"][name]

        assert len(found) == counts["read"]
        assert found.count("imported") + found.count("irregular") == counts["imported"]
        assert found.count("unchanged") == counts["unchanged"]
        assert found.count("refused") == counts["refused"]


@pytest.mark.parametrize("as_at", [date(2024, 9, 30), date(2025, 3, 31), TODAY])
def test_figures_add_up(planted: Path, as_at: date) -> None:
    rows, companions = load([planted], TODAY)
    figures = reckon(rows, companions, "2024-25", SERVICE, as_at, TODAY)
    intake = figures["intake"]
    responded, awaiting = intake["responded"], intake["awaiting_response"]

    places = ("not_accepted", "withdrawn", "skipped", "responded", "awaiting_response")
    assert intake["received"] == sum(intake[place] for place in places)
    assert sum(intake["not_accepted_reasons"].values()) == intake["not_accepted"]
    assert figures["stages"][0]["total"] == responded + awaiting
    for stage in figures["stages"]:
        ends = ("upheld", "partially_upheld", "not_upheld", "reinvestigate", "pending")
        ended = sum(stage[end] for end in ends) + stage.get("withdrawn", 0)
        assert stage["total"] == ended == stage["statutory"] + stage["corporate"]
    for duty in figures["timeliness"]:
        parts = ("within_original", "within_extended", "late", "no_response", "in_time")
        assert duty["population"] == sum(duty[part] for part in parts)
        for key in ("population", *parts):
            both = duty["by_procedure"].values()
            assert duty[key] == sum(each[key] for each in both)
    assert responded == sum(each["count"] for each in figures["by_team"])
    assert responded == sum(each["count"] for each in figures["by_theme"])
    assert responded == sum(each["count"] for each in figures["escalation"].values())
    actions = figures["actions"]
    assert actions["agreed"] == sum(
        actions[key] for key in ("done", "not_done", "open")
    )


def test_a_folder_without_plants_is_imported_unmarked(tmp_path: Path) -> None:
    labels = generate(800, 3).write(tmp_path)

    assert labels["labels"] == []
    for verdicts in judge(tmp_path, TODAY).values():
        assert {"imported"} == {verdict for _, verdict, _, _ in verdicts}


def test_the_same_seed_gives_the_same_folder(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        main([str(folder), "--rows", "60", "--seed", "5", "--bad", "0.3"])

    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes()
