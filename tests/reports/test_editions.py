"""Last year's edition: read back as it was written, and set beside today's figures."""

import json
from collections.abc import Mapping

import attrs
import pytest

from caseledger.annual_report import (
    UNTOLD,
    Cases,
    Count,
    Report,
    figures_of,
    with_figures,
)
from caseledger.disclosure import Hidden, Regime, Rounded, Shown
from caseledger.reports import (
    Edition,
    Protection,
    Restated,
    Subject,
    UnusableEdition,
    protected,
    read_edition,
    render_html,
    render_json,
    restatements,
)
from reports import making, samples
from reports.pages import read, section, table

DFE, NHS = Protection(Regime.DFE), Protection(Regime.NHS)
NONE = Protection(Regime.NONE, "asked for")
LATER = "steps taken later"
RECORDS = "records added or corrected since"
BEFORE = samples.published_before()


def written(report: Report, protection: Protection) -> str:
    published, _ = protected(report, None, protection)
    return render_json(report, edition=(published, protection))


def edition(report: Report = BEFORE, protection: Protection = NONE) -> Edition:
    return read_edition(written(report, protection))


def having(report: Report, **changes: int) -> Report:
    """Return a report with other counts, named with `__` for a point."""
    counts = {name.replace("__", "."): count for name, count in changes.items()}
    assert set(counts) <= {name for name, _ in figures_of(report)}
    return with_figures(
        report,
        lambda name, some: making.some(counts[name]) if name in counts else some,
    )


def told(*found: Restated) -> dict[str, tuple[int | None, int | None, str]]:
    return {one.name: (one.published.value, one.now.value, one.why) for one in found}


# Reading and writing


@pytest.mark.parametrize(
    "report",
    [BEFORE, samples.everything(), samples.empty()],
    ids=["before", "everything", "empty"],
)
def test_an_edition_is_read_back_as_it_was_written(report: Report) -> None:
    counts = {name: some.count.value for name, some in figures_of(report)}
    found = edition(report)
    assert counts == found.counted == found.published
    assert (report.service, report.period, report.as_at) == (
        found.service,
        found.period,
        found.as_at,
    )


def test_what_was_hidden_is_read_as_hidden() -> None:
    found = edition(protection=DFE)
    assert 1 == found.counted["intake.withdrawn"]
    assert Hidden() == found.published["intake.withdrawn"]
    assert 63 == found.published["intake.responded"]
    assert 0 == found.published["intake.skipped"]


def test_what_was_rounded_is_read_as_rounded() -> None:
    """63 is printed as 65 and may be 63 to 67; nought is nought."""
    found = edition(protection=NHS)
    assert 63 == found.counted["intake.responded"]
    assert Rounded(65) == found.published["intake.responded"]
    assert 0 == found.published["intake.skipped"]
    assert Hidden() == found.published["intake.withdrawn"]


def test_what_only_the_council_knows_is_not_among_what_was_published() -> None:
    document = json.loads(written(BEFORE, DFE))
    assert document["protected"] is False
    assert 1 == document["figures"]["intake.withdrawn"]
    assert document["published"]["figures"]["intake.withdrawn"] is None
    assert ["dfe", None] == [
        document["published"][key] for key in ("protect", "because")
    ]


GONE = object()


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (["published"], GONE, "published: Field required"),
        (["figures"], GONE, "figures: Field required"),
        (["schema"], GONE, "schema: Field required"),
        (["schema"], "caseledger.annual-report/9", "schema: "),
        (["schema"], 1, "schema: "),
        (["service"], 7, "service: "),
        (["as_at"], "yesterday", "as_at: "),
        (["as_at"], None, "as_at: "),
        (["period", "label"], "2022", "written like 2023-24"),
        (["period", "label"], "2022-99", "written like 2023-24"),
        (["figures", "intake.received"], -1, "figures.intake.received: "),
        (["figures", "intake.received"], "65", "figures.intake.received: "),
        (["figures", "intake.received"], 65.5, "figures.intake.received: "),
        (["figures", "intake.received"], True, "figures.intake.received: "),
        (["figures", "intake.received"], None, "figures.intake.received: "),
        (["figures", "intake.received"], GONE, "not counted: intake.received"),
        (
            ["published", "figures", "intake.received"],
            -1,
            "published.figures.intake.received: ",
        ),
        (["published", "protect"], "gdpr", "gdpr"),
        (["published", "protect"], None, "published.protect: "),
        (["published"], [], "published: "),
    ],
)
def test_a_file_that_is_no_edition_is_refused(
    place: list[str], value: object, said: str
) -> None:
    """Also one of before editions were kept: it published nothing that is known."""
    document = part = json.loads(written(BEFORE, DFE))
    *way, last = place
    for key in way:
        part = part[key]
    if value is GONE:
        del part[last]
    else:
        part[last] = value
    with pytest.raises(UnusableEdition) as refused:
        read_edition(json.dumps(document))
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "{}", "null", "7", '"schema"', "\x00"),
        pytest.param("[" * 100_000, id="deep"),
    ],
)
def test_a_file_that_is_something_else_is_refused(text: str) -> None:
    with pytest.raises(UnusableEdition):
        read_edition(text)


def test_a_file_without_an_edition_says_so() -> None:
    """A working copy that was made by itself: nothing was published with it."""
    with pytest.raises(UnusableEdition, match="published: Field required"):
        read_edition(render_json(BEFORE))


# What is restated


def test_nothing_has_changed() -> None:
    for protection in (DFE, NHS, NONE):
        now, _ = protected(BEFORE, None, protection)
        found = restatements(edition(protection=protection), now=now, then=BEFORE)
        assert {} == told(*found)


def test_steps_taken_later_and_corrected_records_are_told_apart() -> None:
    """Records of then say what they said: only what came later moved the figure."""
    now = having(BEFORE, ombudsman__referred=11, intake__withdrawn=2)
    then = having(BEFORE, intake__withdrawn=2)
    assert {
        "ombudsman.referred": (9, 11, LATER),
        "intake.withdrawn": (1, 2, RECORDS),
    } == told(*restatements(edition(), now=now, then=then))


def test_what_is_hidden_then_and_now_is_not_listed() -> None:
    now = having(BEFORE, intake__withdrawn=2)
    now = with_figures(
        now,
        lambda name, some: Cases(UNTOLD) if name == "intake.withdrawn" else some,
    )
    last_year = edition(protection=DFE)
    assert Hidden() == last_year.published["intake.withdrawn"]
    found = told(*restatements(last_year, now=now, then=BEFORE))
    assert "intake.withdrawn" not in found


def test_what_is_protected_otherwise_is_not_said_to_have_changed() -> None:
    """63 was printed and is hidden now: whether it changed is not told."""
    for answered in (63, 64):
        now = having(BEFORE, intake__responded=answered)
        now = with_figures(
            now,
            lambda name, some: Cases(UNTOLD) if name == "intake.responded" else some,
        )
        assert {
            "intake.responded": (63, None, "small numbers are protected otherwise")
        } == told(*restatements(edition(), now=now, then=now))


def test_what_is_rounded_now_is_not_said_to_have_changed() -> None:
    now = with_figures(
        BEFORE,
        lambda name, some: (
            Cases(Count(65, rounded=True)) if name == "intake.responded" else some
        ),
    )
    assert {
        "intake.responded": (63, 65, "small numbers are protected otherwise")
    } == told(*restatements(edition(), now=now, then=BEFORE))


def test_a_group_that_has_gone_and_one_that_has_come_are_listed() -> None:
    teams = {one.name: one.share.count.value or 0 for one in BEFORE.by_team}
    teams["Early Help"] = teams.pop("Short Breaks")
    now = attrs.evolve(BEFORE, by_team=making.named(teams, 63))
    assert {
        "by_team.Short Breaks.share.cases": (2, 0, RECORDS),
        "by_team.Early Help.share.cases": (0, 2, RECORDS),
    } == told(*restatements(edition(), now=now, then=now))


def test_how_a_figure_comes_about_is_not_listed() -> None:
    """Flows are not quoted, and a population is listed once, not beside each group."""
    now = having(BEFORE, flows__1__begun=70, not_escalated__of=64)
    assert {} == told(*restatements(edition(), now=now, then=now))


# On the page


def restated(*found: Restated) -> Subject:
    return Subject(report=samples.published(), previous=BEFORE, restated=tuple(found))


def test_what_was_published_stands_beside_what_is_known_now() -> None:
    shown = read(
        render_html(
            restated(
                Restated(
                    name="ombudsman.referred",
                    published=Count(9),
                    now=Count(11),
                    why=LATER,
                ),
                Restated(
                    name="by_team.Short Breaks.share.cases",
                    published=UNTOLD,
                    now=Count(7),
                    why=RECORDS,
                ),
            )
        )
    )
    found = table(shown, "Figures for 2022-23: as published, and as known now")
    assert {
        "Ombudsman: referred": ["9", "11", "+2", "Steps taken later"],
        "Team: Short Breaks": [
            "[c]",
            "7",
            "not applicable",
            "Records added or corrected since",
        ],
    } == {name: list(row.values()) for name, row in found.items()}
    (notice,) = section(shown, "years").classed("notice")
    assert "differ from those that were published" in notice.text


def test_that_nothing_changed_is_said() -> None:
    shown = section(read(render_html(restated())), "years")
    assert "No figure that was published for 2022-23 has changed." in shown.text


def test_without_an_edition_nothing_is_said_of_one() -> None:
    shown = section(
        read(render_html(Subject(report=samples.published(), previous=BEFORE))), "years"
    )
    assert "Restated" not in shown.text
    assert "was published" not in shown.text


def test_the_edition_is_what_the_next_report_is_protected_with() -> None:
    """What was hidden in the file is a mark, and what was told a number."""
    last_year: Mapping[str, Shown] = edition(protection=DFE).published
    now, before = protected(samples.published(), BEFORE, DFE, last_year=last_year)
    assert before is not None
    assert Cases(UNTOLD) == before.intake.withdrawn == now.intake.withdrawn
