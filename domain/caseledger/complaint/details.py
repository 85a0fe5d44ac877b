"""
The personal part of events: free text and whatever else may tell about a person.

It is stored beside its event and apart from it, so that it can be encrypted and
erased alone, and folds and read models never see it. It has no readable `repr`.
"""

import attrs


@attrs.frozen(kw_only=True, repr=False)
class ExtensionDetails:
    """The reason for an extension, as the complainant was told it."""

    reason: str


@attrs.frozen(kw_only=True, repr=False)
class SuspensionDetails:
    """Why a complaint was suspended."""

    reason: str


@attrs.frozen(kw_only=True, repr=False)
class RemedyDetails:
    """What a remedy is, in words."""

    description: str


@attrs.frozen(kw_only=True, repr=False)
class ActionDetails:
    """What was recommended, what will be done about it, and by whom."""

    recommendation: str | None
    action: str | None
    owner: str | None


@attrs.frozen(kw_only=True, repr=False)
class ActionDoneDetails:
    """What shows that an action was carried out."""

    evidence: str


@attrs.frozen(kw_only=True, repr=False)
class ActionNotDoneDetails:
    """Why an action was not carried out."""

    reason: str


@attrs.frozen(kw_only=True, repr=False)
class NotedDetails:
    """A personal value that was recorded without a day."""

    value: str


@attrs.frozen(kw_only=True, repr=False)
class CorrectionDetails:
    """Why a fact was corrected, and its values if they are personal."""

    because: str
    was: str | None
    now: str | None


Details = (
    ExtensionDetails
    | SuspensionDetails
    | RemedyDetails
    | ActionDetails
    | ActionDoneDetails
    | ActionNotDoneDetails
    | NotedDetails
    | CorrectionDetails
)
