"""XES: what an independent reader finds in it is what is in the log."""

import io
import weakref
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseledger.casework import EventLog, RecordedEvent
from caseledger.complaint import (
    AgreeAction,
    Correct,
    Receive,
    Reclassify,
    ReferToOmbudsman,
    Respond,
    Withdraw,
    events,
)
from caseledger.complaint.vocabulary import Outcome
from caseledger.process_mining import Case, cases, reading, write_xes, xes
from caseledger.rules import Procedure
from caseledger.testing import (
    TODAY,
    answered_at_stage_1,
    answered_at_stage_2,
    at_stage_2,
    day,
)
from process_mining import logs, read_back
from terminal import ROW, write_register
from viewstore import lived

LOGS = pytest.mark.parametrize(
    "log", [logs.westminster, logs.told_live], ids=["imported", "told live"]
)
# Whatever a log can store: it refuses NUL and halves of characters.
texts = st.text(
    st.characters(codec="utf-8", exclude_characters="\0"), min_size=1
) | st.sampled_from(
    ["<", "]]>", "&amp;", "'", '"', '"/><event>', "\t\r\n ", " ", "\x01", "\ufffe"]
)


def check(log: EventLog, path: Path) -> None:
    """Compare a file with the events of the log, counted and told again."""
    read = {
        trace["concept:name"]: told
        for trace, told in read_back.traces(logs.as_xes(log, path))
    }
    expected = logs.histories(log)
    assert expected.keys() == read.keys()
    for stream, recorded in expected.items():
        in_order = sorted(recorded, key=lambda one: (logs.begins(one), last(one)))
        assert [told_again(one) for one in in_order] == [
            as_told(one) for one in read[stream]
        ]


def last(one: RecordedEvent) -> bool:
    """In a register a withdrawal comes last among its day's (formats, section 1)."""
    return isinstance(one.event, events.Withdrawn) and one.meta.provenance is not None


def told_again(one: RecordedEvent) -> tuple[object, ...]:
    event: Any = one.event
    stage = getattr(event, "stage", getattr(event, "to_stage", None))
    return (
        type(event).__name__.lower(),
        stage,
        logs.begins(one),
        one.meta.actor,
        one.meta.role,
        one.meta.recorded_at,
        one.version,
        getattr(event, "outcome", None),
        "; ".join(getattr(event, "broken", ())) or None,
    )


def as_told(event: read_back.Attributes) -> tuple[object, ...]:
    assert "complete" == event["lifecycle:transition"]
    stage = event.get("caseledger:stage", event.get("caseledger:to_stage"))
    said = event["concept:name"]
    words = said.removesuffix(f" to stage {stage}").removesuffix(f" stage {stage}")
    assert words == event["caseledger:event"]
    return (
        words.replace(" ", "").lower(),
        stage,
        datetime.fromisoformat(event["time:timestamp"]),
        event["org:resource"],
        event["org:role"],
        datetime.fromisoformat(event["caseledger:recorded_at"]),
        event["caseledger:version"],
        event.get("caseledger:outcome"),
        event.get("caseledger:rules_broken"),
    )


class TestReadBack:
    @LOGS
    def test_every_event_of_every_complaint_is_there_in_order(
        self, tmp_path: Path, log: Callable[[], EventLog]
    ) -> None:
        check(log(), tmp_path / "log.xes")

    def test_both_years_of_the_example_are_there(self, tmp_path: Path) -> None:
        """65 and 67 rows of the two registers."""
        read = read_back.traces(logs.as_xes(logs.westminster(), tmp_path / "log.xes"))

        assert 65 + 67 == len(read)

    def test_a_writer_that_forgets_an_event_is_found(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Case, "happened", property(lambda case: case.recorded[1:]))

        with pytest.raises(AssertionError):
            check(logs.told_live(), tmp_path / "log.xes")

    def test_a_writer_that_mixes_up_the_order_is_found(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            Case, "happened", property(lambda case: case.recorded[::-1])
        )

        with pytest.raises(AssertionError):
            check(logs.told_live(), tmp_path / "log.xes")

    def test_a_writer_that_takes_utc_for_england_s_time_is_found(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(reading, "_ENGLAND", UTC)

        with pytest.raises(AssertionError):
            check(logs.told_live(), tmp_path / "log.xes")

    def test_an_empty_log_has_no_traces(self, tmp_path: Path) -> None:
        path = logs.as_xes(logs.log_of(), tmp_path / "log.xes")

        assert [] == read_back.traces(path)


class TestOneCase:
    """What is told of a case whose days and due dates are the procedure's own."""

    def test_stage_1_extended_and_answered(self, tmp_path: Path) -> None:
        """Received Mon 3 Apr 2023, due on the 19th, extended to Thu 4 May."""
        log = logs.log_of(*answered_at_stage_1())
        [(trace, told)] = read_back.traces(logs.as_xes(log, tmp_path / "log.xes"))

        assert ["statutory", "Children and Family Services"] == [
            trace["caseledger:procedure"],
            trace["caseledger:service"],
        ]
        assert [
            ("Received", "2023-04-03", "stage_1_response", "2023-04-19"),
            ("Acknowledged stage 1", "2023-04-06", None, None),
            ("Extended stage 1", "2023-04-19", "stage_1_response", "2023-05-04"),
            ("Responded stage 1", "2023-05-04", None, None),
        ] == [
            (
                one["concept:name"],
                begun(one["time:timestamp"]),
                one.get("caseledger:due_step"),
                begun(one.get("caseledger:due_on")),
            )
            for one in told
        ]
        assert ["tester"] * 4 == [one["org:resource"] for one in told]
        assert ["complaints manager"] * 4 == [one["org:role"] for one in told]
        assert "not_upheld" == told[-1]["caseledger:outcome"]

    def test_events_of_one_day_keep_the_order_in_which_they_were_recorded(
        self, tmp_path: Path
    ) -> None:
        same = day("Mon 15 May 2023")
        log = logs.log_of(
            *at_stage_2(), ReferToOmbudsman(on=same), AgreeAction(on=same, action="A")
        )
        [(_, told)] = read_back.traces(logs.as_xes(log, tmp_path / "log.xes"))

        assert ["Escalated to stage 2", "Referred to Ombudsman", "Action agreed"] == [
            one["concept:name"] for one in told[-3:]
        ]

    def test_a_pause_moves_the_due_date(self, tmp_path: Path) -> None:
        """Reckoned by hand in `lived`: Fri 12 May 2023."""
        log = logs.log_of(*lived.suspended("CF-1"))
        [(_, told)] = read_back.traces(logs.as_xes(log, tmp_path / "log.xes"))

        assert [("stage_1_response", "2023-05-12")] == [
            (one["caseledger:due_step"], begun(one["caseledger:due_on"]))
            for one in told
            if one["concept:name"] == "Resumed"
        ]

    def test_under_the_other_procedure_what_is_owed_is_counted_anew(
        self, tmp_path: Path
    ) -> None:
        """It is due on Wed 19 Apr 2023 under both, the tenth working day."""
        log = logs.log_of(
            received("A", "theme"),
            Reclassify(
                on=day("Thu 6 Apr 2023"),
                procedure=Procedure.CORPORATE,
                reason="It is about a school.",
            ),
        )
        [(trace, told)] = read_back.traces(logs.as_xes(log, tmp_path / "log.xes"))

        assert "corporate" == trace["caseledger:procedure"]
        assert ["stage_1_response", "2023-04-19"] == [
            told[-1]["caseledger:due_step"],
            begun(told[-1]["caseledger:due_on"]),
        ]

    def test_a_withdrawal_comes_last_among_its_day_s_though_it_was_told_before(
        self, tmp_path: Path
    ) -> None:
        """As in a register (formats, section 1)."""
        row = {**ROW, "withdrawn_on": "2023-04-06"}
        log = logs.imported(
            write_register(tmp_path / "1", register=[row]),
            write_register(
                tmp_path / "2", register=[{**row, "acknowledged_on": "2023-04-06"}]
            ),
        )
        [(_, told)] = read_back.traces(logs.as_xes(log, tmp_path / "log.xes"))

        assert [("Received", 1), ("Acknowledged stage 1", 3), ("Withdrawn", 2)] == [
            (one["concept:name"], one["caseledger:version"]) for one in told
        ]

    def test_what_has_no_day_of_its_own_has_that_on_which_it_was_recorded(
        self, tmp_path: Path
    ) -> None:
        """What was corrected is not told: it may be somebody's id."""
        told_wrongly = Correct(
            fact="s2_investigating_officer",
            was="officer",
            now="officer-7",
            because="The letter was read again.",
        )
        log = logs.log_of(*answered_at_stage_2(), told_wrongly)
        path = logs.as_xes(log, tmp_path / "log.xes")
        [(_, told)] = read_back.traces(path)

        assert ["Corrected", "s2_investigating_officer", TODAY.isoformat()] == [
            told[-1]["concept:name"],
            told[-1]["caseledger:fact"],
            begun(told[-1]["time:timestamp"]),
        ]
        assert b"officer-7" not in path.read_bytes()

    def test_the_rule_that_an_extension_broke(self, tmp_path: Path) -> None:
        """It was told on the day after the due date, Wed 19 Apr 2023 (R11)."""
        extended = {"s1_extended_on": "2023-04-20", "s1_extended_to": "2023-05-02"}
        log = logs.imported(write_register(tmp_path, register=[{**ROW, **extended}]))
        [(_, told)] = read_back.traces(logs.as_xes(log, tmp_path / "log.xes"))

        assert [("Received", None), ("Extended stage 1", "R11")] == [
            (one["concept:name"], one.get("caseledger:rules_broken")) for one in told
        ]
        assert "caseledger:due_on" not in told[1]


def begun(instant: str | None) -> str | None:
    """Return the day in England that an instant begins."""
    if instant is None:
        return None
    assert instant[10:19] == "T00:00:00"
    return instant[:10]


class TestText:
    @given(texts, texts)
    def test_any_text_is_read_back_as_it_is_but_for_what_no_xml_holds(
        self, service: str, theme: str
    ) -> None:
        log = logs.log_of(received(service, theme))
        with TemporaryDirectory() as folder:
            [(trace, _)] = read_back.traces(logs.as_xes(log, Path(folder) / "log.xes"))

        assert as_xml_can_say(service) == trace["caseledger:service"]
        assert as_xml_can_say(theme) == trace["caseledger:theme"]

    @given(texts)
    def test_another_reader_of_xml_agrees(self, theme: str) -> None:
        check_theme(theme)

    def test_very_long_text_is_whole(self, tmp_path: Path) -> None:
        theme = "<é" * 500_000
        log = logs.log_of(received("Service", theme))
        [(trace, _)] = read_back.traces(logs.as_xes(log, tmp_path / "log.xes"))

        assert theme == trace["caseledger:theme"]

    @pytest.mark.parametrize("text", ["<", "&", '"', "\n", "\x01"])
    def test_a_writer_that_forgets_the_escaping_is_found(
        self, monkeypatch: pytest.MonkeyPatch, text: str
    ) -> None:
        monkeypatch.setattr(xes, "_escaped", str)

        with pytest.raises((AssertionError, ET.ParseError)):
            check_theme(f"a{text}b")


def check_theme(theme: str) -> None:
    file = io.BytesIO()
    write_xes(cases(logs.log_of(received("Service", theme))), file)
    root = ET.fromstring(file.getvalue())  # noqa: S314 - our own file

    assert [as_xml_can_say(theme)] == [
        one.get("value")
        for one in root.iterfind("trace/string")
        if one.get("key") == "caseledger:theme"
    ]


def received(service: str, theme: str) -> Receive:
    return Receive(
        on=date(2023, 4, 3),
        reference="CF-1",
        procedure=Procedure.STATUTORY,
        service=service,
        theme=theme,
    )


def as_xml_can_say(text: str) -> str:
    """Replace what is no character of XML 1.0 (its section 2.2, production 2)."""
    return "".join(
        one
        if one in "\t\n\r"
        or " " <= one <= "\ud7ff"
        or "\ue000" <= one <= "\ufffd"
        or "\U00010000" <= one
        else "\ufffd"
        for one in text
    )


@pytest.fixture(scope="module")
def root() -> ET.Element:
    file = io.BytesIO()
    write_xes(cases(logs.westminster()), file)
    return ET.fromstring(file.getvalue())  # noqa: S314 - our own file


class TestForm:
    """What IEEE 1849-2016 asks of a log."""

    def test_parts_stand_in_the_standard_s_order(self, root: ET.Element) -> None:
        order = ["extension", "global", "classifier", "string", "trace"]

        assert "log" == root.tag
        assert order == list(dict.fromkeys(part.tag for part in root))
        for trace in root.iterfind("trace"):
            tags = [part.tag for part in trace]
            assert sorted(tags, key="event".__eq__) == tags

    def test_every_prefix_is_that_of_a_declared_extension(
        self, root: ET.Element
    ) -> None:
        declared = {one.get("prefix") for one in root.iterfind("extension")}
        used = {
            str(one.get("key")).partition(":")[0] for one in root.iterfind(".//*[@key]")
        }

        assert used == declared

    def test_every_part_has_what_is_declared_to_be_global(
        self, root: ET.Element
    ) -> None:
        for scope in ("trace", "event"):
            [declared] = root.iterfind(f"global[@scope='{scope}']")
            wanted = {(one.tag, one.get("key")) for one in declared}
            for part in root.iter(scope):
                assert wanted <= {(one.tag, one.get("key")) for one in part}

    def test_classifiers_are_made_of_global_attributes(self, root: ET.Element) -> None:
        [declared] = root.iterfind("global[@scope='event']")
        known = {one.get("key") for one in declared}
        classifiers = [str(one.get("keys")) for one in root.iterfind("classifier")]

        assert "concept:name" == classifiers[0]
        assert {key for keys in classifiers for key in keys.split()} <= known

    def test_no_part_says_the_same_twice(self, root: ET.Element) -> None:
        for part in (*root.iter("trace"), *root.iter("event")):
            keys = [one.get("key") for one in part if one.get("key")]
            assert len(set(keys)) == len(keys)


class TestStreaming:
    def test_a_case_is_written_before_the_next_is_read(self) -> None:
        file = io.BytesIO()

        def one_by_one() -> Iterator[Case]:
            for count, case in enumerate(cases(logs.told_live())):
                assert count == file.getvalue().count(b"</trace>")
                yield case

        assert 5 == write_xes(one_by_one(), file)

    def test_no_more_than_two_cases_are_kept(self) -> None:
        """The one that was written last, and the one that is read."""
        kept: weakref.WeakSet[Case] = weakref.WeakSet()
        counts = []

        class Kept(Case):
            __hash__ = object.__hash__

        def one_by_one() -> Iterator[Case]:
            for case in cases(logs.told_live()):
                mine = Kept(id=case.id, recorded=case.recorded)
                kept.add(mine)
                counts.append(len(kept))
                yield mine
                del mine

        write_xes(one_by_one(), io.BytesIO())

        assert 5 == len(counts)
        assert max(counts) <= 2


class TestWhichCases:
    def test_by_procedure_and_by_service_as_they_stand(self) -> None:
        log = logs.log_of(
            received("A", "theme"),
            Respond(on=day("Wed 19 Apr 2023"), stage=1, outcome=Outcome.UPHELD),
            Receive(
                on=date(2023, 4, 4),
                reference="CF-2",
                procedure=Procedure.CORPORATE,
                service="A",
            ),
            Withdraw(on=day("Wed 19 Apr 2023")),
            Receive(
                on=date(2023, 4, 5),
                reference="CF-3",
                procedure=Procedure.CORPORATE,
                service="B",
            ),
        )

        corporate = Procedure.CORPORATE
        assert ["CF-1", "CF-2", "CF-3"] == references(cases(log))
        assert ["CF-2", "CF-3"] == references(cases(log, procedure=corporate))
        assert ["CF-1", "CF-2"] == references(cases(log, service="A"))
        assert ["CF-2"] == references(cases(log, service="A", procedure=corporate))

    def test_what_begins_meanwhile_is_left_out(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """However few events are read at a time."""
        monkeypatch.setattr("caseledger.eventlog.log.PAGE", 1)
        log = logs.log_of(received("A", "theme"))
        going = cases(log)
        first = next(going)
        logs.tell_lived(log)

        assert ["CF-1"] == references([first, *going])
        assert 1 + 5 == len(list(cases(log)))


def references(found: Iterable[Case]) -> list[str]:
    return [case.complaint.reference for case in found]
