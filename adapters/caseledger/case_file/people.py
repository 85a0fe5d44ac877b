"""Who appears in a case, and by which name: their id, or their role and a letter."""

from collections.abc import Iterator, Sequence
from string import ascii_uppercase
from typing import Any, cast

import attrs

from caseledger.case_file.redaction import (
    ANOTHER_CASE,
    COMPLAINANT,
    FACTS_OF_PEOPLE,
    PEOPLE,
    Role,
)
from caseledger.casework import RecordedEvent
from caseledger.complaint.events import Corrected, Noted


@attrs.frozen
class Person:
    """Somebody who appears in a case: the roles, and the id or the letter."""

    roles: tuple[str, ...]
    name: str


def people(recorded: Sequence[RecordedEvent]) -> tuple[Person, ...]:
    """Return who appears in a case, by id, in the order in which they first do."""
    roles: dict[str, list[str]] = {}
    for one in recorded:
        for role, id_ in (*_named(one.event), (one.meta.role, one.meta.actor)):
            if role != ANOTHER_CASE.name and role not in roles.setdefault(id_, []):
                roles[id_].append(role)
    return tuple(Person(tuple(theirs), id_) for id_, theirs in roles.items())


def lettered(
    recorded: Sequence[RecordedEvent],
    among: Sequence[RecordedEvent],
) -> tuple[Person, ...]:
    """Return who appears in some events of a history, by role and letter."""
    letters = _Letters()
    for one in recorded:
        letters.renamed(one)
    found: dict[str, Person] = {}
    for one in among:
        for role, id_ in (*_named(one.event), (one.meta.role, one.meta.actor)):
            if role == COMPLAINANT.name:
                found[role] = Person((role,), f"the {role}")
            elif role != ANOTHER_CASE.name:
                name = letters.name(role, id_)
                found[name] = Person((role,), name)
    return tuple(found.values())


def renamed(recorded: Sequence[RecordedEvent]) -> list[RecordedEvent]:
    """Return a history in which people other than the complainant have letters."""
    letters = _Letters()
    return [letters.renamed(one) for one in recorded]


def _named(event: object) -> Iterator[tuple[str, str]]:
    for (kind, field), role in PEOPLE.items():
        if isinstance(event, kind):
            for id_ in _ids(getattr(event, field)):
                yield role.name, id_
    if isinstance(event, Noted | Corrected) and event.fact in FACTS_OF_PEOPLE:
        role = FACTS_OF_PEOPLE[event.fact]
        for text in _texts(event):
            for id_ in text.split(";"):
                yield role.name, id_


def _ids(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value


def _texts(event: Noted | Corrected) -> Iterator[str]:
    values = (event.value,) if isinstance(event, Noted) else (event.was, event.now)
    yield from (value for value in values if value)


@attrs.define
class _Letters:
    """The letters given so far, for each role in the order of appearance."""

    known: dict[str, list[str]] = attrs.field(factory=dict)

    def renamed(self, recorded: RecordedEvent) -> RecordedEvent:
        meta = recorded.meta
        event: Any = recorded.event  # of any class that the table names
        for (kind, field), role in PEOPLE.items():
            if isinstance(event, kind):
                value = self._of_field(role, getattr(event, field))
                event = attrs.evolve(cast(Any, event), **{field: value})
        if isinstance(event, Noted | Corrected) and event.fact in FACTS_OF_PEOPLE:
            event = self._fact(event, FACTS_OF_PEOPLE[event.fact])
        return attrs.evolve(
            recorded,
            event=event,
            meta=attrs.evolve(meta, actor=self.name(meta.role, meta.actor)),
        )

    def name(self, role: str, id_: str) -> str:
        """Return the role and the letter by which somebody appears."""
        return f"{role} {self._letter(role, id_)}"

    def _letter(self, role: str, id_: str) -> str:
        given = self.known.setdefault(role, [])
        if id_ not in given:
            given.append(id_)
        turn, place = divmod(given.index(id_), len(ascii_uppercase))
        return ascii_uppercase[place] + (str(turn + 1) if turn else "")

    def _of_field(
        self, role: Role, value: str | tuple[str, ...] | None
    ) -> str | tuple[str, ...] | None:
        if isinstance(value, tuple):
            return tuple(self._shown(role, id_) for id_ in value)
        return None if value is None else self._shown(role, value)

    def _shown(self, role: Role, id_: str) -> str:
        if role in {COMPLAINANT, ANOTHER_CASE}:
            return f"the {role.name}" if role is COMPLAINANT else role.name
        # Where the sentence says the role, the letter alone is left to say.
        return self._letter(role.name, id_) if role.told else self.name(role.name, id_)

    def _fact(self, event: Noted | Corrected, role: Role) -> Noted | Corrected:
        def shown(text: str | None) -> str | None:
            if not text:
                return text
            return ";".join(self._shown(role, id_) for id_ in text.split(";"))

        if isinstance(event, Noted):
            return attrs.evolve(event, value=shown(event.value))
        return attrs.evolve(event, was=shown(event.was), now=shown(event.now))
