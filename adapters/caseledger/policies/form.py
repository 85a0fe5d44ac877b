"""What a policy file may say: its keys, and what each of them may hold."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import PydanticCustomError, core_schema

from caseledger.register.cells import CellFault, read_line
from caseledger.rules import Clock, Procedure, Stage2Clock

MOST_WORKING_DAYS = 250
"""About a year: what is longer is a slip of the hand."""
A_LINE = r"^[^\x00-\x1f\x7f]+$"
AN_ADDRESS = r"^https://[^\s]+$"

WorkingDays = Annotated[int, Field(ge=1, le=MOST_WORKING_DAYS)]


def _line(text: str) -> str:
    """Read a line as a register's cell is read: it goes into what is recorded."""
    try:
        found = read_line(text)
    except CellFault as fault:
        raise PydanticCustomError(
            "hidden", "{wrong}", {"wrong": fault.message}
        ) from None
    if not found:
        raise PydanticCustomError("hidden", "holds nothing that can be seen")
    return found


Line = Annotated[
    str,
    Field(min_length=1, max_length=200, pattern=A_LINE),
    AfterValidator(_line),
]
Lax = Field(strict=False)
"""TOML has no enumerations: their words are text."""


class _Table(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        hide_input_in_errors=True,
        str_strip_whitespace=True,
        use_attribute_docstrings=True,
    )


class StatutoryLimits(_Table):
    """
    The authority's own limits under the Regulations, in working days.

    They may be stricter than the law's and never laxer; what is left out is the law's.
    """

    stage_1: WorkingDays | None = None
    """Stage 1 is answered within so many of receipt."""
    stage_1_longest: WorkingDays | None = None
    """An extension carries stage 1 no further than so many from receipt."""
    stage_2: WorkingDays | None = None
    """Stage 2 is answered within so many of its start."""
    stage_2_longest: WorkingDays | None = None
    """An extension carries stage 2 no further than so many from its start."""
    review_request: WorkingDays | None = None
    """The complainant may ask for a panel within so many: the law's 20, or more."""
    review_panel: WorkingDays | None = None
    """The review panel meets within so many of the request."""
    panel_report: WorkingDays | None = None
    """The panel's report is sent within so many of its meeting."""
    stage_3: WorkingDays | None = None
    """The authority answers the panel within so many of its report."""


class CorporateLimits(_Table):
    """
    The limits of the authority's own procedure, in working days from its clock.

    What is left out is 10 and at most 20 at stage 1, 20 and at most 40 at stage 2.
    """

    stage_1: WorkingDays | None = None
    """Stage 1 is answered within so many."""
    stage_1_longest: WorkingDays | None = None
    """An extension carries stage 1 no further than so many."""
    stage_2: WorkingDays | None = None
    """Stage 2 is answered within so many."""
    stage_2_longest: WorkingDays | None = None
    """An extension carries stage 2 no further than so many."""


class Milestones(_Table):
    """What is recommended, in working days; missing it breaks no rule."""

    acknowledgement: WorkingDays | None = None
    """A complaint is acknowledged within so many of receipt; 3 if left out."""
    stage_2_acknowledgement: WorkingDays | None = None
    """A request for corporate stage 2 is acknowledged within so many."""
    stage_2_request: WorkingDays | None = None
    """Statutory stage 2 is best asked for within so many; 20 if left out."""
    panel_acknowledgement: WorkingDays | None = None
    """A request for a panel is acknowledged within so many; 2 if left out."""
    panel_chair: WorkingDays | None = None
    """The panel's chair is appointed within so many; 10 if left out."""
    panel_papers: WorkingDays | None = None
    """The panel's papers go out so many before it meets; 10 if left out."""


class StageSignatories(_Table):
    """Who may sign a stage's response; a stage that has no such table, anybody."""

    procedure: Annotated[Procedure, Lax]
    """statutory or corporate."""
    stage: Annotated[int, Field(ge=1, le=3)]
    """1, 2, or 3 for the statutory procedure."""
    roles: Annotated[list[Line], Field(min_length=1)]
    """The roles, in the words in which a response names its signatory's."""


class PolicyEdition(_Table):
    """What the authority chose, from a day on; what is left out is the default."""

    since: date
    """The first day: a clock that starts on it, or later, runs under this edition."""
    counting: Literal["next_day", "start_is_day_1"] = "next_day"
    """Whether the first day counts; the law's way is next_day."""
    service: Line | None = None
    """The service that reports are about, unless another is asked for."""
    target_percent: Annotated[int, Field(ge=1, le=100)] | None = None
    """The share of stage 1 responses that is to be within the original limit."""
    statutory: StatutoryLimits = StatutoryLimits()
    corporate: CorporateLimits = CorporateLimits()
    milestones: Milestones = Milestones()
    corporate_clock: Annotated[Clock, Lax] = Clock.RECEIPT
    """What starts the clock of a corporate stage."""
    stage_2_clock: Annotated[Stage2Clock, Lax] = Stage2Clock.REQUEST
    """What starts the clock of a statutory stage 2."""
    corporate_stage_2_window_months: Annotated[int, Field(ge=1, le=120)] | None = None
    """Corporate stage 2 is asked for within so many months; no limit if left out."""
    extension_names_ombudsman: bool = False
    """Whether the notice of a corporate extension gives the Ombudsman's details."""
    longer_for_good_reason: bool = False
    """Whether good reason carries a corporate extension past its longest."""
    officer_must_be_external: bool = False
    """Whether the stage 2 investigating officer may not be an employee."""
    signatories: list[StageSignatories] = []
    """Who may sign, stage by stage."""
    closure_days: list[date] = []
    """Mondays to Fridays on which the council is closed: not in corporate counts."""


class PolicyFile(_Table):
    """An authority's policy: its editions, oldest first, each of them whole."""

    name: Line
    """What the policy is called; every limit of its own cites it."""
    url: Annotated[str, Field(max_length=500, pattern=AN_ADDRESS)]
    """Where people can read the policy."""
    edition: Annotated[list[PolicyEdition], Field(min_length=1)]
    """What holds from a day on; it takes nothing over from the edition before it."""


class _WithoutNull(GenerateJsonSchema):
    """TOML has no null: what may be None may be left out."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        if schema.get("default") is None:
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)


def policy_schema() -> dict[str, Any]:
    """
    Return the JSON Schema of a policy file, for editors that help to write one.

    It knows the keys and what they may hold; whether a limit is laxer than the law of
    its day is found when the file is read.
    """
    told = PolicyFile.model_json_schema(schema_generator=_WithoutNull)
    return {"$schema": GenerateJsonSchema.schema_dialect, **told}
