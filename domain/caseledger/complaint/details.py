"""
The personal part of events: free text and whatever else may tell about a person.

It is stored beside its event and apart from it, so that it can be encrypted and
erased alone, and folds and read models never see it. It has no readable `repr`.
"""

import attrs


@attrs.frozen(kw_only=True, repr=False)
class ReceivedDetails:
    """What the complainant wishes, and what they told for equality monitoring."""

    desired_outcome: str | None = None
    age_band: str | None = None
    gender: str | None = None
    disability: str | None = None
    ethnicity: str | None = None
    sexual_orientation: str | None = None


@attrs.frozen(kw_only=True, repr=False)
class ReasonDetails:
    """Why a decision was taken, in words."""

    reason: str


@attrs.frozen(kw_only=True, repr=False)
class NotAcceptedDetails:
    """Why a complaint was not accepted, and the proceedings that were in the way."""

    reason: str | None
    proceedings: str | None


@attrs.frozen(kw_only=True, repr=False)
class StatementDetails:
    """The points that stage 2 looks into, in words."""

    points: tuple[str, ...]


@attrs.frozen(kw_only=True, repr=False)
class ReportDetails:
    """What a report found and recommends, in words."""

    findings: str | None
    recommendations: tuple[str, ...]


@attrs.frozen(kw_only=True, repr=False)
class ResponseDetails:
    """
    A response in words.

    Its points, the detriment found, and the recommendations that are not accepted,
    each with the reason.
    """

    points: tuple[str, ...]
    detriment: str | None
    not_accepted_because: tuple[str, ...]


@attrs.frozen(kw_only=True, repr=False)
class EscalationDetails:
    """Why the complainant goes on, and why a late request was accepted."""

    reasons: str | None
    late_reason: str | None


@attrs.frozen(kw_only=True, repr=False)
class ExtensionDetails:
    """The reason for an extension, as the complainant was told it."""

    reason: str


@attrs.frozen(kw_only=True, repr=False)
class SuspensionDetails:
    """Why a complaint was suspended, and the proceedings that it waits for."""

    reason: str
    proceedings: str | None = None


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
    expected: str | None = None


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
    ReceivedDetails
    | ReasonDetails
    | NotAcceptedDetails
    | StatementDetails
    | ReportDetails
    | ResponseDetails
    | EscalationDetails
    | ExtensionDetails
    | SuspensionDetails
    | RemedyDetails
    | ActionDetails
    | ActionDoneDetails
    | ActionNotDoneDetails
    | NotedDetails
    | CorrectionDetails
)
