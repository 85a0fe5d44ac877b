"""
The embedding page, done: its files written, its blocks run, its outputs compared.

It runs in an empty folder, as a host project with a `domain/` of its own.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

PAGE = Path(__file__).parents[2] / "docs" / "embedding.md"
_BLOCK = re.compile(r"```(?P<kind>\w+)\n(?P<text>.*?)```", re.DOTALL)
_FILE = re.compile(r"# (?P<name>[\w/]+\.(?:py|toml))\n")

# Runs blocks one after the other in one namespace, and prints what each printed.
RUN = """
import contextlib, io, json, sys
sys.path.insert(0, "")
told, names = [], {}
for block in json.load(open("blocks.json")):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(block, "embedding.md", "exec"), names)
    told.append(out.getvalue())
print(json.dumps(told))
"""


@attrs.frozen
class Page:
    """What a page holds: files by name, blocks to run with their output, commands."""

    files: dict[str, str]
    blocks: list[tuple[str, str]]
    commands: list[tuple[str, str]]


def read_page(text: str) -> Page:
    page = Page({}, [], [])
    for block in _BLOCK.finditer(text):
        kind, content = block["kind"], block["text"]
        named = _FILE.match(content)
        if named is not None:
            page.files[named["name"]] = content
        elif kind == "python":
            page.blocks.append((content, ""))
        elif kind == "text":
            code, _ = page.blocks.pop()
            page.blocks.append((code, content))
        elif kind == "console":
            command, _, out = content.removeprefix("$ ").partition("\n")
            page.commands.append((command, out))
    return page


def done(page: Page, folder: Path) -> list[str]:
    """Write the files, run the blocks, and return what each printed."""
    for name, content in page.files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    (folder / "blocks.json").write_text(json.dumps([code for code, _ in page.blocks]))
    ran = subprocess.run(
        [sys.executable, "-c", RUN],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == ran.returncode, ran.stderr
    told: list[str] = json.loads(ran.stdout)
    return told


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    folder = tmp_path_factory.mktemp("host")
    return folder, done(read_page(PAGE.read_text(encoding="utf-8")), folder)


def test_every_block_prints_what_the_page_says(host: tuple[Path, list[str]]) -> None:
    page = read_page(PAGE.read_text(encoding="utf-8"))
    assert [out for _, out in page.blocks] == host[1]


def test_the_host_has_a_domain_and_a_table_of_its_own(
    host: tuple[Path, list[str]],
) -> None:
    assert (host[0] / "domain" / "families.py").exists()
    assert (host[0] / "host.db").exists()


def test_the_host_tests_itself(host: tuple[Path, list[str]]) -> None:
    page = read_page(PAGE.read_text(encoding="utf-8"))
    assert page.commands
    for command, expected in page.commands:
        program, *arguments = command.split()
        assert "python" == program
        ran = subprocess.run(
            [sys.executable, *arguments],
            cwd=host[0],
            capture_output=True,
            text=True,
            check=False,
        )
        assert 0 == ran.returncode, ran.stdout + ran.stderr
        assert expected.strip() in ran.stdout


def test_a_page_that_says_otherwise_is_noticed(tmp_path: Path) -> None:
    page = read_page("```python\nprint(1 + 1)\n```\n```text\n3\n```\n")
    assert [out for _, out in page.blocks] != done(page, tmp_path)
