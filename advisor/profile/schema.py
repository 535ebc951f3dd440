"""The requirements profile: what a team needs, how much it will use, what it prefers.

Everything that is optional has a declared default or stays ``None``: "not required", "not stated".
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from advisor.catalog.schema import (
    ID,
    Country,
    Day,
    Feature,
    Flag,
    Language,
    Modality,
    Number,
    Region,
    Slug,
    Task,
)
from advisor.profile.presets import PRESETS
from advisor.profile.quantities import CURRENCIES, Count, Money, Range, Rate, Share, Weight
from advisor.yamlio.problems import did_you_mean
from advisor.yamlio.shorthand import OneOrMore, OrWritten


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _listed(value: Any) -> Any:
    """One value may stand without brackets: ``data_regions: eu``."""
    return [value] if isinstance(value, str) else value


def _some_weight(weights: dict[Any, Decimal]) -> dict[Any, Decimal]:
    if weights and not any(weights.values()):
        raise ValueError("all weights are zero; at least one must be above 0")
    return weights


Regions = Annotated[tuple[Region, ...], BeforeValidator(_listed), OneOrMore()]
Features = Annotated[tuple[Feature, ...], BeforeValidator(_listed), OneOrMore()]
LanguageList = Annotated[tuple[Language, ...], BeforeValidator(_listed), OneOrMore()]
ModalityList = Annotated[tuple[Modality, ...], BeforeValidator(_listed), OneOrMore()]
TokenizerName = Annotated[str, StringConstraints(pattern=rf"^{ID}(/{ID})?$", max_length=120)]
Slugs = Annotated[tuple[Slug, ...], BeforeValidator(_listed), OneOrMore()]


class Organization(Strict):
    """Who will use the model. License thresholds bind, or do not, by these."""

    name: str | None = None
    country: Country | None = None
    monthly_active_users: Count | None = None
    annual_revenue: Money | None = None
    groups: Slugs | None = None
    """Groups that a license may exclude, of which it is one (``competitors-of-naver``)."""


class Workload(Strict):
    """The traffic of one month at the start, and how it moves."""

    requests_per_month: Range
    input_tokens: Range
    """Per request, cached tokens included."""
    output_tokens: Range
    """Per request; ``thinking`` says whether tokens that are thought and not shown are in it."""
    tokens_of: TokenizerName | None = None
    """The model or tokenizer family whose tokens these are; absent, it is ``o200k-base``."""
    thinking: Literal["included", "added"] = "included"
    """``added``: output tokens are those of the answer, and each model's thinking comes on top."""
    cached_share: Share = Decimal(0)
    """The share of input tokens that a prompt cache answers."""
    cache_uncertainty: Share = Decimal("0.1")
    """How far that share may lie below or above, in parts of 1; it stays between 0 and 1."""
    batch_share: Share = Decimal(0)
    """The share of requests that can wait for a batch."""
    growth_per_month: Rate = Decimal(0)
    growth_uncertainty: Share = Decimal("0.5")
    """How far growth may lie below or above, as a share of itself."""
    horizon_months: Annotated[Count, Field(ge=1, le=120)] = 12
    uncertainty: Share = Decimal("0.2")
    """How far the number of requests may lie below or above, where no range is stated."""


class ProviderLists(Strict):
    """Provider or maker ids. ``allow`` names the only ones; ``deny`` takes some out."""

    allow: Slugs | None = None
    deny: Slugs = ()


class InputOutput(Strict):
    input: ModalityList = ()
    output: ModalityList = ()


class Require(Strict):
    """What must hold. Absent is "not required"."""

    commercial_use: Flag | None = None
    output_training: Flag | None = None
    """The answers will train other models."""
    openness: Literal["open_weights"] | None = None
    window: Count | None = None
    input: Count | None = None
    output: Count | None = None
    modalities: InputOutput = InputOutput()
    features: Features = ()
    languages: LanguageList = ()
    data_regions: Regions = ()
    training_on_inputs: Literal[False] | None = None
    """``false``: the provider may not train on what is sent."""
    retention_days: Count | None = None
    """At most so many days."""
    certifications: Slugs = ()
    providers: ProviderLists = ProviderLists()
    makers: ProviderLists = ProviderLists()
    monthly_budget: Money | None = None
    minimum: dict[Slug, Number] = {}
    """Benchmark id -> least score, in the benchmark's unit."""
    fixed_version: Flag | None = None
    """No moving alias."""
    outlive_horizon: Flag = True
    """No announced end within the horizon."""


class Hosting(Strict):
    allow: Annotated[
        tuple[Literal["api", "self_hosted"], ...],
        Field(min_length=1),
        BeforeValidator(_listed),
        OneOrMore(),
    ] = ("api", "self_hosted")
    gpus: Slugs = ()


class Policy(Strict):
    unknown_gate: Literal["review", "reject"] = "review"
    """Where a candidate goes whose gate cannot be decided."""
    missing: Literal["pessimistic", "midpoint", "optimistic"] = "pessimistic"
    """Which end of a band ranks."""
    vendor_claims: Literal["bound", "accept"] = "bound"
    """A maker's own score bounds a figure from above only, or is taken as it is."""
    stale_days: Count = 120
    """Facts older than this are told."""
    discount_rate: Share | None = None
    """A year's interest, by which later payments count less; absent, nothing is discounted."""


class ExchangeRate(Strict):
    """What one unit of a currency is worth in USD, with the day and who says so."""

    usd: Annotated[Number, Field(gt=0)]
    as_of: Day
    source: str


class Profile(Strict):
    """A requirements profile, as written."""

    title: str = "Language model selection"
    organization: Organization = Organization()
    current: str | None = None
    """``maker/model`` or ``maker/model@provider``: what is used today, the baseline."""
    task: Annotated[dict[Task, Weight], OrWritten((("type", "string"), ("enum", tuple(PRESETS))))]
    languages: dict[Language, Weight] = {}
    workload: Workload | None = None
    require: Require = Require()
    hosting: Hosting = Hosting()
    prefer: dict[str, Weight] = {"quality": Decimal(50), "cost": Decimal(50)}
    """Group of criteria (``quality``, ``cost``, ``openness``, …) or rule id -> weight."""
    policy: Policy = Policy()
    exchange_rates: dict[str, ExchangeRate] = {}
    plugins: Slugs = ()

    @field_validator("task", mode="before")
    @classmethod
    def _preset(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if value not in PRESETS:
            close = did_you_mean(value, PRESETS)
            hint = f"did you mean {close!r}? " if close else ""
            there = ", ".join(PRESETS)
            raise ValueError(f"unknown task preset {value!r}; {hint}There are {there}")
        return dict(PRESETS[value].task)

    @field_validator("task", "languages", "prefer")
    @classmethod
    def _weighted(cls, value: dict[Any, Decimal]) -> dict[Any, Decimal]:
        return _some_weight(value)

    @field_validator("exchange_rates")
    @classmethod
    def _currencies(cls, value: dict[str, ExchangeRate]) -> dict[str, ExchangeRate]:
        for code in value:
            if code not in CURRENCIES:
                raise ValueError(f"unknown currency {code!r}")
        return value

    @model_validator(mode="after")
    def _needs_a_task(self) -> Profile:
        if not self.task:
            raise ValueError("task needs at least one entry")
        return self

    def tasks(self) -> dict[Task, Decimal]:
        """The task weights, with one for ``multilingual`` where only ``languages`` tells of it.

        Traffic in other languages than English weighs as its share says: with half of it in Korean,
        ability in Korean counts half as much as all stated tasks together.
        """
        foreign = self.foreign_share()
        if not foreign or "multilingual" in self.task:
            return self.task
        return {**self.task, "multilingual": foreign * sum(self.task.values())}

    def foreign_share(self) -> Decimal:
        """The share of the traffic that is not English; 0 where no languages are stated."""
        whole = sum(self.languages.values(), Decimal(0))
        return (whole - self.languages.get("en", Decimal(0))) / whole if whole else Decimal(0)
