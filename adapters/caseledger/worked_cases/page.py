"""The page that tells how worked cases are written, made from the table."""

from collections.abc import Iterator, Sequence

from caseledger.worked_cases.language import Sentence
from caseledger.worked_cases.parts import PARTS
from caseledger.worked_cases.reading import KEYS
from caseledger.worked_cases.sentences import CLAIMS, STEPS

_HEAD = """\
# Worked cases

<!-- Made from the code: caseledger check-cases --sentences > docs/worked-cases.md -->

A worked case is a complaint told in sentences, with what must come of it.
Whoever handles complaints can read one, and write one:

```yaml
- case: A stage 2 answered on day 40 without an extension is late
  source: reg 17
  rules: R11
  procedure: statutory
  story:
    - 2023-04-03: received
    - 2023-04-19: stage 1 answered, not upheld
    - Mon 15 May 2023: stage 2 requested, dissatisfied
  then:
    - stage 2 response was due on 2023-06-20
    - stage 2 response was overdue on 2023-06-21
  refused:
    - 2023-06-21: stage 2 extended to 2023-08-15, because the file is large, by R11
  saying: Extension must be notified on or before 2023-06-20
```

`caseledger check-cases FILE...` tells each case to the rules.
It exits with 0 if all hold, with 2 if a file cannot be used, and with 1 if some do not
hold: for each it says what was expected, and what came.
Reading them needs an extra: `pip install caseledger[cases]`.
The cases of this project are in `examples/worked-cases/`.

Each step is decided when it is told, by what the steps before it left.
What is `refused` or `allowed` is tried by itself after the story.
After the sentence come its clauses, in any order, each after a comma.
So nothing else may hold a comma, nor a colon with a blank after it.
"is" and "was" mean the same, and so do "day" and "days".
A day may be written with its weekday, and is then held to it.
"""


def render_page() -> str:
    """Return the page as Markdown."""
    return "\n".join(
        [
            _HEAD,
            "## What a case has\n",
            *(f"- `{key}`: {told}" for key, told in KEYS.items()),
            "\n## What happens\n",
            *_rows(STEPS),
            "\n## What must be true then\n",
            *_rows(CLAIMS),
            "\n## What stands in braces\n",
            *(f"- `{{{name}}}`: {part.told}" for name, part in PARTS.items()),
            "",
        ]
    )


def _rows(table: Sequence[Sentence]) -> Iterator[str]:
    yield "| sentence | clauses | example |"
    yield "|---|---|---|"
    for row in table:
        clauses = "<br>".join(f"`{clause.pattern}`" for clause in row.clauses)
        yield f"| `{row.pattern}` | {clauses} | {row.example} |"
