"""A council's own headings, dates and words: as the mapping says, never by a guess."""

import re
from pathlib import Path

import attrs
import pytest

from caseledger.complaint import Complaint
from caseledger.eventlog import RecorderLog, memory_log
from caseledger.register import Summary, date_pattern
from caseledger.sheets import UnusableFile, read_mapping
from register.registers import complaint, counts, imported

HEADER = "Department,Our ref,Statutory?,Date rec'd,S1 reply,S1 result,Notes"
OWN = """
dates = ["dd/mm/yyyy"]

[register.columns]
"Department" = "service"
"Our ref" = "reference"
"Statutory?" = "procedure"
"Date rec'd" = "received_on"
"S1 reply" = "s1_responded_on"
"S1 result" = "s1_outcome"

[register.codes.procedure]
"Yes" = "statutory"
"No" = "corporate"

[register.codes.s1_outcome]
"Upheld in part" = "partially_upheld"
"""


@attrs.frozen
class Council:
    """A folder with a council's own files, and a log to import them into."""

    folder: Path
    log: RecorderLog = attrs.field(factory=memory_log)

    def take(self, mapping: str, *lines: str, name: str = "register.csv") -> Summary:
        """Write a mapping and a register, and import it."""
        (self.folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        (self.folder / "mapping.toml").write_text(mapping, encoding="utf-8")
        found = read_mapping(self.folder / "mapping.toml")
        return imported(self.log, self.folder, mapping=found)

    @property
    def complaint(self) -> Complaint:
        """Return the complaint of the reference CF-1."""
        found = complaint(self.log, "CF-1")
        assert found is not None
        return found


@pytest.fixture
def council(tmp_path: Path) -> Council:
    """A council with a spreadsheet of its own."""
    return Council(tmp_path)


def test_own_headings_dates_and_words_are_read(council: Council) -> None:
    row = "Children,CF-1,Yes,3/4/2023,18/04/2023,Upheld in part,seen by A"
    summary = council.take(OWN, HEADER, row)

    assert (1, 1, 0, 0) == counts(summary.total)
    found = council.complaint
    assert "statutory" == found.procedure
    assert "2023-04-03" == str(found.received_on)
    assert ("2023-04-18", "partially_upheld") == (
        str(found.stage_1.responded_on),
        found.stage_1.outcome,
    )


@pytest.mark.parametrize(
    ("mapped", "row"),
    [
        ('["dd/mm/yyyy"]', "2023-04-03"),
        ('["dd/mm/yyyy"]', "03-04-2023"),
        ('["dd/mm/yyyy"]', "3/4/23"),
        ('["dd/mm/yyyy"]', "31/02/2023"),
        ('["dd/mm/yyyy"]', "04/13/2023"),
        ('["dd/mm/yyyy"]', "003/04/2023"),
        ('["dd/mm/yyyy"]', "\u0663/4/2023"),
        ('["dd/mm/yyyy"]', "0/4/2023"),
        ('["dd.mm.yyyy"]', "03/04/2023"),
        ('["dd mmm yyyy"]', "3 Mayor 2023"),
        ('["dd mmm yyyy"]', "3 Aprill 2023"),
        ('["dd mmm yyyy"]', "3 \u017fep 2022"),
        ('["dd mmm yyyy"]', "31 Feb 2023"),
        ('["dd mmm yyyy"]', "3  Apr 2023"),
        ('["yyyy-mm-dd"]', "2023-4-3"),
    ],
)
def test_a_date_that_the_mapping_does_not_list_is_refused(
    council: Council,
    mapped: str,
    row: str,
) -> None:
    mapping = OWN.replace('["dd/mm/yyyy"]', mapped)
    summary = council.take(mapping, HEADER, f"Children,CF-1,No,{row},,,")

    [refused] = summary.rejected
    assert ("unreadable", "received_on") == (refused.rule, refused.column)
    assert row not in refused.message
    assert f"written {mapped[2:-2]}" in refused.message


@pytest.mark.parametrize(
    ("mapped", "row"),
    [
        ('["dd/mm/yyyy", "yyyy-mm-dd"]', "2023-04-03"),
        ('["dd/mm/yyyy", "yyyy-mm-dd"]', "03/04/2023"),
        ('["dd/mm/yy"]', "3/4/23"),
        ('["mm/dd/yyyy"]', "4/3/2023"),
        ('["dd mmm yyyy"]', "3 Apr 2023"),
        ('["dd mmm yyyy"]', "03 APRIL 2023"),
        ('["dd-mmm-yy"]', "3-apr-23"),
        ('["mmm dd, yyyy"]', "April 3, 2023"),
    ],
)
def test_a_date_is_read_by_any_of_the_patterns_listed(
    council: Council,
    mapped: str,
    row: str,
) -> None:
    mapping = OWN.replace('["dd/mm/yyyy"]', mapped)
    council.take(mapping, HEADER, f'Children,CF-1,No,"{row}",,,')

    assert "2023-04-03" == str(council.complaint.received_on)


def test_september_is_written_in_three_ways() -> None:
    pattern = date_pattern("dd mmm yyyy")

    for name in ("Sep", "Sept", "September"):
        assert pattern.fullmatch(f"1 {name} 2023")
    assert not pattern.fullmatch("1 Septe 2023")


def test_the_registers_own_codes_are_still_read(council: Council) -> None:
    council.take(OWN, HEADER, "Children,CF-1,corporate,3/4/2023,4/4/2023,upheld,")

    assert "corporate" == council.complaint.procedure


@pytest.mark.parametrize("word", ["yes", "YES", "Y", "Upheld in part"])
def test_words_are_taken_as_the_mapping_writes_them(
    council: Council,
    word: str,
) -> None:
    summary = council.take(OWN, HEADER, f"Children,CF-1,{word},3/4/2023,,,")

    assert ["unknown_code"] == [refused.rule for refused in summary.rejected]


def test_a_constant_fills_a_column_that_the_file_does_not_have(
    council: Council,
) -> None:
    mapping = '[register.constants]\nservice = "Children"\nprocedure = "corporate"\n'
    council.take(mapping, "reference,received_on", "CF-1,2023-04-03")

    assert ("Children", "corporate") == (
        council.complaint.service,
        council.complaint.procedure,
    )


def test_semicolons_may_separate(council: Council) -> None:
    lines = (
        "service;reference;procedure;received_on;s3_panel_members",
        'Children;CF-1;statutory;2023-04-03;"PM-1;PM-2"',
    )
    summary = council.take('delimiter = ";"', *lines)

    assert 1 == summary.total.imported
    assert ("PM-1", "PM-2") == council.complaint.panel.members


def test_files_may_have_other_names_and_each_its_own_headings(
    council: Council,
) -> None:
    mapping = """
        [register]
        file = "log.csv"
        [remedies]
        file = "money.csv"
        [remedies.columns]
        "Ref" = "reference"
        "£" = "amount_gbp"
        [remedies.codes.status]
        "Turned down" = "rejected"
    """
    (council.folder / "money.csv").write_text(
        "Ref,£,status\nCF-1,99.50,Turned down\n",
        encoding="utf-8",
    )
    lines = (
        "service,reference,procedure,received_on",
        "Children,CF-1,statutory,2023-04-03",
    )
    summary = council.take(mapping, *lines, name="log.csv")

    assert ["log.csv", "money.csv"] == list(summary.tallies)
    [remedy] = council.complaint.remedies
    assert 9950 == remedy.amount_pence
    assert "rejected" == remedy.settlements[-1].status


def test_columns_that_nothing_names_are_left_alone(council: Council) -> None:
    lines = (
        f"{HEADER},,",
        "Children,CF-1,No,3/4/2023,,,\u202e31/02/2024,x,y",
    )

    assert 1 == council.take(OWN, *lines).total.imported


WRONG: list[tuple[str, str]] = [
    ('datse = ["dd/mm/yyyy"]', "datse"),
    ("[registers]", "registers"),
    ('[complaints]\nfile = "x.csv"', "complaints"),
    ('[register.colums]\n"Ref" = "reference"', "register.colums"),
    ('[register.columns]\n"Ref" = "referense"', "register.columns: .*'referense'"),
    ('[remedies.columns]\n"Team" = "team"', "remedies.columns: .*'team'"),
    ('[register.columns]\n"Ref" = 7', "register.columns.Ref"),
    ('[register.codes.outcome]\n"Yes" = "upheld"', "register.codes: .*'outcome'"),
    (
        '[register.codes.s1_outcome]\n"In part" = "partly_upheld"',
        "register.codes.s1_outcome.In part: is none of upheld",
    ),
    (
        '[register.codes.s2_outcome]\n"Again" = "reinvestigate"',
        "register.codes.s2_outcome.Again: is none of upheld",
    ),
    ('[register.constants]\nservise = "x"', "register.constants: .*'servise'"),
    ('[register.constants]\nservice = ""', "register.constants.service: is empty"),
    (
        '[register.constants]\nprocedure = "Corporate"',
        "register.constants.procedure: is none of statutory, corporate",
    ),
    (
        '[register.constants]\nreceived_on = "3/4/2023"',
        "register.constants.received_on",
    ),
    ("dates = []", "dates"),
    ('dates = "dd/mm/yyyy"', "dates"),
    ('dates = ["dd/mm"]', "dates: .*needs dd, mm or mmm, and yyyy or yy"),
    ('dates = ["d/m/yyyy"]', "dates"),
    ('dates = ["dd/mm/yyyy/dd"]', "dates"),
    ('dates = ["dd mmmm yyyy"]', "dates"),
    ('dates = ["%d/%m/%Y"]', "dates"),
    ('delimiter = ""', "delimiter"),
    ('delimiter = "||"', "delimiter"),
    ("delimiter = '\"'", "delimiter: .*cannot be a quote"),
    ('delimiter = "\\n"', "delimiter: .*cannot be a quote or the end of a line"),
    ("delimiter = ;", "not TOML"),
    ('[register]\nfile = "a"\n[register]\n', "not TOML"),
]


@pytest.mark.parametrize(("mapping", "says"), WRONG, ids=[one[0] for one in WRONG])
def test_what_is_wrong_in_a_mapping_is_named(
    tmp_path: Path,
    mapping: str,
    says: str,
) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text(mapping, encoding="utf-8")

    with pytest.raises(UnusableFile, match=f"^mapping.toml: {says}"):
        read_mapping(path)


@pytest.mark.parametrize(
    ("mapping", "header", "says"),
    [
        (OWN, HEADER.replace("S1 reply", "S1 answer"), "a heading 'S1 reply'"),
        (OWN, HEADER.replace("Notes", "reference"), "two headings .* 'reference'"),
        (
            OWN.replace('"S1 reply" = "s1_responded_on"', '"Notes" = "reference"'),
            HEADER,
            "two headings mean the column 'reference'",
        ),
        (OWN, HEADER.replace("Notes", "Our ref"), "the heading 'Our ref' stands twice"),
        (
            OWN + '[register.constants]\nservice = "Children"\n',
            HEADER,
            "a constant for the column 'service', which the file has",
        ),
    ],
)
def test_a_mapping_that_does_not_fit_the_file_is_refused(
    council: Council,
    mapping: str,
    header: str,
    says: str,
) -> None:
    with pytest.raises(UnusableFile, match=f"^register.csv: .*{says}"):
        council.take(mapping, header, "Children,CF-1,Yes,3/4/2023,,,")
    assert 0 == council.log.position()


def test_a_mapping_that_is_not_there_is_said_not_to_be(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match=r"^none.toml: cannot be read: No such"):
        read_mapping(tmp_path / "none.toml")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_a_mapping_is_utf_8_with_or_without_a_mark(
    tmp_path: Path,
    encoding: str,
) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text('[remedies.columns]\n"£" = "amount_gbp"\n', encoding=encoding)

    if encoding == "utf-8-sig":
        assert {"£": "amount_gbp"} == read_mapping(path).remedies.columns
    else:
        with pytest.raises(UnusableFile, match=re.escape("mapping.toml: not TOML")):
            read_mapping(path)
