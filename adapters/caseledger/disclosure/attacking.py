"""What a reader can work out of that which is to be protected."""

from collections.abc import Mapping, Sequence

import attrs

from caseledger.disclosure.marks import Hidden, Regime, Shown, is_protected
from caseledger.disclosure.reader import Reader
from caseledger.disclosure.relations import Relation, around, counted, parted
from caseledger.disclosure.solving import require_solver


@attrs.frozen
class Leak:
    """
    A protected count that a reader can find out, or nearly so.

    It follows from `relations`, none of which he could do without, and from the
    `figures` printed in them. No number is told here: a message may be read by more
    people than a report's working copy.
    """

    count: str
    relations: tuple[Relation, ...]
    figures: tuple[str, ...]

    def __str__(self) -> str:
        if not self.relations:
            return f"{self.count} is printed itself"
        return f"{self.count} follows from {', and '.join(map(str, self.relations))}"


@attrs.frozen
class Disclosure(Exception):
    """Small numbers can be found out, whatever else is hidden: print nothing."""

    leaks: tuple[Leak, ...]

    def __str__(self) -> str:
        return "\n".join(map(str, self.leaks))


def attack(
    shown: Mapping[str, Shown],
    relations: Sequence[Relation],
    counts: Mapping[str, int],
    regime: Regime,
) -> tuple[Leak, ...]:
    """
    Return the protected counts that a reader who knows the relations can find out.

    A count is found out if he can narrow it down to fewer than `LEAST_VALUES` values.
    """
    if regime is Regime.NONE:
        return ()
    require_solver()
    return tuple(
        _leak(name, reader)
        for group, related in parted(shown, relations)
        for reader in [Reader({one: shown[one] for one in group}, related, counts)]
        for name in group
        if is_protected(counts[name], regime) and not reader.is_kept_from(name)
    )


def _leak(name: str, reader: Reader) -> Leak:
    """Leave out every relation without which a count is found out all the same."""

    def needs_none_but(relations: Sequence[Relation]) -> bool:
        told = dict.fromkeys([name, *counted(relations)])
        shown = {one: reader.shown[one] for one in told}
        return not Reader(shown, relations, reader.counts).is_kept_from(name)

    # All relations together are enough; mostly some near the count are.
    near = around(name, reader.relations)
    needed = next(filter(needs_none_but, near), reader.relations)
    for relation in needed:
        fewer = [one for one in needed if one is not relation]
        if needs_none_but(fewer):
            needed = fewer
    figures = (one for one in counted(needed) if reader.shown[one] != Hidden())
    return Leak(name, tuple(needed), tuple(figures) or (name,))
