"""Let pytest explain a failed promise as it does a failed test."""

import pytest

pytest.register_assert_rewrite("eventlog.log_contract")
