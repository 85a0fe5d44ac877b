"""Every figure of a report has a name, by which it can be found or replaced."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from caseledger.annual_report.figures import (
    Cases,
    Money,
    Named,
    Report,
    RuleBroken,
    Share,
)

Change = Callable[[str, Cases], Cases]
_Parts = Iterator[tuple[str, object]]


def figures_of(report: Report) -> Iterator[tuple[str, Cases]]:
    """Go through a report's figures, each under a name such as `stages.1.upheld`."""
    yield from _figures("", report)


def _figures(name: str, value: object) -> Iterator[tuple[str, Cases]]:
    if isinstance(value, Cases):
        yield name, value
        return
    for key, part in _parts(value):
        yield from _figures(f"{name}.{key}" if name else key, part)


def with_figures(report: Report, change: Change) -> Report:
    """
    Return a report with other figures in the places of its own, each by its name.

    Groups that stood in the order of their counts stand in that of what is shown
    now; an amount of money goes with the count of its remedies.
    """
    changed: Report = _changed("", report, change)
    return changed


def _changed(name: str, value: object, change: Change) -> Any:  # noqa: ANN401 - as given
    if isinstance(value, Cases):
        return change(name, value)
    parts = {
        key: _changed(f"{name}.{key}" if name else key, part, change)
        for key, part in _parts(value)
    }
    match value:
        case tuple():
            return tuple(
                part
                for _, part in sorted(parts.items(), key=lambda one: _shown_first(*one))
            )
        case Mapping():
            return dict(sorted(parts.items(), key=lambda one: _shown_first(*one)))
        case Money():
            told = parts["cases"].count.value is not None
            return Money(value.pence if told else None, parts["cases"])
        case _ if parts:
            return attrs.evolve(value, **parts)  # type: ignore[misc] # what has named parts is an attrs value
        case _:
            return value


def _shown_first(name: str, value: object) -> tuple[int, str]:
    """Return where a group stands; what is not a group keeps its place."""
    match value:
        case (
            Cases(count)
            | Named(share=Share(Cases(count)))
            | RuleBroken(cases=Cases(count))
        ):
            return -(count.value or 0), name
        case _:
            return 0, ""


def _parts(value: object) -> _Parts:
    match value:
        case tuple():
            yield from ((_key(one), one) for one in value)
        case Mapping():
            yield from value.items()
        case _ if attrs.has(kind := type(value)):
            for field in attrs.fields(kind):
                yield field.name, getattr(value, field.name)


def _key(one: object) -> str:
    """Return what tells one part of a section from the others."""
    for key in ("stage", "duty", "name", "label", "rule", "check"):
        if hasattr(one, key):
            return str(getattr(one, key))
    return type(one).__name__
