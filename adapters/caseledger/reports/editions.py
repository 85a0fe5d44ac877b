"""Last year's edition: what it published, beside what is known of that year now."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Annotated, Literal

import attrs
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from caseledger.annual_report import NONE, Count, Period, Report, figures_of
from caseledger.disclosure import Hidden, Regime, Rounded, Shown
from caseledger.reports.protecting import as_count

SCHEMA = "caseledger.annual-report/1"

# What is quoted from a report; the rest is how those figures come about.
_QUOTED = (
    *("intake.", "stages.", "not_escalated.cases", "to_stage_2.cases", "by_team."),
    *("by_theme.", "ombudsman.", "remedies.", "actions.", "compliments.", "years."),
    *("timeliness.stage_1_response.limits.", "timeliness.stage_2_response.limits."),
)

_GROUPS = (
    *("intake.not_accepted_reasons.", "intake.other_services.", "by_team."),
    *("by_theme.", "ombudsman.not_investigated_reasons.", "compliments.by_team."),
)


@attrs.frozen
class UnusableEdition(ValueError):
    """A file is not a report.json that tells what was published."""

    problem: str

    def __str__(self) -> str:
        return self.problem


@attrs.frozen(kw_only=True)
class Edition:
    """What an earlier report counted, and what it published of that, by name."""

    service: str
    period: Period
    as_at: date
    counted: Mapping[str, int]
    published: Mapping[str, Shown]


@attrs.frozen(kw_only=True)
class Restated:
    """A figure that is not what was published, and why."""

    name: str
    published: Count
    now: Count
    why: str


LATER = "steps taken later"
RECORDS = "records added or corrected since"
OTHERWISE = "small numbers are protected otherwise"
"""Whether the figure has changed is not told either."""


def restatements(edition: Edition, *, now: Report, then: Report) -> Iterator[Restated]:
    """
    Go through the figures of an earlier year that differ from those published.

    `now` is that year's report as it may be published today; `then` is what today's
    records say of the day on which it was published.
    """
    shown = {name: some.count for name, some in figures_of(now)}
    as_of_then = {name: some.count for name, some in figures_of(then)}
    for name in dict.fromkeys((*edition.published, *_groups_of(shown))):
        published = as_count(edition.published.get(name, 0))
        count = shown.get(name, NONE)
        if published == count or not name.startswith(_QUOTED) or name.endswith(".of"):
            continue
        same = as_of_then.get(name, NONE) == Count(edition.counted.get(name, 0))
        why = LATER if same else RECORDS
        if None in (published.value, count.value) or published.rounded != count.rounded:
            why = OTHERWISE
        yield Restated(name=name, published=published, now=count, why=why)


def _groups_of(names: Iterable[str]) -> Iterator[str]:
    """Go through the groups, such as teams: an edition has only those of its day."""
    return (name for name in names if name.startswith(_GROUPS))


# --- Reading and writing --------------------------------------------------------------


# Amounts are pence; no council's figure has fifteen digits.
_Count = Annotated[int, Field(ge=0, lt=10**15)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class _Period(_Strict):
    label: str


class _Published(_Strict):
    protect: str
    figures: dict[str, _Count | None]


class _Report(_Strict):
    format: Literal["caseledger.annual-report/1"] = Field(alias="schema")
    service: str
    period: _Period
    as_at: date
    figures: dict[str, _Count]
    published: _Published


def read_edition(text: str) -> Edition:
    """
    Return what a report.json says of its edition.

    Raises `UnusableEdition` if it is no such file, or one that published nothing.
    """
    try:
        found = _Report.model_validate_json(text)
        json.loads(text, object_pairs_hook=_each_key_once)
        period = Period.named(found.period.label)
        regime = Regime(found.published.protect)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise UnusableEdition(f"{place or 'the file'}: {fault['msg']}") from None
    except ValueError as error:
        raise UnusableEdition(str(error)) from None
    if found.as_at < period.first_day:
        raise UnusableEdition(f"as_at: it is before {period.first_day}")
    missing = found.published.figures.keys() - found.figures.keys()
    if missing:
        raise UnusableEdition(f"published, but not counted: {min(missing)}")
    return Edition(
        service=found.service,
        period=period,
        as_at=found.as_at,
        counted=found.figures,
        published={
            name: _shown(value, regime)
            for name, value in found.published.figures.items()
        },
    )


def _each_key_once(pairs: list[tuple[str, object]]) -> None:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key is given twice in one object")


def _shown(value: int | None, regime: Regime) -> Shown:
    if value is None:
        return Hidden()
    return Rounded(value) if regime is Regime.NHS and value else value
