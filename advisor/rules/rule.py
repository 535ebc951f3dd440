"""A rule: one file, one judgement, with its own documentation and its own test cases."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from advisor.catalog.schema import Number
from advisor.yamlio.shorthand import OneOrMore

RuleId = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)+$", max_length=80)
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Expression = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Value(Strict):
    """Worth of a measure: anchors in its own unit (``at``), or words (``words``)."""

    at: dict[str, Number] = {}
    scale: Literal["linear", "log"] = "linear"
    words: dict[str, Number] = {}

    @model_validator(mode="after")
    def _one_kind(self) -> Value:
        if bool(self.at) == bool(self.words):
            raise ValueError("value needs either `at` (anchors) or `words`")
        if self.at:
            try:
                points = sorted(Decimal(at) for at in self.at)
            except ArithmeticError:
                raise ValueError("anchors are numbers in the measure's unit") from None
            if len(points) < 2 or len(set(points)) < len(points):
                raise ValueError("value.at needs at least two different anchors")
            if self.scale == "log" and points[0] <= 0:
                raise ValueError("a logarithmic scale needs anchors above 0")
        if any(not 0 <= worth <= 1 for worth in (*self.at.values(), *self.words.values())):
            raise ValueError("a worth lies between 0 and 1")
        return self

    @cached_property
    def anchors(self) -> tuple[tuple[Decimal, Decimal], ...]:
        """``(figure, worth)`` in ascending order of the figure."""
        return tuple(sorted((Decimal(at), worth) for at, worth in self.at.items()))


Expected = Literal["pass", "fail", "unknown", "not_applicable", "error"] | Number


class Case(Strict):
    """Given these figures (all others unknown), the outcome, or a criterion's worth."""

    given: dict[str, Any]
    expect: Expected
    why: str | None = None


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class Rule(Strict):
    """A gate (must hold), a criterion (earns value) or an advisory (must be told)."""

    id: RuleId
    kind: Literal["gate", "criterion", "advisory"]
    passes: Text = Field(alias="pass")
    """The finished sentence when it holds; a criterion's name."""
    fails: Text | None = Field(default=None, alias="fail")
    applies: Expression | None = None
    """Reads the profile alone; a plain field applies when it is stated and not false or empty."""
    require: Expression | None = None
    measure: str | None = None
    value: Value | None = None
    group: str | None = None
    """The entry of ``prefer`` that a criterion's weight comes from."""
    share: str | None = None
    """A profile field that weighs it among its group (``profile.task.coding``)."""
    show: Annotated[tuple[str, ...], BeforeValidator(_listed), OneOrMore()] = ()
    """Further figures that the report shows with the finding."""
    why: Text
    remedy: Text | None = None
    references: tuple[str, ...] = ()
    cases: tuple[Case, ...] = Field(min_length=1)

    model_config = ConfigDict(populate_by_name=True)

    @model_validator(mode="after")
    def _whole(self) -> Rule:
        if self.kind == "criterion":
            if self.measure is None or self.value is None or self.group is None:
                raise ValueError("a criterion needs measure, value and group")
            if self.require is not None:
                raise ValueError("a criterion has no require; that is for gates and advisories")
        else:
            if self.require is None or self.fails is None:
                raise ValueError(
                    f"a{'n' if self.kind == 'advisory' else ''} {self.kind} needs require and fail"
                )
            if self.measure or self.value or self.group or self.share:
                raise ValueError("measure, value, group and share are for criteria")
        return self
