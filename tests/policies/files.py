"""Policy files for tests."""

from pathlib import Path

from caseledger.complaint import Terms
from caseledger.policies import load_policies

HEAD = 'name = "Westborough"\nurl = "https://www.westborough.gov.uk/complaints"\n'


def edition(since: str, text: str = "") -> str:
    """Write an edition."""
    return f"[[edition]]\nsince = {since}\n{text}\n"


def written(folder: Path, *editions: str, head: str = HEAD) -> Path:
    """Write a policy file."""
    path = folder / "policy.toml"
    path.write_text("\n".join([head, *editions]), encoding="utf-8")
    return path


def terms(folder: Path, *editions: str) -> Terms:
    """Return the terms under a policy of these editions."""
    return Terms(policies=load_policies(written(folder, *editions)))
