"""Events of old versions are read as today's; here on made-up names."""

import json

import pytest
from eventsourcing.persistence import StoredEvent

from caseledger.casework import UnreadableEvent
from caseledger.complaint.events import Acknowledged
from caseledger.eventlog.codec import UPCASTS, Codec, Upcast
from caseledger.eventlog.log import RecorderLog
from caseledger.eventlog.recorders import MemoryRecorder
from eventlog.entries import acknowledged, compact, golden, public, whole
from eventlog.saying import everything_said

CANARY = "Jane Doe"


def day_was_called_on(public: dict[str, object]) -> dict[str, object]:
    """Version 1 called the day `on`."""
    return {"day": public["on"]}


def day_is_called_occurred_on(public: dict[str, object]) -> dict[str, object]:
    """Version 2 called it `day`."""
    return {"occurred_on": public["day"]}


AGED = Codec(
    upcasts={
        **UPCASTS,
        "thanked.v1": Upcast("thanked.v2", day_was_called_on),
        "thanked.v2": Upcast("acknowledged.v1", day_is_called_occurred_on),
    }
)

META = json.loads(golden("acknowledged.v1"))[0]
TODAY = acknowledged(4)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("thanked.v1", {"on": "2024-01-04"}),
        ("thanked.v2", {"day": "2024-01-04"}),
        ("acknowledged.v1", {"occurred_on": "2024-01-04"}),
        ("acknowledged.v2", {"occurred_on": "2024-01-04"}),
    ],
)
def test_an_old_version_is_read_as_today_s_event(
    name: str, told: dict[str, str]
) -> None:
    """In three steps, in two, in one, and in none."""
    stored = compact([META, told, None])
    found = whole(AGED, name, stored)

    assert (TODAY.event, None) == (found.event, found.details)
    assert META["command_id"] == found.meta.command_id
    assert TODAY.event == public(AGED, name, stored)


@pytest.mark.parametrize(
    "told",
    [{}, {"day": "2024-01-04"}, {"on": CANARY}, {"on": None}, [CANARY], None, CANARY],
    ids=repr,
)
def test_an_old_version_with_other_content_is_not_read(told: object) -> None:
    stored = compact([META, told, None])
    for read in (whole, public):
        with pytest.raises(UnreadableEvent, match=r"thanked\.v1") as unreadable:
            read(AGED, "thanked.v1", stored)
        assert CANARY not in everything_said(unreadable.value)


def test_an_old_version_s_unknown_key_is_not_passed_over() -> None:
    aged = Codec(upcasts={"thanked.v1": Upcast("acknowledged.v2", dict)})
    told = {"occurred_on": "2024-01-04", "who": CANARY}
    with pytest.raises(UnreadableEvent):
        whole(aged, "thanked.v1", compact([META, told, None]))


def test_an_old_version_keeps_its_envelope_and_personal_part() -> None:
    aged = Codec(upcasts={"delayed.v1": Upcast("extended.v2", dict)})
    stored = golden("extended.v2")
    assert whole(Codec(), "extended.v2", stored) == whole(aged, "delayed.v1", stored)


def test_today_s_events_are_stored_under_today_s_name() -> None:
    assert "acknowledged.v2" == AGED.encode(TODAY)[0]


def test_streaming_some_events_finds_their_old_versions() -> None:
    recorder = MemoryRecorder()
    log = RecorderLog(recorder, log_id="aged", codec=AGED)
    told = {
        "thanked.v1": {"on": "2024-01-04"},
        "withdrawn.v1": {"occurred_on": "2024-01-05"},
        "thanked.v2": {"day": "2024-01-04"},
        "acknowledged.v1": {"occurred_on": "2024-01-04"},
        "acknowledged.v2": {"occurred_on": "2024-01-04"},
    }
    recorder.insert_events(
        [
            StoredEvent("case", version, name, compact([META, one, None]))
            for version, (name, one) in enumerate(told.items(), start=1)
        ]
    )

    placed = list(log.stream(only=[Acknowledged]))

    assert [1, 3, 4, 5] == [one.position for one in placed]
    assert [TODAY.event] * 4 == [one.event for one in placed]
    assert 5 == len(log.read("case"))
