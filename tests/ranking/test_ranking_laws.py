"""Laws that any defensible ranking keeps, on random worlds."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from advisor.ranking.rank import STATUSES, Judged, order
from tests.worlds import BENCHMARKS, FEATURES, Data, World, shipped, usd, worlds

Seeds = st.integers(0, 2**32)


def standing(world: World) -> list[tuple[Any, ...]]:
    """What a run says of every candidate, in report order."""
    return [
        (j.id, j.status, j.rank, j.is_best, round(j.value, 20), j.worst, j.best)
        for j in world.judged().values()
    ]


def summary(world: World) -> list[tuple[Any, ...]]:
    """The same without figures beyond the twentieth decimal (sums in another order round there)."""
    return [(*row[:4], *(round(figure, 20) for figure in row[4:])) for row in standing(world)]


# -- order of input -----------------------------------------------------------------------------


def shuffled(world: World, seed: int) -> World:
    """The same facts, written down in another order."""
    found, dice = world.copy(), random.Random(seed)
    lists: list[list[Any]] = [found.models, found.providers, found.licenses, found.benchmarks]
    lists += [item["scores"] for item in found.models if "scores" in item]
    lists += [item["offers"] for item in found.providers]
    lists += [each["prices"] for item in found.providers for each in item["offers"]]
    for each in lists:
        dice.shuffle(each)
    return found


@given(worlds(), Seeds)
def test_the_order_of_the_catalog_changes_no_byte(world: World, seed: int) -> None:
    assert shuffled(world, seed).decide().to_json() == world.decide().to_json()


@given(worlds(), Seeds)
def test_the_order_of_rules_changes_no_place(world: World, seed: int) -> None:
    rules = list(shipped().rules)
    random.Random(seed).shuffle(rules)
    before = [(j.id, j.status, j.rank, round(j.value, 20)) for j in world.judged().values()]
    other = world.judged(replace(shipped(), rules=tuple(rules))).values()
    assert [(j.id, j.status, j.rank, round(j.value, 20)) for j in other] == before


@given(worlds(), Seeds)
def test_the_order_of_weights_changes_no_place(world: World, seed: int) -> None:
    other, dice = world.copy(), random.Random(seed)
    for name in ("prefer", "task", "languages"):
        entries = list(other.profile[name].items())
        dice.shuffle(entries)
        other.profile[name] = dict(entries)
    assert summary(other) == summary(world)


# -- weights ------------------------------------------------------------------------------------


@given(worlds(), st.sampled_from(("0.001", "0.3", "7", "1000")), st.sampled_from(("0.7", "3")))
def test_scaling_all_weights_changes_nothing(world: World, prefer: str, task: str) -> None:
    other = world.copy()
    for name, factor in (("prefer", prefer), ("task", task), ("languages", task)):
        other.profile[name] = {
            key: format(Decimal(weight) * Decimal(factor), "f")
            for key, weight in world.profile[name].items()
        }
    assert summary(other) == summary(world)


@given(worlds())
def test_weights_add_up_to_one_and_contributions_to_the_value(world: World) -> None:
    run = world.run()
    assert abs(sum(run.weights.values()) - 1) < Decimal("1e-24")
    for judged in run.judged:
        assert judged.value == sum((c.contribution for c in judged.criteria), Decimal(0))
        assert all(c.contribution == c.weight * c.value for c in judged.criteria)
        assert {c.bound.loaded.id for c in judged.criteria if c.weight} <= set(run.weights)


@given(worlds(), st.sampled_from(("pessimistic", "midpoint", "optimistic")))
def test_every_band_contains_its_value(world: World, missing: str) -> None:
    world.profile["policy"] = {"missing": missing}
    for judged in world.judged().values():
        assert 0 <= judged.worst <= judged.value <= judged.best <= 1 + Decimal("1e-24")
        for each in judged.criteria:
            assert 0 <= each.worst <= each.value <= each.best <= 1


@given(worlds())
def test_the_policies_are_ordered(world: World) -> None:
    values: dict[str, dict[str, Decimal]] = {}
    for missing in ("pessimistic", "midpoint", "optimistic"):
        world.profile["policy"] = {"missing": missing}
        values[missing] = {id: judged.value for id, judged in world.judged().items()}
    for id, value in values["midpoint"].items():
        assert values["pessimistic"][id] <= value <= values["optimistic"][id]


# -- the others ---------------------------------------------------------------------------------


def without(world: World, model: str) -> World:
    """The world as if a model and all its offers had never been."""
    found = world.copy()
    found.models = [item for item in found.models if item["id"] != model]
    for item in found.providers:
        item["offers"] = [each for each in item["offers"] if each["model"] != model]
    return found


@given(worlds(least=2))
def test_removing_a_model_changes_nothing_about_the_rest(world: World) -> None:
    parents = {item.get("base_model") for item in world.models}
    gone = [item["id"] for item in world.models if item["id"] not in parents]
    before = standing(world)
    for model in gone:
        left = [row for row in before if not row[0].startswith(f"{model}@")]
        after = standing(without(world, model))
        # Places close up behind the one that left; nothing else moves.
        assert [(row[0], row[1], *row[3:]) for row in after] == [
            (row[0], row[1], *row[3:]) for row in left
        ]


@given(worlds(least=2))
def test_an_identical_twin_gets_an_equal_value(world: World) -> None:
    first = world.models[0]
    twin = {**first, "id": "twin/of-the-first"}
    before = world.judged()
    other = world.copy()
    other.models.append(twin)
    for item in other.providers:
        item["offers"] += [
            {**each, "model": twin["id"]} for each in item["offers"] if each["model"] == first["id"]
        ]
    after = other.judged()
    for id, judged in before.items():
        if judged.candidate.model.id == first["id"]:
            same = after[id.replace(first["id"], twin["id"])]
            assert (same.value, same.status) == (judged.value, judged.status)


# -- better and hidden facts --------------------------------------------------------------------


def best_places(found: dict[str, Judged]) -> dict[str, int]:
    """Model -> its place among the ranked; those that are not ranked are left out."""
    return {j.candidate.model.id: j.rank for j in found.values() if j.rank is not None}


def assert_no_better(before: dict[str, Judged], after: dict[str, Judged], what: str) -> None:
    """Nobody gained by the change; nor did the place of a model, where it alone was touched."""
    for id, old in before.items():
        new = after[id]
        assert new.value <= old.value, f"{what}: {id} is worth more"
        assert not (new.status == "ranked" and old.status != "ranked"), f"{what}: {id} comes in"
    changed = {
        new.candidate.model.id
        for id, new in after.items()
        if (order(new), new.status) != (order(before[id]), before[id].status)
    }
    if len(changed) == 1:
        model = changed.pop()
        places, now = best_places(before), best_places(after)
        if model in now:
            assert now[model] >= places[model], f"{what}: {model} rises"


def improvements(world: World) -> Iterator[tuple[str, World]]:
    """Every world in which one fact of the first model is better."""
    id = world.models[0]["id"]
    for n, _ in enumerate(world.models[0].get("scores", ())):
        other = world.copy()
        better = other.models[0]["scores"][n]
        for key in ("value", "low", "high"):
            if key in better:
                better[key] = str(Decimal(better[key]) + 5)
        yield f"a higher score on {better['benchmark']} by {better['by']}", other
    for name in FEATURES:
        other = world.copy()
        other.models[0].setdefault("features", {})[name] = True
        for each in offers_of(other, id):
            each.get("features", {}).pop(name, None)
        yield f"the feature {name}", other
    for name in ("window", "input", "output"):
        other = world.copy()
        other.models[0].setdefault("limits", {})[name] = 10_000_000
        for each in offers_of(other, id):
            each.get("limits", {}).pop(name, None)
        yield f"a larger {name}", other
    for n, each in enumerate(offers_of(world, id)):
        for m, row in enumerate(each["prices"]):
            for name in ("input", "output", "cache_read"):
                if name in row:
                    other = world.copy()
                    cheaper = offers_of(other, id)[n]["prices"][m]
                    cheaper[name] = usd(int(Decimal(row[name]) * 100) // 2)
                    yield f"a lower price of {name}", other


def offers_of(world: World, model: str) -> list[Data]:
    return [each for item in world.providers for each in item["offers"] if each["model"] == model]


@settings(max_examples=30)
@given(worlds())
def test_a_better_fact_never_lowers_a_place(world: World) -> None:
    before = world.judged()
    for what, other in improvements(world):
        assert_no_better(other.judged(), before, f"taking back {what}")


def hidings(world: World) -> Iterator[tuple[str, World]]:
    """Every world in which one fact about the first model is not known.

    To hide a fact is to hide it wherever it is stated: an offer's own limit *corrects* the model's,
    and taking back a correction is another claim, not silence. In the same way all scores of a
    benchmark are its evidence: which of two contradicting runs counts is decided by a stated rule.

    Not hidden here, because silence about them has a meaning of its own:

    - what only restricts, and is absent in the normal case: an announced retirement, a moving
      alias, a license's threshold or exclusion, ``base_model``, ``inherits_from``, a tier for long
      requests, a surcharge. The catalog states these where they exist; the titles of the rules that
      read them say "nothing on record says that …".
    - the condition under which a fact holds: the days of a price row, the setting of a score.
      Without its condition a fact is not hidden but a different, wider claim.
    """
    id = world.models[0]["id"]

    def changed(change: Callable[[World], object]) -> World:
        other = world.copy()
        change(other)
        return other

    stated = ("released", "license", "limits", "modalities", "features", "languages", "tokenizer")
    for name in stated:
        if name in world.models[0]:
            other = changed(lambda w, name=name: w.models[0].pop(name))
            for each in offers_of(other, id):
                each.pop(name, None)
            yield name, other
    for group in ("limits", "features"):
        for name in ("window", "input", "output", *FEATURES):
            other = world.copy()
            places = [other.models[0], *offers_of(other, id)]
            if [place for place in places if place.get(group, {}).pop(name, None) is not None]:
                yield f"{group}.{name}", other
    for item in BENCHMARKS:
        left = [s for s in world.models[0]["scores"] if s["benchmark"] != item["id"]]
        yield (
            f"scores on {item['id']}",
            changed(lambda w, left=left: w.models[0].update(scores=left)),
        )
    for n, each in enumerate(world.models[0]["scores"]):
        for name in ("low", "high"):
            if name in each:
                yield (
                    f"{name} of {each['benchmark']}",
                    changed(lambda w, n=n, name=name: w.models[0]["scores"][n].pop(name)),
                )
    for n, each in enumerate(offers_of(world, id)):
        for m, row in enumerate(each["prices"]):
            for name in ("input", "output", "cache_read", "batch"):
                if name in row:
                    yield (
                        f"price of {name}",
                        changed(
                            lambda w, n=n, m=m, name=name: offers_of(w, id)[n]["prices"][m].pop(
                                name
                            )
                        ),
                    )
        yield "all prices", changed(lambda w, n=n: offers_of(w, id)[n].update(prices=[]))
    for n, item in enumerate(world.providers):
        for name in item.get("terms", {}):
            yield (
                f"terms.{name}",
                changed(lambda w, n=n, name=name: w.providers[n]["terms"].pop(name)),
            )


@settings(max_examples=40)
@given(worlds())
def test_a_hidden_fact_never_helps(world: World) -> None:
    before = world.judged()
    for what, other in hidings(world):
        after = other.judged()
        assert_no_better(before, after, f"hiding {what}")
        # And what was known lies within the band that is told now.
        assert all(after[id].worst <= judged.value for id, judged in before.items()), what


@given(worlds(), st.sampled_from([item["id"] for item in BENCHMARKS]))
def test_a_benchmark_that_is_forgotten_helps_nobody(world: World, benchmark: str) -> None:
    assume("minimum" not in world.profile["require"])
    other = world.copy()
    for item in other.models:
        item["scores"] = [s for s in item["scores"] if s["benchmark"] != benchmark]
    before, after = world.judged(), other.judged()
    for id, judged in after.items():
        assert judged.value <= before[id].value
        assert STATUSES.index(judged.status) >= min(STATUSES.index(before[id].status), 1)
