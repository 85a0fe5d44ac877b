"""The procedure's own words, as closed lists."""

from enum import StrEnum


class Outcome(StrEnum):
    """
    What a stage found.

    Only stage 3 can send a complaint back, or end without a finding.
    """

    UPHELD = "upheld"
    PARTIALLY_UPHELD = "partially_upheld"
    NOT_UPHELD = "not_upheld"
    REINVESTIGATE = "reinvestigate"
    NO_FINDING = "no_finding"


class PointFinding(StrEnum):
    """What was found on one point of a complaint."""

    UPHELD = "upheld"
    PARTIALLY_UPHELD = "partially_upheld"
    NOT_UPHELD = "not_upheld"
    NO_FINDING = "no_finding"


class Function(StrEnum):
    """
    Which function of the authority a complaint is about.

    The first four are those of the statutory procedure (SI 2006/1738, regs 3 to 5).
    """

    CHILDREN_ACT_PART_3 = "children_act_part_3"
    CHILDREN_ACT_PARTS_4_AND_5 = "children_act_parts_4_and_5"
    ADOPTION = "adoption"
    SPECIAL_GUARDIANSHIP = "special_guardianship"
    CHILD_PROTECTION = "child_protection"
    COURT_REPORT = "court_report"
    OTHER_CHILDRENS_SERVICES = "other_childrens_services"
    NOT_CHILDRENS_SERVICES = "not_childrens_services"

    @property
    def statutory(self) -> bool:
        """Say whether complaints about it belong to the statutory procedure."""
        return self in _STATUTORY


_STATUTORY = (
    Function.CHILDREN_ACT_PART_3,
    Function.CHILDREN_ACT_PARTS_4_AND_5,
    Function.ADOPTION,
    Function.SPECIAL_GUARDIANSHIP,
)


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


class SuspensionGround(StrEnum):
    """What a complaint waits for."""

    PROCEEDINGS = "proceedings"
    ADVOCATE = "advocate"


class Manner(StrEnum):
    """How a complainant told the authority."""

    ORAL = "oral"
    WRITTEN = "written"


class AdvocateSource(StrEnum):
    """Where an advocate comes from."""

    ADVOCACY_SERVICE = "advocacy_service"
    FRIEND_OR_RELATIVE = "friend_or_relative"
    LEGAL = "legal"
    OTHER = "other"


class Recipient(StrEnum):
    """To whom a review panel's report goes."""

    AUTHORITY = "authority"
    COMPLAINANT = "complainant"
    ADVOCATE = "advocate"
    INDEPENDENT_PERSON = "independent_person"
    OTHER = "other"


class RecommendationKind(StrEnum):
    """What a review panel recommends."""

    REINVESTIGATE = "reinvestigate"
    REMEDY = "remedy"
    SERVICE = "service"
    OTHER = "other"


class ReferredBy(StrEnum):
    """Who took a complaint to the Ombudsman."""

    COMPLAINANT = "complainant"
    EARLY_REFERRAL = "early_referral"


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
