"""
The steps of the procedure in tables: who takes each, and where it may be taken.

They are read from sections 6.1 to 6.3 of the procedure, and section 7 for what each
step has to say.
"""

from collections.abc import Iterator
from typing import NamedTuple

from caseledger.complaint import Command
from complaint.stories import (
    ANSWERED_1,
    ANSWERED_2,
    AT_STAGE_1,
    AT_STAGE_2,
    AT_STAGE_3,
    CLOSE,
    CORPORATE,
    CORPORATE_ANSWERED_2,
    DO_NOT_ACCEPT,
    INVESTIGATED,
    LONGEST,
    PANEL_REPORTED,
    REQUEST_ADVOCATE,
    SUSPEND,
    WITHDRAW,
    but,
)
from given import RECEIVED, day

# What | by whom | the duty that it meets | what it says beside its day.
STEPS = """
acknowledge the complaint | the authority | acknowledgement |
accept it although made late | the authority | |
    not earlier_was_reasonable, fair_consideration_possible, reason
decide on sufficient interest | the authority | | sufficient
reclassify it | the authority | | procedure, reason
not accept it | the authority | |
    reason, reasoning, notified_on, ombudsman_signposted
link it to another complaint | the authority | | linked_to
ask for an advocate | the complainant | |
appoint an advocate | the authority | |
answer stage 1 | the authority | stage_1_response |
    stage, outcome, next_right_stated
answer stage 2 | the authority | stage_2_response |
    stage, outcome, next_right_stated
answer stage 3 | the authority | stage_3_response |
    stage, outcome, next_right_stated, independent_person_consulted
answer stage 3 by investigating again | the authority | stage_3_response |
    stage, outcome, next_right_stated, independent_person_consulted
extend stage 1 | the authority | |
    stage, extended_to, reason, reason_told, in_writing, ombudsman_details_given
extend stage 2 | the authority | |
    stage, extended_to, reason, reason_told, in_writing, ombudsman_details_given
extend stage 3 | the authority | |
    stage, extended_to, reason, reason_told, in_writing, ombudsman_details_given
agree how it is resolved | both sides | | terms
ask for stage 2 | the complainant | stage_2_request | to_stage, basis
leave out stage 1 by agreement | both sides | |
    to_stage, basis, complainant_agreed, authority_agreed
ask for a review panel | the complainant | review_request | to_stage
accept a late request for stage 2 | the authority | | to_stage, basis, late_reason
accept a late request for stage 3 | the authority | | to_stage, basis, late_reason
decline a late request for stage 2 | the authority | | to_stage, requested_on, reason
decline a late request for stage 3 | the authority | | to_stage, requested_on, reason
acknowledge the request for stage 2 | the authority | stage_2_acknowledgement | stage
acknowledge the request for stage 3 | the authority | panel_acknowledgement | stage
agree the statement of complaint | both sides | |
appoint the investigators | the authority | |
    investigating_officer, independent_person,
    officer_is_external, independence_declared
report on the investigation | the investigating officer | |
report on how it was investigated | the independent person | |
agree an early referral to the Ombudsman | both sides | |
    complainant_agreed, authority_agreed, robust_report, complete_adjudication,
    significant_points_upheld, clear_action_plan, desired_outcomes_met
arrange the panel | the authority | panel_chair | chair, meets_on
send the panel's papers | the authority | panel_papers |
hold the panel | the review panel | review_panel | members
receive the panel's report | the review panel | panel_report | recipients
investigate again | the authority | |
withdraw it | the complainant | |
wait for proceedings | the authority | | ground, proceedings, reason, notified_on
wait for an advocate | the authority | | ground, reason
resume it | the authority | |
put it off as the complainant wishes | both sides | | until, complainant_agreed
take it up again | the authority | |
close the file | the authority | |
go to the Ombudsman | the complainant | |
decide referral 2 | the Ombudsman | | referral
comply on referral 1 | the authority | | referral
offer a remedy | the authority | |
record remedy 1 paid | the authority | | remedy, status
record remedy 2 accepted | the authority | | remedy, status
record remedy 2 rejected | the authority | | remedy, status
record remedy 2 paid | the authority | | remedy, status
agree an action | the authority | |
complete action 3 | the authority | | action
leave action 3 undone | the authority | | action, reason
"""

# Whatever becomes of the complaint, this goes on beside it (6, notation).
BESIDE = """
    link it to another complaint, ask for an advocate, appoint an advocate,
    go to the Ombudsman, offer a remedy, agree an action
"""
# As long as a complaint goes on, these may be taken, or are refused like this.
GOES_ON = """
    may: accept it although made late, withdraw it, wait for proceedings
    R17: extend stage 3
    AdvocateNotAwaited: wait for an advocate
    NothingToTakeUp: resume it, take it up again
    R18: *
"""
STATUTORY = f"""{GOES_ON}
    may: decide on sufficient interest
    R09: acknowledge the complaint
    R20: ask for a review panel
    R23: not accept it
    R30: investigate again
    ReclassifiedTooLate: reclassify it
"""
AT_INTAKE = f"""{GOES_ON}
    may: reclassify it, not accept it, answer stage 1, leave out stage 1 by agreement
    NothingToClose: close the file
"""
NO_PANEL = """
    InterestNotInQuestion: decide on sufficient interest
    R29: answer stage 3, answer stage 3 by investigating again, ask for a review panel,
        acknowledge the request for stage 3, agree an early referral to the Ombudsman,
        arrange the panel, send the panel's papers, hold the panel,
        receive the panel's report, investigate again
"""
# Where the complaint stands on a day: what may be done, then which rule refuses what;
# "*" are all that have no other. What comes later stands over what came before.
WHERE: dict[str, tuple[tuple[Command, ...], str, str]] = {
    "received, in time": (
        (RECEIVED,),
        "Wed 5 Apr 2023",
        f"""{AT_INTAKE}
    may: acknowledge the complaint, decide on sufficient interest, extend stage 1
    R19: ask for stage 2
    R20: ask for a review panel
    R30: investigate again
""",
    ),
    "overdue, an advocate awaited": (
        (*AT_STAGE_1, but(REQUEST_ADVOCATE, on=day("Tue 11 Apr 2023"))),
        "Thu 20 Apr 2023",
        f"""{AT_INTAKE}
    may: decide on sufficient interest, ask for stage 2, wait for an advocate
    R09: acknowledge the complaint
    R11: extend stage 1
    R20: ask for a review panel
    R30: investigate again
""",
    ),
    "stage 1 answered": (
        ANSWERED_1,
        "Fri 5 May 2023",
        f"""{STATUTORY}
    may: agree how it is resolved, ask for stage 2
    WindowStillOpen: close the file
""",
    ),
    "stage 2 asked for": (
        AT_STAGE_2,
        "Tue 16 May 2023",
        f"""{STATUTORY}
    may: extend stage 2, acknowledge the request for stage 2,
        agree the statement of complaint, appoint the investigators,
        report on the investigation, put it off as the complainant wishes
    R24: answer stage 2, report on how it was investigated
    NothingToClose: close the file
""",
    ),
    "investigated, and overdue": (
        INVESTIGATED,
        "Wed 16 Aug 2023",
        f"""{STATUTORY}
    may: answer stage 2, acknowledge the request for stage 2,
        agree the statement of complaint, appoint the investigators,
        report on the investigation, report on how it was investigated,
        put it off as the complainant wishes
    R11: extend stage 2
    R21: ask for a review panel
    NothingToClose: close the file
""",
    ),
    "stage 2 answered": (
        ANSWERED_2,
        "Fri 18 Aug 2023",
        f"""{STATUTORY}
    may: ask for a review panel, agree an early referral to the Ombudsman
    WindowStillOpen: close the file
""",
    ),
    "the time for a review is over": (
        ANSWERED_2,
        "Thu 14 Sep 2023",
        f"""{STATUTORY}
    may: accept a late request for stage 3, decline a late request for stage 3,
        agree an early referral to the Ombudsman, close the file
    R22: ask for a review panel
""",
    ),
    "a panel asked for": (
        AT_STAGE_3,
        "Wed 13 Sep 2023",
        f"""{STATUTORY}
    may: acknowledge the request for stage 3, arrange the panel,
        send the panel's papers, hold the panel, put it off as the complainant wishes
    R18: ask for a review panel
    R30: answer stage 3, answer stage 3 by investigating again
    NothingToClose: close the file
""",
    ),
    "the panel reported": (
        PANEL_REPORTED,
        "Thu 2 Nov 2023",
        f"""{STATUTORY}
    may: answer stage 3, answer stage 3 by investigating again, investigate again,
        acknowledge the request for stage 3, put it off as the complainant wishes
    R18: ask for a review panel
    PanelAlreadyReported: hold the panel, receive the panel's report
    NothingToClose: close the file
""",
    ),
    "stage 3 answered": (
        LONGEST,
        "Fri 24 Nov 2023",
        f"""{STATUTORY}
    may: investigate again, close the file
    R18: ask for a review panel
""",
    ),
    "withdrawn": (
        (RECEIVED, WITHDRAW),
        "Wed 12 Apr 2023",
        """
    may: take it up again
    R32: *
""",
    ),
    "turned away": (
        (RECEIVED, DO_NOT_ACCEPT),
        "Wed 12 Apr 2023",
        """
    may: take it up again
    R32: *
""",
    ),
    "closed": (
        (*LONGEST, CLOSE),
        "Tue 28 Nov 2023",
        """
    may: take it up again
    R32: *
""",
    ),
    "suspended": (
        (RECEIVED, SUSPEND),
        "Wed 12 Apr 2023",
        """
    may: withdraw it, resume it
    NothingToTakeUp: take it up again
    R33: *
""",
    ),
    "corporate, in time": (
        (CORPORATE,),
        "Tue 7 Jun 2022",
        f"""{AT_INTAKE}{NO_PANEL}
    may: acknowledge the complaint, extend stage 1
    R19: ask for stage 2
""",
    ),
    "corporate, answered finally": (
        CORPORATE_ANSWERED_2,
        "Wed 5 Oct 2022",
        f"""{GOES_ON}{NO_PANEL}
    may: acknowledge the complaint, close the file
    ReclassifiedTooLate: reclassify it
""",
    ),
}


class Row(NamedTuple):
    """A step in the table."""

    what: str
    by: str
    meets: str
    says: frozenset[str]


def rows() -> Iterator[Row]:
    """Read the table of the steps."""
    for row in STEPS.replace("\n    ", " ").strip().splitlines():
        what, by, meets, says = map(str.strip, row.split("|"))
        yield Row(what, by, meets, frozenset(names(says)))


def names(listed: str) -> list[str]:
    """Read a list with commas."""
    return [name for one in listed.split(",") if (name := " ".join(one.split()))]


def answers(where: str) -> dict[str, str]:
    """Read what is said of each step where a complaint stands: "may", or a rule."""
    _, _, table = WHERE[where]
    found = dict.fromkeys(names(BESIDE), "may")
    for line in table.replace("\n        ", " ").split("\n"):
        rule, _, whats = line.strip().partition(": ")
        found |= dict.fromkeys(names(whats), rule)
    return found
