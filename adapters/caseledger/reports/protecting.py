"""
Small numbers are hidden in what is published, and the hiding is attacked first.

What is published is made from reports that tell only what may be told and know no
case, so that nothing which renders them can let out more.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import attrs

from caseledger.annual_report import (
    UNTOLD,
    Cases,
    Count,
    Identity,
    Report,
    figures_of,
    identities,
    with_figures,
)
from caseledger.disclosure import (
    Hidden,
    Regime,
    Rounded,
    Shown,
    Sum,
    limits,
    protect,
)

_BEFORE = "the year before: "
_PRINTED = "the edition published last year: "
_NOTHING: Mapping[str, Shown] = MappingProxyType({})


@attrs.frozen
class Protection:
    """The convention for small numbers, and why there is none if there is none."""

    regime: Regime
    because: str | None = None

    @property
    def sentence(self) -> str:
        """Say how small numbers are protected in what is published."""
        match self.regime:
            case Regime.DFE:
                return (
                    "Counts of 1 to 5 are not told, nor are others from which they "
                    "could be worked out: [c] stands in their place, and in that of "
                    "what is worked out from them. 0 is a true nought."
                )
            case Regime.NHS:
                return (
                    "Counts of 1 to 7 are not told, nor are others from which they "
                    "could be worked out: [c] stands in their place. Other counts are "
                    "rounded to the nearest 5, so that figures need not add up. 0 is "
                    "a true nought."
                )
            case Regime.NONE:
                exact = "Counts are exact: small ones are not hidden or rounded"
                if self.because is None:
                    return f"{exact} in this copy."
                return f"{exact}. The reason given: {self.because}"


EXACT = Protection(Regime.NONE)


def protected(
    report: Report,
    previous: Report | None,
    protection: Protection,
    *,
    last_year: Mapping[str, Shown] = _NOTHING,
) -> tuple[Report, Report | None]:
    """
    Return a report and the year before it as they may be published.

    Both stand on one page, and a reader may hold last year's edition beside it:
    `last_year` is what that showed of each figure, by name. They are protected
    together. Raises `Disclosure` if a count that is to be protected can be worked out
    whatever is hidden, and `SolverMissing`.
    """
    counts = _counts("", report)
    relations = [*_sums("", report, counts)]
    printed: dict[str, Shown] = {}
    if previous is not None:
        counts |= _counts(_BEFORE, previous)
        relations += _sums(_BEFORE, previous, counts)
        relations += _between(report, previous)
        # Who reads both takes a figure that did not change for the same cases.
        for name, was in last_year.items():
            count = counts.get(f"{_BEFORE}{name}")
            if count is not None and _may_be(was, count):
                counts[f"{_PRINTED}{name}"] = count
                printed[f"{_PRINTED}{name}"] = was
                relations.append(Sum(f"{_BEFORE}{name}", (f"{_PRINTED}{name}",)))
    # With a sum that does not come out, as the page says then, nobody can reckon.
    relations = [one for one in relations if _holds(one, counts)]
    shown = protect(counts, relations, protection.regime, printed=printed)
    now = _published(report, "", shown)
    return now, previous and _published(previous, _BEFORE, shown)


def _counts(prefix: str, report: Report) -> dict[str, int]:
    """Return every figure's count; what is left of one beside others is one too."""
    counts = {}
    for name, some in figures_of(report):
        if some.count.value is None:
            raise ValueError("only an exact report can be protected")
        counts[f"{prefix}{name}"] = some.count.value
    for one in identities(report):
        if not one.exact:
            parts = sum(counts[f"{prefix}{part}"] for part in one.parts)
            rest = counts[f"{prefix}{one.whole}"] - parts
            counts[f"{prefix}{_rest(one)}"] = max(rest, 0)
    return counts


def _rest(one: Identity) -> str:
    return f"{one.whole} without {' and '.join(one.parts)}"


def _sums(prefix: str, report: Report, counts: Mapping[str, int]) -> Iterator[Sum]:
    for one in identities(report):
        parts = one.parts if one.exact else (*one.parts, _rest(one))
        yield Sum(f"{prefix}{one.whole}", tuple(f"{prefix}{part}" for part in parts))
    # The page names the largest of each: the others are no larger.
    for groups in _groups(report):
        largest = max(groups, key=lambda name: counts[f"{prefix}{name}"], default="")
        for other in groups:
            if other != largest:
                yield Sum(f"{prefix}{largest}", (f"{prefix}{other}",), exact=False)


def _holds(one: Sum, counts: Mapping[str, int]) -> bool:
    whole, parts = counts[one.whole], sum(counts[part] for part in one.parts)
    return whole == parts if one.exact else whole >= parts


def _groups(report: Report) -> Iterator[dict[str, Cases]]:
    for prefix in ("by_team.", "by_theme.", "compliments.by_team."):
        yield {
            name: some
            for name, some in figures_of(report)
            if name.startswith(prefix) and not name.endswith(".of")
        }


def _between(report: Report, previous: Report) -> Iterator[Sum]:
    """Relate figures that are the same in one report and in the other."""
    label = previous.period.label
    if report.period.begins == previous.period.begins + 1:
        for flow in report.flows:
            end = f"{_BEFORE}flows.{flow.stage}.open_at_end"
            yield Sum(f"flows.{flow.stage}.open_at_start", (end,))
    theirs = {one.label for one in previous.years}
    for one in report.years:
        if one.label in theirs:
            for part in ("total", "statutory", "corporate"):
                name = f"years.{one.label}.{part}"
                yield Sum(name, (f"{_BEFORE}{name}",))
        if one.label == label:
            yield Sum(f"years.{label}.total", (f"{_BEFORE}intake.responded",))


def _may_be(shown: Shown, count: int) -> bool:
    least, most = limits(shown)
    return least <= count and (most is None or count <= most)


def _published(report: Report, prefix: str, shown: Mapping[str, Shown]) -> Report:
    untold = set[str]()
    for groups in _groups(report):
        largest = max((some.count.value or 0 for some in groups.values()), default=0)
        first = [name for name, some in groups.items() if some.count.value == largest]
        # Else another would seem to be the largest.
        if any(isinstance(shown[f"{prefix}{name}"], Hidden) for name in first):
            untold |= set(groups)

    def told(name: str, some: Cases) -> Cases:
        if name in untold and some:
            return Cases(UNTOLD)
        return Cases(as_count(shown[f"{prefix}{name}"]))

    return with_figures(report, told)


def as_count(shown: Shown) -> Count:
    """Return a count as a reader sees it."""
    match shown:
        case Hidden():
            return UNTOLD
        case Rounded(to):
            return Count(to, rounded=True)
        case _:
            return Count(shown)
