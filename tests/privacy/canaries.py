"""Canaries: texts that occur nowhere else, and how to find them in any disguise."""

import base64
import html
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

import attrs

LETTERS = "bcdfghjkmnpqrstvwxz"


def canary(number: int) -> str:
    """
    Return a text that occurs nowhere else, the same in every run.

    It changes under every escaping: it holds an é between its parts.
    """
    parts = []
    for part in range(3):
        drawn = (number + 1) * 7_368_787 * (part + 3)
        parts.append("".join(LETTERS[drawn // 19**at % 19] for at in range(6)))
    return "é".join(parts)


def disguises(text: str) -> dict[str, bytes]:
    """Return the forms in which a text might be found: each encoding, each escape."""
    plain = text.encode()
    forms = {
        "UTF-8": plain,
        "UTF-16 LE": text.encode("utf-16-le"),
        "UTF-16 BE": text.encode("utf-16-be"),
        "Latin-1": text.encode("latin-1"),
        "hex": plain.hex().encode(),
        "HEX": plain.hex().upper().encode(),
        "percent": quote(text).encode(),
        "JSON": json.dumps(text)[1:-1].encode(),
        "repr": ascii(text)[1:-1].encode(),
        "bytes": repr(plain)[2:-1].encode(),
        "HTML": html.escape(text).encode("ascii", "xmlcharrefreplace"),
        "upper case": text.upper().encode(),
        "NFD": text.replace("é", "e\u0301").encode(),
    }
    for shift in range(3):
        # What stands before decides how the same bytes look in base64.
        encoded = base64.b64encode(b"\0" * shift + plain)
        forms[f"base64, {shift}"] = encoded[
            4 if shift else 0 : len(encoded) // 4 * 4 - 4
        ]
    return forms


@attrs.frozen
class Searcher:
    """Looks for canaries, each known by the field that it was put in."""

    canaries: dict[str, str]

    def found(self, where: str, content: bytes | str) -> Iterator[str]:
        """Go through what is found in a text: the place, the field, the disguise."""
        searched = content if isinstance(content, bytes) else content.encode()
        for field, text in self.canaries.items():
            for form, disguise in disguises(text).items():
                if disguise in searched:
                    yield f"{where}: {field} in {form}"

    def found_in_files(self, files: Iterable[Path]) -> Iterator[str]:
        """Go through what is found in files and in their names."""
        for file in files:
            yield from self.found(f"the name of {file.name}", str(file))
            if file.is_file():
                yield from self.found(file.name, file.read_bytes())
