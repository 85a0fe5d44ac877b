"""
Personal content stays in the event log and in what is told of a case to its handlers.

Every personal field holds a canary; every command and every error path runs; then all
that was printed or written is searched for each canary in each disguise.
"""

import gc
import logging
import re
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any, NoReturn

import attrs
import pytest

from caseledger.casework import Actor, Append, Casework
from caseledger.complaint import Extend, Note, Refusal
from caseledger.eventlog import open_log
from caseledger.eventlog.clock import SystemClock
from caseledger.eventlog.log import RecorderLog
from caseledger.read_models import ALL_MODELS
from caseledger.register import Choices
from caseledger.register.cells import CellFault, DateReader
from caseledger.register.records import Records
from privacy import stories
from privacy.canaries import Searcher, canary, disguises
from privacy.stories import BAD, CANARIES, CORRECTED
from terminal import Ran, call, run

FIELD = "a cell that cannot be read"
EVERYWHERE = Searcher({**CANARIES, FIELD: BAD})
NAMES = [model.name for model in ALL_MODELS]
DAY = date(2023, 6, 1)


@attrs.define
class World:
    """A folder with a log, where commands run and whatever they leave is kept."""

    folder: Path
    ran: list[tuple[str, Ran]] = attrs.field(factory=list)

    @property
    def log(self) -> Path:
        return self.folder / "work" / "caseledger.db"

    def call(self, *arguments: object) -> Ran:
        """Run a command, and keep what it said."""
        ran = call(*arguments, store=f"sqlite:///{self.log}")
        self.ran.append((" ".join(map(str, arguments)), ran))
        return ran

    def record(self) -> None:
        """Import the canaries, then correct each of them."""
        first = stories.register(self.folder / "first")
        again = stories.register(self.folder / "again", CORRECTED)
        rejects = self.folder / "work" / "rejects.csv"
        assert 0 == self.call("import", first, "--rejects", rejects).code
        assert 0 == self.call("import", first).code
        assert 1 == self.call("import", again, "--rejects", rejects).code
        because = "--corrections", "record", "--because", CANARIES["--because"]
        assert 1 == self.call("import", again, "--dry-run").code
        assert 0 == self.call("import", again, *because, "--dry-run").code
        assert 0 == self.call("import", again, *because).code

    def read(self) -> None:
        """Run every command that reads, but the history."""
        out = self.folder / "work" / "report"
        key = self.folder / "work" / "key"
        for arguments in (
            ("report", "2023-24", "--out", out),
            ("report", "2023-24", "--out", out / "with cases", "--with-cases"),
            *(("due", "--on", "2023-06-01", "--format", f) for f in ("table", "csv")),
            ("due", "--on", "2023-06-01", "--within", "100", "--format", "json"),
            ("read-models", "status"),
            ("read-models", "rebuild"),
            ("read-models", "catch-up"),
            *(("read-models", "export", name) for name in NAMES),
            *(
                ("event-data", "--format", form, "--out", self.folder / "work" / form)
                for form in ("xes", "ocel-json", "ocel-sqlite")
            ),
            ("verify",),
            ("checkpoint", "--key", key, "--new-key", "council.example/complaints"),
            ("checkpoint", "--key", key, "--out", self.folder / "work" / "checkpoint"),
            ("who",),
            ("working-days", "add", "2023-04-03", "10", "--explain"),
            ("rules",),
        ):
            assert 0 == self.call(*arguments).code, arguments

    def fail(self) -> None:
        """Run into every kind of refused row and file that there is."""
        bad = stories.refused(self.folder / "refused")
        rejects = self.folder / "work" / "bad.csv"
        for options in ((), ("--irregular", "refuse"), ("--dry-run",)):
            ran = self.call("import", bad, "--rejects", rejects, *options)
            assert 1 == ran.code
            # A last row whose quote stays open is the file's last.
            assert re.search(r"\nin all: \d+ rows read, 0 imported, ", ran.out)
        for name, text in stories.UNUSABLE.items():
            file = self.folder / name / "register.csv"
            file.parent.mkdir()
            encoding = "latin-1" if "encoding" in name else "utf-8"
            file.write_text(text, encoding=encoding)
            assert 2 == self.call("import", file).code, name

    def leftovers(self) -> Iterator[str]:
        """Search whatever is there besides the input and the log itself."""
        for arguments, ran in self.ran:
            if arguments.startswith("history"):
                yield from EVERYWHERE.found(f"stderr of {arguments}", ran.err)
            else:
                yield from EVERYWHERE.found(arguments, ran.out + ran.err)
        kept = {self.log.with_name(self.log.name + end) for end in ("", "-wal", "-shm")}
        made = set((self.folder / "work").rglob("*")) - kept
        assert len(made) > 20 or len(self.ran) < 20
        yield from EVERYWHERE.found_in_files(made)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A log that everything was tried on, with logging at its most talkative."""
    world = World(tmp_path_factory.mktemp("canaries"))
    (world.folder / "work" / "temporary").mkdir(parents=True)
    talk = logging.FileHandler(world.folder / "work" / "everything.log")
    root = logging.getLogger()
    level = root.level
    root.addHandler(talk)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TMPDIR", str(world.folder / "work" / "temporary"))
        root.setLevel(logging.DEBUG)
        world.record()
        world.read()
        world.fail()
        for reference in ("CF-1", "CF-2", "CF-99"):
            world.call("history", reference)
            world.call("history", reference, "--format", "json")
    root.setLevel(level)
    root.removeHandler(talk)
    talk.close()
    return world


def test_no_canary_is_found_outside_the_log(world: World) -> None:
    """Not in what was printed, not in files, and not in their names."""
    assert [] == list(world.leftovers())


def test_the_log_holds_every_canary(world: World) -> None:
    """What is not found elsewhere was indeed recorded; what was refused was not."""
    files = (world.log, world.log.with_name("caseledger.db-wal"))
    content = b"".join(file.read_bytes() for file in files if file.exists())

    assert [] == [
        name for name, text in CANARIES.items() if text.encode() not in content
    ]
    assert BAD.encode() not in content


def test_the_history_tells_every_canary(world: World) -> None:
    """To those who handle the case: in the table and as JSON."""
    told = [ran.out for name, ran in world.ran if name.startswith("history")]

    for form in (told[0] + told[2], told[1] + told[3]):
        assert [] == [name for name, text in CANARIES.items() if text not in form]


def test_read_models_and_folds_never_see_it(world: World) -> None:
    """The log gives out events without their personal part."""
    log = open_log(f"sqlite:///{world.log}")
    shown = "\n".join(repr(placed) for placed in log.stream())
    log.close()

    assert "Corrected" in shown
    assert [] == list(EVERYWHERE.found("the stream of events", shown))


def shown_by_objects(monkeypatch: pytest.MonkeyPatch, world: World) -> dict[str, str]:
    """Record and read canaries; return what objects of ours show of themselves."""
    shown: dict[str, str] = {}

    def look() -> None:
        for one in gc.get_objects():
            kind = type(one)
            if kind.__module__.startswith("caseledger"):
                name = f"{kind.__module__}.{kind.__name__}"
                shown[name] = shown.get(name, "") + f"{one!r}\n{one!s}\n"

    appends, records = RecorderLog.append, Records.record

    def append(log: RecorderLog, *arguments: Append) -> None:
        look()
        appends(log, *arguments)

    def record(some: Records, *arguments: Any) -> None:  # noqa: ANN401 - passed on
        look()
        records(some, *arguments)

    monkeypatch.setattr(RecorderLog, "append", append)
    monkeypatch.setattr(Records, "record", record)
    world.log.parent.mkdir()
    # What is there already cannot hold a canary: it is left out of the search.
    gc.freeze()
    world.record()
    log = open_log(f"sqlite:///{world.log}")
    told = Casework(log=log, clock=SystemClock(), new_id=str).history("CF-1")
    look()
    log.close()
    gc.unfreeze()
    assert told
    return shown


class TestObjects:
    """What a debugger, a log line or a crash report would show of our objects."""

    def test_no_object_shows_it(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """Every object of ours that is alive while canaries are recorded and read."""
        shown = shown_by_objects(monkeypatch, World(tmp_path))
        seen = {name.rpartition(".")[2] for name in shown}

        assert {"Append", "Entry", "Recorded", "Row", "Sheet", "CsvFile"} <= seen
        assert {"Recording", "Choices", "Reading", "CorrectionDetails"} <= seen
        for name, text in shown.items():
            assert [] == list(EVERYWHERE.found(name, text))

    def test_one_that_shows_it_is_found(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """A saboteur: the reason for corrections among the choices of an import."""
        monkeypatch.setattr(
            Choices, "__repr__", lambda self: f"Choices({self.because})"
        )
        shown = shown_by_objects(monkeypatch, World(tmp_path))
        text = "".join(shown.values())

        assert ["objects: --because in UTF-8"] == [
            found for found in EVERYWHERE.found("objects", text) if "UTF-8" in found
        ]

    @pytest.mark.parametrize(
        "command",
        [
            Extend(
                on=DAY,
                stage=2,
                extended_to=DAY,
                reason_told=CANARIES["owner"],
            ),
            Note(fact="suspension_reason", value=CANARIES["owner"]),
        ],
        ids=lambda command: type(command).__name__,
    )
    def test_no_refusal_shows_it(self, command: Extend | Note) -> None:
        """A command with personal text, refused."""
        numbers = count(1)
        desk = Casework(
            log=open_log("memory:"),
            clock=SystemClock(),
            new_id=lambda: f"{next(numbers):032x}",
        )
        with pytest.raises(Refusal) as refused:
            desk.handle("CF-1", command, by=Actor("u-17", "officer"))
        shown = f"{command!r} {command} {refused.value!r} {refused.value}"

        assert [] == list(EVERYWHERE.found("a refusal", shown))


class TestFaults:
    """When something breaks while canaries are at hand."""

    @pytest.mark.parametrize(
        "kind", [ValueError, KeyError, OSError, sqlite3.OperationalError, UnicodeError]
    )
    @pytest.mark.parametrize("at", ["record", "flush"])
    def test_a_fault_of_ours(
        self,
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
        kind: type[Exception],
        at: str,
    ) -> None:
        """An exception whose text is the very cell: its text is not printed."""

        def fail(_: Records, *arguments: object) -> NoReturn:
            raise kind(CANARIES["owner"], arguments)

        monkeypatch.setattr(Records, at, fail)
        world = World(tmp_path)
        world.log.parent.mkdir()
        ran = world.call("import", stories.register(tmp_path / "first"))

        assert 70 == ran.code
        assert [] == list(world.leftovers())

    def test_a_log_that_is_damaged(self, tmp_path: Path) -> None:
        """Stored content that cannot be read is not quoted."""
        world = World(tmp_path)
        world.log.parent.mkdir()
        world.record()
        with sqlite3.connect(world.log) as db:
            db.execute("UPDATE stored_events SET state = substr(state, 2)")
        db.close()
        codes = {
            world.call(*arguments).code
            for arguments in (("history", "CF-1"), ("due",), ("report", "2023-24"))
        }
        world.log.write_bytes(world.log.read_bytes()[:4096])
        world.call("history", "CF-1")

        assert {4} == codes
        assert [] == list(world.leftovers())

    def test_in_a_process_of_its_own(self, tmp_path: Path) -> None:
        """The interpreter itself prints nothing of it either."""
        store = f"sqlite:///{tmp_path}/caseledger.db"
        ran = run("import", stories.refused(tmp_path / "refused"), store=store)

        assert 1 == ran.code
        assert [] == list(EVERYWHERE.found("a process", ran.out + ran.err))


class TestSaboteurs:
    """The search finds what it is to find."""

    def test_a_message_that_echoes_the_cell(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """As a helpful programmer might write it."""

        def echo(_: DateReader, text: str) -> NoReturn:
            raise CellFault("unreadable", f"is not a date: {text}")

        monkeypatch.setattr(DateReader, "_read", echo)
        world = World(tmp_path)
        world.log.parent.mkdir()
        bad = stories.refused(tmp_path / "refused")
        world.call("import", bad, "--rejects", tmp_path / "work" / "rejects.csv")
        found = list(world.leftovers())

        assert f"rejects.csv: {FIELD} in UTF-8" in found
        assert [one for one in found if one.startswith("import ")]

    @pytest.mark.parametrize("form", disguises(BAD))
    @pytest.mark.parametrize("before", [b"", b"a", b"ab", b"abc"])
    def test_every_disguise(self, tmp_path: Path, form: str, before: bytes) -> None:
        """In a file, wherever it begins."""
        file = tmp_path / "leak"
        file.write_bytes(before + disguises(BAD)[form] + b"after")

        assert f"leak: {FIELD} in {form}" in EVERYWHERE.found_in_files([file])

    def test_the_name_of_a_file(self, tmp_path: Path) -> None:
        (tmp_path / BAD).mkdir()

        assert list(EVERYWHERE.found_in_files([tmp_path / BAD]))

    def test_canaries_differ(self) -> None:
        """No canary is part of another, so that each find names its field."""
        texts: Sequence[str] = [canary(number) for number in range(200)]

        assert len(texts) == len({text[:6] for text in texts})
