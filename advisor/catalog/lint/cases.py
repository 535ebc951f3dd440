"""A check's own cases: small catalogs, and what the check says of them. One runner for all."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from advisor.catalog.assemble import LISTS, gather
from advisor.catalog.lint.base import Case, Check
from advisor.catalog.lint.checks import checks
from advisor.catalog.lint.run import MAX_DAYS, Report, examine
from advisor.yamlio.problems import InputError
from advisor.yamlio.reader import read_text

AS_OF = date(2026, 11, 23)
"""The day of all cases."""

_PAGE = {"id": "page", "title": "A page", "url": "https://example.org", "read": "2026-11-01"}
_CLAUSES = frozenset({
    "commercial_use", "mau_limit", "revenue_limit", "excluded_regions", "excluded_users",
    "output_training", "attribution", "naming", "acceptable_use", "redistribution", "share_alike",
    "termination",
})  # fmt: skip
_LISTS = LISTS.keys() - {"sources"}


def outcome(check: Check, case: Case) -> list[str]:
    """What a check says of a case, in order of the files.

    Raises:
        InputError: the case is no catalog.
    """
    report = examined(check, case)
    if report.problems:
        raise InputError(report.problems)
    return [each.message for each in report.findings]


def examined(check: Check, case: Case) -> Report:
    """The report of one check on a case."""
    layers = [_files(case.given, base=True), _files(case.over, base=False)]
    found = gather([Path("given"), Path("over")], layers)
    before = [each for each in checks().values() if check.last and not each.last]
    report = examine(found, AS_OF, MAX_DAYS, (*before, check))
    own = tuple(each for each in report.findings if each.check == check.id)
    return replace(report, findings=own)


def _files(text: str, *, base: bool) -> list[tuple[str, bytes]]:
    """The files that a case stands for; the lower layer gets what every item must state."""
    data = read_text(text, "case").data if text.strip() else {}
    shared = [*([_PAGE] if base else []), *data.get("sources", [])]
    files = {
        **({"sources.yaml": {"sources": shared}} if shared else {}),
        **{f"{name}.yaml": {name: data[name]} for name in sorted(_LISTS & data.keys())},
        **{f"models/{each['id']}.yaml": _model(each, base) for each in data.get("models", [])},
        **{f"offers/{each['provider']}.yaml": _provider(each) for each in data.get("offers", [])},
        **{
            f"licenses/{each['id']}.yaml": _license(each, base) for each in data.get("licenses", [])
        },
        **{
            f"benchmarks/{each['id']}.yaml": _benchmark(each, base)
            for each in data.get("benchmarks", [])
        },
    }
    return [(name, json.dumps(each, default=str).encode()) for name, each in files.items()]


def _model(item: dict[str, Any], base: bool) -> dict[str, Any]:
    word = item["id"].partition("/")[2]
    plain = {"name": word, "family": word, "openness": "api_only"} if base else {}
    scores = [
        {"by": "independent", "source": "page", "as_of": "2026-10-01", **each}
        for each in item.get("scores", [])
    ]
    return {**plain, **item, **({"scores": scores} if scores else {})}


def _provider(item: dict[str, Any]) -> dict[str, Any]:
    offers = []
    for each in item["offers"]:
        rows = [
            {"source": "page", "checked": "2026-11-01", **row} for row in each.get("prices", [])
        ]
        offers.append({"endpoint": each["model"].partition("/")[2], **each, "prices": rows})
    return {**item, "offers": offers}


def _license(item: dict[str, Any], base: bool) -> dict[str, Any]:
    plain = {"name": item["id"], "kind": "permissive", "commercial_use": "yes"} if base else {}
    told = {**plain, **item}
    return {
        key: {"value": value, "text": "In our words."}
        if key in _CLAUSES and not isinstance(value, dict)
        else value
        for key, value in told.items()
    }


def _benchmark(item: dict[str, Any], base: bool) -> dict[str, Any]:
    plain = {"name": item["id"], "unit": "percent", "measures": "It.", "chance": 0, "top": 100}
    return {**plain, **item} if base else item
