"""
An authority's policy as a TOML file: dated editions, each of them checked and whole.

A limit may be stricter than the law's and never laxer. Presets are files too:

>>> from datetime import date
>>> from caseledger.rules import policy_in_force
>>> code = preset("ombudsman-code")
>>> [
...     policy_in_force(code, on=day).corporate_clock.value
...     for day in (date(2024, 1, 31), date(2024, 2, 1))
... ]
['receipt', 'acknowledgement']

`form` says what a file may hold, `reading` makes policies of it.
"""

from caseledger.policies.choices import Choice, Choices, choices
from caseledger.policies.faults import BadPolicy
from caseledger.policies.form import policy_schema
from caseledger.policies.presets import PRESETS, policy_file, preset, preset_file
from caseledger.policies.reading import load_policies

__all__ = [
    "PRESETS",
    "BadPolicy",
    "Choice",
    "Choices",
    "choices",
    "load_policies",
    "policy_file",
    "policy_schema",
    "preset",
    "preset_file",
]
