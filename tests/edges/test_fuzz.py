"""
Whatever bytes come in, what reads them raises our own errors and no other (G31).

`CASELEDGER_FUZZ=600 pytest -s` looks for so many seconds, and prints how often.
"""

import os
import random
import sys
import time

import pytest

from edges.decoders import BARE, DECODERS, Decoder, faults

SECONDS = int(os.environ.get("CASELEDGER_FUZZ", "0"))
QUICK, SLOW = 100, 25
"""Documents for each decoder in a quick run."""


@pytest.mark.parametrize("decoder", DECODERS, ids=lambda decoder: decoder.name)
def test_what_is_sound_is_read(decoder: Decoder) -> None:
    for raw in decoder.sound:
        decoder.read(raw)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("decoder", DECODERS, ids=lambda decoder: decoder.name)
def test_nothing_else_is_raised(decoder: Decoder) -> None:
    seed = random.SystemRandom().randrange(2**32)
    drawn = random.Random(seed)  # noqa: S311 - no secret depends on it
    seconds = SECONDS * decoder.weight / sum(one.weight for one in DECODERS)
    some = SLOW if decoder.slow else QUICK
    until, times = time.monotonic() + seconds, 0
    found: list[str] = []
    while not times or (time.monotonic() < until and not found):
        found += faults(decoder, drawn, some)
        times += some
    sys.stdout.write(f"{decoder.name}: {times} documents, seed {seed}\n")

    assert [] == found


@pytest.mark.parametrize("decoder", BARE, ids=lambda decoder: decoder.name)
def test_a_bare_decoder_is_found_out(decoder: Decoder) -> None:
    """The saboteur: what its library raises goes straight through."""
    drawn = random.Random(20260101)  # noqa: S311 - as above

    assert QUICK // 2 < len(list(faults(decoder, drawn, QUICK)))
