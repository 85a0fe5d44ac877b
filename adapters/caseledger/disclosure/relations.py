"""How counts belong together: what a reader can reckon with."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs


@attrs.frozen
class Sum:
    """
    A count is the sum of others, whatever happened.

    One that is not `exact` is at least as large as the others together, as a
    population is to groups that do not cover it.
    """

    whole: str
    parts: tuple[str, ...]
    exact: bool = True

    def __str__(self) -> str:
        return f"{self.whole} {'=' if self.exact else '>='} {' + '.join(self.parts)}"


@attrs.frozen
class Percent:
    """A printed share of two counts in whole percent, half rounded up."""

    part: str
    whole: str
    value: int

    def __str__(self) -> str:
        return f"the percentage of {self.part} in {self.whole}"


Relation = Sum | Percent


@attrs.frozen
class Row:
    """Counts times factors, added up, lie between two numbers; None has no end."""

    factors: Mapping[str, int]
    least: int
    most: int | None

    def holds(self, counts: Mapping[str, int]) -> bool:
        """Say whether a table agrees with it."""
        told = sum(factor * counts[name] for name, factor in self.factors.items())
        return self.least <= told and (self.most is None or told <= self.most)


def names(relation: Relation) -> tuple[str, ...]:
    """Return the counts that a relation speaks of."""
    match relation:
        case Sum(whole, parts):
            return (whole, *parts)
        case Percent(part, whole):
            return (whole, part)


def counted(relations: Iterable[Relation]) -> Iterable[str]:
    """Return the counts that relations speak of, each once."""
    return dict.fromkeys(one for relation in relations for one in names(relation))


def rows(relation: Relation) -> Sequence[Row]:
    """
    Write a relation as what lies between two numbers.

    >>> for row in rows(Percent("a", "b", 13)):
    ...     print(dict(row.factors), row.least, row.most)
    {'a': 200, 'b': -25} 0 None
    {'a': -200, 'b': 27} 1 None
    """
    match relation:
        case Sum(whole, parts, exact):
            factors = Counter([whole])
            factors.subtract(parts)
            return [Row(factors, 0, 0 if exact else None)]
        case Percent(part, whole, value):
            # Half up: value - 1/2 <= 100 part / whole < value + 1/2.
            return [
                Row({part: 200, whole: 1 - 2 * value}, 0, None),
                Row({part: -200, whole: 2 * value + 1}, 1, None),
            ]


def parted(
    counts: Iterable[str], relations: Sequence[Relation]
) -> Iterator[tuple[Sequence[str], Sequence[Relation]]]:
    """
    Part counts into groups that no relation connects, each with its relations.

    >>> for group, _ in parted("abcd", [Sum("a", ("c",)), Sum("d", ("c",))]):
    ...     print(*group)
    a c d
    b
    """
    group = {name: [name] for name in counts}
    for relation in relations:
        first, *others = names(relation)
        for other in others:
            if group[other] is not group[first]:
                joined = group[first] + group[other]
                group.update(dict.fromkeys(joined, joined))
    order = {name: at for at, name in enumerate(group)}
    held: dict[int, list[Relation]] = {id(one): [] for one in group.values()}
    for relation in relations:
        held[id(group[names(relation)[0]])].append(relation)
    for one in {id(one): one for one in group.values()}.values():
        yield sorted(one, key=order.__getitem__), held[id(one)]


def around(name: str, relations: Sequence[Relation]) -> Iterator[Sequence[Relation]]:
    """
    Go through the relations of a count, then those of its relations' counts, and so on.

    >>> row, column, far = Sum("a", ("b",)), Sum("c", ("b",)), Sum("d", ("c",))
    >>> [len(near) for near in around("a", [row, column, far])]
    [0, 1, 2, 3]
    """
    reached, near = {name}, list[Relation]()
    yield near
    while len(near) < len(relations):
        near = [one for one in relations if not reached.isdisjoint(names(one))]
        yield near
        reached.update(other for one in near for other in names(one))
