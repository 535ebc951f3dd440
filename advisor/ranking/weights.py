"""From what the profile prefers to the weight of every criterion. All weights add up to 1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from advisor.rules.judge import BoundRule


def weights(criteria: Sequence[BoundRule], prefer: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Rule id -> share of the whole.

    A group's weight is split among those of its criteria that apply: by their ``share`` (a profile
    field such as ``profile.task.coding``) where they have one, evenly where they have none. A rule
    that ``prefer`` names by its own id has that weight and leaves its group.
    """
    raw: dict[str, Decimal] = {}
    for rule_id, weight in prefer.items():
        if any(bound.loaded.id == rule_id and bound.applies for bound in criteria):
            raw[rule_id] = weight
    for group, weight in prefer.items():
        members = [
            bound
            for bound in criteria
            if bound.rule.group == group and bound.applies and bound.loaded.id not in prefer
        ]
        shares = {bound.loaded.id: _share(bound) for bound in members}
        whole = sum(shares.values(), Decimal(0))
        if whole:
            raw |= {rule_id: weight * share / whole for rule_id, share in shares.items()}
    total = sum(raw.values(), Decimal(0))
    return {rule_id: weight / total for rule_id, weight in raw.items()} if total else {}


def _share(bound: BoundRule) -> Decimal:
    if bound.rule.share is None:
        return Decimal(1)
    stated = bound.constants.get(bound.rule.share)
    return Decimal(0) if stated is None else Decimal(stated)
