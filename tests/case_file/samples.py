"""The cases of the requests' own story, and what a reader finds on a page."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import cache
from html.parser import HTMLParser
from typing import Any

import attrs

from caseledger.case_file import CaseFile, case_file, render_case_file
from caseledger.casework import Casework, RecordedEvent
from caseledger.complaint import Terms
from caseledger.eventlog import memory_log
from caseledger.requests import read_requests
from caseledger.requests.page import story
from caseledger.testing import FixedClock, numbered_ids

MADE_AT = datetime(2024, 11, 29, 9, 30, tzinfo=UTC)
CASES = ("CF-1", "CF-2", "CF-3", "CF-4", "CF-5")


_PAST = ("on", "received_on", "notified_on", "confirmed_on")


@cache
def recorded(reference: str) -> Sequence[RecordedEvent]:
    """Return a case of the story; CF-1 went through three stages and stage 2 again."""
    return told().history(reference)


@cache
def told() -> Casework:
    """Return a casework in which the whole story was told."""
    clock = FixedClock()
    casework = Casework(log=memory_log(), clock=clock, new_id=numbered_ids())
    days: dict[str, date] = {}
    for request in read_requests(story()):
        # Each is recorded once it has happened, after those before it in its case.
        told = (getattr(request.command, name, None) for name in _PAST)
        known = days.get(request.reference, date.min)
        clock.day = max([known, *(day for day in told if day is not None)])
        days[request.reference] = clock.day
        casework.handle(request.reference, request.command, by=request.actor)
    return casework


def made(
    history: Sequence[RecordedEvent],
    *,
    redacted: bool = False,
    as_of: date | None = None,
) -> CaseFile:
    file = case_file(history, Terms(), made_at=MADE_AT, redacted=redacted, as_of=as_of)
    assert file is not None
    return file


def page(history: Sequence[RecordedEvent], *, redacted: bool = False) -> str:
    return render_case_file(made(history, redacted=redacted))


def with_texts(
    history: Sequence[RecordedEvent], text: Callable[[str], str]
) -> list[RecordedEvent]:
    """Return a history whose personal texts are others, made from where they stand."""
    return [_with_texts(one, text) for one in history]


def _with_texts(one: RecordedEvent, text: Callable[[str], str]) -> RecordedEvent:
    told = one.details
    if told is None:
        return one
    kind: Any = type(told)
    fields = {}
    for field in attrs.fields(kind):
        written = text(f"{one.version}.{kind.__name__}.{field.name}")
        many = isinstance(getattr(told, field.name), tuple)
        fields[field.name] = (written,) if many else written
    return attrs.evolve(one, details=kind(**fields))


class Reader(HTMLParser):
    """Reads a page as a browser does: its tags, its text, the days that it names."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "style" not in self._open and data.strip():
            self.texts.append(data.strip())

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def named(self, tag: str) -> Iterator[dict[str, str | None]]:
        for name, values in self.tags:
            if name == tag:
                yield values
