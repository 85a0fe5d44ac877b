"""The procedure's own words, as closed lists."""

from enum import StrEnum


class Outcome(StrEnum):
    """What a stage found; only a review panel can send a complaint back."""

    UPHELD = "upheld"
    PARTIALLY_UPHELD = "partially_upheld"
    NOT_UPHELD = "not_upheld"
    REINVESTIGATE = "reinvestigate"


class Basis(StrEnum):
    """Why a complaint went to stage 2."""

    DISSATISFIED = "dissatisfied"
    NO_RESPONSE = "no_response"
    AGREED_SKIP = "agreed_skip"


class NotAcceptedReason(StrEnum):
    """Why a complaint was not taken into the procedure."""

    NOT_CHILDRENS_SERVICES = "not_childrens_services"
    DUPLICATE = "duplicate"
    OUT_OF_TIME = "out_of_time"
    CONCURRENT_PROCEEDINGS = "concurrent_proceedings"
    NO_SUFFICIENT_INTEREST = "no_sufficient_interest"
    OUTSIDE_PROCEDURE = "outside_procedure"
    OTHER = "other"


class ExtensionReason(StrEnum):
    """The two grounds on which stage 1 may be extended."""

    COMPLEXITY = "complexity"
    ADVOCATE = "advocate"


class OmbudsmanDecision(StrEnum):
    """How the Ombudsman labelled a decision."""

    UPHELD = "upheld"
    NOT_UPHELD = "not_upheld"
    CLOSED_AFTER_INITIAL_ENQUIRIES = "closed_after_initial_enquiries"


class NotInvestigatedReason(StrEnum):
    """Why the Ombudsman did not investigate."""

    OUT_OF_TIME = "out_of_time"
    PREMATURE = "premature"
    OUT_OF_JURISDICTION = "out_of_jurisdiction"
    RIGHT_OF_APPEAL = "right_of_appeal"
    OTHER = "other"


class Source(StrEnum):
    """At which point of a complaint a remedy or an action came about."""

    STAGE_1 = "stage_1"
    STAGE_2 = "stage_2"
    STAGE_3 = "stage_3"
    OMBUDSMAN = "ombudsman"


class RemedyKind(StrEnum):
    """What is offered to put things right."""

    APOLOGY = "apology"
    PAYMENT = "payment"
    SERVICE = "service"
    POLICY_CHANGE = "policy_change"
    OTHER = "other"


class RemedyStatus(StrEnum):
    """How far a remedy has come: offered, accepted, paid; or offered, rejected."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    PAID = "paid"

    def may_become(self, later: "RemedyStatus") -> bool:
        """Say whether a remedy goes on from this status to a later one."""
        return later in _NEXT[self]


_NEXT: dict[RemedyStatus, tuple[RemedyStatus, ...]] = {
    RemedyStatus.OFFERED: (
        RemedyStatus.ACCEPTED,
        RemedyStatus.REJECTED,
        RemedyStatus.PAID,
    ),
    RemedyStatus.ACCEPTED: (RemedyStatus.PAID,),
    RemedyStatus.REJECTED: (),
    RemedyStatus.PAID: (),
}
