"""What a catalog file may say: models, offers, licenses, benchmarks, and the sources they rest on.

Every field that may be unknown is ``None`` when it is absent; absence never turns into ``0``
or ``False``. Money is USD and ``Decimal``; prices of tokens are per million tokens. Dates are
ISO days.
"""

# Without the annotations of the future: pydantic would turn every text back into a type.
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Generic, Literal, Self, TypeVar
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from advisor.yamlio.shorthand import OneOrMore, OrWritten

ID = r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?"

ModelId = Annotated[str, StringConstraints(pattern=rf"^{ID}/{ID}$", max_length=120)]
"""``maker/model``: one fixed version, for instance ``deepseek/deepseek-r1-0528``."""
Slug = Annotated[str, StringConstraints(pattern=rf"^{ID}$", max_length=120)]
Country = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
"""ISO 3166-1 alpha-2, lower case."""
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
"""ISO 639-1 (or 639-3 where there is no two-letter code)."""
Region = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,8}$")]
"""Where data is processed: a country code, or ``eu``, ``global``."""
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"']+$", max_length=600)]


def _plain_number(value: Any) -> Any:
    """Refuse what ``Decimal`` would take silently: booleans and digits of other scripts."""
    if isinstance(value, bool):
        raise ValueError("a number is needed, not true or false")
    if isinstance(value, str) and not value.isascii():
        raise ValueError("only the digits 0-9 make a number here")
    return value


def _iso_day(value: Any) -> Any:
    """Only text such as ``2026-11-23`` is a day; a bare number never is."""
    if isinstance(value, (int, Decimal)):
        raise ValueError("a day is written like 2026-11-23")
    return value


Day = Annotated[date, BeforeValidator(_iso_day)]
Flag = Annotated[bool, Field(strict=True)]
"""``true`` or ``false``; ``yes``, ``no``, ``1`` are something else."""
Number = Annotated[Decimal, BeforeValidator(_plain_number)]
Price = Annotated[Decimal, BeforeValidator(_plain_number), Field(ge=0, le=1_000_000)]
"""USD, exact. Per million tokens unless the field says otherwise."""
Factor = Annotated[Decimal, BeforeValidator(_plain_number), Field(ge=0, le=100)]
Ratio = Annotated[Decimal, BeforeValidator(_plain_number), Field(ge=1, le=1000)]
Amount = Annotated[Decimal, BeforeValidator(_plain_number), Field(ge=0, le=10**12)]
"""USD, exact: what a month costs, where no unit bounds it."""
Count = Annotated[int, BeforeValidator(_plain_number), Field(ge=0, le=10**15)]
"""A whole number of tokens, parameters, bytes, users."""
Size = Annotated[int, BeforeValidator(_plain_number), Field(ge=1, le=10**9)]
"""A width or a number of parts in an architecture."""
Layers = Annotated[int, BeforeValidator(_plain_number), Field(ge=0, le=10**5)]
"""A number of layers, or of other parts of which there can be none."""
Tokens = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,6}$")]
"""A number of tokens as the key of a mapping."""
Rate = Annotated[Decimal, BeforeValidator(_plain_number), Field(gt=0, le=10**9)]
"""What hardware has or does, in the unit of the field."""


class Strict(BaseModel):
    """Closed and immutable: an unknown key is an error, never a silent extra."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Source(Strict):
    """Who says so: a document, where it is, and when it was read."""

    id: Slug
    title: str
    url: Url | None = None
    publisher: str | None = None
    version: str | None = None
    license: str | None = None
    kind: Literal["document", "data_set", "judgment"] = "document"
    """A document was read by a person; a data set was imported by a program; a judgment is whoever
    keeps this catalog thinking so: nothing outside of it supports the figure."""
    read: Day
    supports: tuple[str, ...] = ()
    """The fields of this file that it vouches for: ``limits``, ``license``, ``terms.regions``."""


def _without_decimals(value: Any) -> Any:
    """Plain JSON data: what is read from YAML and from the compiled cache is then the same."""
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value()
        return int(value) if whole else format(value.normalize(), "f")
    if isinstance(value, dict):
        return {key: _without_decimals(item) for key, item in value.items()}
    return [_without_decimals(item) for item in value] if isinstance(value, list) else value


Stored = Annotated[Any, BeforeValidator(_without_decimals)]
Setting = Annotated[str | int | bool, BeforeValidator(_without_decimals)]
"""A condition of a score; a fraction is kept as text."""


class Dispute(Strict):
    """A claim that lost: it stays, with the reason."""

    field: str
    value: Stored
    source: Slug
    why: str


class Accepted(Strict):
    """A finding of ``advisor catalog lint`` that somebody looked at: it stands, for the reason."""

    check: Slug
    field: str
    """As in a dispute: ``license``, ``scores.mmlu``, ``offers.openai/gpt-4.1.prices``."""
    why: str


Claimant = Literal["vendor", "independent", "own"]


class Score(Strict):
    """One benchmark result under one condition, by one claimant."""

    benchmark: Slug
    value: Number
    low: Number | None = None
    high: Number | None = None
    """The interval that the source states, in the benchmark's unit."""
    samples: Count | None = None
    by: Claimant
    setting: dict[str, Setting] = {}
    """The condition: attempts, harness, shots, effort, board, …"""
    source: Slug
    url: Url | None = None
    """The page that the source itself cites."""
    as_of: Day
    note: str | None = None


class Limits(Strict):
    """Tokens. Window, input and output are three different things."""

    window: Count | None = None
    input: Count | None = None
    output: Count | None = None


Modality = Literal["text", "image", "audio", "video", "pdf"]


class Modalities(Strict):
    input: tuple[Modality, ...] | None = None
    output: tuple[Modality, ...] | None = None


Feature = Literal[
    "reasoning",
    "tool_calling",
    "structured_output",
    "streaming",
    "prompt_caching",
    "batch",
    "fine_tuning",
    "web_search",
    "computer_use",
    "system_prompt",
    "temperature",
]


class Tokenizer(Strict):
    family: Slug
    grade: Literal["exact", "reconstructed", "proxy"]


class Thinking(Strict):
    """Output tokens that are billed for each token of the answer: ``1`` is an answer unthought.

    ``low`` and ``high`` are the ends between which the source saw it; absent, they are ``ratio``.
    """

    ratio: Ratio
    low: Ratio | None = None
    high: Ratio | None = None
    source: Slug

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not (self.low or self.ratio) <= self.ratio <= (self.high or self.ratio):
            raise ValueError("a band needs low <= ratio <= high")
        return self


class Weights(Strict):
    repository: str | None = None
    parameters: Count | None = None
    active: Count | None = None
    precision: str | None = None
    bytes: Count | None = None


class Architecture(Strict):
    """Dimensions that hosting estimates read, as the published configuration states them.

    One vocabulary for every kind of attention; what is not stated is absent. Layers of different
    kinds add up to ``layers``.
    """

    layers: Size | None = None
    attention: str | None = None
    """``gqa``, ``mla``, ``gqa-sliding``, …: how a layer remembers what it has read."""
    hidden_size: Size | None = None
    intermediate_size: Size | None = None
    vocab_size: Size | None = None
    attention_heads: Size | None = None
    kv_heads: Size | None = None
    head_dim: Size | None = None
    max_positions: Size | None = None
    tied_embeddings: Flag | None = None
    full_layers: Layers | None = None
    """These keep every token."""
    sliding_layers: Layers | None = None
    sliding_window: Size | None = None
    chunk_size: Size | None = None
    global_kv_heads: Size | None = None
    global_head_dim: Size | None = None
    linear_layers: Layers | None = None
    linear_key_heads: Size | None = None
    linear_value_heads: Size | None = None
    linear_key_head_dim: Size | None = None
    linear_value_head_dim: Size | None = None
    linear_conv_kernel: Layers | None = None
    mamba_layers: Layers | None = None
    mamba_heads: Size | None = None
    mamba_head_dim: Size | None = None
    mamba_state: Size | None = None
    mamba_groups: Size | None = None
    mamba_conv_kernel: Layers | None = None
    ffn_layers: Layers | None = None
    ffn_kind: str | None = None
    experts: Size | None = None
    experts_per_token: Size | None = None
    shared_experts: Layers | None = None
    expert_intermediate_size: Size | None = None
    shared_expert_intermediate_size: Size | None = None
    dense_layers: Layers | None = None
    """Those without experts in a model that has some, wherever they stand."""
    kv_lora_rank: Size | None = None
    q_lora_rank: Size | None = None
    qk_rope_head_dim: Size | None = None
    qk_nope_head_dim: Size | None = None
    v_head_dim: Size | None = None
    indexer_heads: Size | None = None
    indexer_head_dim: Size | None = None
    indexer_topk: Size | None = None
    compress_ratio_layers: dict[Tokens, Layers] | None = None
    """How many layers keep one entry for so many tokens; ``"0"``: the window alone."""
    confidence: str | None = None
    """Where it is from: ``config``, or ``param-verified`` where the parameters that follow from it
    are those that are published; anything else tells what nothing confirms."""


class Lifecycle(Strict):
    """``retires`` is the last day on which it answers."""

    status: Literal["preview", "active", "deprecated", "retired"] | None = None
    deprecated: Day | None = None
    retires: Day | None = None
    replacement: ModelId | None = None
    source: Slug | None = None


def _one_or_many(value: Any) -> Any:
    """``upstream: arena`` is the same as ``upstream: [arena]``."""
    return [value] if isinstance(value, str) else value


Upstreams = Annotated[tuple[Slug, ...], BeforeValidator(_one_or_many), OneOrMore()]


class Alias(Strict):
    """An upstream name. A moving one is never a model: it is refused with what it points at."""

    name: str
    upstream: Upstreams = ()
    """The sources that call it so; without one, the name is good everywhere."""
    moving: Flag = False
    since: Day | None = None
    until: Day | None = None


class Languages(Strict):
    """Which languages the maker states; silence about one is unknown, not a no."""

    stated: tuple[Language, ...]
    source: Slug | None = None


class Model(Strict):
    """One fixed version of a language model."""

    id: ModelId
    name: str
    family: Slug
    released: Day | None = None
    knowledge_cutoff: str | None = None
    openness: Literal["open_weights", "api_only"]
    license: Slug | None = None
    base_model: ModelId | None = None
    """The model whose weights it was trained from: its license travels along."""
    limits: Limits = Limits()
    modalities: Modalities = Modalities()
    features: dict[Feature, Flag] = {}
    languages: Languages | None = None
    tokenizer: Tokenizer | None = None
    thinking: Thinking | None = None
    """How much a reasoning model thinks beside what it says."""
    weights: Weights | None = None
    architecture: Architecture | None = None
    lifecycle: Lifecycle = Lifecycle()
    aliases: tuple[Alias, ...] = ()
    scores: tuple[Score, ...] = ()
    disputed: tuple[Dispute, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    note: str | None = None
    sources: tuple[Source, ...] = ()

    @property
    def maker(self) -> str:
        return self.id.partition("/")[0]


class CacheWrite(Strict):
    """USD per million tokens written to a cache, by how long it lives."""

    five_minutes: Price | None = None
    one_hour: Price | None = None
    any: Price | None = None


def _one_price_for_all(value: Any) -> Any:
    """``cache_write: 3.75`` says that every lifetime costs the same."""
    return value if isinstance(value, (dict, CacheWrite)) else {"any": value}


CacheWrites = Annotated[
    CacheWrite,
    BeforeValidator(_one_price_for_all),
    OrWritten((("type", ("number", "string")), ("minimum", 0))),
]


class Rates(Strict):
    """The rates that a tier, a variant or a window puts in place of the row's own.

    ``factor`` multiplies every token rate of the row; a stated rate wins over the factor.
    """

    factor: Factor | None = None
    input: Price | None = None
    output: Price | None = None
    cache_read: Price | None = None
    cache_write: CacheWrites | None = None


class Tier(Rates):
    """Holds for the whole request as soon as it has more than ``above`` input tokens."""

    above: Count


class Variant(Rates):
    """The rates of another service: batch, flex, priority.

    Without ``tiers`` those of the row multiply these rates too. Stated, they are this variant's
    own, over its rates; ``[]`` says that it has none, however long a request is.
    """

    tiers: tuple[Tier, ...] | None = None


Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Window(Rates):
    """Hours of the day (``HH:MM-HH:MM``, in ``zone``) and weekdays at which other rates hold."""

    hours: Annotated[str, StringConstraints(pattern=r"^[0-2]\d:[0-5]\d-[0-2]\d:[0-5]\d$")]
    days: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    zone: str = "UTC"

    @field_validator("hours")
    @classmethod
    def _of_a_day(cls, value: str) -> str:
        start, _, end = value.partition("-")
        if start >= "24:00" or end > "24:00":
            raise ValueError("a day has the hours 00:00 to 24:00")
        return value

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):  # unknown, malformed, a folder of the database
            message = f"unknown time zone {value!r}; write one such as Asia/Shanghai"
            raise ValueError(message) from None
        return value


class Exchange(Strict):
    """What one unit of a currency is worth in USD, on which day, and who says so."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    """ISO 4217."""
    usd: Annotated[Number, Field(gt=0)]
    as_of: Day
    source: str
    converted: Flag = False
    """The prices beside it are in USD by now."""


class PriceRow(Strict):
    """What an offer costs from one day on. USD; per million tokens where no other unit is named.

    A row that names a ``currency`` is converted when it is read, exactly: from then on it is in
    USD like every other.
    """

    model_config = ConfigDict(populate_by_name=True)

    since: Day | None = Field(default=None, alias="from")
    until: Day | None = None
    """The last day it holds. A later row's ``from`` ends an earlier one by itself."""
    input: Price | None = None
    output: Price | None = None
    cache_read: Price | None = None
    cache_write: CacheWrites | None = None
    tiers: tuple[Tier, ...] = ()
    batch: Variant | None = None
    flex: Variant | None = None
    priority: Variant | None = None
    windows: tuple[Window, ...] = ()
    region: dict[Region, Rates] = {}
    per_request: Price | None = None
    per_image: Price | None = None
    per_search: Price | None = None
    per_month: Price | None = None
    """A fixed fee, for a dedicated or negotiated endpoint."""
    monthly_minimum: Amount | None = None
    """What a month costs at least, everything together."""
    currency: Exchange | None = None
    """The currency that the prices of this row are written in, where it is not USD."""
    source: Slug
    also: dict[str, Slug] = {}
    """Fields of this row that rest on another source: ``{batch: litellm}``."""
    url: Url | None = None
    checked: Day
    note: str | None = None

    @model_validator(mode="after")
    def _in_usd(self) -> Self:
        if self.currency is None or self.currency.converted:
            return self
        currency = self.currency.model_copy(update={"converted": True})
        return _times(self, self.currency.usd).model_copy(update={"currency": currency})

    def source_of(self, field: str) -> str:
        """The id of the source that a field rests on: ``batch``, ``input``, ``from``."""
        return self.also.get(field, self.source)

    @property
    def cited(self) -> tuple[str, ...]:
        """Every source that some field of this row rests on, its own first."""
        return self.source, *self.also.values()


S = TypeVar("S", bound=Strict)
_PRICES = frozenset(
    {
        *("input", "output", "cache_read", "five_minutes", "one_hour", "any"),
        *("per_request", "per_image", "per_search", "per_month", "monthly_minimum"),
    }
)


def _times(item: S, usd: Decimal) -> S:
    """The same with every price in it multiplied; factors and bounds stay."""
    return item.model_copy(
        update={name: _exchanged(name, value, usd) for name, value in item if value is not None}
    )


def _exchanged(name: str, value: Any, usd: Decimal) -> Any:
    if isinstance(value, Strict):
        return _times(value, usd)
    if isinstance(value, dict):
        return {key: _exchanged(name, each, usd) for key, each in value.items()}
    if isinstance(value, tuple):
        return tuple(_exchanged(name, each, usd) for each in value)
    return value * usd if name in _PRICES else value


class Discount(Strict):
    """What a contract takes off the list price; one's own, so it stands in an overlay.

    ``factor`` multiplies all that is paid. ``monthly_commitment`` is paid for a month in any case.
    An offer's discount stands in place of its provider's.
    """

    model_config = ConfigDict(populate_by_name=True)

    factor: Factor = Decimal(1)
    monthly_commitment: Amount | None = None
    since: Day | None = Field(default=None, alias="from")
    until: Day | None = None
    """The last day."""
    why: str


class Terms(Strict):
    """What a provider does with the data that is sent to it. Absent is unknown."""

    training_on_inputs: Flag | None = None
    retention_days: Count | None = None
    zero_retention: Literal["yes", "no", "on_request"] | None = None
    regions: tuple[Region, ...] | None = None
    """Where a customer can have the data processed (all that can be chosen)."""
    certifications: tuple[Slug, ...] | None = None


class Offer(Strict):
    """One way to buy a model from the provider of this file."""

    model: ModelId
    endpoint: str
    id: Slug | None = None
    """Tells two offers of one model by one provider apart (``eu``, ``priority``)."""
    limits: Limits = Limits()
    features: dict[Feature, Flag] = {}
    terms: Terms | None = None
    """Where this offer differs from the provider's terms."""
    prices: tuple[PriceRow, ...] = ()
    discount: Discount | None = None
    lifecycle: Lifecycle = Lifecycle()
    note: str | None = None


class Provider(Strict):
    """Who serves models, on which terms, and everything that it offers."""

    provider: Slug
    name: str = ""
    country: Country | None = None
    url: Url | None = None
    api: (
        Literal["openai_compatible", "anthropic", "google", "mistral", "bedrock", "other"] | None
    ) = None
    base_url: Url | None = None
    terms: Terms = Terms()
    discount: Discount | None = None
    offers: tuple[Offer, ...]
    disputed: tuple[Dispute, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    note: str | None = None
    sources: tuple[Source, ...] = ()


T = TypeVar("T")


class Clause(Strict, Generic[T]):
    """One clause of a license, told in our own words, with the place where it stands."""

    value: T
    text: str
    section: str | None = None
    url: Url | None = None
    read: Day | None = None


YesNo = Literal["yes", "no", "conditional", "unknown"]


class License(Strict):
    """A license as its clauses. An engineer's reading, not legal advice."""

    id: Slug
    name: str
    kind: Literal["permissive", "copyleft", "community", "research", "proprietary_api"]
    spdx: str | None = None
    url: Url | None = None
    commercial_use: Clause[YesNo]
    mau_limit: Clause[Count] | None = None
    """Monthly active users above which another license is needed."""
    revenue_limit: Clause[Count] | None = None
    """Annual revenue in USD above which another license is needed."""
    excluded_regions: Clause[tuple[Region, ...]] | None = None
    excluded_users: Clause[tuple[str, ...]] | None = None
    output_training: Clause[YesNo] | None = None
    """May outputs be used to train other models?"""
    attribution: Clause[YesNo] | None = None
    naming: Clause[YesNo] | None = None
    acceptable_use: Clause[YesNo] | None = None
    redistribution: Clause[YesNo] | None = None
    share_alike: Clause[YesNo] | None = None
    termination: Clause[YesNo] | None = None
    inherits_from: Slug | None = None
    accepted: tuple[Accepted, ...] = ()
    note: str | None = None
    sources: tuple[Source, ...] = ()


Task = Literal["chat", "coding", "knowledge", "reasoning", "tool_use", "multilingual"]


class Speaks(Strict):
    """What a score proves of a task: piecewise linear from the benchmark's unit to 0..1.

    The highest value is the most that this benchmark can prove; a saturated one proves little.
    """

    at: dict[str, Factor]
    """Anchors: score (as text, for exactness) -> proven ability, at least two."""


class Benchmark(Strict):
    """What a score means, and when two scores may be compared."""

    id: Slug
    name: str
    unit: Literal["percent", "elo", "points_10", "index"]
    measures: str
    """One sentence: what is tested."""
    chance: Number
    """What guessing (or the declared floor) scores."""
    top: Number
    """The declared top: the ceiling of honest scores, or of the scale."""
    preferred: dict[str, tuple[Setting, ...]] = {}
    """Setting key -> accepted values, best first. Another value is another condition."""
    tasks: dict[Task, Speaks] = {}
    language: Language | None = None
    """The language it is in, where that is the point of it."""
    comparable_since: Day | None = None
    """Scores before this day are on another scale."""
    saturated: Flag = False
    note: str | None = None
    url: Url | None = None
    sources: tuple[Source, ...] = ()


class SharedSources(Strict):
    """``catalog/sources.yaml``: sources that many files cite by id."""

    sources: tuple[Source, ...]


class RefusedName(Strict):
    """An upstream name behind which no fixed version of this catalog stands (then)."""

    name: str
    upstream: Upstreams = ()
    since: Day | None = None
    until: Day | None = None
    why: str


class RefusedNames(Strict):
    """``catalog/refused_names.yaml``: moving names, routers, previews that were never frozen."""

    refused_names: tuple[RefusedName, ...]
    sources: tuple[Source, ...] = ()


class Interconnect(Strict):
    """The link between the accelerators of one machine; GB/s per accelerator, both directions."""

    name: str
    gb_per_second: Rate


class DenseTflops(Strict):
    """Peak matrix rate without sparsity, in 10^12 operations a second, by precision."""

    bf16: Rate | None = None
    fp8: Rate | None = None
    fp4: Rate | None = None


class Gpu(Strict):
    """An accelerator, as one unit that an engine addresses."""

    id: Slug
    name: str
    vendor: Slug
    memory_gib: Rate
    """What an engine can address; marketing figures are decimal and larger."""
    memory_gb: Rate | None = None
    """The figure of the data sheet."""
    kind: Literal["data_center", "workstation", "consumer"] | None = None
    """What it is sold for: servers, professional desktops, or anybody."""
    bandwidth_gb_per_second: Rate
    tflops: DenseTflops = DenseTflops()
    interconnect: Interconnect | None = None
    tdp_watts: Rate | None = None
    system_kilowatts: Rate | None = None
    """One accelerator with its share of host, network and cooling, under load."""
    source: Slug
    also: dict[str, Slug] = {}
    """Fields that rest on another source: ``{system_kilowatts: inferencex}``."""
    note: str | None = None


class GpuPrice(Strict):
    """What a machine with some accelerators costs an hour. USD, host included."""

    cloud: Slug
    region: str
    """As the cloud calls it; ``any`` where one price holds everywhere."""
    country: Region | None = None
    """Where the machine stands, as far as the region tells."""
    sku: str
    gpu: Slug
    count: Annotated[Count, Field(ge=1)]
    """Accelerators in the machine."""
    commitment: Literal["on_demand", "spot", "one_year", "three_years"] = "on_demand"
    hourly: Price
    """The whole machine; divide by ``count`` for one accelerator."""
    as_of: Day | None = None
    """The day of the price where the source states one."""
    source: Slug
    note: str | None = None


class HostingCost(Strict):
    """One default of what it costs to run a model oneself, with the ends between which it lies.

    What an overlay states wins by ``id``.
    """

    id: Slug
    name: str
    low: Number
    base: Number
    high: Number
    unit: str
    source: Slug
    as_of: Day | None = None
    note: str | None = None
    """What it means, and what it leaves out."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= self.base <= self.high:
            raise ValueError("a default needs low <= base <= high")
        if told := hosting_cost_fault(self.id, self.low, self.high):
            raise ValueError(told)
        return self


_HOSTING_COST_ENDS: dict[str, tuple[str, str | None]] = {
    "peak-to-mean": ("1", None),
    "target-load": ("0.01", "1"),
    "price-change-yearly": ("-0.99", None),
    "amortization-months": ("1", None),
    "residual-share": ("0", "1"),
    "pue": ("1", None),
    "working-days": ("1", "366"),
}
"""What else than anything from 0 on a hosting cost may be: by what it means, or divides."""


def hosting_cost_fault(id: str, low: Decimal, high: Decimal) -> str | None:
    """Why these ends of a hosting cost make no sense; ``None`` where they do."""
    least, most = _HOSTING_COST_ENDS.get(id, ("0", None))
    if low < Decimal(least):
        return f"{id} cannot be below {least}"
    return f"{id} cannot be above {most}" if most and high > Decimal(most) else None


class OwnedMachine(Strict):
    """A machine that one owns or would buy; one's own, so it stands in an overlay."""

    id: Slug
    name: str | None = None
    gpu: Slug
    count: Annotated[Count, Field(ge=1)]
    """Accelerators in it."""
    capital: Amount
    """USD for one whole machine with its share of the network; ``0`` says that it is paid for."""
    kilowatts: Rate | None = None
    """The whole machine under load; absent, it follows from its accelerators."""
    machines: Annotated[Count, Field(ge=1)] | None = None
    """How many there are; absent, as many as are needed can be bought."""
    country: Region | None = None
    source: Slug
    as_of: Day | None = None
    note: str | None = None


class Gpus(Strict):
    """``catalog/gpus.yaml``: accelerators."""

    gpus: tuple[Gpu, ...]
    sources: tuple[Source, ...] = ()


class GpuPrices(Strict):
    """``catalog/gpu_prices.yaml``: rented machines by cloud, region, commitment and day."""

    gpu_prices: tuple[GpuPrice, ...]
    sources: tuple[Source, ...] = ()


class HostingCosts(Strict):
    """``catalog/hosting_costs.yaml``: defaults of the total cost of ownership."""

    hosting_costs: tuple[HostingCost, ...]
    sources: tuple[Source, ...] = ()


class OwnedMachines(Strict):
    """A file of an overlay: machines that one owns or would buy."""

    owned_machines: tuple[OwnedMachine, ...]
    sources: tuple[Source, ...] = ()
