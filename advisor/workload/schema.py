"""What a workload file says: what was sent to models, measured from a log."""

# Without the annotations of the future: pydantic would turn every text back into a type.
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from advisor.catalog.schema import Count, Number, Strict

Some = Annotated[Count, Field(ge=1)]


class Spread(Strict):
    """A count with the ends of its 95 % interval."""

    low: Count
    base: Count
    high: Count

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= self.base <= self.high:
            raise ValueError("an interval needs low <= base <= high")
        return self


class ForProfile(Strict):
    """The fields of a profile's ``workload`` that the log tells; what it does not is absent."""

    requests_per_month: Spread | None = None
    input_tokens: Count
    output_tokens: Count
    cached_share: Number | None = None
    batch_share: Number
    growth_per_month: Number | None = None


class Read(Strict):
    """What was read, and how it was understood."""

    logs: tuple[str, ...]
    engine: str
    preset: str | None = None
    columns: dict[str, tuple[str, ...]]
    """Our field -> the columns that it was read from."""
    cached: Literal["inside", "beside"] | None = None
    """Where the log counts cached tokens: inside its input tokens or beside them."""
    zone: str
    first: str
    last: str
    """ISO times in UTC."""
    requests: Some
    """Those that are counted; all others are in ``set_aside``."""


class Growth(Strict):
    """The change per month, as a share, with its standard error and 95 % interval."""

    per_month: Number
    standard_error: Number
    low: Number
    high: Number


class Peak(Strict):
    """Requests per second, over a minute."""

    p99_minute: Number
    busiest_minute: Number


class Traffic(Strict):
    months: dict[str, Count]
    days: dict[str, Count]
    week: dict[str, tuple[Count, ...]]
    """Weekday -> requests in each hour of the day, on the clock of ``read.zone``."""
    peak: Peak
    growth: Growth | None = None
    growth_unknown: str | None = None


class Tokens(Strict):
    """``input_tokens`` hold the cached and the written ones; ``None`` is not told by the log."""

    requests: Some
    input_tokens: Count
    cached_tokens: Count | None = None
    cache_writes_five_minutes: Count | None = None
    cache_writes_one_hour: Count | None = None
    output_tokens: Count

    @model_validator(mode="after")
    def _within(self) -> Self:
        parts = (self.cached_tokens, self.cache_writes_five_minutes, self.cache_writes_one_hour)
        if sum(part or 0 for part in parts) > self.input_tokens:
            raise ValueError("cached and written tokens are more than the input that holds them")
        return self


class Size(Tokens):
    """Requests of more than ``above`` input tokens, up to the next ``above``."""

    above: Count


class Service(Tokens):
    service: Literal["standard", "batch", "flex", "priority"]


class LoggedModel(Tokens):
    model: str
    logged_as: tuple[str, ...]


class Apart(Strict):
    """``rows`` is absent where they cannot be counted."""

    why: str
    rows: Count | None = None
    example: str


class WorkloadFile(Strict):
    """A workload as it was measured from a log."""

    title: str
    profile: ForProfile
    read: Read
    traffic: Traffic
    sizes: Annotated[tuple[Size, ...], Field(min_length=1)]
    services: Annotated[tuple[Service, ...], Field(min_length=1)]
    models: Annotated[tuple[LoggedModel, ...], Field(min_length=1)]
    set_aside: tuple[Apart, ...] = ()
    """In none of the figures above."""
    noted: tuple[Apart, ...] = ()
    """Odd, and counted."""


def rounded(value: float | Decimal, digits: int = 4) -> Decimal:
    """A figure as it is written down."""
    return round(Decimal(str(value)), digits).normalize() + Decimal(0)
