"""The case file as a page: a case told to people who do not know the system."""

import re
from datetime import date

import attrs
import pytest

from case_file import samples
from case_file.samples import Reader
from caseledger.case_file import case_file, render_case_file
from caseledger.case_file.gathering import CaseFile, Owed
from caseledger.complaint import Correct, Respond, Terms
from caseledger.complaint.events import Received
from caseledger.complaint.vocabulary import Outcome
from caseledger.history import explanation
from caseledger.reports.palette import CUSTOM_PROPERTIES, contrast
from caseledger.testing import a_received_complaint, casework_for_tests, day

HOSTILE = "</p><script>alert('1')</script><img src=x onerror=\"y\"> {{ 7 * 7 }} &amp;"
STORY = samples.recorded("CF-1")


@pytest.fixture(scope="module")
def read() -> Reader:
    return Reader(samples.page(STORY))


class TestItsStory:
    """A case that went through three stages, and through stage 2 again."""

    def test_stages_and_passes_are_chapters(self) -> None:
        assert [
            "Stage 1: local resolution",
            "Stage 2: investigation",
            "Stage 3: review panel",
            "Stage 2: investigation, pass 2",
        ] == [chapter.title for chapter in samples.made(STORY).chapters]

    def test_every_event_is_there_once(self) -> None:
        versions = [
            entry.version
            for chapter in samples.made(STORY).chapters
            for entry in chapter.entries
        ]

        assert sorted(versions) == [one.version for one in STORY]

    def test_days_come_in_order(self) -> None:
        days = [
            entry.day
            for chapter in samples.made(STORY).chapters
            for entry in chapter.entries
        ]

        assert sorted(days) == days

    @pytest.mark.parametrize(
        "told",
        [
            "Complaint CF-1",
            "Where it stands: closed",
            "Received under the statutory procedure, about Children and Family",
            "That my short breaks start again.",
            "Stage 1 extended to 5 May 2023 (complexity): due 5 May 2023.",
            "Review panel met; members, the chair first: panel-1, panel-2, panel-3.",
            "Look into the second half.",
            "Recorded by complaints officer (user-4)",
            "Monday 10 April 2023 (Easter Monday, published).",
            "The bank holidays are those of table 2026-11-22.1.",
            "officer-2 : investigating officer",
            "This file was made on 29 November 2024 at 09:30 UTC. It tells 43 events,",
        ],
    )
    def test_it_tells(self, read: Reader, told: str) -> None:
        assert told in read.text

    def test_the_text_of_every_entry_is_on_the_page(self, read: Reader) -> None:
        for chapter in samples.made(STORY).chapters:
            assert chapter.title in read.texts
            for entry in chapter.entries:
                words = [words for text in entry.texts for words in text.words]
                assert set(words) <= set(read.texts)
                assert set(entry.marks) <= set(read.texts)

    def test_days_are_for_programs_too(self, read: Reader) -> None:
        """Every day that an event has stands in a <time>, as ISO writes it."""
        days = {str(values["datetime"]) for values in read.named("time")}
        happened = {getattr(one.event, "occurred_on", None) for one in STORY} - {None}

        assert {str(day) for day in happened} <= days

    def test_what_was_corrected_says_so_at_both_ends(self, read: Reader) -> None:
        """The theme of the receipt, event 1, was put right by event 42."""
        assert {"Corrected by event 42", "Corrects event 1"} <= set(read.texts)

    def test_what_was_recorded_late_says_so_in_words(self) -> None:
        """An action of 6 Nov 2023, told with what happened on 2 Apr 2024."""
        file = samples.made(STORY)
        [late] = [
            entry.marks
            for chapter in file.chapters
            for entry in chapter.entries
            if entry.sentence.startswith("Action 1 agreed")
        ]

        # 24 days of November, 31, 31, 29, 31 and 2 days of April.
        assert ("Recorded 148 days after it happened",) == late


def row(file: CaseFile, name: str) -> Owed:
    [found] = [one for one in file.owed if one.name == name]
    return found


class TestWhatWasDue:
    def test_met_in_time(self) -> None:
        """Three days were left on Tue 11 Apr of ten; extended to Fri 5 May 2023."""
        file = samples.made(STORY)

        assert (date(2023, 5, 5), "Met in time on 2023-05-04", "0") == (
            row(file, "Stage 1 response").due_on,
            row(file, "Stage 1 response").outcome,
            row(file, "Stage 1 response").late,
        )
        assert "SI 2006/1738, reg 14, in force from 1 September 2006" == (
            row(file, "Stage 1 response").rule
        )

    @pytest.mark.parametrize(
        ("answered", "outcome", "late"),
        [
            ("Wed 19 Apr 2023", "Met in time on 2023-04-19", "0"),
            ("Fri 21 Apr 2023", "Met late on 2023-04-21", "2"),
            ("Mon 24 Apr 2023", "Met late on 2023-04-24", "3"),
        ],
    )
    def test_late_in_working_days(self, answered: str, outcome: str, late: str) -> None:
        """Due on Wed 19 Apr 2023 (example E7); a weekend lies before the 24th."""
        casework = casework_for_tests(
            a_received_complaint(),
            Respond(on=day(answered), stage=1, outcome=Outcome.UPHELD),
        )
        found = row(samples.made(casework.history("CF-1")), "Stage 1 response")

        assert (outcome, late) == (found.outcome, found.late)

    @pytest.mark.parametrize(
        ("on", "outcome", "late"),
        [
            (date(2023, 4, 19), "Not met yet", ""),
            (date(2023, 4, 20), "Not met by 2023-04-20", "1"),
        ],
    )
    def test_what_is_still_owed(self, on: date, outcome: str, late: str) -> None:
        history = casework_for_tests(a_received_complaint()).history("CF-1")
        found = row(samples.made(history, as_of=on), "Stage 1 response")

        assert (outcome, late) == (found.outcome, found.late)

    def test_a_reinvestigation_is_owed_anew(self) -> None:
        """Reopened on Mon 25 Sep 2023: 25 days end on Mon 30 Oct."""
        again = row(samples.made(STORY), "Stage 2 response, pass 2")

        assert (date(2023, 10, 30), "Met in time on 2023-10-27") == (
            again.due_on,
            again.outcome,
        )


def test_the_page_explains_as_the_command_does(read: Reader) -> None:
    """Sentence by sentence, a day written out where the command has it in digits."""
    explained = explanation(samples.told().case("CF-1"), Terms())
    sentences = {sentence for one in explained for sentence in one.sentences}

    plain = {one for one in sentences if not re.search(r"\d{4}-\d\d-\d\d(?!\.\d)", one)}
    assert len(plain) > 30
    assert plain <= set(read.texts)
    assert "Met in time on 4 May 2023." in read.texts
    assert "It may be extended to 10 May 2023 at the latest." in read.texts


def test_as_of_a_day_nothing_later_is_told() -> None:
    file = case_file(STORY, Terms(), made_at=samples.MADE_AT, as_of=date(2023, 5, 4))
    assert file is not None

    assert "stage 1 responded" == file.standing
    assert "stage 2" not in Reader(render_case_file(file)).text.lower().replace(
        "stage 2 request", ""
    )
    assert "of what had happened by 4 May 2023" in file.as_known


def test_before_its_receipt_there_is_no_file() -> None:
    assert (
        case_file(STORY, Terms(), made_at=samples.MADE_AT, as_of=date(2023, 4, 2))
        is None
    )


def test_a_corrected_day_is_shown_with_the_day_told_first() -> None:
    casework = casework_for_tests(
        a_received_complaint(),
        Respond(on=day("Tue 18 Apr 2023"), stage=1, outcome=Outcome.UPHELD),
        Correct(
            fact="s1_responded_on", was="2023-04-18", now="2023-04-17", because="Late."
        ),
    )
    file = samples.made(casework.history("CF-1"))
    [entry] = [
        entry
        for entry in file.chapters[0].entries
        if entry.sentence.startswith("Stage")
    ]

    assert date(2023, 4, 17) == entry.day
    assert {"Recorded at first as of 18 April 2023", "Corrected by event 3"} <= {
        *entry.marks
    }


def test_links_are_shown_with_their_events() -> None:
    file = case_file(STORY, Terms(), made_at=samples.MADE_AT, links={2: "ab12" * 16})
    assert file is not None

    assert [("Link", "ab12" * 16)] == [
        particular
        for chapter in file.chapters
        for entry in chapter.entries
        for particular in entry.particulars
        if particular[0] == "Link"
    ]


class TestItIsSafe:
    """Whatever people wrote is text, and the page needs nothing else."""

    def test_hostile_text_stays_text(self) -> None:
        first, *rest = samples.with_texts(STORY, lambda _: HOSTILE)
        assert isinstance(first.event, Received)
        received = attrs.evolve(first.event, service=HOSTILE, team=HOSTILE)
        meta = attrs.evolve(first.meta, actor=HOSTILE, role=HOSTILE)
        history = [attrs.evolve(first, event=received, meta=meta), *rest]
        page = samples.page(history)
        plain, hostile = Reader(samples.page(STORY)), Reader(page)

        assert {tag for tag, _ in plain.tags} == {tag for tag, _ in hostile.tags}
        assert HOSTILE in hostile.texts
        assert "<script" not in page
        assert not [
            name for _, values in hostile.tags for name in values if name[:2] == "on"
        ]

    def test_without_escaping_the_markup_is_found(self) -> None:
        """The same page, its escapes undone."""
        page = samples.page(samples.with_texts(STORY, lambda _: HOSTILE))
        undone = page.replace("&lt;", "<").replace("&gt;", ">")

        assert "script" in {tag for tag, _ in Reader(undone).tags}

    def test_nothing_is_fetched_and_nothing_runs(self, read: Reader) -> None:
        assert {"html", "style", "main", "ol", "time", "details"} <= {
            tag for tag, _ in read.tags
        }
        assert {"script", "img", "link", "iframe", "form"}.isdisjoint(
            tag for tag, _ in read.tags
        )
        [policy] = [
            values["content"]
            for values in read.named("meta")
            if values.get("http-equiv") == "Content-Security-Policy"
        ]
        assert "default-src 'none'" in str(policy)
        assert "script" not in str(policy)
        assert not re.search(r"url\(|@import|https?:", samples.page(STORY))
        assert {"#main"} == {str(values["href"]) for values in read.named("a")}

    def test_free_text_is_not_in_the_repr(self) -> None:
        assert "That my short breaks start again." not in repr(samples.made(STORY))


def test_white_on_the_accent_can_be_read() -> None:
    """The chapters' headings: WCAG AA asks for 4.5."""
    assert contrast(CUSTOM_PROPERTIES["white"], CUSTOM_PROPERTIES["accent"]) >= 4.5


def test_what_only_looks_like_a_day_stays_as_it_is() -> None:
    first, *rest = STORY
    assert isinstance(first.event, Received)
    received = attrs.evolve(first.event, team="2023-13-45 and CF-2023-04-05")
    page = samples.page([attrs.evolve(first, event=received), *rest])

    assert "2023-13-45 and CF-2023-04-05." in Reader(page).text


def test_what_happened_before_the_receipt_has_a_chapter_of_its_own() -> None:
    """As a correction can leave it: an acknowledgement a day before the receipt."""
    first, *rest = samples.recorded("CF-5")
    assert isinstance(first.event, Received)
    received = attrs.evolve(first.event, occurred_on=day("Tue 7 Jun 2022"))
    file = samples.made([attrs.evolve(first, event=received), *rest])

    assert "Before the receipt" == file.chapters[0].title
    assert ["Acknowledged."] == [one.sentence for one in file.chapters[0].entries]
