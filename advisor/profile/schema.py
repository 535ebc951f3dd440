"""The requirements profile: what a team needs, how much it will use, what it prefers.

Everything that is optional has a declared default or stays ``None``: "not required", "not stated".
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)
from pydantic.config import JsonDict

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
    hosting_cost_fault,
)
from advisor.profile.presets import PRESETS
from advisor.profile.quantities import (
    CURRENCIES,
    Count,
    Estimate,
    Money,
    Range,
    Rate,
    Share,
    Weight,
)
from advisor.tokens.kinds import Kind
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


def _above_zero(ratios: dict[str, Estimate]) -> dict[str, Estimate]:
    for name, ratio in ratios.items():
        if ratio.low <= 0:
            raise ValueError(f"{name}: a ratio of tokens has to be above 0")
    return ratios


def _sensible(costs: dict[str, Estimate]) -> dict[str, Estimate]:
    for id, cost in costs.items():
        if told := hosting_cost_fault(id, cost.low, cost.high):
            raise ValueError(told)
    return costs


Regions = Annotated[tuple[Region, ...], BeforeValidator(_listed), OneOrMore()]
Features = Annotated[tuple[Feature, ...], BeforeValidator(_listed), OneOrMore()]
LanguageList = Annotated[tuple[Language, ...], BeforeValidator(_listed), OneOrMore()]
ModalityList = Annotated[tuple[Modality, ...], BeforeValidator(_listed), OneOrMore()]
TokenizerName = Annotated[str, StringConstraints(pattern=rf"^{ID}(/{ID})?$", max_length=120)]
Slugs = Annotated[tuple[Slug, ...], BeforeValidator(_listed), OneOrMore()]
Pattern = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Patterns = Annotated[
    tuple[Pattern, ...], Field(min_length=1), BeforeValidator(_listed), OneOrMore()
]
Commitment = Literal["on_demand", "one_year", "three_years"]


def _no_trough(peak: Estimate) -> Estimate:
    if peak.low < 1:
        raise ValueError("the busiest hour is at least as busy as the mean: 1 or more")
    return peak


def _some_price(change: Estimate) -> Estimate:
    if change.low <= -1:
        raise ValueError("prices cannot fall by all that they are: more than -100%")
    return change


class Organization(Strict):
    """Who will use the model. License thresholds bind, or do not, by these."""

    name: str | None = None
    country: Country | None = None
    monthly_active_users: Count | None = None
    annual_revenue: Money | None = None
    groups: Slugs | None = None
    """Groups that a license may exclude, of which it is one (``competitors-of-naver``)."""


class Between(Strict):
    """The ends of a rate that is not known exactly."""

    low: Rate
    high: Rate


class Text(Strict):
    """What is sent: it decides how many tokens it is for other tokenizers."""

    kinds: Annotated[dict[Kind, Weight], AfterValidator(_some_weight)] = {}
    """Kind of text -> weight; empty: by ``languages`` and ``task``."""
    tokens: Annotated[dict[Slug, Estimate], AfterValidator(_above_zero)] = {}
    """Tokenizer family -> its tokens for one of ``o200k-base``, as counted on this text."""


_COMPLETE: JsonDict = {
    "anyOf": [
        {"required": ["requests_per_month", "input_tokens", "output_tokens"]},
        {"required": ["samples"]},
        {"required": ["log"]},
    ]
}
"""Which fields make a workload, as far as a JSON Schema can tell."""


class StatedWorkload(Strict):
    """The traffic of one month at the start, and how it moves, as it is written.

    What is absent may be measured from files: then ``samples`` or ``log`` names them.
    """

    model_config = ConfigDict(title="Workload", json_schema_extra=_COMPLETE)

    samples: Patterns = ()
    """Prompts as text files, or conversations as JSON lines: files or globs."""
    log: Patterns = ()
    """Usage logs, or one workload file that ``advisor workload`` has written."""
    requests_per_month: Range | None = None
    input_tokens: Range | None = None
    """Per request, cached tokens included."""
    output_tokens: Range | None = None
    """Per request; ``thinking`` says whether tokens that are thought and not shown are in it."""
    tokens_of: TokenizerName | None = None
    """The model or tokenizer family whose tokens these are; absent, it is ``o200k-base``."""
    text: Text | None = None
    """Of what kind the text is; samples tell it."""
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
    growth_between: Between | None = None
    """The ends of ``growth_per_month``, in place of ``growth_uncertainty``."""
    peak_to_mean: Annotated[Estimate, AfterValidator(_no_trough)] | None = None
    """The request rate of the busiest hour over the mean, by which one's own machines are sized;
    absent: ``peak-to-mean`` of the catalog's hosting costs."""
    horizon_months: Annotated[Count, Field(ge=1, le=120)] = 12
    uncertainty: Share = Decimal("0.2")
    """How far the number of requests may lie below or above, where no range is stated."""

    @model_validator(mode="after")
    def _grows_between(self) -> Self:
        ends = self.growth_between
        if ends and "growth_per_month" not in self.model_fields_set:
            raise ValueError("growth_between stands beside growth_per_month, which is missing")
        if ends and not ends.low <= self.growth_per_month <= ends.high:
            raise ValueError("growth_per_month has to lie within growth_between")
        return self


class Workload(StatedWorkload):
    """The same with everything that a cost needs."""

    requests_per_month: Range
    input_tokens: Range
    output_tokens: Range


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
    """Accelerators that may be used; empty: every one with a price that is made for servers."""
    clouds: Slugs = ()
    """Clouds whose machines may be rented; empty: every one."""
    commitments: Annotated[
        tuple[Commitment, ...], Field(min_length=1), BeforeValidator(_listed), OneOrMore()
    ] = ("on_demand",)
    """Ways to rent that are open. ``spot`` is not one: see ``spot_share``."""
    spot_share: Share = Decimal(0)
    """The share of rented hours that is bought at spot prices."""
    precisions: Slugs = ()
    """Of the weights (``bf16``, ``fp8``, ``int4`` …); empty: as they were released."""
    cache_precision: Literal["bf16", "fp8"] = "bf16"
    context: Count | None = None
    """Tokens of the longest request; absent: as ``require.window``, else twice a mean request."""
    max_ttft_ms: Annotated[Count, Field(ge=1)] | None = None
    """Milliseconds to the first output token, at most."""
    max_tpot_ms: Annotated[Count, Field(ge=1)] | None = None
    """Milliseconds from one output token to the next, at most."""
    spare_replicas: Annotated[Count, Field(le=100)] = 1
    """Replicas that stand by for one that fails."""
    least_replicas: Annotated[Count, Field(ge=1, le=1000)] = 1
    """Replicas that run at any hour."""
    autoscaling: Flag = False
    """Replicas are stopped while traffic is low, so that hours and not months are paid for."""
    costs: Annotated[dict[Slug, Estimate], AfterValidator(_sensible)] = {}
    """What the total cost of ownership assumes, by the id of a default of the catalog."""


class Policy(Strict):
    unknown_gate: Literal["review", "reject"] = "review"
    """Where a candidate goes whose gate cannot be decided."""
    missing: Literal["pessimistic", "midpoint", "optimistic"] = "pessimistic"
    """Which end of a band ranks."""
    vendor_claims: Literal["bound", "accept"] = "bound"
    """A maker's own score bounds a figure from above only, or is taken as it is."""
    stale_days: Count = 120
    """Facts older than this are told."""
    price_change_yearly: Annotated[Estimate, AfterValidator(_some_price)] | None = None
    """A scenario: what the listed prices of services may do in a year; absent, they stay."""
    discount_rate: Share | None = None
    """A year's interest, by which later payments count less; absent, nothing is discounted."""


class ExchangeRate(Strict):
    """What one unit of a currency is worth in USD, with the day and who says so."""

    usd: Annotated[Number, Field(gt=0)]
    as_of: Day
    source: str


class StatedProfile(Strict):
    """A requirements profile, as written."""

    model_config = ConfigDict(title="Profile")

    title: str = "Language model selection"
    organization: Organization = Organization()
    current: str | None = None
    """``maker/model`` or ``maker/model@provider``: what is used today, the baseline."""
    task: Annotated[dict[Task, Weight], OrWritten((("type", "string"), ("enum", tuple(PRESETS))))]
    languages: dict[Language, Weight] = {}
    workload: StatedWorkload | None = None
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
    def _needs_a_task(self) -> Self:
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


class Profile(StatedProfile):
    """The same with its workload known: what candidates are judged by."""

    workload: Workload | None = None
