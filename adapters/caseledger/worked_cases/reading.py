"""
A YAML file of worked cases taken apart, with the line of everything in it.

The file is read as text in a structure, by PyYAML's safe loader: no value in it is
anything but what is written.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from caseledger.calendar import ENGLAND
from caseledger.complaint import Refusal, Terms
from caseledger.policies import PRESETS, BadPolicy, load_policies, policy_file
from caseledger.rules import Procedure
from caseledger.worked_cases.case import Case, Claim, Proclaimed, Refused, Step
from caseledger.worked_cases.faults import Fault, NotSaid, UnusableCases
from caseledger.worked_cases.language import Said, take_apart
from caseledger.worked_cases.parts import read_day
from caseledger.worked_cases.sentences import CLAIMS, STEPS, happens

if TYPE_CHECKING:
    import yaml

KEYS: Mapping[str, str] = {
    "case": "what the case shows, in a sentence",
    "source": "the paragraph, or where the dates come from",
    "rules": "the rules that it shows, such as R11 or R11, R12",
    "policy": "a preset, or a policy file beside this one; the default without it",
    "procedure": "statutory, or corporate; statutory without it",
    "holidays known on": "a day: only holidays that were announced by then count",
    "after": "the name of an earlier case of the file, from whose story this goes on",
    "story": "what happened, each as DAY: SENTENCE",
    "then": "what must be true after the story, each a sentence",
    "refused": "what must be refused after the story, each as DAY: SENTENCE, by RULE",
    "saying": "words that the only refusal must have",
    "allowed": "what must be allowed after the story, each as DAY: SENTENCE",
}
"""What a case can have."""

MOST_TEXT = 250_000
"""Characters of a file: PyYAML takes ten seconds for so many."""

_BY = re.compile(r"(?P<step>.*), by (?P<rule>\w+)")
_RULES = re.compile(r"R[0-9]{2}(?:, R[0-9]{2})*")


def read_cases(path: Path) -> Sequence[Case]:
    """Return the cases of a file. Raises `UnusableCases` with all that is wrong."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise _unusable(str(path), 1, "the file is not UTF-8") from None
    except OSError as error:
        raise _unusable(str(path), 1, error.strerror or "cannot be read") from None
    except ValueError:
        raise _unusable(str(path), 1, "no file can have this name") from None
    return parse_cases(text, file=str(path), beside=path.parent)


def parse_cases(
    text: str, *, file: str = "the text", beside: Path = Path()
) -> Sequence[Case]:
    """Return the cases of a text; policy files lie `beside` it."""
    root = _composed(text, file)
    reader = _Reader(file, beside)
    found = list(reader.cases(root))
    if reader.faults:
        raise UnusableCases(sorted(reader.faults, key=lambda fault: fault.line))
    return found


def _unusable(file: str, line: int, wrong: str) -> UnusableCases:
    return UnusableCases([Fault(file=file, line=line, said="", wrong=wrong)])


def _composed(text: str, file: str) -> "yaml.Node | None":
    try:
        import yaml  # noqa: PLC0415 - PyYAML is an extra
    except ImportError:
        raise _unusable(
            file, 1, "worked cases need PyYAML: pip install caseledger[cases]"
        ) from None
    if len(text) > MOST_TEXT:
        raise _unusable(file, 1, f"this is longer than {MOST_TEXT:,} characters")
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _unusable(file, line, f"this is no YAML: {error.problem}") from None
    except yaml.YAMLError as error:
        wrong = str(error).splitlines()[0]
        raise _unusable(file, 1, f"this is no YAML: {wrong}") from None
    except RecursionError:
        raise _unusable(file, 1, "this is nested too deep") from None


@attrs.frozen
class _Text:
    """What is written somewhere, and on which line."""

    written: str
    line: int


@attrs.define
class _Reader:
    """Reads cases and collects what is wrong with them."""

    file: str
    beside: Path
    faults: list[Fault] = attrs.field(factory=list)
    read: dict[str, Case] = attrs.field(factory=dict)

    def cases(self, root: "yaml.Node | None") -> Iterator[Case]:
        """Go through the cases; what cannot be read becomes a fault."""
        listed = self._items(root)
        if not listed and not self.faults:
            self._fault(_Text("", 1), "there is no case; begin one with - case: ...")
        for node in listed:
            case = self._case(node)
            if case is not None:
                self.read[case.name] = case
                yield case

    def _fault(self, at: _Text, wrong: str) -> None:
        self.faults.append(
            Fault(file=self.file, line=at.line, said=at.written, wrong=wrong)
        )

    def _case(self, node: "yaml.Node") -> Case | None:
        known = len(self.faults)
        at = _Text("", _line(node))
        told = self._keys(node)
        name = self._text(told.get("case"), at)
        if not name.written:
            self._fault(at, "a case begins with case: and what it shows")
        if name.written in self.read:
            self._fault(name, "an earlier case of the file has this name")
        after = self._text(told.get("after"), at)
        before = self.read.get(after.written)
        if after.written and before is None:
            self._fault(after, "no earlier case of the file has this name")
        if not {"then", "refused", "allowed"} & told.keys():
            self._fault(at, "say what must come of it: then, refused or allowed")
        rules = self._text(told.get("rules"), at)
        if rules.written and not _RULES.fullmatch(rules.written):
            self._fault(rules, "rules are written R11, or R11, R12")
        otherwise = Procedure.STATUTORY if before is None else before.procedure
        procedure = self._procedure(self._text(told.get("procedure"), at), otherwise)
        terms = Terms() if before is None else before.terms
        story = () if before is None else before.story
        case = Case(
            name=name.written,
            line=at.line,
            source=self._text(told.get("source"), at).written,
            rules=rules.written.split(", ") if rules.written else (),
            terms=self._terms(told, at, terms),
            procedure=procedure,
            story=[*story, *self._steps(told.get("story"), procedure)],
            claims=list(self._claims(told.get("then"))),
            refused=list(self._refusals(told, procedure)),
            allowed=self._steps(told.get("allowed"), procedure),
        )
        if case.claims and not case.story:
            self._fault(at, "nothing can be true then: the story is missing")
        return case if len(self.faults) == known else None

    def _keys(self, node: "yaml.Node") -> dict[str, "yaml.Node"]:
        told: dict[str, yaml.Node] = {}
        for key, value in self._pairs(node):
            if key.written not in KEYS:
                self._fault(key, f"there is no such key; a case has {', '.join(KEYS)}")
            elif key.written in told:
                self._fault(key, "this is said twice")
            told[key.written] = value
        return told

    def _terms(self, told: Mapping[str, "yaml.Node"], at: _Text, terms: Terms) -> Terms:
        policy = self._text(told.get("policy"), at)
        if policy.written not in ("", "default"):
            try:
                terms = attrs.evolve(terms, policies=self._policies(policy.written))
            except (BadPolicy, OSError) as bad:
                self._fault(policy, str(bad))
        known_on = self._text(told.get("holidays known on"), at)
        if known_on.written:
            day = self._day(known_on)
            if day is not None:
                terms = attrs.evolve(terms, calendar=ENGLAND.announced_by(day))
        return terms

    def _policies(self, named: str) -> Sequence[Any]:
        path = policy_file(named) if named in PRESETS else self.beside / named
        return load_policies(path)

    def _procedure(self, told: _Text, otherwise: Procedure) -> Procedure:
        if not told.written:
            return otherwise
        if told.written not in list(Procedure):
            self._fault(told, f"a procedure is {' or '.join(Procedure)}")
            return otherwise
        return Procedure(told.written)

    # --- Sentences

    def _steps(self, node: "yaml.Node | None", under: Procedure) -> list[Step]:
        steps = [self._step(day, said, under) for day, said in self._dated(node)]
        return [step for step in steps if step is not None]

    def _step(self, day: _Text, said: _Text, under: Procedure) -> Step | None:
        on = self._day(day)
        found = self._take_apart(said, STEPS)
        if on is None or found is None:
            return None
        made = happens(found.sentence, found.facts, on=on, under=under)
        return Step(said.line, f"{day.written}: {said.written}", on, made)

    def _claims(self, node: "yaml.Node | None") -> Iterator[Claim]:
        for one in self._items(node):
            said = self._text(one, _Text("", _line(one)))
            found = self._take_apart(said, CLAIMS)
            if found is not None:
                compare = partial(found.sentence.becomes, **found.facts)
                yield Claim(said.line, said.written, compare)

    def _refusals(
        self, told: Mapping[str, "yaml.Node"], under: Procedure
    ) -> Iterator[Refused]:
        dated = list(self._dated(told.get("refused")))
        saying = self._text(told.get("saying"), _Text("", 0))
        if saying.written and len(dated) != 1:
            self._fault(saying, "saying goes with one refusal")
        for day, said in dated:
            found = _BY.fullmatch(said.written)
            if found is None or found["rule"] not in _refusals():
                self._fault(
                    said, "end it with the rule that refuses it, as in , by R11"
                )
                continue
            step = self._step(day, _Text(found["step"], said.line), under)
            if step is not None and isinstance(step.happens, Proclaimed):
                self._fault(said, "no rule refuses a holiday")
            elif step is not None:
                yield Refused(step, found["rule"], saying.written)

    def _take_apart(self, said: _Text, table: Sequence[Any]) -> Said | None:
        try:
            return take_apart(said.written, table)
        except NotSaid as why:
            self._fault(said, str(why))
            return None

    def _day(self, told: _Text) -> date | None:
        try:
            return read_day(told.written)
        except NotSaid as why:
            self._fault(told, str(why))
            return None

    # --- YAML

    def _dated(self, node: "yaml.Node | None") -> Iterator[tuple[_Text, _Text]]:
        """Go through DAY: SENTENCE, written as a mapping or as a list of them."""
        nodes = [node] if node is not None and _is(node, "mapping") else None
        for one in nodes or self._items(node):
            for day, value in self._pairs(one):
                yield day, self._text(value, day)

    def _items(self, node: "yaml.Node | None") -> Sequence["yaml.Node"]:
        if node is None:
            return []
        if _is(node, "sequence"):
            return list(node.value)
        self._fault(_Text("", _line(node)), "this must be a list, each item after a -")
        return []

    def _pairs(self, node: "yaml.Node") -> Iterator[tuple[_Text, "yaml.Node"]]:
        if not _is(node, "mapping"):
            self._fault(_Text("", _line(node)), "this must be written as KEY: VALUE")
            return
        for key, value in node.value:
            yield self._text(key, _Text("", _line(key))), value

    def _text(self, node: "yaml.Node | None", otherwise: _Text) -> _Text:
        if node is None:
            return _Text("", otherwise.line)
        if not _is(node, "scalar"):
            self._fault(_Text("", _line(node)), "this must be plain text")
            return _Text("", _line(node))
        return _Text(" ".join(str(node.value).split()), _line(node))


def _is(node: "yaml.Node", kind: str) -> bool:
    return bool(node.id == kind)  # type: ignore[attr-defined]  # not in its stubs


def _line(node: "yaml.Node") -> int:
    return int(node.start_mark.line) + 1


@cache
def _refusals() -> frozenset[str]:
    """Return the rules that refuse, by number and by name."""
    kinds = Refusal.__subclasses__()
    return frozenset({kind.rule for kind in kinds if kind.rule}) | {
        kind.__name__ for kind in kinds
    }
