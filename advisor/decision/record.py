"""The decision record: the complete, versioned account of one run.

It is plain JSON data (these ``TypedDict`` classes only name its shape), so that what a report reads
from a fresh run and from a stored file is the same thing. Money is USD unless ``currency`` says
otherwise; amounts and values are numbers with at most six decimals; dates are ISO days. Fields may
be added within a major ``schema_version``, never changed.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

SCHEMA_VERSION = "1.0"

Outcome = Literal["pass", "fail", "unknown", "not_applicable", "error"]
Status = Literal["ranked", "review", "rejected"]


class Contradiction(TypedDict):
    """A claim that lost against a fact."""

    field: str
    value: Any
    source: str
    """Key of ``sources``: who claims it."""
    why: str
    """Why it lost."""


class Marked(TypedDict):
    """What speaks against a fact. A mark that is absent says that nothing does."""

    disputed: NotRequired[list[Contradiction]]
    stale: NotRequired[int]
    """Its age in days, where that is more than the profile accepts."""


class QuotedClause(TypedDict):
    """The license clause that decided, in our own words."""

    license: str
    section: str | None
    text: str
    url: str | None
    read: str | None
    through: str | None
    """The base model whose license it is; ``null`` for the model's own."""


class FactRecord(Marked):
    """One figure that a finding rests on."""

    name: str
    """The measure (``limits.window``) or profile field (``profile.require.window``)."""
    label: str
    """The same in words: ``context window``."""
    value: Any
    """Text, number, boolean, list, map; ``null`` is unknown."""
    unit: str | None
    sources: list[str]
    """Keys of ``sources``."""
    by: str | None
    """Who claims it: ``vendor``, ``independent``, ``own``; ``null`` where that says nothing."""
    as_of: str | None
    note: str | None
    """How the figure came about: the benchmark chosen, the price step, the profile's own number
    against the limit of the license."""
    url: str | None
    """A page closer to the fact than its source, where the source cites one."""
    clause: NotRequired[QuotedClause]
    """Of a fact that a license states."""


class FindingRecord(TypedDict):
    """One gate's or advisory's outcome for one candidate."""

    rule: str
    outcome: Outcome
    reason: str
    facts: list[FactRecord]
    missing: list[str]
    """Names of the facts whose absence made it unknown."""
    needed: list[str]
    """What would have to be different, in the figure's own units, for a failed or unknown gate."""


class CriterionRecord(TypedDict):
    """One criterion's worth for one candidate. ``contribution`` is ``weight * value``."""

    rule: str
    group: str
    outcome: Outcome
    raw: Any
    """The measure in its own unit; ``null`` is unknown."""
    unit: str | None
    value: float
    """0..1, the figure that ranks under the declared policy."""
    band: list[float]
    """``[worst, best]``: 0..1, what the value would be at either end of what is not known."""
    weight: float
    """Share of the whole, all weights add up to 1."""
    contribution: float
    reason: str
    facts: list[FactRecord]
    missing: list[str]


class CostMonth(TypedDict):
    month: str
    """``2026-12``."""
    low: float
    base: float
    high: float


class CostTotal(TypedDict):
    low: float
    base: float
    high: float


class PriceLine(Marked):
    """One unit price that the projection used."""

    what: str
    """``input``, ``output``, ``cached input``, ``batch input``, ``per request``, …"""
    unit_price: float
    unit: str
    """``USD per 1M tokens``."""
    since: str | None
    until: str | None
    source: str
    url: str | None
    checked: str | None


class CostSpread(TypedDict):
    """In ten cases of a hundred it is below ``p10``, in ten above ``p90``."""

    p10: float
    p50: float
    p90: float
    mean: float


class CostMonthSpread(CostSpread):
    month: str


class Driver(TypedDict):
    input: str
    """``requests``, ``growth``, ``input_tokens``, ``output_tokens``, ``tokenizer``, ``thinking``,
    ``cache``, ``cache_writes``, ``hours``, ``prices``; of own machines ``speed``, ``peak``,
    ``machines``, ``people``."""
    share: float
    """Of the variance of the total, 0..1."""


class BudgetRisk(TypedDict):
    amount: float
    """The monthly budget in USD."""
    monthly: list[float]
    """How likely each month costs more, 0..1."""
    ever: float
    """How likely any of them does."""
    earliest: str | None
    """The first month that may, however unlikely."""
    likely: str | None
    """The first month that more likely does than not."""


class PresentValue(CostSpread):
    rate: float
    """A year's interest. Each month is paid at its end; the first one's start is now."""
    base: float


class Advantage(TypedDict):
    """What it costs less than what is used today, at the same points."""

    candidate: str
    cheaper: float
    """How likely it costs less over the horizon, 0..1."""
    saving: CostSpread


class SimulationRecord(TypedDict):
    """The cost over all that is uncertain, taken together. Equal seeds give equal figures."""

    seed: int
    points: int
    """1 where nothing is uncertain: then every figure is the base."""
    monthly: list[CostMonthSpread]
    total: CostSpread
    drivers: list[Driver]
    """Largest first."""
    together: float
    """The share that inputs explain together only."""
    budget: NotRequired[BudgetRisk]
    """Where the profile states one."""
    present_value: NotRequired[PresentValue]
    """Where the profile states a rate."""
    against: NotRequired[Advantage]
    """Where the profile names what is used today."""


class TokensRecord(TypedDict):
    """The tokens of a request as the model counts them."""

    reference: str | None
    """The tokenizer that the profile's counts are of; ``null`` where it is not known."""
    family: str | None
    """The model's tokenizer; ``null`` where it is not known."""
    grade: Literal["exact", "reconstructed", "proxy"]
    """How well that tokenizer is known."""
    measured: bool
    """Was its ratio measured? Else the range of all measured ones stands for it."""
    counted: NotRequired[bool]
    """Was it counted on the samples that the profile names?"""
    ratio: CostTotal
    """Its tokens for each one that the profile states."""
    input: CostTotal
    output: CostTotal


class MachineRecord(TypedDict):
    """A machine that is rented (``hourly``) or owned (``capital``), USD."""

    name: str
    gpus: int
    cloud: str | None
    region: str | None
    country: str | None
    commitment: str
    """``on_demand``, ``one_year``, ``three_years``, ``owned``."""
    hourly: float | None
    capital: float | None
    source: str
    as_of: str | None


class LayoutRecord(TypedDict):
    tensor_parallel: int
    data_parallel: int


class ReplicaRecord(TypedDict):
    """Replicas that are paid for in the first and last month, those that stand by included."""

    first: int
    last: int
    spare: int


class AssumedCost(TypedDict):
    """A figure of the total cost of ownership; without a ``source`` the profile states it."""

    id: str
    name: str
    unit: str
    low: float
    base: float
    high: float
    source: str | None
    as_of: str | None
    note: str | None


class StartRecord(TypedDict):
    """How to start one replica, and what its engine should then report."""

    engine: str
    command: list[str]
    weights_bytes_per_gpu: int
    cache_bytes_per_gpu: int
    notes: list[str]


class HostingRecord(TypedDict):
    """A deployment: what runs, how fast, and what its cost is made of over the horizon."""

    gpu: str
    gpu_name: str
    precision: str
    quantized: bool
    """Fewer bits than the weights that were released and measured."""
    layout: LayoutRecord
    replicas: ReplicaRecord
    machines: list[int]
    """By month."""
    machine: MachineRecord
    context: int
    requests_per_second: float
    """At the peak of the month with the most requests."""
    in_flight: int
    """Requests in one replica at that peak."""
    weights_bytes: int
    tight: bool
    tpot_ms: CostTotal
    """Milliseconds from one output token of a request to its next, at the peak."""
    ttft_ms: CostTotal
    """Milliseconds from the arrival of a request to its first output token, at the peak."""
    dimensions: NotRequired[str | None]
    """What of the model's dimensions nothing confirms; ``None`` where all are."""
    doubts: list[str]
    """Why the speed is less sure than usual."""
    components: dict[str, CostTotal]
    """USD over the horizon: ``machines`` (rent), ``capital``, ``power``, ``colocation``,
    ``maintenance``, ``people``, ``storage``, ``egress``, ``one_off``."""
    assumptions: list[AssumedCost]
    start: StartRecord | None


class CostRecord(TypedDict):
    """``low`` and ``high`` take the ends of the requests, tokens, thinking, cache writes and hours
    at once, which is as good as impossible; ``simulation`` says what is to be expected."""

    currency: str
    monthly: list[CostMonth]
    total: CostTotal
    prices: list[PriceLine]
    notes: list[str]
    """What was assumed: a cache price that is not stated, hours of the day, a future price step."""
    tokens: NotRequired[TokensRecord]
    hosting: NotRequired[HostingRecord]
    """Of one's own machines."""
    simulation: NotRequired[SimulationRecord]
    """Of the candidates that reports show in full: the first ranked and review ones, today's."""


class CandidateRecord(TypedDict):
    id: str
    model: str
    """Key of ``models``."""
    name: str
    maker: str
    kind: Literal["api", "self_hosted"]
    provider: str
    provider_name: str
    endpoint: str | None
    status: Status
    rank: int | None
    """The place of its model among the ranked ones; ``null`` unless ranked."""
    best: bool
    """This is the best way to get its model (the one that tables show); the others fold beneath."""
    value: float
    band: list[float]
    gates: list[FindingRecord]
    criteria: list[CriterionRecord]
    advisories: list[FindingRecord]
    cost: CostRecord | None
    cost_missing: list[str]
    """Why there is no projection: the fields that are not known."""
    start: dict[str, str | None]
    """What a first call needs: ``api``, ``base_url``, ``endpoint``, ``repository``."""


class ClauseRecord(TypedDict):
    """One license clause in our own words."""

    clause: str
    value: Any
    text: str
    section: str | None
    url: str | None
    read: str | None


class LicenseRecord(TypedDict):
    id: str
    name: str
    url: str | None
    clauses: list[ClauseRecord]


class ModelRecord(TypedDict):
    id: str
    name: str
    maker: str
    openness: str
    released: str | None
    parameters: int | None
    window: int | None
    licenses: list[LicenseRecord]
    """Its own license first, then those it inherits from the models it was trained from."""
    disputed: list[dict[str, Any]]
    """``{field, value, source, why}``: claims that lost."""
    note: str | None


class SourceRecord(TypedDict):
    number: int
    """1-based, in order of first use: what a reader sees as ``[7]``."""
    title: str
    url: str | None
    publisher: str | None
    version: str | None
    license: str | None
    read: str
    own: NotRequired[bool]
    """An overlay of the user's states it."""
    judgment: NotRequired[bool]
    """Nobody published it: whoever keeps the catalog judged."""


class RuleRecord(TypedDict):
    id: str
    kind: Literal["gate", "criterion", "advisory"]
    group: str | None
    pass_title: str
    fail_title: str
    why: str
    remedy: str | None
    references: list[str]
    origin: str
    """``shipped``, a folder given by ``--rules``, or the plug-in's name."""


class AssumptionRecord(TypedDict):
    field: str
    value: Any
    text: str


class MeasuredRecord(AssumptionRecord):
    """A field that files told. ``text`` says how."""

    source: str
    """The files, as the profile names them."""
    used: bool
    """``false``: the profile states the field as well, and that counts."""


class RelaxationGate(TypedDict):
    rule: str
    outcome: Outcome
    needed: list[str]


class RelaxationRecord(TypedDict):
    """Waive or relax these gates together, and these candidates come in."""

    gates: list[RelaxationGate]
    candidates: list[str]


class SwitchRecord(TypedDict):
    """The weight of one group at which another candidate comes first (others keep proportions)."""

    group: str
    weight: float
    switch_at: float
    winner: str


class BaselineRecord(TypedDict):
    """What is used today, judged like everything else."""

    candidate: str
    status: Status
    value: float
    cost_total: CostTotal | None


class VolumeStretch(TypedDict):
    since: float
    until: float
    candidate: str
    replicas: NotRequired[int]
    """On one's own machines: those that serve the most requests of the stretch in time."""
    machines: NotRequired[int]
    """Machines that are paid for there."""


class VolumeCurve(TypedDict):
    candidate: str
    points: list[list[float]]
    """Requests and USD of a month, from left to right; straight between two, a jump where two have
    the same requests."""


class CheapestByVolume(TypedDict):
    """Which candidate that qualifies costs least by its base cost, for so many requests in every
    month."""

    since: float
    until: float
    stretches: list[VolumeStretch]
    curves: NotRequired[list[VolumeCurve]]


class FlipRecord(TypedDict):
    """An assumption and the value at which the other of two candidates comes first.

    ``at`` is ``None`` where no value does, however far it is from the base.
    """

    assumption: str
    unit: str
    base: float
    at: float | None


class FlipsRecord(TypedDict):
    """The best candidate on one's own machines against the best that is bought as a service."""

    hosted: str
    service: str
    ahead: str
    """Which of the two stands before the other."""
    flips: list[FlipRecord]


class InputFile(TypedDict):
    name: str
    sha256: str


class CatalogInput(TypedDict):
    sha256: str
    models: int
    offers: int
    overlays: list[InputFile]


class RulesInput(TypedDict):
    sha256: str
    count: int
    folders: list[InputFile]
    plugins: list[dict[str, str]]
    """``{name, version, sha256}``."""


class WorkloadInput(InputFile):
    """Files that the workload was measured from, by the name or pattern in the profile."""

    files: int
    """Where there are several, the SHA-256 is over their names and contents, in order."""


class Inputs(TypedDict):
    profile: InputFile
    workload: NotRequired[list[WorkloadInput]]
    catalog: CatalogInput
    rules: RulesInput


class DecisionRecord(TypedDict):
    schema_version: str
    advisor_version: str
    id: str
    """SHA-256 over the inputs, the date and the version: equal ids are equal decisions."""
    as_of: str
    title: str
    inputs: Inputs
    profile: dict[str, Any]
    """As resolved: presets expanded, quantities in base units."""
    assumptions: list[AssumptionRecord]
    """Every default that the profile left to us."""
    measured: NotRequired[list[MeasuredRecord]]
    """Every field that was measured from files; absent where the profile names none."""
    policy: dict[str, str]
    weights: dict[str, float]
    """Rule id of each criterion -> share of the whole."""
    rules: dict[str, RuleRecord]
    candidates: list[CandidateRecord]
    """Ranked first (by rank), then review, then rejected; each by value, then id."""
    ranking: list[str]
    """Each ranked model once, by its best candidate."""
    recommendation: str | None
    runner_up: str | None
    baseline: BaselineRecord | None
    switches: list[SwitchRecord]
    cheapest_by_volume: NotRequired[CheapestByVolume | None]
    flips: NotRequired[FlipsRecord | None]
    relaxations: list[RelaxationRecord]
    """Smallest sets of requirements to relax, nearest first; filled when nothing is ranked."""
    models: dict[str, ModelRecord]
    sources: dict[str, SourceRecord]
    warnings: list[str]
    method: dict[str, str]
