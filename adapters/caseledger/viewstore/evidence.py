"""The rows that the annual report is made from, read from the views."""

from caseledger import read_models
from caseledger.annual_report import Evidence
from caseledger.viewstore.store import ViewStore


def evidence(views: ViewStore) -> Evidence:
    """Return the rows of every read model that the report needs, all of one moment."""
    with views.at_one_moment():
        return Evidence(
            complaints=views.rows(read_models.COMPLAINTS),
            stages=views.rows(read_models.STAGES),
            endings=views.rows(read_models.ENDINGS),
            extensions=views.rows(read_models.EXTENSIONS),
            irregularities=views.rows(read_models.IRREGULARITIES),
            referrals=views.rows(read_models.REFERRALS),
            remedies=views.rows(read_models.REMEDIES),
            actions=views.rows(read_models.ACTIONS),
            compliments=views.rows(read_models.COMPLIMENTS),
            advocacy=views.rows(read_models.ADVOCACY),
        )
