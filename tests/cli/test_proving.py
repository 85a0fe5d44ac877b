"""`caseledger verify`, `checkpoint` and `bundle`: a log proved, and logs changed."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from terminal import call

ORIGIN = "council.example/complaints"


def path_of(store: str) -> Path:
    return Path(store.removeprefix("sqlite:///"))


def alter(store: str, *statements: str) -> None:
    """Change a log as whoever can write its file could."""
    with closing(sqlite3.connect(path_of(store))) as file:
        for statement in statements:
            file.execute(statement)
        file.commit()


def forget(store: str) -> None:
    """Remove what remembers beside the log."""
    path = path_of(store)
    path.with_name(f"{path.name}-merkle").unlink()


@pytest.fixture(name="key")
def _key(tmp_path: Path, live: str) -> tuple[Path, str]:
    path = tmp_path / "signing.key"
    made = call("checkpoint", "--key", path, "--new-key", ORIGIN, store=live)
    assert 0 == made.code, made.err
    return path, made.out.strip()


@pytest.fixture(name="checkpoint")
def _checkpoint(tmp_path: Path, live: str, key: tuple[Path, str]) -> Path:
    """A checkpoint kept where whoever writes the log cannot: outside its folder."""
    kept = tmp_path / "elsewhere"
    kept.mkdir()
    out = kept / "checkpoint.txt"
    assert 0 == call("checkpoint", "--key", key[0], "--out", out, store=live).code
    return out


class TestVerify:
    """Is the log whole?"""

    def test_without_a_checkpoint_it_says_what_it_cannot_know(self, live: str) -> None:
        ran = call("verify", store=live)

        assert 0 == ran.code
        assert "Nothing is wrong with it." in ran.lines
        assert [
            "Not known: whether events were removed from the end.",
            "Not known: whether the whole log was made up anew.",
        ] == ran.lines[-2:]

    def test_with_a_checkpoint_the_end_is_known(
        self, live: str, key: tuple[Path, str], checkpoint: Path
    ) -> None:
        alter(live, "DELETE FROM stored_events WHERE position > 20")
        forget(live)

        alone = call("verify", store=live)
        with_it = call(
            "verify", "--checkpoint", checkpoint, "--key", key[1], store=live
        )

        assert 0 == alone.code
        assert "Not known: whether events were removed from the end." in alone.lines
        assert 4 == with_it.code
        assert "WRONG: position 21: there are 20 events" in with_it.out

    def test_the_first_bad_position_is_named(self, live: str) -> None:
        alter(
            live,
            "UPDATE stored_events SET state = replace(state, 'corporate', 'statutory')"
            " WHERE position = 7",
            "UPDATE stored_events SET state = CAST(state || ' ' AS BLOB)"
            " WHERE position IN (7, 9)",
        )

        ran = call("verify", "--format", "json", store=live)

        told = json.loads(ran.out)
        assert 4 == ran.code
        assert (False, 7) == (told["holds"], told["findings"][0]["position"])

    def test_a_history_made_up_anew_is_not_the_one_signed_for(
        self, live: str, key: tuple[Path, str], checkpoint: Path
    ) -> None:
        """Whoever writes the file can reckon links again, and cannot sign."""
        alter(
            live,
            "ALTER TABLE stored_events DROP COLUMN link",
            "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT),"
            " 'not_upheld', 'upheld') AS BLOB)",
            "PRAGMA user_version=1",
        )
        forget(live)

        # Opened, it is given links that are all right.
        alone = call("verify", store=live)
        with_it = call(
            "verify", "--checkpoint", checkpoint, "--key", key[1], store=live
        )

        assert 0 == alone.code
        assert "Not known: whether the whole log was made up anew." in alone.lines
        assert 4 == with_it.code
        assert "are not those that the checkpoint is over" in with_it.out

    def test_what_the_merkle_log_remembers_tells_where(
        self, live: str, checkpoint: Path
    ) -> None:
        assert checkpoint.exists()
        alter(
            live,
            "ALTER TABLE stored_events DROP COLUMN link",
            "UPDATE stored_events SET state = CAST(state || ' ' AS BLOB)"
            " WHERE position = 11",
            "PRAGMA user_version=1",
        )

        ran = call("verify", store=live)

        assert 4 == ran.code
        assert "WRONG: position 11" in ran.lines[2]

    def test_a_checkpoint_needs_its_key(self, live: str, checkpoint: Path) -> None:
        ran = call("verify", "--checkpoint", checkpoint, store=live)

        assert 2 == ran.code
        assert "give both" in ran.err

    def test_another_key_is_refused(
        self, live: str, checkpoint: Path, tmp_path: Path
    ) -> None:
        other = call("checkpoint", "--key", tmp_path / "k2", "--new-key", ORIGIN)
        public = tmp_path / "k2.pub"
        public.write_text(other.out)

        ran = call("verify", "--checkpoint", checkpoint, "--key", public, store=live)

        assert 4 == ran.code
        assert "not signed by this key" in ran.err

    def test_a_checkpoint_that_is_no_text_is_refused(
        self, live: str, key: tuple[Path, str], tmp_path: Path
    ) -> None:
        (tmp_path / "noise").write_bytes(bytes(range(256)))
        ran = call(
            *("verify", "--checkpoint", tmp_path / "noise", "--key", key[1]), store=live
        )

        assert 4 == ran.code
        assert "not a signed note" in ran.err

    def test_it_writes_nothing(self, live: str) -> None:
        folder = path_of(live).parent
        before = {file.name for file in folder.iterdir()}

        assert 0 == call("verify", store=live).code
        assert before == {file.name for file in folder.iterdir()}


class TestCheckpoint:
    """Sign, and only for what has grown."""

    def test_the_private_key_is_its_owners_alone_and_stays(
        self, live: str, key: tuple[Path, str]
    ) -> None:
        path, public = key
        private = path.read_text()

        again = call("checkpoint", "--key", path, "--new-key", ORIGIN, store=live)

        assert 0o600 == path.stat().st_mode & 0o777
        assert public.startswith(f"{ORIGIN}+")
        assert 2 == again.code
        assert private == path.read_text()

    def test_a_log_that_has_grown_is_signed_for_again(
        self, live: str, key: tuple[Path, str], checkpoint: Path
    ) -> None:
        first = checkpoint.read_text().splitlines()
        look = call("who", "CF-1", store=live)
        assert 0 == look.code
        assert 0 == call("cases", "2023-24", "intake.received", store=live).code

        ran = call("checkpoint", "--key", key[0], "--out", checkpoint, store=live)

        later = checkpoint.read_text().splitlines()
        assert 0 == ran.code
        assert [ORIGIN, ORIGIN] == [first[0], later[0]]
        assert int(first[1]) < int(later[1])

    def test_a_log_that_was_changed_is_not_signed_for(
        self, live: str, key: tuple[Path, str], checkpoint: Path
    ) -> None:
        before = checkpoint.read_text()
        alter(live, "DELETE FROM stored_events WHERE position = 5")

        ran = call("checkpoint", "--key", key[0], "--out", checkpoint, store=live)

        assert 4 == ran.code
        assert before == checkpoint.read_text()

    def test_a_log_that_forked_is_not_signed_for(
        self, live: str, key: tuple[Path, str], checkpoint: Path
    ) -> None:
        """An older copy that went on differently is not the log that was signed for."""
        before = checkpoint.read_text()
        alter(live, "DELETE FROM stored_events WHERE position > 20")
        forget(live)

        ran = call("checkpoint", "--key", key[0], "--out", checkpoint, store=live)

        assert 4 == ran.code
        assert before == checkpoint.read_text()

    def test_without_a_key_it_says_how_to_make_one(
        self, live: str, tmp_path: Path
    ) -> None:
        ran = call(
            *("checkpoint", "--key", tmp_path / "none", "--out", tmp_path / "c"),
            store=live,
        )

        assert 2 == ran.code
        assert "--new-key" in ran.err

    def test_a_key_that_others_can_read_is_not_used(
        self, live: str, key: tuple[Path, str], tmp_path: Path
    ) -> None:
        key[0].chmod(0o644)
        ran = call("checkpoint", "--key", key[0], "--out", tmp_path / "c", store=live)

        assert 2 == ran.code
        assert "chmod 600" in ran.err


class TestBundle:
    """One case, for somebody who has Python and nothing else."""

    @pytest.fixture(name="folder")
    def _folder(
        self, live: str, key: tuple[Path, str], checkpoint: Path, tmp_path: Path
    ) -> Path:
        out = tmp_path / "bundle"
        ran = call(
            *("bundle", "CF-4", "--checkpoint", checkpoint, "--key", key[1]),
            *("--out", out, "--reason", "The Ombudsman asked for it."),
            store=live,
        )
        assert 0 == ran.code, ran.err
        return out

    def test_it_holds_on_a_bare_python(
        self, folder: Path, key: tuple[Path, str]
    ) -> None:
        ran = subprocess.run(
            [sys.executable, "-I", "-S", "verify.py", "--key", key[1], "bundle.json"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )

        assert 0 == ran.returncode
        assert "It holds." in ran.stdout.splitlines()
        assert "It is the key that you gave." in ran.stdout.splitlines()

    def test_it_does_not_hold_when_an_answer_was_changed(self, folder: Path) -> None:
        made = (folder / "bundle.json").read_bytes()
        assert 1 == made.count(b"not_upheld")
        (folder / "bundle.json").write_bytes(made.replace(b"not_upheld", b"upheld"))

        ran = subprocess.run(
            [sys.executable, "-I", "-S", "verify.py", "bundle.json"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )

        assert 1 == ran.returncode
        assert "It does not hold: event 3 is not in the log" in ran.stdout

    def test_who_made_it_is_recorded(self, folder: Path, live: str) -> None:
        assert folder.is_dir()
        [look] = json.loads(call("who", "CF-4", "--format", "json", store=live).out)

        assert ("bundle", "The Ombudsman asked for it.") == (
            look["what"],
            look["reason"],
        )

    def test_a_checkpoint_from_before_the_last_event_will_not_do(
        self, live: str, key: tuple[Path, str], checkpoint: Path, tmp_path: Path
    ) -> None:
        requests = tmp_path / "more.json"
        more = {
            "by": {"id": "user-17", "role": "complaints manager"},
            "command": "withdraw",
            "on": "2023-06-05",
            "reference": "CF-4",
            "reason": "Settled between them.",
        }
        requests.write_text(json.dumps([more]))
        assert 0 == call("do", requests, store=live).code

        ran = call(
            *("bundle", "CF-4", "--checkpoint", checkpoint, "--key", key[1]),
            *("--out", tmp_path / "late"),
            store=live,
        )

        assert 4 == ran.code
        assert "recorded after the checkpoint" in ran.err
        assert not (tmp_path / "late").exists()

    def test_a_case_that_was_changed_gets_no_bundle(
        self, live: str, key: tuple[Path, str], checkpoint: Path, tmp_path: Path
    ) -> None:
        alter(
            live,
            "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT),"
            " 'not_upheld', 'upheld') AS BLOB)",
        )

        ran = call(
            *("bundle", "CF-4", "--checkpoint", checkpoint, "--key", key[1]),
            *("--out", tmp_path / "changed"),
            store=live,
        )

        assert 4 == ran.code
        assert not (tmp_path / "changed").exists()
