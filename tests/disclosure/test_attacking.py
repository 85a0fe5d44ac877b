"""What a reader can work out, by hand and against attackers of other kinds."""

from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseledger.annual_report import percent
from caseledger.disclosure import (
    Hidden,
    Leak,
    Percent,
    Regime,
    Relation,
    Rounded,
    Shown,
    Sum,
    attack,
)
from disclosure import attackers, tables

ROW = Sum("all", ("a", "b", "c"))


def found_out(
    counts: dict[str, int],
    relations: list[Relation],
    marks: Mapping[str, Shown],
    regime: Regime = Regime.DFE,
) -> set[str]:
    """Name the counts that follow from the others and the marks."""
    shown = {**counts, **marks}
    return {leak.count for leak in attack(shown, relations, counts, regime)}


# --- By hand


def test_a_hidden_count_follows_from_its_total() -> None:
    counts = {"a": 3, "b": 20, "c": 30, "all": 53}

    assert (Leak("a", (ROW,), ("all", "b", "c")),) == attack(
        {**counts, "a": Hidden()}, [ROW], counts, Regime.DFE
    )


def test_two_hidden_counts_hide_each_other() -> None:
    counts = {"a": 3, "b": 20, "c": 30, "all": 53}

    assert set() == found_out(counts, [ROW], {"a": Hidden(), "b": Hidden()})


@pytest.mark.parametrize(("partner", "leaks"), [(2, {"a", "b"}), (3, set())])
def test_five_values_must_remain(partner: int, leaks: set[str]) -> None:
    # 3 and 2 make 5: each is 1 to 4. 3 and 3 make 6: each is 1 to 5.
    counts = {"a": 3, "b": partner, "c": 30, "all": 33 + partner}

    assert leaks == found_out(counts, [ROW], {"a": Hidden(), "b": Hidden()})


def test_a_small_count_that_is_printed_is_found_out_without_reckoning() -> None:
    leak = Leak("a", (), ("a",))

    assert (leak,) == attack({"a": 3}, [], {"a": 3}, Regime.DFE)
    assert "a is printed itself" == str(leak)


def test_a_count_that_is_not_small_may_be_found_out() -> None:
    assert set() == found_out({"a": 6, "all": 6}, [Sum("all", ("a",))], {"a": Hidden()})


def test_rounded_figures_can_pin_a_small_count() -> None:
    # The 10s are 12 at most and the 45 is 43 at least: 43 - 3 * 12 = 7.
    counts = {"a": 12, "b": 12, "c": 12, "d": 7, "all": 43}
    row = Sum("all", ("a", "b", "c", "d"))
    tens: dict[str, Shown] = {name: Rounded(10) for name in "abc"}
    marks = {**tens, "d": Hidden(at_most=7), "all": Rounded(45)}

    assert {"d"} == found_out(counts, [row], marks, Regime.NHS)
    # Under 40, which is 38 at least, it may be anything from 2 up.
    counts.update({"d": 4, "all": 40})
    marks["all"] = Rounded(40)
    assert set() == found_out(counts, [row], marks, Regime.NHS)


def test_a_sum_that_is_not_exact_says_how_large_its_parts_can_be() -> None:
    at_least = Sum("all", ("a",), exact=False)

    assert {"a", "all"} == found_out({"a": 2, "all": 4}, [at_least], {"a": Hidden()})
    assert set() == found_out({"a": 2, "all": 6}, [at_least], {"a": Hidden()})


def test_a_percentage_gives_away_what_it_was_reckoned_from() -> None:
    # 7 hides the 3 in 10; 30% of 10 does not.
    counts = {"a": 3, "b": 7, "all": 10}
    row = Sum("all", ("a", "b"))
    hidden: dict[str, Shown] = {"a": Hidden(), "b": Hidden()}

    assert set() == found_out(counts, [row], hidden)
    assert {"a"} == found_out(counts, [row, Percent("a", "all", 30)], hidden)


def test_fractions_do_not_count_as_values() -> None:
    # p = 15 - 2y is odd, and at most 8: 1, 3, 5 or 7. Fractions would allow 1 to 8.
    counts = {"p": 3, "y": 6, "z": 6, "15": 15, "w": 14, "20": 20, "u": 6, "9": 9}
    y_is_z = [Sum("20", ("y", "w")), Sum("20", ("z", "w"))]
    odd, at_most_8 = Sum("15", ("p", "y", "z")), Sum("9", ("p", "u"))
    hidden: dict[str, Shown] = {name: Hidden() for name in "pyzwu"}

    assert set() == found_out(counts, [odd, *y_is_z], hidden)
    assert set() == found_out(counts, [at_most_8, *y_is_z], hidden)
    assert {"p"} == found_out(counts, [odd, at_most_8, *y_is_z], hidden)


def test_a_leak_names_only_what_it_follows_from() -> None:
    # The 3 follows from its column alone: the rows have two hidden each.
    counts = tables.two_way([[3, 20, 30], [40, 2, 9], [50, 60, 70]])
    hidden: dict[str, Shown] = {"0,0": Hidden(), "0,1": Hidden(), "1,1": Hidden()}
    leaks = attack({**counts.counts, **hidden}, counts.sums, counts.counts, Regime.DFE)
    column = Sum("column 0", ("0,0", "1,0", "2,0"))
    row = Sum("row 1", ("1,0", "1,1", "1,2"))

    assert [
        Leak("0,0", (column,), ("column 0", "1,0", "2,0")),
        Leak("1,1", (row,), ("row 1", "1,0", "1,2")),
    ] == list(leaks)
    assert ["0,0 follows from column 0 = 0,0 + 1,0 + 2,0"] == [str(leaks[0])]


def test_two_sums_are_named_where_neither_is_enough() -> None:
    counts = {"a": 3, "b": 20, "c": 30, "ab": 23, "all": 53}
    relations = [Sum("ab", ("a", "b")), Sum("all", ("ab", "c")), Sum("b", ("b",))]
    shown: dict[str, Shown] = {**counts, "a": Hidden(), "ab": Hidden()}
    (leak,) = attack(shown, relations, counts, Regime.DFE)

    assert "a follows from ab = a + b, and all = ab + c" == str(leak)
    assert ("b", "all", "c") == leak.figures


def test_nothing_is_protected_where_everything_is_exact() -> None:
    assert set() == found_out({"a": 3}, [], {}, Regime.NONE)


@pytest.mark.parametrize(
    ("shown", "what"),
    [(Rounded(10), "a is not as shown"), (7, "it is not true that all = a")],
)
def test_figures_that_contradict_each_other_are_no_figures(
    shown: Shown, what: str
) -> None:
    with pytest.raises(ValueError, match=what):
        attack(
            {"a": shown, "all": 8}, [Sum("all", ("a",))], {"a": 7, "all": 8}, Regime.DFE
        )


# --- Against other attackers


@given(whole=st.integers(1, 60), part=st.integers(1, 5))
def test_a_percentage_narrows_a_count_down_as_trying_every_value_does(
    whole: int, part: int
) -> None:
    whole = max(whole, part)
    value = percent(part, whole)
    assert value is not None
    possible = [n for n in range(1, 5 * part + 1) if percent(n, whole) == value]
    counts = {"part": part, "whole": whole}

    assert (len(possible) < 5) == (
        "part"
        in found_out(counts, [Percent("part", "whole", value)], {"part": Hidden()})
    )


@pytest.mark.parametrize("regime", [Regime.DFE, Regime.NHS])
@pytest.mark.parametrize("first", range(0, 100, 25))
def test_leaks_are_those_that_flows_find(regime: Regime, first: int) -> None:
    for seed in range(first, first + 25):
        draw = Random(seed)  # noqa: S311 - a table is no secret
        table = tables.drawn(draw)
        shown = dict(table.only_the_small_hidden(regime))
        # Hide some more, so that there is something to reckon.
        for name in draw.sample(sorted(shown), k=len(shown) // 3):
            shown[name] = Hidden() if table.counts[name] else 0
        leaks = attack(shown, table.sums, table.counts, regime)

        assert attackers.leaks_of_network(table, shown, regime) == {
            leak.count for leak in leaks
        }


@pytest.mark.parametrize("regime", [Regime.DFE, Regime.NHS])
@pytest.mark.parametrize("seed", range(8))
def test_leaks_of_a_cube_are_those_that_trying_finds(regime: Regime, seed: int) -> None:
    table = tables.drawn_cube(seed)
    shown = table.only_the_small_hidden(regime)
    leaks = attack(shown, table.sums, table.counts, regime)

    assert attackers.leaks_found_by_trying(table, shown, regime) == {
        leak.count for leak in leaks
    }
