"""A finished run -> the decision record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from advisor._version import __version__
from advisor.catalog.schema import Model
from advisor.compiled import digest
from advisor.decision.costs import cost_record, levels
from advisor.decision.findings import Findings, number
from advisor.decision.marks import Marks
from advisor.decision.plain import plain
from advisor.decision.record import (
    SCHEMA_VERSION,
    AssumptionRecord,
    BaselineRecord,
    CandidateRecord,
    ClauseRecord,
    DecisionRecord,
    FlipsRecord,
    Inputs,
    LicenseRecord,
    MeasuredRecord,
    ModelRecord,
    RelaxationRecord,
    RuleRecord,
    SourceRecord,
)
from advisor.decision.volumes import cheapest_by_volume
from advisor.decision.written import Parts
from advisor.measures.base import Context
from advisor.measures.cost import assumed, projection
from advisor.measures.license import chain
from advisor.profile.load import LoadedProfile, resolved
from advisor.profile.schema import Policy, Workload
from advisor.ranking.rank import TIE_BREAK, Judged
from advisor.ranking.relax import relaxations
from advisor.ranking.sensitivity import switches
from advisor.rules.judge import BoundRule
from advisor.rules.load import RuleSet
from advisor.tokens.family import REFERENCE
from advisor.workload.measurement import Derived, Measurement

if TYPE_CHECKING:
    from advisor.ranking.flips import Judge

SIMULATED = 5
"""So many models that qualify, and so many for review, have their costs simulated."""


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that a run found, in report order."""

    loaded: LoadedProfile
    context: Context
    rules: RuleSet
    bound: Sequence[BoundRule]
    judged: Sequence[Judged]
    weights: dict[str, Any]
    current: Judged | None
    warnings: Sequence[str]
    measurement: Measurement
    judge: Judge
    """A candidate, and a profile to judge it by."""

    def of_kind(self, kind: str) -> list[BoundRule]:
        return [bound for bound in self.bound if bound.rule.kind == kind]


def build(run: Run) -> DecisionRecord:
    """The record of a run."""
    profile = run.context.profile
    gates, advisories = run.of_kind("gate"), run.of_kind("advisory")
    marks = Marks(run.context)
    findings = Findings(marks)
    shown = _shown(run)
    candidates = [
        _candidate(item, run, findings, gates, advisories, marks, item.id in shown)
        for item in run.judged
    ]
    ranking = [item for item in run.judged if item.rank is not None and item.is_best]
    used = {item.candidate.model.id: item.candidate.model for item in run.judged}
    models = {key: _model(used[key], run.context) for key in sorted(used)}
    ids = [item.id for item in ranking]
    record: DecisionRecord = {
        "schema_version": SCHEMA_VERSION,
        "advisor_version": __version__,
        "id": _identity(run),
        "as_of": run.context.as_of.isoformat(),
        "title": profile.title,
        "inputs": _inputs(run),
        "profile": resolved(profile),
        "assumptions": list(_assumptions(run)),
        "policy": {
            key: str(value)
            for key, value in profile.policy.model_dump().items()
            if value is not None
        },
        "weights": {key: number(value) for key, value in sorted(run.weights.items())},
        "rules": {bound.loaded.id: _rule(bound) for bound in run.bound},
        "candidates": candidates,
        "ranking": ids,
        "recommendation": ids[0] if ids else None,
        "runner_up": ids[1] if len(ids) > 1 else None,
        "baseline": _baseline(run),
        "switches": [
            {
                "group": switch.group,
                "weight": number(switch.weight),
                "switch_at": number(switch.switch_at),
                "winner": switch.winner,
            }
            for switch in switches([item for item in run.judged if item.rank is not None])
        ],
        "cheapest_by_volume": cheapest_by_volume(
            [item for item in run.judged if item.rank is not None], run.context
        ),
        "flips": _flips(run),
        "relaxations": [] if ids else _relaxations(run, findings, gates),
        "models": models,
        "sources": _sources(run, models, marks),
        "warnings": list(run.warnings),
        "method": _method(profile.policy),
    }
    if run.measurement.inputs:
        record["measured"] = list(map(_measured, run.measurement.derived))
    return record


def _inputs(run: Run) -> Inputs:
    catalog = run.context.catalog
    inputs: Inputs = {
        "profile": {"name": run.loaded.name, "sha256": run.loaded.sha256},
        "catalog": {
            "sha256": catalog.sha256,
            "models": len(catalog.models),
            "offers": catalog.offers,
            "overlays": [{"name": o.name, "sha256": o.sha256} for o in catalog.overlays],
        },
        "rules": {
            "sha256": run.rules.sha256,
            "count": len(run.rules.rules),
            "folders": [{"name": name, "sha256": sha} for name, sha in run.rules.folders],
            "plugins": list(run.rules.plugins),
        },
    }
    if run.measurement.inputs:
        inputs["workload"] = [
            {"name": name, "sha256": sha, "files": files}
            for name, sha, files in run.measurement.inputs
        ]
    return inputs


def _measured(derived: Derived) -> MeasuredRecord:
    field, value, source, text, used = derived
    figures = value.model_dump() if hasattr(value, "model_dump") else value
    return {
        "field": field,
        "value": plain(figures),
        "text": text,
        "source": source,
        "used": used,
    }


def _shown(run: Run) -> set[str]:
    """Whose costs are simulated: the first models that qualify or are for review, and today's."""
    found = {run.current.id} if run.current else set()
    for status in ("ranked", "review"):
        best = [item.id for item in run.judged if item.status == status and item.is_best]
        found.update(best[:SIMULATED])
    return found


def _method(policy: Policy) -> dict[str, str]:
    """How the figures arise, in sentences."""
    return {
        "value": "A candidate's value is the sum of weight times worth over all its criteria.",
        "band": "A band runs from the value with every missing fact at its worst to that with "
        "all at their best.",
        "policy": f"Missing facts count as {policy.missing}; the ranking goes by that value.",
        "vendor_claims": _VENDOR_CLAIMS[policy.vendor_claims],
        "tie_break": TIE_BREAK,
        "statuses": "Ranked: every gate passes. Review: no gate fails, some cannot be decided. "
        "Rejected: a gate fails.",
        "advice": "This is advice by a program; the decision is a person's. Readings of licenses "
        "are not legal advice.",
    }


_VENDOR_CLAIMS = {
    "bound": "A maker's own score widens a band upwards and proves nothing by itself.",
    "accept": "A maker's own score counts where there is no independent one: the profile says so.",
}


def _identity(run: Run) -> str:
    """Equal for equal inputs, date and version."""
    parts = (
        run.loaded.sha256,
        run.context.catalog.sha256,
        run.rules.sha256,
        run.context.as_of.isoformat(),
        f"{__version__} {SCHEMA_VERSION}",
        *_told_by_files(run),
    )
    return digest((part, b"") for part in parts)


def _told_by_files(run: Run) -> Iterator[str]:
    """The files, and the workload that came of them: that depends on the tokenizers here too."""
    workload = run.context.profile.workload
    if run.measurement.inputs and workload:
        yield from (each.sha256 for each in run.measurement.inputs)
        yield workload.model_dump_json()


# -- one candidate --------------------------------------------------------------------------


def _candidate(
    item: Judged,
    run: Run,
    findings: Findings,
    gates: list[BoundRule],
    advisories: list[BoundRule],
    marks: Marks,
    simulated: bool,
) -> CandidateRecord:
    candidate, today = item.candidate, run.current.candidate if run.current else None
    provider, offer = candidate.provider, candidate.offer
    done = projection(candidate, run.context)
    now = {
        "id": item.id,
        "model": candidate.model.id,
        "name": candidate.model.name,
        "maker": candidate.model.maker,
        "kind": candidate.kind,
        "provider": provider.provider if provider else "self",
        "provider_name": (provider.name or provider.provider) if provider else "Self-hosted",
        "endpoint": offer.endpoint if offer else None,
        "status": item.status,
        "rank": item.rank,
        "best": item.is_best,
        "value": number(item.value),
        "band": [number(item.worst), number(item.best)],
        "cost_missing": list(done.missing),
        "start": {
            "api": provider.api if provider else None,
            "base_url": provider.base_url if provider else None,
            "endpoint": offer.endpoint if offer else None,
            "repository": candidate.model.weights.repository if candidate.model.weights else None,
        },
    }

    def write(part: str) -> Any:
        if part == "cost":
            return cost_record(candidate, run.context, marks, simulated, today)
        if part == "criteria":
            return [findings.criterion(item, scored) for scored in item.criteria]
        return [
            findings.finding(item, bound) for bound in (gates if part == "gates" else advisories)
        ]

    return cast(CandidateRecord, Parts(now, _EVIDENCE, write))


_EVIDENCE = frozenset({"gates", "criteria", "advisories", "cost"})


# -- models, rules, sources -----------------------------------------------------------------


def _model(model: Model, context: Context) -> ModelRecord:
    return {
        "id": model.id,
        "name": model.name,
        "maker": model.maker,
        "openness": model.openness,
        "released": plain(model.released),
        "parameters": model.weights.parameters if model.weights else None,
        "window": model.limits.window,
        "licenses": [_license(license) for license in chain(model, context.catalog)],
        "disputed": [
            {
                "field": dispute.field,
                "value": plain(dispute.value),
                "source": context.catalog.source_key(model.id, dispute.source),
                "why": dispute.why,
            }
            for dispute in model.disputed
        ],
        "note": model.note,
    }


_CLAUSES = [
    "commercial_use",
    "mau_limit",
    "revenue_limit",
    "excluded_regions",
    "excluded_users",
    "attribution",
    "naming",
    "output_training",
    "acceptable_use",
    "redistribution",
    "share_alike",
    "termination",
]


def _license(license: Any) -> LicenseRecord:
    clauses: list[ClauseRecord] = []
    for name in _CLAUSES:
        clause = getattr(license, name)
        if clause is not None:
            clauses.append(
                {
                    "clause": name,
                    "value": plain(clause.value),
                    "text": clause.text,
                    "section": clause.section,
                    "url": clause.url or license.url,
                    "read": plain(clause.read),
                }
            )
    return {"id": license.id, "name": license.name, "url": license.url, "clauses": clauses}


def _rule(bound: BoundRule) -> RuleRecord:
    rule = bound.rule
    return {
        "id": rule.id,
        "kind": rule.kind,
        "group": rule.group,
        "pass_title": rule.passes,
        "fail_title": rule.fails or rule.passes,
        "why": " ".join(rule.why.split()),
        "remedy": " ".join(rule.remedy.split()) if rule.remedy else None,
        "references": list(rule.references),
        "origin": bound.loaded.origin,
    }


def _sources(run: Run, models: dict[str, ModelRecord], marks: Marks) -> dict[str, SourceRecord]:
    """Every source that stands behind this run, numbered in the order of the candidates."""
    found: dict[str, SourceRecord] = {}
    known = run.context.catalog.sources
    for key in dict.fromkeys(_cited(run, models, marks)):
        source = known[key]
        found[key] = {
            "number": len(found) + 1,
            "title": source.title,
            "url": source.url,
            "publisher": source.publisher,
            "version": source.version,
            "license": source.license,
            "read": source.read.isoformat(),
        }
        if key in run.context.catalog.own_sources:
            found[key]["own"] = True
        if source.kind == "judgment":
            found[key]["judgment"] = True
    return found


def _cited(run: Run, models: dict[str, ModelRecord], marks: Marks) -> Iterator[str]:
    """Sources of every figure that an applying rule reads or shows, of prices and of disputes."""
    read = {name for bound in run.bound if bound.applies for name in bound.figures}
    names = sorted(read)
    seen: set[int] = set()
    for item in run.judged:
        for name in names:
            figure = item.figures.get(name)
            if figure is not None and figure.sources and id(figure) not in seen:
                seen.add(id(figure))
                yield from figure.sources
        offer, provider = item.candidate.offer, item.candidate.provider
        if offer and provider:
            for row in offer.prices:
                for source in row.cited:
                    yield run.context.catalog.source_key(provider.provider, source)
    for model in models.values():
        yield from (dispute["source"] for dispute in model["disputed"])
    yield from marks.cited(item.candidate for item in run.judged)


# -- the whole ------------------------------------------------------------------------------


def _assumptions(run: Run) -> Iterable[AssumptionRecord]:
    """What the profile left to a default, and what that default is."""
    profile = run.context.profile
    workload = profile.workload
    stated = profile.model_fields_set
    if workload and _spread_is_default(workload):
        text = "Requests may lie this share below or above."
        yield _assumed("workload.uncertainty", workload.uncertainty, text)
    if workload:
        for field, text in _WORKLOAD_DEFAULTS.items():
            if field not in workload.model_fields_set:
                yield _assumed(f"workload.{field}", getattr(workload, field), text)
        yield from _assumed_spreads(workload)
    else:
        yield _assumed("workload", None, "No workload is stated, so nothing is projected.")
    if profile.tasks() != profile.task:
        text = "Other languages than English weigh by their share of the traffic."
        yield _assumed("task.multilingual", profile.tasks()["multilingual"], text)
    if "prefer" not in stated:
        yield _assumed("prefer", profile.prefer, "Quality and cost weigh the same.")
    if "hosting" not in stated:
        yield _assumed(
            "hosting.allow", profile.hosting.allow, "An API and own machines are both allowed."
        )
    if workload and "self_hosted" in profile.hosting.allow:
        for field, text in _HOSTING_DEFAULTS.items():
            if field not in profile.hosting.model_fields_set:
                yield _assumed(f"hosting.{field}", getattr(profile.hosting, field), text)
    for field in ("unknown_gate", "missing", "vendor_claims"):
        if field not in profile.policy.model_fields_set:
            yield _assumed(
                f"policy.{field}", getattr(profile.policy, field), "The default of the policy."
            )


def _spread_is_default(workload: Workload) -> bool:
    requests = workload.requests_per_month
    return requests.low == requests.high and "uncertainty" not in workload.model_fields_set


_HOSTING_DEFAULTS = {
    "commitments": "Machines are rented so; longer terms cost less.",
    "spot_share": "No hour is bought at spot prices.",
    "cache_precision": "The cache is kept in this precision.",
    "spare_replicas": "So many stand by for one that fails.",
    "least_replicas": "So many run at any hour.",
    "autoscaling": "Machines are paid for all month.",
}


_WORKLOAD_DEFAULTS = {
    "cached_share": "No input is answered from a cache.",
    "batch_share": "No request can wait for a batch.",
    "growth_per_month": "Traffic stays as it is.",
    "horizon_months": "Costs are projected this many months.",
}


def _assumed_spreads(workload: Workload) -> Iterable[AssumptionRecord]:
    """What is taken for uncertain, and the tokenizer, where the profile does not say."""
    stated = workload.model_fields_set
    spread = stated & {"growth_uncertainty", "growth_between"}
    if workload.growth_per_month and not spread:
        text = "Growth may lie this share of itself below or above."
        yield _assumed("workload.growth_uncertainty", workload.growth_uncertainty, text)
    if workload.cached_share and "cache_uncertainty" not in stated:
        text = "The share of cached input may lie this much below or above."
        yield _assumed("workload.cache_uncertainty", workload.cache_uncertainty, text)
    if workload.tokens_of is None:
        text = "Token counts are those of this tokenizer; other models' are estimated from them."
        yield _assumed("workload.tokens_of", REFERENCE, text)


def _assumed(field: str, value: Any, text: str) -> AssumptionRecord:
    return {"field": field, "value": plain(value), "text": text}


def _baseline(run: Run) -> BaselineRecord | None:
    if run.current is None:
        return None
    done = projection(run.current.candidate, run.context)
    return {
        "candidate": run.current.id,
        "status": run.current.status,
        "value": number(run.current.value),
        "cost_total": levels(done.total) if done.known else None,
    }


def _flips(run: Run) -> FlipsRecord | None:
    """Which assumption about own machines turns the order round, where there are any."""
    if not any(item.candidate.deployment for item in run.judged):
        return None
    from advisor.ranking.flips import flips

    found = flips(run.judged, run.context.profile, assumed(run.context), run.judge)
    if found is None:
        return None
    return {
        "hosted": found.hosted.id,
        "service": found.service.id,
        "ahead": found.ahead.id,
        "flips": [
            {
                "assumption": flip.assumption,
                "unit": flip.unit,
                "base": number(flip.base),
                "at": None if flip.at is None else number(flip.at),
            }
            for flip in found.flips
        ],
    }


def _relaxations(run: Run, findings: Findings, gates: list[BoundRule]) -> list[RelaxationRecord]:
    found: list[RelaxationRecord] = []
    bounds = {bound.loaded.id: bound for bound in gates}
    for relaxation in relaxations(run.judged, gates):
        nearest = relaxation.candidates[0]
        told = [findings.finding(nearest, bounds[gate]) for gate in relaxation.gates]
        found.append(
            {
                "gates": [
                    {"rule": f["rule"], "outcome": f["outcome"], "needed": f["needed"]}
                    for f in told
                ],
                "candidates": [item.id for item in relaxation.candidates],
            }
        )
    return found
