"""The command itself: its help, what it says when it cannot go on, and exit codes."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from caseledger.casework import StaleCase, StorageUnavailable, UnreadableEvent
from caseledger.cli import importing, rules
from caseledger.complaint.refusals import NotReceived
from terminal import COMMAND, ROW, call, run, write_register

READING = [
    ("report", "2023-24"),
    ("what-next", "CF-1"),
    ("due",),
    ("history", "CF-1"),
    ("explain", "CF-1"),
    ("who", "CF-1"),
    ("verify",),
    ("calendar", "recount"),
    ("calendar", "show"),
    ("read-models", "status"),
    ("read-models", "catch-up"),
    ("read-models", "rebuild"),
    ("read-models", "export", "stages"),
]
ALL = [
    ("import",),
    ("do",),
    ("report",),
    ("cases",),
    ("what-next",),
    ("due",),
    ("history",),
    ("explain",),
    ("who",),
    ("verify",),
    ("checkpoint",),
    ("bundle",),
    ("event-data",),
    ("store",),
    ("store", "init"),
    ("store", "copy"),
    ("calendar",),
    ("calendar", "proclaim"),
    ("calendar", "recount"),
    ("calendar", "show"),
    ("working-days",),
    ("working-days", "add"),
    ("rules",),
    ("policy",),
    ("policy", "check"),
    ("policy", "show"),
    ("policy", "schema"),
    ("check-cases",),
    ("read-models",),
    ("read-models", "status"),
    ("read-models", "catch-up"),
    ("read-models", "rebuild"),
    ("read-models", "export"),
]
CANARY = "canary-6b1f"
LIST_MODULES = """
import sys
from caseledger.cli import main
sys.argv[1:] = ["--help"]
try:
    main()
except SystemExit:
    print(*sys.modules, file=sys.stderr)
"""
FAIL = """
import sys
from caseledger.cli import main, rules
def fail(_):
    raise ValueError("canary-6b1f")
rules.each_edition = fail
sys.argv[1:] = ["rules"]
main()
"""


class TestHelp:
    """What there is, without waiting for it."""

    def test_the_commands_are_listed(self) -> None:
        """Each with a line of its own."""
        ran = run("--help")
        names = [line.split()[0] for line in ran.lines if line.startswith("  ")]

        assert 0 == ran.code
        assert names[-20:] == [
            *("import", "do", "report", "cases", "who", "what-next", "due", "history"),
            *("explain", "verify", "checkpoint", "bundle", "event-data", "calendar"),
            *("working-days", "rules", "policy", "check-cases", "store", "read-models"),
        ]

    @pytest.mark.parametrize("command", ALL, ids=" ".join)
    def test_every_command_has_help(self, command: tuple[str, ...]) -> None:
        """A sentence, and a text for each option."""
        ran = call(*command, "--help")

        assert 0 == ran.code
        usage, about, *_ = ran.out.split("\n\n")
        assert usage.startswith(f"Usage: caseledger {' '.join(command)} ")
        assert about.strip().endswith(".")

    def test_help_imports_nothing_heavy(self) -> None:
        """Neither the storage nor the templates are loaded to list commands."""
        told = subprocess.run(
            [
                sys.executable,
                "-c",
                LIST_MODULES,
            ],
            capture_output=True,
            check=True,
            text=True,
        ).stderr.split()
        heavy = {"attrs", "eventsourcing", "jinja2", "msgspec", "pydantic", "sqlite3"}

        assert "click" in told
        assert not heavy & set(told)
        assert not [name for name in told if name.startswith("caseledger.complaint")]

    def test_the_version(self) -> None:
        """As installed."""
        ran = call("--version")

        assert 0 == ran.code
        assert ran.out.startswith("caseledger, version ")

    @pytest.mark.parametrize(
        "arguments", [("imprt",), ("due", "--soon"), ("rules", "x")]
    )
    def test_usage(self, arguments: tuple[str, ...]) -> None:
        """Exit 2 and a pointer to the help."""
        ran = call(*arguments)

        assert (2, "") == (ran.code, ran.out)
        assert "--help' for help." in ran.err


class TestNoLog:
    """Nothing where the log should be."""

    @pytest.mark.parametrize("command", READING, ids=" ".join)
    def test_exit_6_and_a_hint(
        self, tmp_path: Path, store: str, command: tuple[str, ...]
    ) -> None:
        """It says what would do, and makes no file."""
        ran = call(*command, store=store)

        assert (6, "") == (ran.code, ran.out)
        assert (
            f"caseledger: there is no log at {store}; import a register first,"
            " or say with --store where the log is\n"
        ) == ran.err
        assert [] == list(tmp_path.iterdir())

    def test_where_it_looks_by_itself(self, tmp_path: Path) -> None:
        """In the folder where the command runs."""
        ran = run("due", cwd=tmp_path)

        assert 6 == ran.code
        assert "there is no log at sqlite:///caseledger.db;" in ran.err


class TestForeignStores:
    """Something else where the log should be: exit 2, and it stays as it was."""

    @pytest.mark.parametrize("content", [b"reference,service\nCF-1,A\n", b"\0" * 8192])
    @pytest.mark.parametrize("command", [("due",), ("import", "{register}")])
    def test_another_kind_of_file(
        self, tmp_path: Path, store: str, content: bytes, command: tuple[str, ...]
    ) -> None:
        """No database at all."""
        folder = write_register(tmp_path / "in", register=[ROW])
        (tmp_path / "caseledger.db").write_bytes(content)
        arguments = [one.format(register=folder) for one in command]
        ran = call(*arguments, store=store)

        assert (2, "") == (ran.code, ran.out)
        assert ran.err.startswith("caseledger: not a log that can be opened: ")
        assert content == (tmp_path / "caseledger.db").read_bytes()
        assert {"caseledger.db", "in"} == {file.name for file in tmp_path.iterdir()}

    def test_another_database(self, tmp_path: Path, store: str) -> None:
        """A database of somebody else's."""
        other = sqlite3.connect(tmp_path / "caseledger.db")
        other.execute("CREATE TABLE theirs (x)")
        other.close()
        ran = run("due", store=store)

        assert (2, "") == (ran.code, ran.out)
        assert ran.err.startswith("caseledger: not a log that can be opened: ")
        assert "Traceback" not in ran.err

    @pytest.mark.parametrize("content", [b"their own notes\n" * 300, None])
    def test_another_file_where_read_models_go(
        self, tmp_path: Path, store: str, content: bytes | None
    ) -> None:
        """Nobody's file is overwritten: exit 2 and what to do."""
        call("import", write_register(tmp_path / "in", register=[ROW]), store=store)
        theirs = tmp_path / "caseledger.db-views"
        if content is None:
            other = sqlite3.connect(theirs)
            other.execute("CREATE TABLE complaints (x)")
            other.close()
            content = theirs.read_bytes()
        theirs.write_bytes(content)
        ran = call("due", store=store)

        assert (2, "") == (ran.code, ran.out)
        assert "move that file away" in ran.err
        assert content == theirs.read_bytes()

    @pytest.mark.parametrize(
        "name",
        [
            *("postgres", "sqlite://x.db", "caseledger.db", "sqlite:///"),
            *("sqlite:///x?mode=memory", "sqlite:///:memory:", "sqlite:////"),
        ],
    )
    def test_a_name_that_is_no_store(self, name: str) -> None:
        """What a store is called is in the message."""
        ran = call("due", store=name)

        assert (2, "") == (ran.code, ran.out)
        assert ran.err.startswith("caseledger: not a log that can be opened: ")


def raiser(error: Exception) -> Callable[..., NoReturn]:
    def stand_in(*_: object, **__: object) -> NoReturn:
        raise error

    return stand_in


class TestFaults:
    """What a user sees when a command cannot go on: one line, and a code."""

    @pytest.mark.parametrize(
        ("error", "code", "said"),
        [
            (NotReceived(), 3, str(NotReceived())),
            (
                UnreadableEvent("ab12", 3, "its stored name is not known"),
                4,
                "event 3 of",
            ),
            (StaleCase("ab12", 3), 5, "run the import again: it goes on where it"),
            (StorageUnavailable("database is locked"), 70, "database is locked"),
            (OSError(28, "No space left on device"), 70, "No space left on device"),
            (PermissionError(CANARY), 70, "the system says: PermissionError"),
        ],
        ids=lambda value: type(value).__name__,
    )
    def test_known_ones_speak_for_themselves(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        error: Exception,
        code: int,
        said: str,
    ) -> None:
        """Each with the exit code of `formats.md` §2."""
        monkeypatch.setattr(importing, "import_register", raiser(error))
        folder = write_register(tmp_path / "in", register=[ROW])
        ran = call("import", folder, store="memory:")

        assert (code, "") == (ran.code, ran.out)
        assert said in ran.err
        assert "Traceback" not in ran.err
        assert CANARY not in ran.err

    @pytest.mark.parametrize(
        "error",
        [
            KeyError(CANARY),
            ValueError(f"cannot read {CANARY}"),
            ImportError(CANARY),
            RecursionError(CANARY),
            AssertionError(CANARY),
        ],
        ids=lambda error: type(error).__name__,
    )
    def test_a_fault_of_ours(
        self, monkeypatch: pytest.MonkeyPatch, error: Exception
    ) -> None:
        """Exit 70: its kind and its place, never its text, which may be personal."""
        monkeypatch.setattr(rules, "each_edition", raiser(error))
        ran = call("rules")

        assert (70, "") == (ran.code, ran.out)
        assert ran.err.startswith(
            f"caseledger: a fault of ours: {type(error).__name__} in "
        )
        assert ran.err.endswith("; please report this line\n")
        assert 1 == ran.err.count("\n")
        assert CANARY not in ran.err

    def test_in_a_process_of_its_own(self) -> None:
        """The interpreter adds nothing to that line."""
        ran = subprocess.run(
            [
                sys.executable,
                "-c",
                FAIL,
            ],
            capture_output=True,
            check=False,
            text=True,
        )

        assert (70, "") == (ran.returncode, ran.stdout)
        assert (
            "caseledger: a fault of ours: ValueError in __main__, line 5; "
            "please report this line\n"
        ) == ran.stderr

    def test_an_interruption(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Exit 130 as a shell expects, without a traceback."""
        monkeypatch.setattr(rules, "each_edition", raiser_of_interrupts)
        ran = call("rules")

        assert (130, "") == (ran.code, ran.out)
        assert "caseledger: stopped; what was recorded stands" in ran.err


def raiser_of_interrupts(*_: object) -> NoReturn:
    raise KeyboardInterrupt


class TestOutput:
    """Where standard output goes is the user's business."""

    @pytest.mark.parametrize(
        "command",
        [
            ("rules",),
            ("read-models", "export", "stages", "--reason", "Test"),
            ("--help",),
        ],
    )
    def test_a_reader_that_has_seen_enough(
        self, westminster: str, command: tuple[str, ...]
    ) -> None:
        """`| head -1`: no noise, and no failure."""
        ran = piped(f"'{COMMAND}' {' '.join(command)} | true", westminster)

        assert ("", "0 0") == (ran.stderr, ran.stdout.strip())

    def test_a_full_disk(self) -> None:
        """One line, and exit 70."""
        ran = piped(f"'{COMMAND}' rules > /dev/full")

        assert "caseledger: the system says: No space left on device\n" == ran.stderr
        assert "70" == ran.stdout.strip()

    @pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
    def test_any_character_can_be_written(
        self, tmp_path: Path, store: str, encoding: str
    ) -> None:
        """Data is UTF-8 on any machine: £, é, and names in other scripts."""
        row = {**ROW, "team": "Équipe 中 £"}
        call("import", write_register(tmp_path / "in", register=[row]), store=store)
        ran = piped(f"PYTHONIOENCODING={encoding} '{COMMAND}' history CF-1", store)

        assert "Équipe 中 £" in ran.stdout
        assert not ran.stderr


def piped(script: str, store: str = "") -> subprocess.CompletedProcess[str]:
    """Run a line of bash, and print how each of its commands ended."""
    return subprocess.run(
        ["bash", "-c", f'{script}; echo "${{PIPESTATUS[@]}}"'],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "CASELEDGER_STORE": store},
    )
