"""The page about reporting is what the code says, and its questions are answered."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from caseledger.eventlog import memory_log
from caseledger.read_models import ALL_MODELS
from caseledger.register import import_register
from caseledger.sheets import register_sheets
from caseledger.viewstore import ViewStore, render_reporting
from caseledger.viewstore.questions import QUESTIONS, Question
from caseledger.viewstore.views import EVERY_VIEW
from viewstore.histories import choices, ids
from viewstore.places import ENGINES, Asked, asked, fresh

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reporting.md"
EXAMPLES = ROOT / "examples" / "westminster"
PUBLISHED = json.loads((ROOT / "tests" / "oracle" / "published.json").read_text())
SERVICE = "Children and Family Services"

each_question = pytest.mark.parametrize(
    "question", QUESTIONS, ids=[str(number) for number in range(1, 11)]
)


@pytest.fixture(scope="module", params=ENGINES)
def db(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Asked]:
    """The views of the two example years."""
    log, place = memory_log(), fresh(request.param, tmp_path_factory.mktemp("page"))
    for number, year in enumerate(("2022-23", "2023-24")):
        sheets = register_sheets(EXAMPLES / year)
        import_register(log, sheets, choices(), new_id=ids(number))
    store = ViewStore(log, place)
    store.catch_up()
    store.close()
    with asked(place) as opened:
        yield opened


def test_the_page_is_fresh() -> None:
    """Write what `render_reporting` returns to docs/reporting.md if this fails."""
    assert render_reporting() == PAGE.read_text(encoding="utf-8")


def test_every_table_and_view_has_its_columns_there() -> None:
    lines = render_reporting().splitlines()
    for one in (*ALL_MODELS, *EVERY_VIEW):
        place = lines.index(f"### {one.name}")
        end = next((n for n in range(place + 1, len(lines)) if "###" in lines[n]), None)
        told = [line for line in lines[place:end] if line.startswith("| ")][1:]
        assert [column.name for column in one.columns] == [
            line.split(" | ")[0].removeprefix("| ") for line in told
        ]


@each_question
def test_each_question_is_answered_as_the_page_says(
    db: Asked, question: Question
) -> None:
    assert list(question.answer) == db.execute(question.sql).fetchall()


def answer(number: int) -> tuple[tuple[object, ...], ...]:
    return QUESTIONS[number - 1].answer


def register(year: str, name: str = "register.csv") -> list[dict[str, str]]:
    with (EXAMPLES / year / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class TestAgainstWhatWasPublished:
    """What the page answers is what the council published, or what its rows say."""

    year = PUBLISHED["years"]["2023-24"]
    before = PUBLISHED["years"]["2022-23"]

    def test_intake(self) -> None:
        year = self.year

        expected = (year["received"], 0, year["withdrawn"], 0, year["responded"], 0)
        assert (expected,) == answer(1)

    def test_timeliness(self) -> None:
        told = self.year["stage_1_within_10_working_days"]

        assert (told["of"], told["count"], told["percent"]) == answer(2)[0][:3]
        assert [self.year["corporate"], self.year["statutory"]] == [
            row[1] for row in answer(3)
        ]
        both = Counter[int]()
        for row in answer(3):
            both.update({n: int(str(count)) for n, count in enumerate(row[1:])})
        assert [answer(2)[0][n] for n in (0, 1, 3, 4)] == list(both.values())

    def test_outcomes(self) -> None:
        # Stage 3 as the text of the report has it: its table contradicts that.
        for stage, row in zip(self.year["stages"][:2], answer(4), strict=False):
            names = ("stage", "total", "upheld", "partially_upheld", "not_upheld")
            assert [*(stage[name] for name in names), 0] == list(row)
        assert (3, self.year["stages"][2]["total"], 0, 0, 1, 1) == answer(4)[2]

    def test_teams(self) -> None:
        teams = Counter(self.year["teams"]).most_common(3)

        assert teams == [(team, responded) for team, responded, _ in answer(5)]
        for team, _, further in answer(5):
            went = [
                row["reference"]
                for row in register("2023-24")
                if (row["service"], row["team"]) == (SERVICE, team)
                if row["s1_responded_on"] and row["s2_requested_on"]
            ]
            assert len(went) == further

    def test_escalation(self) -> None:
        told, now = self.before["to_stage_2"], self.year["not_escalated"]

        assert [
            ("2022-23", self.before["responded"], told["count"], told["percent"]),
            ("2023-24", now["of"], now["of"] - now["count"], 100 - now["percent"]),
        ] == list(answer(6))

    def test_the_ombudsman(self) -> None:
        told = self.year["ombudsman"]
        reasons = told["not_investigated_reasons"]

        assert (
            "2023-24",
            told["referred"],
            told["investigated"],
            reasons["out_of_time"],
            reasons["premature"],
        ) == answer(7)[0]
        assert 100 * sum(told["paid_gbp"]) == answer(8)[0][2]

    def test_actions(self) -> None:
        undone = [
            (row["reference"], row["agreed_on"], row["due_on"])
            for row in register("2023-24", "actions.csv")
            if not row["done_on"]
        ]

        assert sorted(undone) == list(answer(9))

    def test_the_caseload(self) -> None:
        """Whoever was waiting for an answer at the end of the day, by the register."""
        found = set()
        for row in register("2022-23") + register("2023-24"):
            asked, last = "", ""
            for request, response in (
                ("received_on", "s1_responded_on"),
                ("s2_requested_on", "s2_responded_on"),
                ("s3_requested_on", "s3_responded_on"),
            ):
                if row[request] and row[request] <= "2023-06-30":
                    asked, last = row[request], row[response]
            ended = row["withdrawn_on"] or row["not_accepted_on"] or "9999"
            waits = asked and (not last or last > "2023-06-30")
            if waits and ended > "2023-06-30" and row["service"] == SERVICE:
                found.add(row["reference"])

        assert found == {row[0] for row in answer(10)}
        # By hand: 3 to 7 and 10 to 13 July; two more days and a week; another week.
        assert [5 + 4, 5 + 5 + 5 + 1, 5 + 5 + 5 + 5 + 1] == [
            row[3] for row in answer(10)
        ]


def test_the_meta_table_tells_every_model(db: Asked) -> None:
    found = db.execute("SELECT model, version FROM meta")

    assert {(model.name, model.version) for model in ALL_MODELS} == set(found)
    assert [(date(2024, 3, 26).isoformat(),)] == db.execute(
        "SELECT day FROM last_day"
    ).fetchall()
