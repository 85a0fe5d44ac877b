"""Attackers who know nothing of ours: no solver, no code in common."""

from collections import deque
from collections.abc import Mapping, Sequence

from caseledger.disclosure import Hidden, Regime, Rounded, Shown, Sum
from disclosure.tables import Table

_MANY = 10**6


def bounds(shown: Shown) -> tuple[int, int]:
    """Return what a mark says: c is 1 or more, * is 1 to 7, 10 may be 8 to 12."""
    match shown:
        case Hidden(at_most=None):
            return 1, _MANY
        case Hidden(at_most=int(most)):
            return 1, most
        case Rounded(to):
            return to - 2, to + 2
        case int(exact):
            return exact, exact
        case _:
            raise AssertionError(shown)


def leaks_of_network(
    table: Table, shown: Mapping[str, Shown], regime: Regime
) -> set[str]:
    """
    Find leaks by flows: a count can change as far as others can carry the change away.

    What can be carried is a maximum flow from the end of the count to its beginning
    through the slack of the others, or the other way round. In a network of whole
    numbers all values between the smallest and the largest are possible. Values above
    five times the count are not sought.
    """
    return {
        name
        for name in table.protected(regime)
        if not has_five_values(table, shown, name)
    }


def has_five_values(table: Table, shown: Mapping[str, Shown], name: str) -> bool:
    count, (least, most) = table.counts[name], bounds(shown[name])
    begins, ends = table.runs[name]
    slack: dict[str, dict[str, int]] = {}
    for other, (tail, head) in table.runs.items():
        if other != name:
            low, high = bounds(shown[other])
            out, back = slack.setdefault(tail, {}), slack.setdefault(head, {})
            out[head] = out.get(head, 0) + high - table.counts[other]
            back[tail] = back.get(tail, 0) + table.counts[other] - low
    up = _flow(slack, ends, begins, min(most, 5 * count) - count)
    down = _flow(slack, begins, ends, count - least)
    return up + 1 + down >= 5


def _flow(
    slack: Mapping[str, Mapping[str, int]], source: str, sink: str, wanted: int
) -> int:
    """Return how much can flow, one at a time, and no more than is wanted."""
    left = {knot: dict(to) for knot, to in slack.items()}
    for flown in range(wanted):
        came_from = {source: source}
        queue = deque([source])
        while queue and sink not in came_from:
            knot = queue.popleft()
            for to, free in left.get(knot, {}).items():
                if free > 0 and to not in came_from:
                    came_from[to] = knot
                    queue.append(to)
        if sink not in came_from:
            return flown
        knot = sink
        while knot != source:
            before = came_from[knot]
            left[before][knot] -= 1
            left[knot][before] = left[knot].get(before, 0) + 1
            knot = before
    return wanted


def leaks_found_by_trying(
    table: Table, shown: Mapping[str, Shown], regime: Regime
) -> set[str]:
    """
    Find leaks by filling tables in, the values nearest to the truth first.

    No count is tried with more than 40 above the truth: a value that is taken for
    impossible may be possible still, but not the other way round.
    """
    ranges = {
        name: (least, min(most, table.counts[name] + 40))
        for name, (least, most) in ((name, bounds(one)) for name, one in shown.items())
    }
    return {
        name
        for name in table.protected(regime)
        if 5
        > sum(
            _can_be_filled(table, {**ranges, name: (value, value)})
            for value in range(1, 5 * table.counts[name] + 1)
            if value <= ranges[name][1]
        )
    }


_Ranges = dict[str, tuple[int, int]]


def _can_be_filled(table: Table, ranges: _Ranges) -> bool:
    narrowed = _narrowed(table.sums, ranges)
    if narrowed is None:
        return False
    open_ = {name: high - low for name, (low, high) in narrowed.items() if low < high}
    if not open_:
        return True
    name = min(open_, key=open_.__getitem__)
    low, high = narrowed[name]
    values = sorted(range(low, high + 1), key=lambda one: abs(one - table.counts[name]))
    return any(_can_be_filled(table, {**narrowed, name: (one, one)}) for one in values)


def _narrowed(sums: Sequence[Sum], ranges: _Ranges) -> _Ranges | None:
    """Leave out what a sum cannot be, or a part of it beside the other parts."""
    ranges, before = dict(ranges), None
    while ranges != before:
        before = dict(ranges)
        for one in sums:
            low = sum(ranges[part][0] for part in one.parts)
            high = sum(ranges[part][1] for part in one.parts)
            least, most = ranges[one.whole]
            ranges[one.whole] = least, most = max(least, low), min(most, high)
            for part in one.parts:
                smallest, largest = ranges[part]
                ranges[part] = (
                    max(smallest, least - (high - largest)),
                    min(largest, most - (low - smallest)),
                )
        if any(low > high for low, high in ranges.values()):
            return None
    return ranges
