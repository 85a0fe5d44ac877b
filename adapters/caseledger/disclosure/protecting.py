"""Which further counts are hidden, so that the small ones do not follow from them."""

from collections.abc import Container, Mapping, Sequence
from types import MappingProxyType

from caseledger.disclosure.attacking import Disclosure, attack
from caseledger.disclosure.marks import (
    LEAST_VALUES,
    Hidden,
    Regime,
    Shown,
    is_protected,
    marked,
)
from caseledger.disclosure.reader import Reader
from caseledger.disclosure.relations import Relation, Sum, parted
from caseledger.disclosure.solving import require_solver

_NOTHING: Mapping[str, Shown] = MappingProxyType({})


def protect(
    counts: Mapping[str, int],
    relations: Sequence[Relation],
    regime: Regime,
    *,
    printed: Mapping[str, Shown] = _NOTHING,
) -> Mapping[str, Shown]:
    """
    Return what a reader may see of each count. Raises `Disclosure` if nothing helps.

    `printed` is what an earlier edition showed of some of the counts: it stays as it
    is, for it cannot be taken back.
    """
    if regime is Regime.NONE:
        return dict(counts)
    require_solver()
    shown = {name: marked(count, regime) for name, count in counts.items()}
    shown.update(printed)
    for group, related in parted(counts, relations):
        reader = Reader({name: shown[name] for name in group}, related, counts)
        prices = _prices(reader, kept=printed)
        for name in group:
            if is_protected(counts[name], regime):
                _keep_from(reader, name, prices)
        shown.update(reader.shown)
    leaks = attack(shown, relations, counts, regime)
    if leaks:
        raise Disclosure(leaks)
    return shown


def _prices(reader: Reader, *, kept: Container[str]) -> dict[str, int]:
    """
    Say how much is lost with each count that can be hidden, or hidden further.

    Small counts go before large ones, parts before wholes. A mark that says how large
    a count can be is given up last: readers will still take it for what it says.
    """
    wholes = {one.whole for one in reader.relations if isinstance(one, Sum)}
    prices = {
        name: 2 * reader.counts[name] + (name in wholes)
        for name, shown in reader.shown.items()
        if reader.counts[name] > 0 and name not in kept and shown != Hidden()
    }
    everything = sum(prices.values())
    return {
        name: price + everything * isinstance(reader.shown[name], Hidden)
        for name, price in prices.items()
    }


def _keep_from(reader: Reader, name: str, prices: dict[str, int]) -> None:
    """Hide counts, the cheapest first, until a reader cannot find one out."""
    true = reader.counts[name]
    ends = (true + LEAST_VALUES - 1, max(1, true - LEAST_VALUES + 1))
    while prices and not reader.is_kept_from(name):
        ways = [(reader.opening(name, end, prices), abs(end - true)) for end in ends]
        # The cheapest for each value that it opens.
        costs = {
            tuple(way): sum(prices[one] for one in way) / values
            for way, values in ways
            if way
        }
        cheapest = min(prices, key=prices.__getitem__)
        for one in min(costs, key=costs.__getitem__, default=(cheapest,)):
            reader.hide(one)
            del prices[one]
