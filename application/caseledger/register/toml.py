"""TOML that people write: settings for a register, and an authority's policy."""

import tomllib

MOST_TEXT = 100_000
MOST_LINE = 2_000
"""So long a text and a line of it may be: a key of 50,000 parts takes two minutes."""


def read_toml(text: str) -> dict[str, object]:
    """
    Return what a TOML text says.

    Raises `tomllib.TOMLDecodeError`, and for what no person writes `ValueError`, or
    `RecursionError` where tables stand in tables without end.

    >>> read_toml("stage_1 = 10")
    {'stage_1': 10}
    """
    if len(text) > MOST_TEXT or max(map(len, text.split("\n"))) > MOST_LINE:
        raise ValueError("too much")
    return tomllib.loads(text)
