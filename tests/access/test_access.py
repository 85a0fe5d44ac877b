"""Who looks is decided first, recorded second, and only then shown anything."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.onlookers import (
    ANN,
    BEN,
    CASE,
    NEED_TO_KNOW,
    OTHER,
    UPHELD,
    Full,
    OnlyFor,
    access_over,
    asks,
)
from caseledger.access import (
    LOCAL_STORE,
    Access,
    AccessPolicy,
    AccessRefused,
    AccessRequest,
    Allowed,
    Denied,
    Disclosable,
    Look,
    Selection,
)
from caseledger.access.recording import ATTEMPTS
from caseledger.casework import (
    Actor,
    Append,
    Disclosed,
    DisclosureEvent,
    DisclosureRefused,
    EventLog,
    Kind,
    StaleCase,
    StorageUnavailable,
    access_stream,
    reservation,
)
from caseledger.complaint.details import ReasonDetails
from caseledger.eventlog import memory_log, sqlite_log
from caseledger.testing import at_stage_2, casework_for_tests
from privacy.canaries import Searcher, canary

AT = datetime(2024, 12, 2, 9, tzinfo=UTC)
SECRET = canary(300)
NOWHERE = Searcher({"the reason": SECRET})

# What a policy makes of Ann's request: None where she may look, else the rule.
POLICIES: dict[str, tuple[AccessPolicy | None, str | None]] = {
    "local store": (LOCAL_STORE, None),
    "a policy that knows Ann": (OnlyFor([ANN]), None),
    "a policy that knows Ben": (OnlyFor([BEN]), "need_to_know"),
    "no policy": (None, "no_policy"),
}
CASES: dict[str, tuple[str, ...] | Selection] = {
    "one case": (CASE,),
    "two cases": (CASE, OTHER),
    "a case said twice": (CASE, CASE),
    "a selection": UPHELD,
    "a selection of none": Selection(by="stages.9.upheld of 2023-24", count=0),
}

each_policy = pytest.mark.parametrize(
    ("policy", "rule"), POLICIES.values(), ids=list(POLICIES)
)


@pytest.fixture
def log() -> EventLog:
    return memory_log()


def show(access: Access, request: AccessRequest, shown: list[str]) -> None:
    """Do what a host does: ask first, then show."""
    access.disclose(request)
    shown.append("the history of CF-1")


def recorded(log: EventLog, stream: str) -> list[DisclosureEvent]:
    return [cast("DisclosureEvent", one.event) for one in log.read(stream)]


# --- What by which policy -------------------------------------------------------------


@each_policy
@pytest.mark.parametrize("cases", CASES.values(), ids=list(CASES))
@pytest.mark.parametrize("what", Disclosable)
def test_it_is_shown_or_refused_and_recorded_either_way(
    log: EventLog,
    what: Disclosable,
    cases: tuple[str, ...] | Selection,
    policy: AccessPolicy | None,
    rule: str | None,
) -> None:
    shown: list[str] = []
    access = access_over(log, policy)
    if rule is None:
        show(access, asks(what, cases), shown)
    else:
        with pytest.raises(AccessRefused):
            show(access, asks(what, cases), shown)

    assert shown == (["the history of CF-1"] if rule is None else [])
    selection = cases if isinstance(cases, Selection) else None
    about = {None} if isinstance(cases, Selection) else set(cases)
    for case in about:
        seen = {"what": what, "case": case, "selection": selection}
        told = Disclosed if rule is None else DisclosureRefused
        [event] = recorded(log, access_stream(case))
        assert told is type(event)
        assert (seen if rule is None else {**seen, "rule": rule}) == attrs.asdict(
            event, recurse=False
        )
    # And nothing else is.
    assert len(about) == log.position()


@each_policy
def test_cases_and_who_works_on_them_notice_nothing(
    policy: AccessPolicy | None, rule: str | None
) -> None:
    casework = casework_for_tests(*at_stage_2())
    history, case = casework.history("CF-1"), casework.case("CF-1")
    before = casework.log.position()
    access = access_over(casework.log, policy)
    request = asks(cases=(history[0].stream,))
    if rule is None:
        access.disclose(request)
    else:
        with pytest.raises(AccessRefused):
            access.disclose(request)

    assert before + 1 == casework.log.position()
    assert history == casework.history("CF-1")
    assert case == casework.case("CF-1")


def test_a_refusal_says_which_rule_and_why(log: EventLog) -> None:
    with pytest.raises(AccessRefused) as refused:
        access_over(log, OnlyFor()).disclose(asks(Disclosable.BUNDLE))

    assert Disclosable.BUNDLE is refused.value.what
    assert NEED_TO_KNOW == Denied(refused.value.rule, refused.value.sentence)
    assert "not shown: only those who handle the case may see it (need_to_know)" == str(
        refused.value
    )


@pytest.mark.parametrize("answer", [None, True, "Allowed"])
def test_an_answer_that_is_no_answer_allows_nothing(
    log: EventLog, answer: object
) -> None:
    class Vague:
        def decide(self, _: AccessRequest, /) -> object:
            return answer

    shown: list[str] = []
    with pytest.raises(AssertionError):
        show(access_over(log, cast("AccessPolicy", Vague())), asks(), shown)

    assert [] == shown


# --- Recorded before it is shown ------------------------------------------------------


class Careless(Access):
    """A saboteur: what cannot be decided or recorded is shown nevertheless."""

    def disclose(self, request: AccessRequest) -> None:
        with suppress(LookupError, StorageUnavailable):
            super().disclose(request)


def shown_by(kind: type[Access], log: EventLog, policy: AccessPolicy) -> list[str]:
    shown: list[str] = []
    sound = access_over(log, policy)
    access = kind(
        log=sound.log, clock=sound.clock, new_id=sound.new_id, policy=sound.policy
    )
    with suppress(LookupError, StorageUnavailable):
        show(access, asks(), shown)
    return shown


class Broken:
    """A policy that cannot find out who may see what."""

    def decide(self, _: AccessRequest, /) -> Allowed | Denied:
        raise LookupError("roles")


def test_a_policy_that_fails_allows_nothing(log: EventLog) -> None:
    assert [] == shown_by(Access, log, Broken())
    assert 0 == log.position()


def test_allowing_what_could_not_be_decided_is_caught(log: EventLog) -> None:
    assert ["the history of CF-1"] == shown_by(Careless, log, Broken())


def test_what_cannot_be_recorded_is_not_shown(log: EventLog) -> None:
    failing = cast("EventLog", Full(log))

    assert [] == shown_by(Access, failing, LOCAL_STORE)
    assert [] == shown_by(Access, failing, OnlyFor())
    assert 0 == log.position()


def test_showing_what_cannot_be_recorded_is_caught(log: EventLog) -> None:
    failing = cast("EventLog", Full(log))

    assert ["the history of CF-1"] == shown_by(Careless, failing, LOCAL_STORE)


def test_of_two_cases_both_are_recorded_or_neither(log: EventLog) -> None:
    """The second stands elsewhere each time that it is written."""

    @attrs.frozen
    class SecondStale:
        log: EventLog

        def __getattr__(self, name: str) -> object:
            return getattr(self.log, name)

        def append(self, *appends: Append) -> None:
            first, second = appends
            stale = attrs.evolve(second, expected_version=second.expected_version + 1)
            self.log.append(first, stale)

    shown: list[str] = []
    access = access_over(cast("EventLog", SecondStale(log)), LOCAL_STORE)
    with pytest.raises(StaleCase):
        show(access, asks(cases=(CASE, OTHER)), shown)

    assert [] == shown
    assert 0 == log.position()


# --- Many at the same time ------------------------------------------------------------


@attrs.define
class Crowded:
    """A log in which somebody else looks just before we do, some times."""

    log: EventLog
    times: int

    def __getattr__(self, name: str) -> object:
        return getattr(self.log, name)

    def append(self, *appends: Append) -> None:
        if self.times:
            self.times -= 1
            access_over(self.log, LOCAL_STORE).disclose(asks(by=BEN))
        self.log.append(*appends)


@pytest.mark.parametrize("times", [1, ATTEMPTS])
def test_who_looks_at_the_same_time_is_recorded_too(log: EventLog, times: int) -> None:
    crowded = cast("EventLog", Crowded(log, times))
    access_over(crowded, LOCAL_STORE).disclose(asks())

    looks = access_over(log, None).who(CASE)
    assert [BEN] * times + [ANN] == [look.actor for look in looks]


def test_trying_again_has_an_end(log: EventLog) -> None:
    shown: list[str] = []
    crowded = cast("EventLog", Crowded(log, ATTEMPTS + 1))
    with pytest.raises(StaleCase):
        show(access_over(crowded, LOCAL_STORE), asks(), shown)

    assert [] == shown
    looks = access_over(log, None).who(CASE)
    assert [BEN] * (ATTEMPTS + 1) == [look.actor for look in looks]


def test_cases_that_were_looked_at_before_are_recorded_together(log: EventLog) -> None:
    """Their streams stand at 3, 1 and 0 when all three are looked at."""
    access = access_over(log, LOCAL_STORE)
    for cases in ((CASE, OTHER), (CASE,), (CASE,), (CASE, OTHER, "c" * 32)):
        access.disclose(asks(cases=cases))

    looks = [len(access.who(case)) for case in (CASE, OTHER, "c" * 32)]
    assert [4, 2, 1] == looks


@pytest.mark.parametrize("cases", [(CASE,), UPHELD], ids=["one case", "a selection"])
def test_no_look_is_lost_among_many_at_once(
    tmp_path: Path, cases: tuple[str, ...] | Selection
) -> None:
    people = [Actor(f"user-{number}", role="officer") for number in range(4)]
    looks = 5

    def look(person: Actor) -> None:
        log = sqlite_log(tmp_path / "caseledger.db")
        for _ in range(looks):
            access_over(log, LOCAL_STORE).disclose(asks(cases=cases, by=person))
        log.close()

    sqlite_log(tmp_path / "caseledger.db").close()
    with ThreadPoolExecutor(len(people)) as pool:
        list(pool.map(look, people))

    log = sqlite_log(tmp_path / "caseledger.db")
    access = access_over(log, None)
    found = access.who_saw_many() if cases is UPHELD else access.who(CASE)
    log.close()
    assert looks * len(people) == len(found)
    assert dict.fromkeys(people, looks) == {
        person: sum(one.actor == person for one in found) for person in people
    }


# --- Who looked -----------------------------------------------------------------------


def test_who_when_what_and_why_are_told(log: EventLog) -> None:
    access = access_over(log, OnlyFor([ANN]))
    access.disclose(asks(Disclosable.CASE_FILE, reason=" She asked for it. "))
    with pytest.raises(AccessRefused):
        access.disclose(asks(Disclosable.BUNDLE, by=BEN))
    access.disclose(asks(Disclosable.FIGURE_CASES, UPHELD))

    assert [
        Look(
            at=AT,
            actor=Actor("user-17", role="complaints manager"),
            what=Disclosable.CASE_FILE,
            selection=None,
            reason="She asked for it.",
            refused_by=None,
        ),
        Look(
            at=AT,
            actor=Actor("user-23", role="analyst"),
            what=Disclosable.BUNDLE,
            selection=None,
            reason=None,
            refused_by="need_to_know",
        ),
    ] == access.who(CASE)
    assert [] == access.who(OTHER)
    [bulk] = access.who_saw_many()
    assert (UPHELD, Disclosable.FIGURE_CASES) == (bulk.selection, bulk.what)


Asked = tuple[Actor, Disclosable, tuple[str, ...] | Selection, str]
asked = st.tuples(
    st.sampled_from([ANN, BEN]),
    st.sampled_from(Disclosable),
    st.lists(st.sampled_from([CASE, OTHER, "c" * 32]), min_size=1).map(tuple)
    | st.just(UPHELD),
    st.sampled_from(["", "  ", "A letter came.", "Stage 2 begins."]),
)


@given(st.lists(asked, max_size=12))
def test_every_look_is_told_once_in_its_order(requests: list[Asked]) -> None:
    access = access_over(memory_log(), OnlyFor([ANN]))
    expected: dict[str | None, list[tuple[Actor, str, str, str]]] = {}
    for actor, what, cases, reason in requests:
        rule = "" if actor == ANN else "need_to_know"
        for case in {None} if isinstance(cases, Selection) else set(cases):
            told = (actor, str(what), reason.strip(), rule)
            expected.setdefault(case, []).append(told)
        try:
            access.disclose(asks(what, cases, by=actor, reason=reason))
        except AccessRefused:
            assert actor == BEN

    for case in (CASE, OTHER, "c" * 32, None):
        looks = access.who_saw_many() if case is None else access.who(case)
        assert expected.get(case, []) == [
            (one.actor, str(one.what), one.reason or "", one.refused_by or "")
            for one in looks
        ]


def test_what_is_about_no_case_is_no_request() -> None:
    with pytest.raises(ValueError, match="about a case"):
        asks(cases=())


def test_streams_of_looks_are_nobody_else_s() -> None:
    """Nor can a reference be chosen so that its reservation is one of them."""
    streams = [access_stream(case) for case in (None, "", CASE, OTHER)]
    streams += [
        reservation(kind, reference)
        for kind in Kind
        for reference in ("", "access", f"access\n{CASE}", CASE)
    ]
    assert len(streams) == len(set(streams))
    assert not {CASE, OTHER} & set(streams)


# --- The reason is personal -----------------------------------------------------------


def said_about(log: EventLog) -> Iterator[tuple[str, str]]:
    """Go through what objects say of themselves while somebody looks."""
    request = asks(reason=SECRET)
    yield "the request", f"{request!r} {request}"
    access = access_over(log, LOCAL_STORE)
    access.disclose(request)
    yield "access", repr(access)
    yield "the look", "".join(f"{look!r} {look}" for look in access.who(CASE))
    yield "recorded", repr(log.read(access_stream(CASE)))
    yield "the stream of events", repr(list(log.stream()))
    try:
        access_over(log, OnlyFor()).disclose(request)
    except AccessRefused as refused:
        yield "the refusal", f"{refused!r} {refused} {refused.args}"


def test_the_reason_is_said_by_nothing_but_who(
    log: EventLog, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        said = dict(said_about(log))

    assert {"the request", "the look", "the refusal"} <= said.keys()
    for where, text in said.items():
        assert [] == list(NOWHERE.found(where, text))
    assert [] == list(NOWHERE.found("the log of the program", caplog.text))
    looks = access_over(log, None).who(CASE)
    assert [SECRET, SECRET] == [look.reason for look in looks]


@pytest.mark.parametrize("kind", [AccessRequest, Look, ReasonDetails])
def test_a_reason_that_is_shown_would_be_found(
    log: EventLog, monkeypatch: pytest.MonkeyPatch, kind: type[AccessRequest]
) -> None:
    telling: Callable[[AccessRequest], str] = lambda self: f"because {self.reason}"  # noqa: E731 - a method of one line
    monkeypatch.setattr(kind, "__repr__", telling)

    assert [
        one for where, text in said_about(log) for one in NOWHERE.found(where, text)
    ]
