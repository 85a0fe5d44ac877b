"""Figures made by hand from plain numbers: nobody's references, only how many."""

from collections.abc import Mapping, Sequence

from caseledger.annual_report import (
    Cases,
    Check,
    ExtensionFigures,
    Flow,
    Limits,
    Money,
    Named,
    RemedyFigures,
    Share,
    StageFigures,
    Timeliness,
    YearFigures,
    cases,
)

# No page may show it, nor any reference that is made with it.
REFERENCE = "SECRET-REF"
OUTCOMES = (
    *("upheld", "partially_upheld", "not_upheld", "reinvestigate", "pending"),
    "no_finding",
)
LIMITS = ("within_original", "within_extended", "late", "no_response", "in_time")


def some(count: int) -> Cases:
    return cases(f"{REFERENCE}-{place:05}" for place in range(count))


NOBODY = some(0)


def stage(
    number: int,
    procedures: tuple[int, int],
    outcomes: Sequence[int] = (),
    *,
    withdrawn: int = 0,
    reopened: int = 0,
    deferred: int = 0,
) -> StageFigures:
    """Return a stage; outcomes come in the order of `OUTCOMES`."""
    padded = (*outcomes, *(0 for _ in OUTCOMES[len(outcomes) :]))
    found = dict(zip(OUTCOMES, map(some, padded), strict=True))
    return StageFigures(
        stage=number,
        total=some(sum(procedures)),
        statutory=some(procedures[0]),
        corporate=some(procedures[1]),
        withdrawn=some(withdrawn),
        reopened=some(reopened),
        deferred=some(deferred),
        **found,
    )


def limits(*counts: int, within_maximum: int | None = None) -> Limits:
    """Return how limits were kept; counts come in the order of `LIMITS`."""
    padded = (*counts, *(0 for _ in LIMITS[len(counts) :]))
    return Limits(
        population=some(sum(counts)),
        within_maximum=None if within_maximum is None else some(within_maximum),
        **dict(zip(LIMITS, map(some, padded), strict=True)),
    )


def duty(
    name: str,
    both: Limits,
    statutory: Limits,
    corporate: Limits,
    target_percent: int | None = None,
) -> Timeliness:
    """Return how a duty was kept, all of it in the first quarter."""
    none = limits(within_maximum=None if both.within_maximum is None else 0)
    return Timeliness(
        duty=name,
        limits=both,
        by_procedure={"statutory": statutory, "corporate": corporate},
        by_quarter={"Q1": both, "Q2": none, "Q3": none, "Q4": none},
        target_percent=target_percent,
    )


def named(counts: Mapping[str, int], of: int) -> tuple[Named, ...]:
    return tuple(Named(n, Share(some(c), some(of))) for n, c in counts.items())


def grouped(counts: Mapping[str, int]) -> dict[str, Cases]:
    return {name: some(count) for name, count in counts.items()}


def year(label: str, statutory: int, corporate: int) -> YearFigures:
    return YearFigures(
        label=label,
        total=some(statutory + corporate),
        statutory=some(statutory),
        corporate=some(corporate),
    )


def money(pounds: float, remedies: int) -> Money:
    return Money(round(pounds * 100), some(remedies))


def settled(offered: Money, paid: Money, rejected: Money) -> RemedyFigures:
    rest = offered.cases.count - paid.cases.count - rejected.cases.count
    pence = (offered.pence or 0) - (paid.pence or 0) - (rejected.pence or 0)
    return RemedyFigures(
        offered=offered,
        paid=paid,
        rejected=rejected,
        outstanding=Money(pence, some(rest.value or 0)),
    )


def flow(number: int, begun: int, answered: int) -> Flow:
    """Return a stage that nobody was at before; who was not answered still is."""
    return Flow(
        stage=number,
        open_at_start=NOBODY,
        begun=some(begun),
        during=some(begun),
        ended={"answered": some(answered)},
        open_at_end=some(begun - answered),
    )


def extensions(number: int, lawful: int, broken: int) -> ExtensionFigures:
    return ExtensionFigures(
        stage=number,
        granted=some(lawful + broken),
        lawful=some(lawful),
        broken=some(broken),
    )


def checks(*texts: str) -> tuple[Check, ...]:
    return tuple(Check(text, holds=True) for text in texts)
