"""Who may look at what: the question, the answers, and who gives them."""

from typing import Protocol

import attrs

from caseledger.casework import Actor, Disclosable, Selection


def _said(reason: str | None) -> str | None:
    return (reason or "").strip() or None


@attrs.frozen(kw_only=True)
class AccessRequest:
    """
    Somebody asks to see something of cases.

    `cases` are the streams of the cases, or a selection where they are more than a
    few: each case gets a record of its own, a selection one. A `reason` that says
    nothing is None.
    """

    actor: Actor
    what: Disclosable
    cases: tuple[str, ...] | Selection = attrs.field()
    reason: str | None = attrs.field(default=None, converter=_said, repr=False)

    @cases.validator
    def _are_some(self, _: object, cases: tuple[str, ...] | Selection) -> None:
        # What is about no case would be recorded nowhere.
        if not cases:
            raise ValueError("a request is about a case, or about a selection of them")


@attrs.frozen
class Allowed:
    """It may be shown."""


@attrs.frozen
class Denied:
    """It may not be shown: a rule with a name, and a sentence that says why."""

    rule: str
    sentence: str


class AccessPolicy(Protocol):
    """The authority's own rule of who may see what, for what reason."""

    def decide(self, request: AccessRequest, /) -> Allowed | Denied:
        """
        Allow a request or deny it, and change nothing.

        A rule's name is recorded and its sentence shown: neither is personal.
        """


@attrs.frozen
class _LocalStore:
    def decide(self, _: AccessRequest, /) -> Allowed | Denied:
        return Allowed()


LOCAL_STORE: AccessPolicy = _LocalStore()
"""For a log in a file of one's own: whoever can open the file can read all of it."""
