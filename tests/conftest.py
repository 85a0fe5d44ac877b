"""Hypothesis profiles, and what a skipped test means in CI."""

import os
from collections.abc import Generator

import pytest
from hypothesis import Phase, settings

IN_CI = bool(os.environ.get("CASELEDGER_CI"))

# The one reason for which CI lets a test be skipped, word for word. The vectors may
# not be copied into this repository, so a clone that stands alone lacks them.
MERKLE_VECTORS_ABSENT = "../shared/data/merkle_vectors.json is absent"

# A failing `then` shows what differs.
pytest.register_assert_rewrite("given")

# Programs started by tests, collected by none.
collect_ignore = ["repo/host_project"]

# A deadline per example measures the machine's other work, not ours: there is none.
settings.register_profile("default", deadline=None)
# CI looks further, and at the same examples each time: a red run can be repeated.
settings.register_profile("ci", deadline=None, max_examples=150, derandomize=True)
# `make mutate` runs a test hundreds of times: few examples, the same ones each time, so
# that a mutant that is killed is killed again. Nobody reads which ones noticed it.
settings.register_profile(
    "mutation",
    deadline=None,
    max_examples=25,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile("ci" if IN_CI else "default")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[
    None, pytest.TestReport, pytest.TestReport
]:
    report = yield
    _fail_if_skipped_in_ci(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[
    None, pytest.CollectReport, pytest.CollectReport
]:
    report = yield
    _fail_if_skipped_in_ci(report)
    return report


def _fail_if_skipped_in_ci(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure: CI has all that the tests need."""
    if not IN_CI or not report.skipped or hasattr(report, "wasxfail"):
        return
    # A skip's longrepr is (file, line, "Skipped: reason").
    reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else "")
    reason = reason.removeprefix("Skipped: ")
    if reason != MERKLE_VECTORS_ABSENT:
        report.outcome = "failed"
        report.longrepr = f"skipped, in CI: {reason}"
