"""Policies that come with the library, each a file to use, or to copy and change."""

from pathlib import Path

from caseledger.policies.faults import BadPolicy
from caseledger.policies.reading import load_policies
from caseledger.rules import Policy

# By path: a package of a namespace may lie in any of several source roots.
_FOLDER = Path(__file__).parent / "presets"
PRESETS = tuple(sorted(file.stem for file in _FOLDER.glob("*.toml")))
"""The names of the presets."""


def preset(name: str) -> tuple[Policy, ...]:
    """
    Return the policies of a preset, in the order of their first days.

    >>> [str(policy.since) for policy in preset("westminster-2022")]
    ['2006-09-01', '2021-04-01', '2023-04-01']
    """
    return load_policies(preset_file(name))


def preset_file(name: str) -> Path:
    """Return the file of a preset. Raises `BadPolicy` if there is none."""
    if name not in PRESETS:
        raise BadPolicy(
            file=name,
            key="",
            wrong="there is no such preset",
            instead=f"the presets are {', '.join(PRESETS)}",
        )
    return _FOLDER / f"{name}.toml"


def policy_file(named: str) -> Path:
    """
    Return the file that is meant by the name of a preset, or by a path.

    Raises `BadPolicy` if it is neither. A file that is called like a preset is reached
    as `./NAME`.
    """
    if named in PRESETS:
        return preset_file(named)
    path = Path(named)
    if not path.exists():
        raise BadPolicy(
            file=named,
            key="",
            wrong="there is neither such a file nor such a preset",
            instead=f"the presets are {', '.join(PRESETS)}",
        )
    return path
