"""
A policy file read: each edition becomes the `Policy` that governs from its first day.

A limit of the authority's own is a provision that cites the policy, and the paragraph
of the law that it stands under.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast

import attrs
from pydantic import ValidationError

from caseledger.calendar import KNOWN_FROM, KNOWN_THROUGH, Counting
from caseledger.policies.faults import BadPolicy, edition_named, first_fault
from caseledger.policies.form import PolicyEdition, PolicyFile
from caseledger.register.toml import read_toml
from caseledger.rules import (
    DEFAULT_POLICY,
    Checked,
    Clock,
    Edition,
    LaxerThanLaw,
    Policy,
    Procedure,
    Provision,
    Signatories,
    corporate,
    tightened,
)

PLACES: Mapping[str, tuple[str, ...]] = {
    "statutory.stage_1": ("statutory_stage_1", "response"),
    "statutory.stage_1_longest": ("statutory_stage_1", "ceiling"),
    "statutory.stage_2": ("statutory_stage_2", "response"),
    "statutory.stage_2_longest": ("statutory_stage_2", "ceiling"),
    "statutory.review_request": ("review_request",),
    "statutory.review_panel": ("review_panel", "response"),
    "statutory.panel_report": ("panel_report", "response"),
    "statutory.stage_3": ("stage_3", "response"),
    "corporate.stage_1": ("corporate_stage_1", "response"),
    "corporate.stage_1_longest": ("corporate_stage_1", "ceiling"),
    "corporate.stage_2": ("corporate_stage_2", "response"),
    "corporate.stage_2_longest": ("corporate_stage_2", "ceiling"),
    "milestones.acknowledgement": ("acknowledgement",),
    "milestones.stage_2_acknowledgement": ("stage_2_acknowledgement",),
    "milestones.stage_2_request": ("stage_2_request",),
    "milestones.panel_acknowledgement": ("panel_acknowledgement",),
    "milestones.panel_chair": ("panel_chair",),
    "milestones.panel_papers": ("panel_papers",),
}
"""Where each key that is a number of working days stands in a `Policy`."""

_REVIEW_REQUEST = "statutory.review_request"
_FRIDAY = 5


def load_policies(path: Path) -> tuple[Policy, ...]:
    """
    Return the policies of a file, in the order of their first days.

    Days before the first edition run under the default policy, which is then the first
    of those returned. Raises `BadPolicy`.
    """
    return policies_of(path.name, read_policy(path))


def read_policy(path: Path) -> PolicyFile:
    """Return what a file says, its form alone being checked. Raises `BadPolicy`."""
    try:
        # Some editors put a mark before the first line.
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadPolicy(
            file=path.name,
            key="",
            wrong=f"is not UTF-8 at byte {error.start + 1}",
            instead="save it as UTF-8",
        ) from None
    except (OSError, ValueError) as error:
        # A name that no file can have is a ValueError.
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise BadPolicy(
            file=path.name,
            key="",
            wrong=f"cannot be read: {reason}",
            instead="name a TOML file that can be read",
        ) from None
    return parse_policy(path.name, text)


def parse_policy(file: str, text: str) -> PolicyFile:
    """Return what a text says, its form alone being checked. Raises `BadPolicy`."""
    try:
        told = read_toml(text)
    except (ValueError, RecursionError) as error:
        # A number of thousands of digits, or tables without end, are no TOML error.
        why = error if isinstance(error, tomllib.TOMLDecodeError) else "beyond measure"
        raise BadPolicy(
            file=file,
            key="",
            wrong=f"is not TOML: {why}",
            instead="`caseledger policy show westminster-2022` is an example",
        ) from None
    try:
        return PolicyFile.model_validate(told)
    except ValidationError as error:
        raise first_fault(file, told, error) from None


def policies_of(file: str, told: PolicyFile) -> tuple[Policy, ...]:
    """Return the policies that a file's editions make. Raises `BadPolicy`."""
    policies = [DEFAULT_POLICY]
    for number, edition in enumerate(told.edition, start=1):
        reader = _Reader(file=file, told=told, number=number, edition=edition)
        if number > 1 and edition.since <= policies[-1].since:
            raise reader.bad(
                "since",
                f"is not after {policies[-1].since}, the day of the edition before it",
                "put the editions in order, each with a day of its own",
            )
        policies.append(reader.policy(after=policies[-1]))
    default, first, *later = policies
    if first.since <= default.since:
        return (first, *later)
    return (default, first, *later)


def provision_at(policy: Policy, key: str) -> Provision | None:
    """Return the provision that a key of the file sets, None if the policy has none."""
    found: Any = policy
    for step in PLACES[key]:
        found = getattr(found, step)
    return cast("Provision | None", found)


def law(key: str) -> Provision:
    """Return what a key stands under or in place of."""
    # No default acknowledges stage 2; the Code, which does, lends its sentence.
    return provision_at(DEFAULT_POLICY, key) or corporate.CODE_ACKNOWLEDGEMENT


def _with(policy: Policy, key: str, provision: Provision | None) -> Policy:
    field, *part = PLACES[key]
    value: Any = provision
    if part:
        value = attrs.evolve(getattr(policy, field), **{part[0]: provision})
    return attrs.evolve(policy, **{field: value})


def _same(before: Provision, now: Provision, *, on: date) -> bool:
    """Say whether a provision goes on as it was."""
    was, will_be = before.in_force(on=on), now.in_force(on=on)
    return attrs.evolve(was, since=on) == attrs.evolve(will_be, since=on)


@attrs.frozen(kw_only=True)
class _Reader:
    """One edition of a file, on its way to a policy."""

    file: str
    told: PolicyFile
    number: int
    edition: PolicyEdition

    def bad(self, key: str, wrong: str, instead: str) -> BadPolicy:
        named = edition_named(self.number, self.edition.since)
        return BadPolicy(
            file=self.file, key=f"{named}: {key}", wrong=wrong, instead=instead
        )

    def limit(self, key: str) -> int | None:
        """Return the number that the edition gives a key."""
        table, name = key.split(".")
        found: int | None = getattr(getattr(self.edition, table), name)
        return found

    def policy(self, *, after: Policy) -> Policy:
        """Return the policy of this edition, with what held before it."""
        for fault in self._faults():
            raise fault
        edition = self.edition
        policy = Policy(
            name=self.told.name,
            since=edition.since,
            counting=Counting(edition.counting),
            service=edition.service,
            target_percent=edition.target_percent,
            corporate_clock=edition.corporate_clock,
            stage_2_clock=edition.stage_2_clock,
            corporate_stage_2_window=edition.corporate_stage_2_window_months,
            extension_names_ombudsman=edition.extension_names_ombudsman,
            longer_for_good_reason=edition.longer_for_good_reason,
            officer_must_be_external=edition.officer_must_be_external,
            signatories=tuple(
                Signatories(
                    procedure=one.procedure, stage=one.stage, roles=tuple(one.roles)
                )
                for one in edition.signatories
            ),
            closure_days=tuple(edition.closure_days),
        )
        for key in PLACES:
            policy = _with(policy, key, self._provision(key, provision_at(after, key)))
        for fault in self._crossed(policy):
            raise fault
        return policy

    def _provision(self, key: str, before: Provision | None) -> Provision | None:
        """Return a provision with every value it has had, this edition's the last."""
        value = self.limit(key)
        now = provision_at(DEFAULT_POLICY, key)
        if value is not None:
            now = self._own(key, value)
        since = self.edition.since
        if now is None:
            return None
        if before is not None and _same(before, now, on=since):
            return before
        earlier = () if before is None else before.editions
        return attrs.evolve(
            now,
            key=f"own.{key}",
            sentence=f"The authority's own, in place of this: {law(key).sentence}",
            editions=(
                *(one for one in earlier if one.since < since),
                attrs.evolve(now.in_force(on=since), since=since),
                *(one for one in now.editions if one.since > since),
            ),
        )

    def _own(self, key: str, value: int) -> Provision:
        under = law(key)
        citation = under.in_force(on=self.edition.since).citation
        statutory = key.startswith("statutory.")
        own = Edition(
            value=value,
            since=self.edition.since,
            citation=attrs.evolve(
                citation,
                instrument=self.told.name,
                paragraph=f"{key}, under {citation}" if statutory else key,
                url=self.told.url,
                # The file is how the authority tells its policy, not the policy.
                checked=Checked.SECONDARY,
            ),
        )
        if not statutory:
            return attrs.evolve(under, editions=(own,))
        if key == _REVIEW_REQUEST:
            return self._window(under, own)
        try:
            return tightened(under, own)
        except LaxerThanLaw as laxer:
            raise self.bad(
                key,
                str(laxer).removesuffix("."),
                f"set it to {laxer.allowed.value} or less, or leave it out",
            ) from None

    def _window(self, under: Provision, own: Edition) -> Provision:
        """Return the complainant's window: never shorter than the law's of a day."""
        later = (one for one in under.editions if one.since > own.since)
        editions = (
            one if one.value > own.value else attrs.evolve(own, since=one.since)
            for one in later
        )
        return attrs.evolve(under, editions=(own, *editions))

    def _faults(self) -> Iterator[BadPolicy]:
        """Find what the form of the file lets pass."""
        edition = self.edition
        yield from self._short_window()
        seen = set()
        for one in edition.signatories:
            if (one.procedure, one.stage) == (Procedure.CORPORATE, 3):
                yield self.bad(
                    "signatories",
                    "the corporate procedure has no stage 3",
                    "leave that table out",
                )
            if (one.procedure, one.stage) in seen:
                yield self.bad(
                    "signatories",
                    f"{one.procedure} stage {one.stage} stands twice",
                    "name all its roles in one table",
                )
            seen.add((one.procedure, one.stage))
        for day in edition.closure_days:
            yield from self._no_closure(day)
        acknowledged = edition.milestones.stage_2_acknowledgement
        if edition.corporate_clock is Clock.ACKNOWLEDGEMENT and acknowledged is None:
            yield self.bad(
                "corporate_clock",
                "nothing says by when a request for stage 2 is acknowledged, so stage "
                "2 could only run from its request",
                "set milestones.stage_2_acknowledgement as well, such as to 5",
            )

    def _no_closure(self, day: date) -> Iterator[BadPolicy]:
        if day.isoweekday() > _FRIDAY:
            yield self.bad(
                "closure_days",
                f"{day} is a Saturday or Sunday",
                "leave it out: no weekend counts anyway",
            )
        if not KNOWN_FROM <= day <= KNOWN_THROUGH:
            yield self.bad(
                "closure_days",
                f"no working days are known in {day.year}",
                f"name days from {KNOWN_FROM} to {KNOWN_THROUGH}",
            )
        if self.edition.closure_days.count(day) > 1:
            yield self.bad("closure_days", f"{day} stands twice", "name it once")

    def _short_window(self) -> Iterator[BadPolicy]:
        since, counting = self.edition.since, self.edition.counting
        edition = law(_REVIEW_REQUEST).in_force(on=since)
        value = self.limit(_REVIEW_REQUEST)
        # Counted from the day itself, as many days end one day earlier.
        early = counting == "start_is_day_1"
        least = edition.value + early
        if (edition.value if value is None else value) < least:
            why = ", counted from the day itself," if early else ""
            yield self.bad(
                _REVIEW_REQUEST,
                f"{value or edition.value} working days{why} are fewer than the "
                f"{edition.value} that the law leaves the complainant "
                f"({edition.citation})",
                f"set it to {least} or more" + ("" if early else ", or leave it out"),
            )

    def _crossed(self, policy: Policy) -> Iterator[BadPolicy]:
        """Find limits that pass the longest to which they may be extended."""
        for longest in PLACES:
            key = longest.removesuffix("_longest")
            shorter, longer = provision_at(policy, key), provision_at(policy, longest)
            if key == longest or shorter is None or longer is None:
                continue
            on = self.edition.since
            least, most = shorter.in_force(on=on).value, longer.in_force(on=on).value
            if least > most:
                yield self.bad(
                    longest,
                    f"{most} working days are fewer than those of {key}, {least}",
                    f"set {longest} to {least} or more, or {key} to {most} or less",
                )
