"""The main job: profile x catalog x rules -> a decision. Data flows one way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from advisor.candidates import Candidate, candidates
from advisor.catalog.catalog import Catalog
from advisor.decision.build import Run, build
from advisor.decision.decision import Decision
from advisor.measures import Context, Figure, Figures, figures
from advisor.measures.cost import projection
from advisor.profile.load import LoadedProfile, check_references
from advisor.profile.names import profile_values
from advisor.profile.schema import Profile
from advisor.ranking.rank import Judged, Scored, order, ranked, scored, status_of
from advisor.ranking.weights import weights
from advisor.rules.judge import BoundRule, Outcome, bind
from advisor.rules.load import RuleSet, load_rules
from advisor.workload.measurement import Measurement, measured
from advisor.yamlio.problems import InputError

if TYPE_CHECKING:
    from advisor.deployments.options import Deployments

ZERO = Decimal(0)
UNKNOWN = Figure(None)


def recommend(
    profile: LoadedProfile,
    catalog: Catalog,
    rules: RuleSet | None = None,
    as_of: date | None = None,
) -> Decision:
    """Judge, rank and explain every candidate of the catalog for a profile.

    Args:
        profile: from :func:`advisor.load_profile`.
        catalog: from :func:`advisor.load_catalog`.
        rules: from :func:`advisor.load_rules`; the shipped ones if left out.
        as_of: the day that prices and lifecycles are read for; today if left out.

    Returns:
        The decision. It has a ``recommendation`` unless nothing qualifies.

    Raises:
        InputError: the profile names something that does not exist, or nothing has a weight.
    """
    return Decision(build(run(profile, catalog, rules, as_of)))


def run(
    profile: LoadedProfile,
    catalog: Catalog,
    rules: RuleSet | None = None,
    as_of: date | None = None,
) -> Run:
    """The same up to the finished judgement, before it is written down."""
    rules = rules if rules is not None else load_rules(plugins=profile.profile.plugins)
    day = as_of or date.today()
    measurement, bound, share = prepared(profile, catalog, rules)
    profile = measurement.profile
    found = candidates(catalog, _deployments(profile.profile, catalog, day))
    context = Context(catalog, profile.profile, day, _needed(rules, bound))
    panel = Panel(context, bound, share)
    judged = ranked([panel.judge(item) for item in found])
    return Run(
        profile,
        context,
        rules,
        bound,
        judged,
        share,
        _current(profile.profile.current, judged),
        (*_warnings(context, rules, share, bound), *measurement.warnings),
        measurement,
        partial(_judge, bound, share, context),
    )


def _judge(
    bound: list[BoundRule],
    share: dict[str, Decimal],
    context: Context,
    candidate: Candidate,
    profile: Profile,
) -> Judged:
    """One candidate, judged as if the profile were another; the catalog and the day stay."""
    other = Context(context.catalog, profile, context.as_of, context.needed)
    return Panel(other, bound, share).judge(candidate)


def _needed(rules: RuleSet, bound: list[BoundRule]) -> frozenset[str] | None:
    """The measures that the rules read; all of them where a plug-in may read what it likes."""
    if rules.plugins:
        return None
    return frozenset(name for one in bound if one.applies for name in one.figures)


def _deployments(profile: Profile, catalog: Catalog, day: date) -> Deployments | None:
    """Machines are chosen where they are allowed and there is traffic to choose them for."""
    if "self_hosted" not in profile.hosting.allow or profile.workload is None:
        return None
    from advisor.deployments.options import Deployments

    return Deployments(catalog, profile, day)


def prepared(
    profile: LoadedProfile, catalog: Catalog, rules: RuleSet
) -> tuple[Measurement, list[BoundRule], dict[str, Decimal]]:
    """The profile with its files read, bound rules, and weights; all fit the catalog.

    Raises:
        InputError: the profile names something that does not exist, a file that it names cannot
            be used, or nothing has a weight.
    """
    ids = {item.id for item in candidates(catalog)} if profile.profile.current else set()
    check_references(profile, catalog, ids, _preferable(rules))
    measurement = measured(profile, catalog)
    profile = measurement.profile
    bound = bind(rules, profile_values(profile.profile))
    share = weights([b for b in bound if b.rule.kind == "criterion"], profile.profile.prefer)
    if not share:
        problem = profile.document.problem(
            ("prefer",), "no criterion has a weight; nothing could be ranked"
        )
        raise InputError([problem])
    return measurement, bound, share


class Panel:
    """All rules of a run, bound to its profile: what every candidate is held against."""

    def __init__(self, context: Context, bound: list[BoundRule], share: dict[str, Decimal]) -> None:
        self.context = context
        gates = [one for one in bound if one.rule.kind == "gate"]
        self.gates = [(one.loaded.id, one) for one in gates if one.applies]
        self._idle: dict[str, Outcome] = {
            one.loaded.id: "not_applicable" for one in gates if not one.applies
        }
        self.criteria = [
            (one, share.get(one.loaded.id, ZERO))
            for one in bound
            if one.rule.kind == "criterion" and one.applies
        ]
        # With its figure, which so stays alive: its id can come to mean no other one.
        self._scored: dict[tuple[str, int], tuple[Figure, Scored]] = {}

    def judge(self, candidate: Candidate) -> Judged:
        """Everything about one candidate that does not depend on the others."""
        found = figures(candidate, self.context)
        values = {name: figure.value for name, figure in found.items()}
        policy = self.context.profile.policy
        gates = {rule_id: gate.judge(values) for rule_id, gate in self.gates}
        criteria = [self._score(one, weight, found) for one, weight in self.criteria]
        done = projection(candidate, self.context)
        return Judged(
            candidate,
            found,
            values,
            self._idle | gates,
            criteria,
            status_of(gates.values(), policy.unknown_gate),
            sum((item.contribution for item in criteria), ZERO),
            sum((item.weight * item.worst for item in criteria), ZERO),
            sum((item.weight * item.best for item in criteria), ZERO),
            done.total.base if done.known else None,
        )

    def _score(self, one: BoundRule, weight: Decimal, found: Figures) -> Scored:
        """Offers that share a figure, such as their model's ability, share its worth."""
        figure = found.get(one.rule.measure or "", UNKNOWN)
        key = (one.loaded.id, id(figure))
        if key not in self._scored:
            missing = self.context.profile.policy.missing
            self._scored[key] = (figure, scored(one, weight, figure, missing))
        return self._scored[key][1]


def _preferable(rules: RuleSet) -> set[str]:
    """What ``prefer`` may name: groups of criteria, and criteria by id."""
    criteria = rules.of_kind("criterion")
    return {loaded.rule.group or "" for loaded in criteria} | {loaded.id for loaded in criteria}


def _current(named: str | None, judged: list[Judged]) -> Judged | None:
    """The candidate that ``current`` names; of a model, or of one's own machines whichever they
    are, the best way that is judged."""
    if named is None:
        return None
    exact = [item for item in judged if named == item.id]
    return min(exact or [item for item in judged if _is_of(item, named)], key=order, default=None)


def _is_of(item: Judged, named: str) -> bool:
    """``maker/model``, or ``maker/model@self`` on any machines."""
    model, _, way = named.partition("@")
    if item.candidate.model.id != model:
        return False
    return not way or (way.partition(":")[0], item.candidate.kind) == ("self", "self_hosted")


def _warnings(
    context: Context, rules: RuleSet, share: dict[str, Decimal], bound: list[BoundRule]
) -> Iterable[str]:
    profile = context.profile
    folders = {name for name, _ in rules.folders}
    for loaded in rules.rules:
        if loaded.id in rules.replaced:
            place = "a folder" if loaded.origin in folders else "a plug-in"
            yield f"The rule {loaded.id} is replaced by one from {place} of the user's."
    multilingual = profile.tasks().get("multilingual")
    if profile.foreign_share() and not multilingual:
        yield "task.multilingual is 0: ability in other languages than English does not count."
    if multilingual and not profile.foreign_share():
        yield "task.multilingual has a weight, but languages names none other than English."
    for group, weight in profile.prefer.items():
        if weight and not any(
            b.loaded.id in share for b in bound if group in (b.rule.group, b.loaded.id)
        ):
            yield f"prefer.{group} has a weight, but none of its criteria applies."
