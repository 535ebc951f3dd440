"""The resolved profile in words: what is needed, stated, measured or assumed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from advisor.decision.record import DecisionRecord
from advisor.reporting.words import N_, Words, amount

_FIELDS: dict[str, tuple[str, str | None]] = {
    "title": (N_("Title"), None),
    "organization.name": (N_("Organization"), None),
    "organization.country": (N_("Country"), None),
    "organization.monthly_active_users": (N_("Monthly active users"), "users"),
    "organization.annual_revenue": (N_("Annual revenue"), None),
    "organization.groups": (N_("Belongs to"), None),
    "current": (N_("Used today"), None),
    "task": (N_("Task"), "weights"),
    "task.multilingual": (N_("Ability in many languages, as a weight"), None),
    "languages": (N_("Languages"), "weights"),
    "workload.samples": (N_("Samples of what is sent"), None),
    "workload.log": (N_("Log of what was sent"), None),
    "workload.requests_per_month": (N_("Requests per month"), "count"),
    "workload.input_tokens": (N_("Input per request"), "tokens"),
    "workload.output_tokens": (N_("Output per request"), "tokens"),
    "workload.tokens_of": (N_("Tokens are those of"), None),
    "workload.text": (N_("Text"), None),
    "workload.text.kinds": (N_("Kinds of text"), "weights"),
    "workload.text.tokens": (N_("Tokens for one of o200k-base"), "ratios"),
    "workload.thinking": (N_("Tokens that are thought"), None),
    "workload.cached_share": (N_("Input answered by a cache"), "share"),
    "workload.cache_uncertainty": (N_("Uncertainty of that share"), "share"),
    "workload.batch_share": (N_("Requests that can wait for a batch"), "share"),
    "workload.growth_per_month": (N_("Growth per month"), "share"),
    "workload.growth_uncertainty": (N_("Uncertainty of the growth"), "share"),
    "workload.growth_between": (N_("Growth per month, between"), "shares"),
    "workload.peak_to_mean": (N_("Busiest hour over the mean"), None),
    "workload.horizon_months": (N_("Horizon"), "months"),
    "workload.uncertainty": (N_("Uncertainty of the requests"), "share"),
    "require.commercial_use": (N_("Commercial use"), None),
    "require.output_training": (N_("Answers train other models"), None),
    "require.openness": (N_("Openness"), None),
    "require.window": (N_("Context window, at least"), "tokens"),
    "require.input": (N_("Input, at least"), "tokens"),
    "require.output": (N_("Output, at least"), "tokens"),
    "require.modalities.input": (N_("Input modalities"), None),
    "require.modalities.output": (N_("Output modalities"), None),
    "require.features": (N_("Features"), None),
    "require.languages": (N_("Stated languages"), None),
    "require.data_regions": (N_("Data stays in"), None),
    "require.training_on_inputs": (N_("Provider may train on what is sent"), None),
    "require.retention_days": (N_("Retention, at most"), "days"),
    "require.certifications": (N_("Certifications"), None),
    "require.providers.allow": (N_("Only these providers"), None),
    "require.providers.deny": (N_("Not these providers"), None),
    "require.makers.allow": (N_("Only these makers"), None),
    "require.makers.deny": (N_("Not these makers"), None),
    "require.monthly_budget": (N_("Monthly budget"), None),
    "require.minimum": (N_("Least scores"), None),
    "require.fixed_version": (N_("Fixed version, no moving alias"), None),
    "require.outlive_horizon": (N_("No announced end within the horizon"), None),
    "hosting.allow": (N_("Ways to run it"), None),
    "hosting.gpus": (N_("GPUs at hand"), None),
    "hosting.clouds": (N_("Clouds to rent from"), None),
    "hosting.commitments": (N_("Terms of rent"), None),
    "hosting.spot_share": (N_("Hours at spot prices"), "share"),
    "hosting.precisions": (N_("Precisions of the weights"), None),
    "hosting.cache_precision": (N_("Precision of the cache"), None),
    "hosting.context": (N_("Longest request"), "tokens"),
    "hosting.max_ttft_ms": (N_("Time to the first token, at most"), "ms"),
    "hosting.max_tpot_ms": (N_("Time for each token, at most"), "ms"),
    "hosting.spare_replicas": (N_("Replicas that stand by"), None),
    "hosting.least_replicas": (N_("Replicas at any hour, at least"), None),
    "hosting.autoscaling": (N_("Replicas stop while traffic is low"), None),
    "prefer": (N_("Preferences"), "weights"),
    "policy.unknown_gate": (N_("An undecided requirement leads to"), None),
    "policy.missing": (N_("End of the band that ranks"), None),
    "policy.vendor_claims": (N_("A maker's own scores"), None),
    "policy.stale_days": (N_("Facts are told as old after"), "days"),
    "policy.price_change_yearly": (N_("Change of listed prices in a year"), "share"),
    "policy.discount_rate": (N_("Interest a year, for present values"), "share"),
    "exchange_rates": (N_("Exchange rates"), None),
    "plugins": (N_("Plug-ins"), None),
}
_PARTS = (
    (N_("Requirements that must hold"), ("require",)),
    (N_("The work"), ("task", "languages", "workload", "current")),
    (N_("Organization and hosting"), ("organization", "hosting", "exchange_rates", "plugins")),
    (N_("Preferences and policy"), ("prefer", "policy")),
)


_COSTS = "hosting.costs."


class Need(NamedTuple):
    label: str
    field: str
    value: str
    assumed: bool
    measured: bool


class Measured(NamedTuple):
    """A field that files told; ``stated`` is set where the profile's own figure counts."""

    label: str
    value: str
    source: str
    text: str
    stated: bool


class Needs(NamedTuple):
    parts: tuple[tuple[str, tuple[Need, ...]], ...]
    assumptions: tuple[tuple[str, str, str], ...]
    """Label, value, and the assumption in words."""
    measured: tuple[Measured, ...]


def needs(record: DecisionRecord, words: Words) -> Needs:
    assumed = {item["field"] for item in record["assumptions"]}
    told = {item["field"] for item in record.get("measured", ()) if item["used"]}
    rows = [
        Need(
            _label(path, words),
            path,
            _value(path, value, words),
            _covered(path, assumed),
            _covered(path, told),
        )
        for path, value in _leaves(record["profile"])
        if _matters(path, record["profile"])
    ]
    named = {top for _, tops in _PARTS for top in tops}
    parts = [(words.gettext(title), _under(rows, tops)) for title, tops in _PARTS]
    rest = tuple(row for row in rows if row.field.split(".")[0] not in named | {"title"})
    parts.append((words.gettext("Other"), rest))
    assumptions = tuple(
        (
            _label(item["field"], words),
            _value(item["field"], item["value"], words),
            words.text(item["text"]),
        )
        for item in record["assumptions"]
    )
    shown = tuple((title, found) for title, found in parts if found)
    return Needs(shown, assumptions, measured(record, words))


def measured(record: DecisionRecord, words: Words) -> tuple[Measured, ...]:
    """What files told of the workload."""
    return tuple(
        Measured(
            _label(path, words),
            _value(path, value, words),
            words.text(item["source"]),
            words.text(item["text"]),
            not item["used"],
        )
        for item in record.get("measured", ())
        for path, value in _parts_of(item["field"], item["value"])
    )


def _parts_of(field: str, value: Any) -> Iterator[tuple[str, Any]]:
    """A map of maps as its entries: they are of different kinds."""
    if isinstance(value, Mapping) and any(isinstance(each, Mapping) for each in value.values()):
        yield from ((f"{field}.{key}", each) for key, each in value.items() if each)
    else:
        yield field, value


def _under(rows: list[Need], tops: tuple[str, ...]) -> tuple[Need, ...]:
    return tuple(row for top in tops for row in rows if row.field.split(".")[0] == top)


def _covered(path: str, assumed: set[str]) -> bool:
    return any(path == field or path.startswith(field + ".") for field in assumed)


def _leaves(profile: Mapping[str, Any], at: str = "") -> Iterator[tuple[str, Any]]:
    """Every stated field by its path; what is not required (null, empty) is left out."""
    for key in sorted(profile, key=lambda key: (_order(f"{at}{key}"), key)):
        path, value = f"{at}{key}", profile[key]
        if value is None or value in ({}, [], ()):
            continue
        if isinstance(value, Mapping) and path not in _FIELDS and not _quantity(value):
            yield from _leaves(value, path + ".")
        else:
            yield path, value


def _matters(path: str, profile: Mapping[str, Any]) -> bool:
    """How own machines are run says nothing where there are none."""
    hosting = profile.get("hosting", {})
    return (
        not path.startswith("hosting.")
        or path == "hosting.allow"
        or ("self_hosted" in hosting.get("allow", ("self_hosted",)))
    )


def _quantity(value: Mapping[str, Any]) -> bool:
    return set(value) in ({"amount", "currency"}, {"low", "base", "high"})


def _order(path: str) -> int:
    for number, field in enumerate(_FIELDS):
        if field == path or field.startswith(path + "."):
            return number
    return len(_FIELDS)


def _label(path: str, words: Words) -> str:
    if path in _FIELDS:
        return words.gettext(_FIELDS[path][0])
    if path.startswith(_COSTS):
        return words.gettext("Own figure: %(id)s") % {"id": words.text(path.removeprefix(_COSTS))}
    return words.text(path.replace("_", " ").replace(".", ": "))


def _value(path: str, value: Any, words: Words) -> str:
    """In words; a figure that is none, which we have not written, as it stands."""
    try:
        return _in_words(value, _FIELDS.get(path, ("", None))[1], words)
    except (KeyError, ValueError):
        return words.value(value) if isinstance(value, str) else words.text(str(value))


def _in_words(value: Any, unit: str | None, words: Words) -> str:
    if isinstance(value, Mapping) and unit in ("weights", "ratios", "shares"):
        return {"weights": _weights, "ratios": _ratios, "shares": _shares}[unit](value, words)
    if unit and isinstance(value, str):
        value = amount(value)
    return words.value(value, None if unit in ("count", "weights") else unit)


def _ratios(value: Mapping[str, Any], words: Words) -> str:
    return words.listing(f"{words.text(key)} {words.value(item)}" for key, item in value.items())


def _shares(value: Mapping[str, Any], words: Words) -> str:
    low, high = (words.percent(amount(value[end])) for end in ("low", "high"))
    return words.span(low, high)


def _weights(value: Mapping[str, Any], words: Words) -> str:
    """Weights as shares of the whole: only proportions count."""
    try:
        numbers = {key: amount(item) for key, item in value.items()}
    except ValueError:
        return words.value(value)
    whole = sum(numbers.values())
    if not whole:
        return words.value(value)
    order = sorted(numbers.items(), key=lambda item: (-item[1], item[0]))
    return words.listing(
        words.gettext("%(name)s %(share)s")
        % {"name": words.value(key), "share": words.percent(number / whole)}
        for key, number in order
    )
