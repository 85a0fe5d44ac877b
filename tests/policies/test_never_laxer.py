"""No policy file gives the authority a later statutory due date than the law does."""

import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from caseledger.calendar import Counting
from caseledger.complaint import DeadlineName, Terms
from caseledger.policies import BadPolicy, reading
from caseledger.rules import Edition, Policy, Procedure, Provision
from policies.files import edition, terms

LIMITS = (
    DeadlineName.STAGE_1_RESPONSE,
    DeadlineName.STAGE_2_RESPONSE,
    DeadlineName.REVIEW_PANEL,
    DeadlineName.PANEL_REPORT,
    DeadlineName.STAGE_3_RESPONSE,
)
# The law's values, and the paragraph that each stands in (procedure, section 1.3).
LAW = {
    "stage_1": (10, "reg 14"),
    "stage_1_longest": (20, "reg 14"),
    "stage_2": (25, "reg 17"),
    "stage_2_longest": (65, "reg 17"),
    "review_panel": (30, r"reg 19\(4\)"),
    "panel_report": (5, r"reg 20\(2\)"),
    "stage_3": (15, r"reg 20\(3\)"),
}

days = st.dates(date(2006, 1, 2), date(2030, 12, 30))
# Now and then a value beyond the law's: such a file must not load.
limits = st.fixed_dictionaries(
    {},
    optional={
        key: st.integers(1, value) | st.integers(1, value + 3)
        for key, (value, _) in LAW.items()
    }
    | {"review_request": st.integers(18, 40)},
)
countings = st.sampled_from(["next_day", "start_is_day_1", "roll_start"])


@st.composite
def editions(draw: st.DrawFn) -> str:
    counting = draw(countings)
    chosen = draw(limits)
    if counting == "start_is_day_1":
        chosen.setdefault("review_request", 21)
    lines = [f'counting = "{counting}"']
    lines += [f"statutory.{key} = {value}" for key, value in chosen.items()]
    lines.append("closure_days = [2023-12-27, 2023-12-28, 2024-05-07]")
    return edition(draw(days).isoformat(), "\n".join(lines))


def loaded(texts: Sequence[str]) -> Terms:
    with tempfile.TemporaryDirectory() as folder:
        try:
            return terms(Path(folder), *texts)
        except BadPolicy:
            assume(False)  # noqa: FBT003 - hypothesis's own way to say "another"
            raise


def never_laxer(own: Terms, on: date) -> None:
    """Assert that the authority owes no step later than the law of a day says."""
    for name in LIMITS:
        ours = own.deadline(name, Procedure.STATUTORY, counted_from=on)
        law = Terms().deadline(name, Procedure.STATUTORY, counted_from=on)
        assert ours.due_on <= law.due_on
        if law.latest_on is not None:
            assert ours.latest_on is not None
            assert ours.due_on <= ours.latest_on <= law.latest_on
    window = DeadlineName.REVIEW_REQUEST
    ours = own.deadline(window, Procedure.STATUTORY, counted_from=on)
    law = Terms().deadline(window, Procedure.STATUTORY, counted_from=on)
    assert ours.due_on >= law.due_on, "the complainant's window is shortened"


@given(st.lists(editions(), min_size=1, max_size=2).map(sorted), st.data())
def test_no_file_that_loads_is_laxer_on_any_day(
    texts: Sequence[str], data: st.DataObject
) -> None:
    own = loaded(texts)
    near = [
        policy.since + timedelta(by) for policy in own.policies for by in (-1, 0, 1)
    ]
    drawn = data.draw(st.lists(days, min_size=5, max_size=5))
    for on in [*near, *drawn]:
        never_laxer(own, on)


def test_a_reader_that_lets_laxer_ones_pass_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A planted mistake: the own value is taken without asking the law."""

    def naive(law: Provision, own: Edition) -> Provision:
        return attrs.evolve(law, editions=(own,))

    monkeypatch.setattr(reading, "tightened", naive)
    own = terms(tmp_path, edition("2023-04-01", "statutory.stage_1 = 11"))

    with pytest.raises(AssertionError):
        never_laxer(own, date(2023, 4, 3))


def test_a_count_from_a_weekend_that_is_later_is_noticed() -> None:
    """Why no file may say `roll_start`: from Sat 1 Apr 2023 it is a day later."""
    rolling = Terms(policies=(Policy(counting=Counting.ROLL_START),))

    with pytest.raises(AssertionError):
        never_laxer(rolling, date(2023, 4, 1))
    never_laxer(rolling, date(2023, 4, 3))


@pytest.mark.parametrize(("key", "law"), LAW.items(), ids=LAW)
class TestALimitAtTheLawS:
    def test_equal_to_it_is_accepted(
        self, tmp_path: Path, key: str, law: tuple[int, str]
    ) -> None:
        value, _ = law
        own = terms(tmp_path, edition("2023-04-01", f"statutory.{key} = {value}"))

        never_laxer(own, date(2023, 4, 3))

    def test_laxer_by_one_is_refused_by_its_paragraph(
        self, tmp_path: Path, key: str, law: tuple[int, str]
    ) -> None:
        value, paragraph = law
        text = f"statutory.{key} = {value + 1}"
        with pytest.raises(
            BadPolicy,
            match=rf"statutory\.{key}: {value + 1} .* allows {value} "
            rf"\(SI 2006/1738, {paragraph}\).*; set it to {value} or less",
        ):
            terms(tmp_path, edition("2023-04-01", text))


@pytest.mark.parametrize(
    ("counting", "least"), [("next_day", 20), ("start_is_day_1", 21)]
)
def test_the_complainant_s_window_may_be_longer_and_never_shorter(
    tmp_path: Path, counting: str, least: int
) -> None:
    """Twenty working days after the response, whatever the authority's own count."""

    def window(value: int) -> Terms:
        text = f'counting = "{counting}"\nstatutory.review_request = {value}'
        return terms(tmp_path, edition("2023-04-01", text))

    with pytest.raises(BadPolicy, match=f"set it to {least} or more"):
        window(least - 1)
    for value in (least, least + 10):
        never_laxer(window(value), date(2023, 4, 3))
