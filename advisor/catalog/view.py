"""A catalog as things and what is stated about them, to be held against another one.

Things are models, offers, licenses, …; a statement is one value in its place. The order of keys and
lists, comments, and how a number is written make no difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args

from pydantic import BaseModel

from advisor.candidates import offer_id
from advisor.catalog.catalog import Catalog
from advisor.catalog.facts import clauses
from advisor.catalog.schema import License, Lifecycle, Model, Offer, Weekday
from advisor.measures.lifecycle import is_live
from advisor.pricing.rates import row_on

Group = Literal[
    "models",
    "offers",
    "prices",
    "lifecycles",
    "limits",
    "licenses",
    "clauses",
    "terms",
    "scores",
    "disputes",
    "providers",
    "benchmarks",
    "gpus",
    "gpu_prices",
    "hosting_costs",
    "owned_machines",
    "names",
    "sources",
    "other",
]
"""In the order in which a reader wants them. ``names`` are those of upstream sources; ``other`` is
any further field, notes among them."""

Thing = tuple[Group, str]


@dataclass(slots=True)
class View:
    """A catalog as things and statements: ``statements[thing][field]`` is ``(group, value)``."""

    things: dict[Thing, object] = field(default_factory=dict)
    """With what is told of a thing when it comes or goes."""
    statements: dict[Thing, dict[str, tuple[Group, object]]] = field(default_factory=dict)

    def add(self, thing: Thing, told: object, stated: Mapping[str, tuple[Group, object]]) -> None:
        self.things[thing] = told
        self.statements[thing] = dict(stated)


def view(catalog: Catalog, day: date | None = None) -> View:
    """A catalog as it is written or, with a day, as it is in force on that day.

    On a day: models that are released, offers that have not retired, the one price that is known to
    hold, the state of each life, scores that are known.
    """
    found = View()
    for model in catalog.models.values():
        if day is None or model.released is None or model.released <= day:
            found.add(("models", model.id), model.name, _model(model, day))
    for provider in catalog.providers.values():
        stated = _stated(provider, "other", "offers")
        found.add(("providers", provider.provider), provider.name, stated)
        for offer in provider.offers:
            if day is None or _on_sale(catalog.models[offer.model], offer, day):
                thing: Thing = ("offers", offer_id(provider, offer))
                prices = _prices(offer, day)
                found.add(thing, _in_short(prices), {**_offer(offer, day), **prices})
    for license in catalog.licenses.values():
        found.add(("licenses", license.id), license.name, _license(license))
    for benchmark in catalog.benchmarks.values():
        found.add(("benchmarks", benchmark.id), benchmark.name, _stated(benchmark, "benchmarks"))
    _lists(catalog, found)
    return found


def _lists(catalog: Catalog, found: View) -> None:
    for gpu in catalog.gpus.values():
        found.add(("gpus", gpu.id), gpu.name, _stated(gpu, "gpus"))
    for row in catalog.gpu_prices:
        name = f"{row.cloud} {row.region} {row.sku} {row.count}x {row.gpu} {row.commitment}"
        found.add(("gpu_prices", name), row.hourly, _stated(row, "gpu_prices"))
    for cost in catalog.hosting_costs.values():
        found.add(("hosting_costs", cost.id), cost.base, _stated(cost, "hosting_costs"))
    for mine in catalog.owned_machines:
        found.add(("owned_machines", mine.id), mine.capital, _stated(mine, "owned_machines"))
    for refused in catalog.refused_names:
        upstream = f" of {', '.join(refused.upstream)}" if refused.upstream else ""
        began = f" from {refused.since}" if refused.since else ""
        stated = _stated(refused, "names")
        found.add(("names", f"{refused.name}{upstream}{began}"), refused.why, stated)
    for key, source in catalog.shared_sources.items():
        found.add(("sources", key), source.title, _stated(source, "sources"))


# -- what is stated about a thing ---------------------------------------------------------------

Stated = dict[str, tuple[Group, object]]

_GROUPS: dict[str, Group] = {
    "aliases": "names",
    "limits": "limits",
    "lifecycle": "lifecycles",
    "scores": "scores",
    "disputed": "disputes",
    "sources": "sources",
    "terms": "terms",
}
"""Fields of models, providers and offers that are groups of their own."""


def _stated(item: BaseModel, group: Group, *leave: str, at: str = "") -> Stated:
    """Every value that an item states, by its dotted field; the rest of its fields to ``group``."""
    told = _dumped(item, "id", *leave)
    return {
        path: (_GROUPS.get(name, group), leaf)
        for name, value in told.items()
        for path, leaf in _leaves(value, f"{at}.{name}" if at else name)
    }


def _dumped(item: BaseModel, *leave: str) -> dict[str, Any]:
    return item.model_dump(
        by_alias=True, exclude_none=True, exclude_defaults=True, exclude=set(leave)
    )


def _model(model: Model, day: date | None) -> Stated:
    known = [_dumped(score) for score in model.scores if day is None or score.as_of <= day]
    scores: Stated = {path: ("scores", row) for path, row in _leaves(known, "scores")}
    return {**_stated(model, "other", "scores"), **scores, **_life(model.lifecycle, day)}


def _offer(offer: Offer, day: date | None) -> Stated:
    return {**_stated(offer, "other", "prices"), **_life(offer.lifecycle, day)}


def _license(license: License) -> Stated:
    """A clause is one statement: its value, with the text, the section and the day."""
    found = _stated(license, "other", *dict(clauses(license)))
    return {**found, **{name: ("clauses", _dumped(each)) for name, each in clauses(license)}}


def _life(life: Lifecycle, day: date | None) -> Stated:
    status = _status(life, day) if day else life.status
    return {"lifecycle.status": ("lifecycles", status)} if status else {}


def _status(life: Lifecycle, day: date) -> str | None:
    """The status on a day: a stated date decides over the word that was true when it was read."""
    if not is_live(life, day):
        return "retired"
    if life.deprecated and life.deprecated <= day:
        return "deprecated"
    dated = life.deprecated or life.retires
    return "active" if dated and life.status in ("deprecated", "retired") else life.status


def _on_sale(model: Model, offer: Offer, day: date) -> bool:
    """Can it be bought on that day? A price that is only known from later on says nothing of it."""
    if model.released and model.released > day:
        return False
    life = model.lifecycle if offer.lifecycle == Lifecycle() else offer.lifecycle
    return is_live(life, day)


def _prices(offer: Offer, day: date | None) -> Stated:
    """Every row, or the rates of the one that holds on the day."""
    if day is None:
        rows = {f"prices[{row.since or 'start'}]": row for row in offer.prices}
        return _merged(_stated(row, "prices", "since", at=at) for at, row in rows.items())
    holds = row_on(offer, day)
    evidence = ("since", "until", "source", "also", "url", "checked", "note")
    return _stated(holds, "prices", *evidence, at="prices") if holds else {}


def _merged(parts: Iterable[Stated]) -> Stated:
    return {name: value for part in parts for name, value in part.items()}


def _in_short(prices: Stated) -> str:
    """``input 2.00, output 8.00``: the plain rates, of the last row where there are several."""
    own = {name: value for name, (_, value) in sorted(prices.items()) if name.count(".") == 1}
    last = {name.rpartition(".")[2]: value for name, value in own.items()}
    plain = {name: last.get(name) for name in ("input", "output", "per_month", "per_request")}
    return ", ".join(f"{name} {rate}" for name, rate in plain.items() if rate is not None)


# -- lists of rows that have a name -------------------------------------------------------------

Row = Mapping[str, Any]


def _leaves(value: object, path: str) -> Iterator[tuple[str, object]]:
    """Every value below ``value`` with its place; the rows of a list go by their names."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from _leaves(item, f"{path}.{name}")
    elif (kind := path.rpartition(".")[2]) in _NAMES and isinstance(value, (list, tuple)):
        for name, row in _by_name(kind, value):
            whole = kind in _WHOLE
            yield from [(f"{path}[{name}]", row)] if whole else _leaves(row, f"{path}[{name}]")
    elif isinstance(value, (list, tuple)) and not path.startswith("preferred"):
        yield path, tuple(sorted(value, key=str))
    else:
        yield path, value


def _by_name(kind: str, rows: Iterable[Row]) -> Iterator[tuple[str, Row]]:
    """Each row under its name, without what the name holds; twins are numbered, oldest first."""
    name_of, held = _NAMES[kind]
    seen: Counter[str] = Counter()
    for row in sorted(rows, key=lambda row: (str(row.get("as_of")), str(sorted(row.items())))):
        name = name_of(row)
        seen[name] += 1
        rest = {key: value for key, value in row.items() if key not in held}
        yield f"{name} #{seen[name]}" if seen[name] > 1 else name, rest


def _score_name(row: Row) -> str:
    setting = "".join(f", {key} {value}" for key, value in sorted(row.get("setting", {}).items()))
    return f"{row['benchmark']}, {row['by']}{setting}, from {row['source']}"


def _alias_name(row: Row) -> str:
    return f"{row['name']} of {row['upstream']}" if "upstream" in row else str(row["name"])


def _dispute_name(row: Row) -> str:
    return f"{row['field']} {row.get('value')} from {row['source']}"


def _window_name(row: Row) -> str:
    days = sorted(row.get("days", ()), key=get_args(Weekday).index)
    return " ".join([row["hours"], *days, row.get("zone", "UTC")])


_NAMES: dict[str, tuple[Callable[[Row], str], tuple[str, ...]]] = {
    "accepted": (lambda row: f"{row['check']} of {row['field']}", ("check", "field")),
    "aliases": (_alias_name, ("name", "upstream")),
    "disputed": (_dispute_name, ("field", "value", "source")),
    "scores": (_score_name, ("benchmark", "by", "setting", "source")),
    "sources": (lambda row: row["id"], ("id",)),
    "tiers": (lambda row: f"above {row['above']}", ("above",)),
    "windows": (_window_name, ("hours", "days", "zone")),
}
"""What the rows of a list are called, and which of their fields the name holds."""

_WHOLE = frozenset({"accepted", "aliases", "disputed", "scores", "sources"})
"""Lists whose rows are one statement each: a score with its interval and day."""
