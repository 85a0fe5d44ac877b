"""The file for the complainant: their own words and what was sent to them."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any, get_args, get_type_hints

import attrs
import pytest

from case_file import samples
from caseledger.case_file import gathering, people, redaction
from caseledger.case_file.redaction import (
    BY_EVENT,
    BY_FACT,
    FACTS_OF_PEOPLE,
    FACTS_TOLD,
    PEOPLE,
    PLAIN_TEXTS,
    REASONS,
    SENT,
    TEXTS,
    Sight,
)
from caseledger.casework import RecordedEvent
from caseledger.complaint import Details, Event, Subject
from caseledger.complaint.details import (
    CorrectionDetails,
    NotedDetails,
    ReasonDetails,
    SuspensionDetails,
)
from caseledger.complaint.events import Corrected, Noted, Suspended
from caseledger.complaint.facts import FACTS, IDS, TEXT
from privacy.canaries import Searcher, canary

# --- Every field is in the table ------------------------------------------------------


def undecided(kinds: Iterable[type[Any]]) -> list[tuple[str, str]]:
    """Return the personal fields of which the table does not say who sees them."""
    return [
        (kind.__name__, field.name)
        for kind in kinds
        for field in attrs.fields(kind)
        if (kind, field.name) not in TEXTS
    ]


def unnamed(kinds: Iterable[type[Any]]) -> list[tuple[str, str]]:
    """Return the fields with text of which it is not said whether they name people."""
    return [
        (kind.__name__, name)
        for kind in kinds
        for name, hint in get_type_hints(kind).items()
        if str in {hint, *get_args(hint)}
        if (kind, name) not in PEOPLE and name not in PLAIN_TEXTS
    ]


def test_of_every_personal_field_it_is_said_whether_the_complainant_sees_it() -> None:
    assert [] == undecided(get_args(Details))
    # And the table has nothing else.
    assert len(TEXTS) == sum(len(attrs.fields(kind)) for kind in get_args(Details))


def test_of_every_field_with_text_it_is_said_whether_it_names_people() -> None:
    assert [] == unnamed(get_args(Event))
    for kind, name in PEOPLE:
        assert str in {
            part
            for hint in [get_type_hints(kind)[name]]
            for part in (hint, *get_args(hint))
        }


def test_a_new_field_is_noticed() -> None:
    @attrs.frozen
    class NewDetails:
        opinion: str

    @attrs.frozen
    class Visited:
        visitor: str | None

    assert [("NewDetails", "opinion")] == undecided([NewDetails])
    assert [("Visited", "visitor")] == unnamed([Visited])


def test_of_every_personal_fact_it_is_said_whether_the_complainant_sees_it() -> None:
    assert FACTS_TOLD.keys() == {
        (subject, name)
        for subject, facts in FACTS.items()
        for name, fact in facts.items()
        if fact.personal
    }


def test_of_every_fact_with_ids_it_is_said_whether_it_names_people() -> None:
    plain = {
        *("service", "team", "channel", "complainant", "theme"),
        *("remedy_id", "action_id"),
    }
    texts = {
        name
        for facts in FACTS.values()
        for name, fact in facts.items()
        if not fact.personal and fact.kind in {TEXT, IDS}
    }

    assert texts == plain | FACTS_OF_PEOPLE.keys()


def test_of_every_event_with_a_reason_it_is_said_whether_it_was_sent() -> None:
    """Each of the story's commands that takes a reason gives one to its event."""
    told = {
        type(one.event)
        for reference in samples.CASES
        for one in samples.recorded(reference)
        if isinstance(one.details, ReasonDetails)
    }

    assert told <= REASONS.keys()
    assert len(told) >= 4


# --- Nothing that is withheld is on the page ------------------------------------------


def whole() -> Iterator[RecordedEvent]:
    """Go through the story's cases, with every personal fact noted and corrected."""
    for reference in samples.CASES:
        *earlier, last = samples.recorded(reference)
        yield from earlier
        yield last
        if reference == "CF-1":
            for (subject, fact), version in zip(
                FACTS_TOLD, range(last.version + 1, 999, 2), strict=False
            ):
                about: dict[str, Any] = {
                    "subject": subject,
                    "number": 0 if subject is Subject.COMPLAINT else 1,
                    "fact": fact,
                }
                later = attrs.evolve(
                    last.meta,
                    recorded_at=last.meta.recorded_at + timedelta(days=version),
                )
                yield attrs.evolve(
                    last,
                    version=version,
                    event=Noted(**about, value=None),
                    details=NotedDetails(value=""),
                    meta=later,
                )
                yield attrs.evolve(
                    last,
                    version=version + 1,
                    event=Corrected(**about, was=None, now=None),
                    details=CorrectionDetails(because="", was="", now=""),
                    meta=later,
                )


def with_reasons(one: RecordedEvent) -> RecordedEvent:
    """Give an event that may have a reason one."""
    if type(one.event) in REASONS and one.details is None:
        return attrs.evolve(one, details=ReasonDetails(reason=""))
    if isinstance(one.event, Suspended):
        return attrs.evolve(one, details=SuspensionDetails(reason=""))
    return one


@attrs.define
class Marked:
    """The story with a canary in every personal field and in every id of a person."""

    seen: dict[str, str] = attrs.field(factory=dict)
    withheld: dict[str, str] = attrs.field(factory=dict)
    left_out: dict[str, str] = attrs.field(factory=dict)
    fields: set[tuple[type[Any], str]] = attrs.field(factory=set)
    cases: dict[str, list[RecordedEvent]] = attrs.field(factory=dict)

    def take(self, one: RecordedEvent) -> None:
        one = self._with_ids(with_reasons(one))
        assert isinstance(one.event, Event)
        told: Any = one.details
        if told is not None:
            for field in attrs.fields(type(told)):
                if not self._personal(one, field.name):
                    continue
                name = f"{one.stream}.{one.version}.{field.name}"
                text = self._canary()
                sight = self._expected(one, field.name)
                hidden = self.withheld if sight.in_file else self.left_out
                (self.seen if sight.seen else hidden)[name] = text
                self.fields.add((type(told), field.name))
                many = isinstance(getattr(told, field.name), tuple)
                told = attrs.evolve(told, **{field.name: (text,) if many else text})
        self.cases.setdefault(one.stream, []).append(attrs.evolve(one, details=told))

    def _personal(self, one: RecordedEvent, field: str) -> bool:
        """Leave out what a correction says in the open: of a fact that is not."""
        event: Any = one.event
        by_fact = TEXTS[type(one.details), field] == BY_FACT  # type: ignore[index] # any class may be asked for
        return not by_fact or (event.subject, event.fact) in FACTS_TOLD

    def _expected(self, one: RecordedEvent, field: str) -> Sight:
        """Look the field up in the tables themselves."""
        sight = TEXTS[type(one.details), field]  # type: ignore[index] # any class may be asked for
        if sight == BY_EVENT:
            return REASONS[type(one.event)]  # type: ignore[index] # any class may be asked for
        if sight == BY_FACT:
            assert isinstance(one.event, Noted | Corrected)
            return FACTS_TOLD[one.event.subject, one.event.fact]
        assert isinstance(sight, Sight)
        return sight

    def _with_ids(self, one: RecordedEvent) -> RecordedEvent:
        event: Any = one.event
        for kind, field in PEOPLE:
            value = getattr(event, field) if type(event) is kind else None
            if value:
                many = isinstance(value, tuple)
                ids = tuple(self._id(id_) for id_ in (value if many else (value,)))
                event = attrs.evolve(event, **{field: ids if many else ids[0]})
        actor = self._id(one.meta.actor)
        return attrs.evolve(one, event=event, meta=attrs.evolve(one.meta, actor=actor))

    def _id(self, id_: str) -> str:
        known = f"id {id_}"
        return self.withheld.setdefault(known, self._canary())

    def _canary(self) -> str:
        return canary(len(self.seen) + len(self.withheld) + len(self.left_out))


@pytest.fixture(scope="module")
def marked() -> Marked:
    found = Marked()
    for one in whole():
        found.take(one)
    return found


def pages(marked: Marked, *, redacted: bool) -> str:
    return "\n".join(
        samples.page(history, redacted=redacted) for history in marked.cases.values()
    )


def found(canaries: dict[str, str], page: str) -> list[str]:
    return list(Searcher(canaries).found("the page", page))


def test_the_canaries_are_in_every_field(marked: Marked) -> None:
    assert TEXTS.keys() == marked.fields


def test_nothing_withheld_is_in_the_redacted_file(marked: Marked) -> None:
    assert [] == found(marked.withheld, pages(marked, redacted=True))


def test_what_the_complainant_sees_is_there(marked: Marked) -> None:
    page = pages(marked, redacted=True)

    assert [] == [name for name, text in marked.seen.items() if text not in page]


def test_in_the_whole_file_everything_is_there(marked: Marked) -> None:
    page = pages(marked, redacted=False)
    # An officer to whom it was assigned and other cases are named by no sentence.
    texts = marked.seen | {
        name: text for name, text in marked.withheld.items() if name[:3] != "id "
    }

    assert [] == [name for name, text in texts.items() if text not in page]


@pytest.mark.parametrize("redacted", [False, True])
def test_what_was_told_for_monitoring_alone_is_in_no_file(
    marked: Marked, *, redacted: bool
) -> None:
    assert {"age_band", "gender", "disability", "ethnicity", "sexual_orientation"} == {
        name.rpartition(".")[2] for name in marked.left_out
    }
    assert [] == found(marked.left_out, pages(marked, redacted=redacted))


def test_a_table_that_shows_everything_is_found(
    marked: Marked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "sight_of", lambda *_: SENT)

    assert found(marked.withheld, pages(marked, redacted=True))


def test_people_who_keep_their_ids_are_found(
    marked: Marked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "PEOPLE", {})

    assert found(marked.withheld, pages(marked, redacted=True))


def test_what_is_withheld_says_why(marked: Marked) -> None:
    page = pages(marked, redacted=True)

    for sight in {one for one in TEXTS.values() if isinstance(one, Sight)}:
        told = f"[withheld]: {sight.why}".replace("'", "&#39;")
        assert (told in page) is (sight.in_file and not sight.seen)


def test_people_appear_by_role_and_letter() -> None:
    """Two investigating officers, one for each pass through stage 2."""
    file = samples.made(samples.recorded("CF-1"), redacted=True)
    sentences = [
        entry.sentence for chapter in file.chapters for entry in chapter.entries
    ]

    assert [
        "Appointed: investigating officer A, independent person A.",
        "Appointed: investigating officer B, independent person B.",
    ] == [sentence for sentence in sentences if sentence.startswith("Appointed")]
    names = [person.name for person in file.people]
    assert {"investigating officer B", "advocate A", "complaints officer A"} <= {*names}
    assert len(names) == len(set(names))
    assert (
        "Review panel met; members, the chair first: panel member A, panel member B, "
        "panel member C." in sentences
    )


def test_a_fact_that_names_somebody_has_the_same_letter() -> None:
    [*earlier, last] = samples.recorded("CF-1")
    noted = attrs.evolve(
        last,
        version=last.version + 1,
        event=Corrected(
            subject=Subject.COMPLAINT,
            number=0,
            fact="s2_investigating_officer",
            was="officer-2",
            now="officer-3",
        ),
        details=None,
    )
    file = samples.made([*earlier, last, noted], redacted=True)

    sentences = [
        entry.sentence for chapter in file.chapters for entry in chapter.entries
    ]
    assert (
        "Corrected s2_investigating_officer from investigating officer B to "
        "investigating officer C."
    ) in sentences


def test_what_is_not_in_the_table_is_withheld() -> None:
    @attrs.frozen
    class NewDetails:
        opinion: str

    told: Any = NewDetails("?")
    event: Any = samples.recorded("CF-1")[0].event
    assert not redaction.sight_of(event, told, "opinion").seen
