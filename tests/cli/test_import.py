"""`caseledger import`: counts, refused rows, corrections, and where the log is."""

import csv
from pathlib import Path

import pytest

from terminal import ROW, WESTMINSTER, Cells, call, run, write_register

ANSWERED = {**ROW, "s1_responded_on": "2023-04-18", "s1_outcome": "not_upheld"}
# Steps that cannot have happened: an answer before receipt, an unknown outcome.
EARLY = {**ANSWERED, "reference": "CF-2", "s1_responded_on": "2023-04-01"}
UNKNOWN = {**ANSWERED, "reference": "CF-3", "s1_outcome": "Upheld"}
# Told after the due date, 19 April 2023 (`procedure.md` §8).
LATE_EXTENSION = {
    **ROW,
    "reference": "CF-4",
    "s1_extended_on": "2023-04-20",
    "s1_extended_to": "2023-05-03",
}


def register(folder: Path, *rows: Cells) -> Path:
    return write_register(folder / "register", register=rows)


class TestCounts:
    """What an import says of itself."""

    def test_the_last_lines_are_the_counts(self, tmp_path: Path) -> None:
        """Per file, then in all, then how many rows are irregular."""
        ran = run("import", WESTMINSTER / "2023-24", cwd=tmp_path)

        assert 0 == ran.code
        assert [
            "register.csv: 67 rows read, 67 imported, 0 unchanged, 0 refused",
            "remedies.csv: 4 rows read, 4 imported, 0 unchanged, 0 refused",
            "actions.csv: 6 rows read, 6 imported, 0 unchanged, 0 refused",
            "compliments.csv: 50 rows read, 50 imported, 0 unchanged, 0 refused",
            "in all: 127 rows read, 127 imported, 0 unchanged, 0 refused",
            "irregular: 0",
        ] == ran.lines
        assert not ran.err
        assert ["caseledger.db"] == sorted(file.name for file in tmp_path.iterdir())

    def test_a_second_time_everything_is_unchanged(self, store: str) -> None:
        """The same files again record nothing."""
        call("import", WESTMINSTER / "2022-23", store=store)
        ran = call("import", WESTMINSTER / "2022-23", store=store)

        assert 0 == ran.code
        assert (
            "in all: 116 rows read, 0 imported, 116 unchanged, 0 refused"
            == ran.lines[-2]
        )

    def test_a_register_file_brings_its_companions(self, store: str) -> None:
        """A file instead of its folder reads those beside it too."""
        ran = call("import", WESTMINSTER / "2022-23" / "register.csv", store=store)

        assert (
            "in all: 116 rows read, 116 imported, 0 unchanged, 0 refused"
            == ran.lines[-2]
        )


class TestRefusedRows:
    """Rows that are not taken in."""

    def test_they_are_listed_and_the_others_are_in(
        self, tmp_path: Path, store: str
    ) -> None:
        """Exit 1; each is told by file, row, column, rule and a sentence."""
        folder = register(tmp_path, ANSWERED, EARLY, UNKNOWN)
        ran = run("import", folder, store=store)

        assert 1 == ran.code
        assert [
            "register.csv: 3 rows read, 1 imported, 0 unchanged, 2 refused",
            "in all: 3 rows read, 1 imported, 0 unchanged, 2 refused",
            "irregular: 0",
        ] == ran.lines
        assert ran.err.startswith("refused: register.csv, row 3, s1_responded_on: ")
        assert "refused: register.csv, row 4, s1_outcome: " in ran.err
        assert "Traceback" not in ran.err

    def test_the_rejects_file(self, tmp_path: Path, store: str) -> None:
        """One line for each refused row, with its first fault."""
        rejects = tmp_path / "rejects.csv"
        folder = register(tmp_path, ANSWERED, EARLY, UNKNOWN)
        call("import", folder, "--rejects", rejects, store=store)
        with rejects.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))

        assert ["file", "row", "reference", "column", "rule", "message"] == list(
            rows[0]
        )
        assert [
            ("register.csv", "3", "CF-2", "s1_responded_on", "order"),
            ("register.csv", "4", "CF-3", "s1_outcome", "unknown_code"),
        ] == [tuple(row.values())[:5] for row in rows]
        assert all(row["message"] for row in rows)

    def test_a_rejects_file_without_rows(self, tmp_path: Path, store: str) -> None:
        """It is written even when nothing was refused, over what stood there."""
        rejects = tmp_path / "rejects.csv"
        rejects.write_text("of an earlier import\n")
        call("import", register(tmp_path, ROW), "--rejects", rejects, store=store)

        assert "file,row,reference,column,rule,message\n" == rejects.read_text()

    def test_a_reference_is_no_formula(self, tmp_path: Path, store: str) -> None:
        """A spreadsheet that opens the file of refused rows runs nothing."""
        rejects = tmp_path / "rejects.csv"
        folder = register(tmp_path, {**UNKNOWN, "reference": "=1+1"})
        call("import", folder, "--rejects", rejects, store=store)

        assert "register.csv,2,'=1+1,s1_outcome," in rejects.read_text()

    def test_a_long_list_is_cut(self, tmp_path: Path, store: str) -> None:
        """On the screen there are twenty; the file has them all."""
        rows = [{**UNKNOWN, "reference": f"CF-{number}"} for number in range(23)]
        ran = call("import", register(tmp_path, *rows), store=store)

        assert 20 == ran.err.count("refused: ")
        assert "... and 3 more; --rejects FILE.csv lists them all" in ran.err

    def test_an_unwritable_list_is_found_out_before(
        self, tmp_path: Path, store: str
    ) -> None:
        """Exit 2 and nothing recorded, not a list lost after the import."""
        ran = call(
            "import", register(tmp_path, ROW), "--rejects", tmp_path, store=store
        )

        assert 2 == ran.code
        assert "cannot write" in ran.err
        assert not (tmp_path / "caseledger.db").exists()


class TestUnusableFiles:
    """Files that are no register at all."""

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (b"", "has no header"),
            (b"service,reference\nA,B\n", "has no column procedure, received_on"),
            (b"service;reference;procedure\nA;B;C\n", "separated by something other"),
            (b"service,reference,procedure,received_on,team,team\n", "twice"),
            (b"service,reference\n\xff\xff\n", "not UTF-8 at byte 19"),
        ],
    )
    def test_exit_2_and_nothing_is_made(
        self, tmp_path: Path, store: str, text: bytes, said: str
    ) -> None:
        """The message names the file and says what would do."""
        (tmp_path / "register.csv").write_bytes(text)
        ran = call("import", tmp_path, store=store)

        assert 2 == ran.code
        assert said in ran.err
        assert ran.err.startswith("caseledger: register.csv: ")
        assert ["register.csv"] == [file.name for file in tmp_path.iterdir()]

    def test_no_register(self, tmp_path: Path, store: str) -> None:
        """A folder without register.csv, or no folder."""
        assert 2 == call("import", tmp_path, store=store).code
        assert 2 == call("import", tmp_path / "nowhere", store=store).code

    @pytest.mark.parametrize("text", ["dates = 1", "dates = [", 'register.no = "x"'])
    def test_a_mapping_that_cannot_be_used(
        self, tmp_path: Path, store: str, text: str
    ) -> None:
        """The mapping file is named, with the key that is wrong."""
        mapping = tmp_path / "council.toml"
        mapping.write_text(text)
        ran = call("import", register(tmp_path, ROW), "--mapping", mapping, store=store)

        assert 2 == ran.code
        assert ran.err.startswith("caseledger: council.toml: ")


class TestChoices:
    """What the options do."""

    def test_a_dry_run_records_nothing(self, tmp_path: Path, store: str) -> None:
        """It judges as the import would, and makes no file where there was none."""
        folder = register(tmp_path, ANSWERED, EARLY)
        ran = call("import", folder, "--dry-run", store=store)

        assert 1 == ran.code
        assert "dry run: nothing was recorded" in ran.lines
        assert (
            "in all: 2 rows read, 1 imported, 0 unchanged, 1 refused" == ran.lines[-2]
        )
        assert not (tmp_path / "caseledger.db").exists()

    def test_a_dry_run_over_a_log(self, tmp_path: Path, store: str) -> None:
        """Rows that are recorded are unchanged, new ones would be imported."""
        call("import", register(tmp_path, ROW), store=store)
        folder = register(tmp_path, ROW, ANSWERED | {"reference": "CF-9"})
        ran = [call("import", folder, "--dry-run", store=store) for _ in range(2)]

        assert ran[0] == ran[1]
        assert (
            "in all: 2 rows read, 1 imported, 1 unchanged, 0 refused"
            == ran[0].lines[-2]
        )

    def test_irregular_steps_are_recorded_and_named(
        self, tmp_path: Path, store: str
    ) -> None:
        """By default they go in, are counted, and leave the exit code alone."""
        ran = call("import", register(tmp_path, LATE_EXTENSION), store=store)

        assert 0 == ran.code
        assert "recorded as irregular: 1 step that R11 forbids" in ran.lines
        assert "irregular: 1" == ran.lines[-1]
        assert "breaks R11" in call("history", "CF-4", store=store).out

    def test_irregular_steps_can_be_refused(self, tmp_path: Path, store: str) -> None:
        """With `--irregular refuse`, by the rule that the step breaks."""
        rejects = tmp_path / "rejects.csv"
        folder = register(tmp_path, LATE_EXTENSION)
        ran = call(
            *("import", folder, "--irregular", "refuse", "--rejects", rejects),
            store=store,
        )

        assert 1 == ran.code
        assert "irregular: 0" == ran.lines[-1]
        assert "register.csv,2,CF-4,s1_extended_on,R11," in rejects.read_text()

    def test_a_changed_cell_is_refused(self, tmp_path: Path, store: str) -> None:
        """Unless corrections are asked for; the message says how."""
        call("import", register(tmp_path, ANSWERED), store=store)
        folder = register(tmp_path, {**ANSWERED, "s1_outcome": "upheld"})
        ran = call("import", folder, store=store)

        assert 1 == ran.code
        assert "--corrections record --because TEXT" in ran.err

    def test_a_changed_cell_can_be_recorded(self, tmp_path: Path, store: str) -> None:
        """As a correction with its reason; the history then shows both values."""
        call("import", register(tmp_path, ANSWERED), store=store)
        folder = register(tmp_path, {**ANSWERED, "s1_outcome": "upheld"})
        because = "letter of 18 April read again"
        ran = call(
            *("import", folder, "--corrections", "record", "--because", because),
            store=store,
        )
        told = call("history", "CF-1", store=store).out

        assert 0 == ran.code
        assert "Corrected s1_outcome from not_upheld to upheld." in told
        assert f"because: {because}" in told

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (("--corrections", "record"), "needs --because TEXT"),
            (("--corrections", "record", "--because", "  "), "needs --because TEXT"),
            (("--because", "a reason"), "goes with --corrections record"),
            (("--corrections", "perhaps"), "'perhaps' is not one of"),
        ],
    )
    def test_corrections_need_a_reason(
        self, tmp_path: Path, store: str, options: tuple[str, ...], said: str
    ) -> None:
        """Exit 2 for a correction without a reason, or a reason without any."""
        ran = call("import", register(tmp_path, ROW), *options, store=store)

        assert 2 == ran.code
        assert said in ran.err
        assert not (tmp_path / "caseledger.db").exists()


class TestStore:
    """Where the log is."""

    def test_it_can_be_named_in_three_places(self, tmp_path: Path) -> None:
        """After the command's name, else before it, else in the environment."""
        folder = register(tmp_path, ROW)
        names = {place: f"sqlite:///{tmp_path}/{place}.db" for place in ("a", "b", "c")}

        call("import", folder, "--store", names["a"], store=names["c"])
        assert {"a.db", "register"} == {file.name for file in tmp_path.iterdir()}
        call("--store", names["b"], "import", folder, store=names["c"])
        assert {"a.db", "b.db", "register"} == {f.name for f in tmp_path.iterdir()}
        call("import", folder, store=names["c"])
        assert 4 == len(list(tmp_path.iterdir()))

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        """Exit 2: a log is made, its folder is not."""
        store = f"sqlite:///{tmp_path}/nowhere/caseledger.db"
        ran = call("import", register(tmp_path, ROW), store=store)

        assert 2 == ran.code
        assert f"there is no folder {tmp_path}/nowhere" in ran.err

    def test_in_memory_nothing_remains(self, tmp_path: Path) -> None:
        """`memory:` takes a register in and forgets it."""
        ran = call("import", register(tmp_path, ROW), store="memory:")

        assert 0 == ran.code
        assert ["register"] == [file.name for file in tmp_path.iterdir()]
