"""OCEL 2.0, as JSON and as SQLite: the standard's rules, and what readers find."""

import io
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseledger.casework import EventLog
from caseledger.complaint import AgreeAction, Command, Correct, Event, Receive, fold
from caseledger.complaint.vocabulary import Source
from caseledger.process_mining import Case, cases, write_ocel_json
from caseledger.process_mining import objects as made
from caseledger.process_mining.activities import event_type
from caseledger.rules import Procedure
from caseledger.testing import answered_at_stage_1, day, strategies
from process_mining import logs, read_back
from terminal import ROW, write_register
from viewstore import lived

Document = dict[str, Any]
Write = Callable[[EventLog, Path], Path]

START = "1970-01-01T00:00:00+00:00"
LOGS = pytest.mark.parametrize(
    "log", [logs.westminster, logs.told_live], ids=["imported", "told live"]
)
FORMATS = pytest.mark.parametrize(
    ("write", "name"),
    [(logs.as_ocel_json, "log.json"), (logs.as_ocel_sqlite, "log.sqlite")],
    ids=["json", "sqlite"],
)
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)


def document(log: EventLog) -> Document:
    file = io.BytesIO()
    write_ocel_json(cases(log), file)
    found: Document = json.loads(file.getvalue())
    return found


# --- The standard's rules ------------------------------------------------------------


def check_rules(found: Document) -> None:
    """Hold a document to what the JSON schema and the definition of OCEL 2.0 ask."""
    assert {"eventTypes", "objectTypes", "events", "objects"} == found.keys()
    events, objects = found["events"], found["objects"]
    ids = [one["id"] for one in (*events, *objects)]
    assert len(set(ids)) == len(ids)
    known = {one["id"] for one in objects}
    for parts, types in ((events, "eventTypes"), (objects, "objectTypes")):
        declared = {
            one["name"]: {a["name"]: a["type"] for a in one["attributes"]}
            for one in found[types]
        }
        assert len(declared) == len(found[types])
        for one in parts:
            assert isinstance(one["id"], str)
            check_values(one["attributes"], declared[one["type"]])
            check_links(one["relationships"], known)
    for one in events:
        assert moment(one["time"]).tzinfo is not None
        assert len({a["name"] for a in one["attributes"]}) == len(one["attributes"])
    for one in objects:
        latest: dict[str, datetime] = {}
        for a in one["attributes"]:
            at = moment(a["time"])
            assert at.tzinfo is not None
            assert a["name"] not in latest or latest[a["name"]] < at
            latest[a["name"]] = at


def check_values(attributes: list[Document], declared: dict[str, str]) -> None:
    for one in attributes:
        value = one["value"]
        # The schema has text alone; the declared type says what it is the text of.
        assert isinstance(value, str)
        match declared[one["name"]]:
            case "time":
                assert moment(value).tzinfo is not None
            case "integer":
                assert str(int(value)) == value
            case "boolean":
                assert value in {"true", "false"}
            case kind:
                assert "string" == kind


def check_links(links: list[Document], known: set[str]) -> None:
    pairs = [(one["objectId"], one["qualifier"]) for one in links]
    assert len(set(pairs)) == len(pairs)
    assert {to for to, _ in pairs} <= known
    assert all(isinstance(how, str) and how for _, how in pairs)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


class TestRules:
    @LOGS
    def test_the_example_and_cases_told_live_keep_them(
        self, log: Callable[[], EventLog]
    ) -> None:
        check_rules(document(log()))

    @given(strategies.histories())
    def test_every_history_keeps_them(self, history: tuple[Any, ...]) -> None:
        check_rules(document(logs.log_of(*history)))

    def test_every_kind_of_event_is_declared(self) -> None:
        declared = [one["name"] for one in document(logs.log_of())["eventTypes"]]

        assert [event_type(event) for event in get_args(Event)] == declared

    def test_a_file_that_leaves_out_an_object_is_found(self) -> None:
        found = document(logs.told_live())
        found["objects"].pop()

        with pytest.raises(AssertionError):
            check_rules(found)

    def test_a_file_with_a_number_for_text_is_found(self) -> None:
        found = document(logs.told_live())
        found["events"][0]["attributes"][0]["value"] = 1

        with pytest.raises(AssertionError):
            check_rules(found)

    def test_two_values_at_one_instant_are_found(self) -> None:
        found = document(logs.told_live())
        found["objects"][0]["attributes"] *= 2

        with pytest.raises(AssertionError):
            check_rules(found)


class TestTables:
    """What the standard asks of SQLite (its section 6)."""

    @pytest.fixture
    def db(self, tmp_path: Path) -> Iterator[sqlite3.Connection]:
        path = logs.as_ocel_sqlite(logs.told_live(), tmp_path / "log.sqlite")
        with closing(sqlite3.connect(path)) as db:
            yield db

    def test_there_is_a_table_for_each_type_and_no_other(
        self, db: sqlite3.Connection
    ) -> None:
        events = rows(db, "SELECT ocel_type_map FROM event_map_type")
        objects = rows(db, "SELECT ocel_type_map FROM object_map_type")
        general = {"event", "object", "event_object", "object_object"}

        assert len(get_args(Event)) == len(events)
        assert {
            *general,
            *("event_map_type", "object_map_type"),
            *(f"event_{name}" for (name,) in events),
            *(f"object_{name}" for (name,) in objects),
        } == {
            name
            for (name,) in rows(db, "SELECT name FROM sqlite_master WHERE type='table'")
        }

    def test_foreign_keys_are_declared_and_hold(self, db: sqlite3.Connection) -> None:
        wanted = {
            "event": {("ocel_type", "event_map_type", "ocel_type")},
            "object": {("ocel_type", "object_map_type", "ocel_type")},
            "event_object": {
                ("ocel_event_id", "event", "ocel_id"),
                ("ocel_object_id", "object", "ocel_id"),
            },
            "object_object": {
                ("ocel_source_id", "object", "ocel_id"),
                ("ocel_target_id", "object", "ocel_id"),
            },
            "event_Received": {("ocel_id", "event", "ocel_id")},
            "object_Stage": {("ocel_id", "object", "ocel_id")},
        }

        assert wanted == {
            table: {
                (own, other, its)
                for own, other, its in rows(
                    db,
                    'SELECT "from", "table", "to" FROM pragma_foreign_key_list(?)',
                    table,
                )
            }
            for table in wanted
        }
        assert [] == rows(db, "PRAGMA foreign_key_check")

    def test_primary_keys_are_the_standard_s(self, db: sqlite3.Connection) -> None:
        """An object has as many rows in its type's table as it had values."""
        wanted = {
            "event": ["ocel_id"],
            "object": ["ocel_id"],
            "event_map_type": ["ocel_type"],
            "object_map_type": ["ocel_type"],
            "event_object": ["ocel_event_id", "ocel_object_id", "ocel_qualifier"],
            "object_object": ["ocel_source_id", "ocel_target_id", "ocel_qualifier"],
            "event_Extended": ["ocel_id"],
            "object_Stage": [],
        }
        asked = "SELECT name FROM pragma_table_info(?) WHERE pk ORDER BY pk"

        assert wanted == {
            table: [name for (name,) in rows(db, asked, table)] for table in wanted
        }

    def test_each_event_is_in_the_table_of_its_type_and_no_other(
        self, db: sqlite3.Connection
    ) -> None:
        found = {
            (key, words)
            for words, name in rows(db, "SELECT * FROM event_map_type")
            for (key,) in rows(db, f'SELECT ocel_id FROM "event_{name}"')  # noqa: S608 - names from our own file
        }

        assert set(rows(db, "SELECT ocel_id, ocel_type FROM event")) == found

    def test_first_values_are_in_one_row_and_each_change_in_its_own(
        self, db: sqlite3.Connection
    ) -> None:
        found = rows(db, "SELECT * FROM object_Stage")
        names = [one[0] for one in db.execute("SELECT * FROM object_Stage").description]

        for key, time, changed, *values in found:
            filled = [
                name
                for name, value in zip(names[3:], values, strict=True)
                if value is not None
            ]
            assert (START == time) == (changed is None)
            assert changed is None or [changed] == filled
            assert 1 == [(one[0], one[2]) for one in found].count((key, None))

    def test_a_link_to_nothing_is_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            made, "_origin", lambda *_: (made.Link("?", made.Qualifier.ACTION_FROM),)
        )

        with pytest.raises(sqlite3.IntegrityError):
            logs.as_ocel_sqlite(logs.told_live(), tmp_path / "log.sqlite")


def rows(db: sqlite3.Connection, sql: str, *values: str) -> list[tuple[Any, ...]]:
    return db.execute(sql, values).fetchall()


# --- What readers find ---------------------------------------------------------------


def check(log: EventLog, write: Write, path: Path) -> None:
    """Compare a file, as another reader has it, with the events of the log."""
    found = read_back.ocel(write(log, path))
    recorded = {
        (
            f"{stream}:event-{one.version}",
            type(one.event).__name__.lower(),
            logs.begins(one),
            one.meta.actor,
            getattr(one.event, "outcome", None),
        )
        for stream, history in logs.histories(log).items()
        for one in history
    }
    assert recorded == {
        (
            one["id"],
            one["type"].replace(" ", "").lower(),
            moment(one["time"]),
            value(one, "resource"),
            value(one, "outcome"),
        )
        for one in found["events"]
    }
    assert len(recorded) == len(found["events"])
    assert logs.objects_in(log) == Counter(one["type"] for one in found["objects"])
    by_id = {one["id"]: one for one in found["objects"]}
    for stream, history in logs.histories(log).items():
        check_case(by_id, stream, [one.event for one in history])


def check_case(by_id: dict[str, Document], stream: str, history: list[Any]) -> None:
    """Compare what the objects of a case came to with the complaint as it stands."""
    stands = fold(history)
    assert stands is not None
    complaint = by_id[stream]
    assert [stands.procedure, stands.service, stands.theme, stands.phase] == [
        value(complaint, name) for name in ("procedure", "service", "theme", "phase")
    ]
    for number in (1, 2, 3):
        stage = stands.stage(number)
        held = [key for key in by_id if key.startswith(f"{stream}:stage-{number}:")]
        last = [key for key in held if key.count(":") == 2]
        if stage.requested_on is None:
            continue
        # As many as its attempts, and the last one is the present one.
        told = by_id[max(last, key=lambda key: int(key.rpartition(":")[2]))]
        due = value(told, "due_on")
        assert stage.due_on() == (due and moment(due).date())
        assert stage.outcome == value(told, "outcome")
        assert f"{stream}:stage-{number}:{len(last)}" == told["id"]


def value(one: Document, name: str) -> Any:  # noqa: ANN401 - any value
    """Return the last value of an attribute."""
    values = [
        (moment(a.get("time", START)), a["value"])
        for a in one["attributes"]
        if a["name"] == name
    ]
    return max(values, key=lambda v: v[0])[1] if values else None


class TestReadBack:
    @LOGS
    @FORMATS
    def test_every_event_and_object_is_there(
        self, tmp_path: Path, log: Callable[[], EventLog], write: Write, name: str
    ) -> None:
        check(log(), write, tmp_path / name)

    @FORMATS
    def test_both_years_of_the_example_are_there(
        self, tmp_path: Path, write: Write, name: str
    ) -> None:
        """65 and 67 rows of the two registers."""
        found = read_back.ocel(write(logs.westminster(), tmp_path / name))

        assert 65 + 67 == [one["type"] for one in found["objects"]].count("complaint")

    @LOGS
    def test_both_formats_say_the_same(
        self, tmp_path: Path, log: Callable[[], EventLog]
    ) -> None:
        as_json = read_back.ocel(logs.as_ocel_json(log(), tmp_path / "log.json"))
        as_sqlite = read_back.ocel(logs.as_ocel_sqlite(log(), tmp_path / "log.sqlite"))

        for part in ("events", "objects"):
            assert told(as_json[part]) == told(as_sqlite[part])

    @FORMATS
    def test_a_writer_that_forgets_an_event_is_found(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Write, name: str
    ) -> None:
        monkeypatch.setattr(Case, "happened", property(lambda case: case.recorded[1:]))

        with pytest.raises(AssertionError):
            check(logs.told_live(), write, tmp_path / name)

    @FORMATS
    def test_a_writer_that_forgets_that_values_change_is_found(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Write, name: str
    ) -> None:
        follow = made._followed  # noqa: SLF001 - the test breaks it
        monkeypatch.setattr(
            made, "_followed", lambda was, thing, at: was or follow(was, thing, at)
        )

        with pytest.raises(AssertionError):
            check(logs.told_live(), write, tmp_path / name)

    @FORMATS
    def test_an_empty_log_has_types_and_nothing_else(
        self, tmp_path: Path, write: Write, name: str
    ) -> None:
        found = read_back.ocel(write(logs.log_of(), tmp_path / name))

        assert ([], [], 8) == (
            found["events"],
            found["objects"],
            len(found["objectTypes"]),
        )

    @FORMATS
    @given(theme=texts)
    def test_any_text_is_read_back_as_it_is(
        self, write: Write, name: str, theme: str
    ) -> None:
        with TemporaryDirectory() as folder:
            found = read_back.ocel(
                write(logs.log_of(received(theme)), Path(folder) / name)
            )

        assert [theme] == [
            value(one, "theme")
            for one in found["objects"]
            if one["type"] == "complaint"
        ]

    @FORMATS
    @pytest.mark.parametrize(
        "theme", ["<", "]]>", "'", '"', "\\", "\x01\x1f", "';--", "1", "é" * 1_000_000]
    )
    def test_hostile_text_is_read_back_as_it_is(
        self, tmp_path: Path, write: Write, name: str, theme: str
    ) -> None:
        found = read_back.ocel(write(logs.log_of(received(theme)), tmp_path / name))

        assert theme in [value(one, "theme") for one in found["objects"]]


def received(theme: str) -> Receive:
    return Receive(
        on=day("Mon 3 Apr 2023"),
        reference="CF-1",
        procedure=Procedure.STATUTORY,
        service="A",
        theme=theme,
    )


def told(parts: list[Document]) -> dict[str, object]:
    """Return parts by id, whatever the order of what they say."""
    return {
        one["id"]: (
            one["type"],
            one.get("time") and moment(one["time"]),
            {
                (a["name"], as_text(a["value"]), moment(a.get("time", START)))
                for a in one["attributes"]
            },
            {(link["objectId"], link["qualifier"]) for link in one["relationships"]},
        )
        for one in parts
    }


def as_text(value: object) -> str:
    """Return a value as the JSON has it; a reader of SQLite may know its type."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text.removesuffix("Z") + "+00:00" if text.endswith("Z") else text


# --- One case ------------------------------------------------------------------------


def changes(log: EventLog, key: str, name: str) -> list[tuple[str, str]]:
    """Return the values of an object's attribute: from which day on, and which."""
    [found] = [one for one in document(log)["objects"] if one["id"].endswith(key)]
    return [
        (a["time"][:10], a["value"][:10])
        for a in found["attributes"]
        if a["name"] == name
    ]


class TestChanges:
    def test_an_extension_moves_the_due_date_on_the_day_on_which_it_was_told(
        self,
    ) -> None:
        """Due on Wed 19 Apr 2023; told on that day that it is Thu 4 May."""
        log = logs.log_of(*answered_at_stage_1())

        assert [
            ("1970-01-01", "2023-04-19"),
            ("2023-04-19", "2023-05-04"),
        ] == changes(log, ":stage-1:1", "due_on")

    def test_of_two_changes_on_a_day_the_last_counts(self) -> None:
        """It is received on Mon 3 Apr 2023, and acknowledged on Thu 6."""
        corrected = [
            Correct(fact="acknowledged_on", was=was, now=now, because="Read again.")
            for was, now in (("2023-04-06", "2023-04-05"), ("2023-04-05", "2023-04-04"))
        ]
        log = logs.log_of(*answered_at_stage_1(), *corrected)

        assert [
            ("2023-04-06", "2023-04-06"),
            ("2024-11-29", "2023-04-04"),
        ] == changes(log, ":stage-1:1", "acknowledged_on")

    def test_what_was_recorded_late_does_not_count_from_before_what_it_follows(
        self, tmp_path: Path
    ) -> None:
        """The receipt is corrected first; then comes an extension told long before."""
        row = {**ROW, "received_on": "2023-04-03"}
        later = {**ROW, "received_on": "2023-04-04"}
        extended = {"s1_extended_on": "2023-04-12", "s1_extended_to": "2023-05-02"}
        log = logs.imported(
            write_register(tmp_path / "1", register=[row]),
            write_register(tmp_path / "2", register=[later]),
            write_register(tmp_path / "3", register=[{**later, **extended}]),
        )

        assert [
            ("1970-01-01", "2023-04-19"),
            ("2026-06-01", "2023-05-02"),
        ] == changes(log, ":stage-1:1", "due_on")

    def test_a_remedy_follows_the_source_to_which_it_was_corrected(
        self, tmp_path: Path
    ) -> None:
        row = {
            **ROW,
            "s1_responded_on": "2023-04-18",
            "s1_outcome": "not_upheld",
            "s2_requested_on": "2023-05-15",
        }
        remedy = {
            "reference": "CF-1",
            "remedy_id": "R",
            "kind": "apology",
            "offered_on": "2023-06-01",
        }
        log = logs.imported(
            *(
                write_register(
                    tmp_path / source,
                    register=[row],
                    remedies=[{**remedy, "source": source}],
                )
                for source in ("stage_1", "stage_2")
            )
        )
        [found] = [one for one in document(log)["objects"] if one["type"] == "remedy"]

        assert [":stage-2:1"] == [
            link["objectId"][32:]
            for link in found["relationships"]
            if link["objectId"][32:]
        ]


class TestLongAgo:
    def test_values_from_before_the_start_of_time_count_from_it(
        self, tmp_path: Path
    ) -> None:
        """The standard's earliest instant is 1 Jan 1970; events may be earlier."""
        long_ago = {
            "ombudsman_referred_on": "1960-01-04",
            "ombudsman_decided_on": "1965-01-04",
            "ombudsman_decision": "upheld",
        }
        log = logs.imported(write_register(tmp_path, register=[{**ROW, **long_ago}]))
        found = document(log)
        as_sqlite = read_back.ocel(logs.as_ocel_sqlite(log, tmp_path / "log.sqlite"))

        check_rules(found)
        assert ["1960-01-04T00:00:00+00:00", "1965-01-04T00:00:00+00:00"] == [
            one["time"] for one in found["events"] if "Ombudsman" in one["type"]
        ]
        assert [("1970-01-01", "upheld")] == changes(log, ":referral-1", "decision")
        assert told(found["objects"]) == told(as_sqlite["objects"])

    def test_before_1847_england_s_time_is_told_as_utc(self) -> None:
        """London's clocks were 75 seconds behind, which no format can say."""
        received_long_after = attrs.evolve(
            received("A"), grounds_arose_on=date(1846, 12, 31)
        )
        found = document(logs.log_of(received_long_after))

        assert "1846-12-31T00:00:00+00:00" == value(
            found["events"][0], "grounds_arose_on"
        )
        check_rules(found)


class TestWhatAnActionCarriesOut:
    """Of the panel, of a point, and of the Ombudsman."""

    @pytest.mark.parametrize(
        ("story", "source", "numbers", "linked"),
        [
            (
                lived.sent_back,
                Source.STAGE_3,
                (1, 2),
                [
                    ":stage-3:1:panel:recommendation-1",
                    ":stage-3:1:panel:recommendation-2",
                ],
            ),
            (lived.suspended, Source.STAGE_1, (2,), [":stage-1:1:point-2"]),
            (lived.suspended, Source.OMBUDSMAN, (1,), [":referral-1"]),
        ],
    )
    def test_is_linked_with_it(
        self,
        story: Callable[[str], tuple[Command, ...]],
        source: Source,
        numbers: tuple[int, ...],
        linked: list[str],
    ) -> None:
        agree = AgreeAction(
            on=date(2023, 12, 5), source=source, carries_out=numbers, due_on=None
        )
        found = document(logs.log_of(*story("CF-1"), agree))
        last = [one for one in found["objects"] if one["type"] == "action"][-1]
        ids = {one["id"] for one in found["objects"]}
        links = [
            one["objectId"]
            for one in last["relationships"]
            if "carries out" == one["qualifier"]
        ]

        assert linked == [one[one.index(":") :] for one in links]
        assert {*links} <= ids


class TestRelations:
    @pytest.fixture(scope="module")
    @staticmethod
    def sent_back() -> Document:
        """A panel's first recommendation was accepted, and stage 2 begun again."""
        return document(logs.log_of(*lived.sent_back("CF-1")))

    def test_objects_belong_to_one_another(self, sent_back: Document) -> None:
        case = next(o["id"] for o in sent_back["objects"] if o["type"] == "complaint")

        assert {
            (":stage-1:1", "stage of", ""),
            (":stage-2:1", "stage of", ""),
            (":stage-2:2", "stage of", ""),
            (":stage-3:1", "stage of", ""),
            (":stage-3:1:panel", "panel of", ":stage-3:1"),
            (
                ":stage-3:1:panel:recommendation-1",
                "recommended by",
                ":stage-3:1:panel",
            ),
            (
                ":stage-3:1:panel:recommendation-2",
                "recommended by",
                ":stage-3:1:panel",
            ),
            (":action-1", "action from", ""),
            (":action-1", "action from", ":stage-3:1"),
        } == {
            (
                one["id"].removeprefix(case),
                link["qualifier"],
                link["objectId"].removeprefix(case),
            )
            for one in sent_back["objects"]
            for link in one["relationships"]
        }

    @pytest.mark.parametrize(
        ("event", "part"),
        [
            ("Received", {("", "begins"), (":stage-1:1", "begins")}),
            (
                "Panel reported",
                {
                    ("", "concerns"),
                    (":stage-3:1", "concerns"),
                    (":stage-3:1:panel", "concerns"),
                    (":stage-3:1:panel:recommendation-1", "begins"),
                    (":stage-3:1:panel:recommendation-2", "begins"),
                },
            ),
            ("Investigators appointed", {("", "concerns"), (":stage-2:1", "concerns")}),
            ("Action agreed", {("", "concerns"), (":action-1", "begins")}),
            ("Stage 2 reopened", {("", "concerns"), (":stage-2:2", "begins")}),
        ],
    )
    def test_objects_take_part_in_events(
        self, sent_back: Document, event: str, part: set[tuple[str, str]]
    ) -> None:
        [found] = [one for one in sent_back["events"] if one["type"] == event]
        case = found["id"].partition(":")[0]

        assert part == {
            (link["objectId"].removeprefix(case), link["qualifier"])
            for link in found["relationships"]
        }

    def test_an_answer_says_which_recommendations_are_accepted(
        self, sent_back: Document
    ) -> None:
        """The first is, the second is not."""
        assert ["true", "false"] == [
            value(one, "accepted")
            for one in sent_back["objects"]
            if one["type"] == "recommendation"
        ]


class TestStreaming:
    def test_the_events_of_a_case_are_written_before_the_next_is_read(self) -> None:
        file = io.BytesIO()

        def one_by_one() -> Iterator[Case]:
            events = 0
            for case in cases(logs.told_live()):
                assert events == file.getvalue().count(b'"time":')
                events += len(case.recorded)
                yield case

        assert 5 == write_ocel_json(one_by_one(), file)
