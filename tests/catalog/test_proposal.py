"""What becomes of an upstream's claims: filled, added, disputed; never overwritten, never twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor.catalog.identity import Identities
from advisor.catalog.importers.claims import (
    Claim,
    ModelFact,
    OfferFact,
    PriceClaim,
    ScoreClaim,
    Upstream,
)
from advisor.catalog.load import load_catalog
from advisor.catalog.proposal import Proposal, propose
from advisor.catalog.proposal.apply import apply
from advisor.yamlio.problems import InputError
from advisor.yamlio.reader import read
from tests.worlds import PAGE, World, benchmark, model, offer, price, provider, score, write_files

DAY = date(2026, 11, 23)
UPSTREAM = Upstream("list", "A price list", "https://example.org/list", "Somebody", "MIT", "it")
SOURCE = {"id": "list", "title": UPSTREAM.title, "url": UPSTREAM.url, "read": DAY.isoformat()}
Import = Callable[..., Proposal]


def world() -> World:
    alpha = model(
        "acme/alpha",
        limits={"window": 1000},
        aliases=[{"name": "Alpha"}],
        scores=[score("exam", "40", setting={"shots": 5})],
        sources=[{**PAGE, "supports": ["limits"]}],
    )
    rows = [price("2", "8", since="2026-01-01", checked="2026-10-01")]
    return World(
        models=[alpha, model("acme/beta", aliases=[{"name": "Beta"}])],
        providers=[provider("acme", offer("acme/alpha", *rows, endpoint="alpha"))],
        benchmarks=[benchmark("exam", unit="percent")],
    )


class Folder:
    """A shipped catalog in a folder, and claims that are imported into it or into an overlay."""

    def __init__(self, tmp_path: Path, given: World) -> None:
        self.shipped = given.write(tmp_path / "catalog")
        self.overlay = tmp_path / "overlay"
        self.new_offers = True

    def propose(self, *claims: Claim, into: Path | None = None, as_of: date = DAY) -> Proposal:
        into = into or self.shipped
        layers = [into] if into != self.shipped and into.is_dir() else []
        catalog = load_catalog(*layers, shipped=self.shipped)
        names = Identities(catalog)
        source = {**SOURCE, "read": as_of.isoformat()}
        where = (into, self.shipped)
        return propose(claims, UPSTREAM, source, catalog, names, as_of, *where, self.new_offers)

    def take(self, *claims: Claim, into: Path | None = None, as_of: date = DAY) -> Proposal:
        """Import the claims, and see that a second time changes nothing."""
        first = self.propose(*claims, into=into, as_of=as_of)
        apply(first, into or self.shipped, self.shipped)
        second = self.propose(*claims, into=into, as_of=as_of)
        assert second.changes == []
        assert dict(second.texts) == {}
        return first

    def model(self, into: Path | None = None) -> dict[str, Any]:
        return dict(read((into or self.shipped) / "models/acme/alpha.yaml").data)

    def offers(self, into: Path | None = None) -> dict[str, Any]:
        return dict(read((into or self.shipped) / "offers/acme.yaml").data)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path, world())


def kinds(proposal: Proposal) -> list[tuple[str, str]]:
    return [(change.kind, change.field) for change in proposal.changes]


def prices(*rows: dict[str, Any], **more: Any) -> PriceClaim:
    return PriceClaim("acme", "alpha", "Alpha", rows, **more)


def test_what_a_file_says_of_an_offer_that_it_adds_itself_is_taken_at_once(folder: Folder) -> None:
    fact = OfferFact("acme", "beta-1", "Beta", "limits.output", 200)
    row = {"input": "1", "output": "2"}
    done = folder.take(fact, PriceClaim("acme", "beta-1", "Beta", (row,)))
    assert kinds(done) == [("add", "offer"), ("add", "limits.output")]
    assert folder.offers()["offers"][-1]["limits"] == {"output": 200}


def test_offers_of_one_endpoint_are_told_apart_by_their_id(folder: Folder) -> None:
    row = {"input": "1", "output": "2"}
    claim = PriceClaim("acme", "alpha", "Alpha", (row,), offer="eu")
    assert kinds(folder.take(claim)) == [("add", "offer")]
    assert [each.get("id") for each in folder.offers()["offers"]] == [None, "eu"]


# -- models -----------------------------------------------------------------------------------


def test_what_is_unknown_is_filled_with_its_source(folder: Folder) -> None:
    done = folder.take(ModelFact("Alpha", "limits.output", 200))
    assert kinds(done) == [("add", "limits.output")]
    after = folder.model()
    assert after["limits"] == {"window": 1000, "output": 200}
    assert {"id": "list", "supports": ["limits.output"]}.items() <= after["sources"][-1].items()
    assert load_catalog(shipped=folder.shipped).shared_sources["list"].kind == "data_set"


def test_what_differs_is_kept_as_a_dispute(folder: Folder) -> None:
    done = folder.take(ModelFact("Alpha", "limits.window", 2_500))
    assert kinds(done) == [("dispute", "limits.window")]
    after = folder.model()
    assert after["limits"] == {"window": 1000}
    assert after["disputed"][0]["value"] == 2_500
    assert after["disputed"][0]["source"] == "list"


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        (1_048_576, 1_000_000, True),
        (131_072, 128_000, True),
        (1_000_000, 1_048_576, True),
        (131_072, 262_144, False),
        (131_072, 131_000, True),
        (131_072, 131_071, False),
    ],
)
def test_a_rounded_limit_is_the_same(tmp_path: Path, ours: int, theirs: int, same: bool) -> None:
    given = world()
    given.models[0]["limits"]["window"] = ours
    done = Folder(tmp_path, given).propose(ModelFact("Alpha", "limits.window", theirs))
    assert (done.confirmed == 1) is same


def test_a_value_of_the_same_source_is_updated(folder: Folder) -> None:
    folder.take(ModelFact("Alpha", "released", "2026-01-01"))
    done = folder.take(ModelFact("Alpha", "released", "2026-01-02"))
    assert kinds(done) == [("update", "released")]
    assert folder.model()["released"] == "2026-01-02"


def test_unknown_names_are_left_out_with_the_reason(folder: Folder) -> None:
    done = folder.take(ModelFact("Gamma", "released", "2026-01-01"))
    assert dict(done.left_out) == {("Gamma", "not in the catalog"): 1}


# -- scores -----------------------------------------------------------------------------------


def exam(value: str, **more: Any) -> ScoreClaim:
    given: dict[str, Any] = {"by": "independent", "as_of": date(2026, 11, 1), **more}
    return ScoreClaim("Alpha", "exam", value, **given)


def test_another_condition_is_another_score(folder: Folder) -> None:
    folder.take(exam("55.5", setting={"shots": 0}, low="54", high="57.25", samples=100))
    assert [str(entry["value"]) for entry in folder.model()["scores"]] == ["40", "55.5"]


def test_the_same_figure_is_confirmed_however_it_is_told(folder: Folder) -> None:
    assert folder.take(exam("40.0")).confirmed == 1


def test_a_newer_run_of_the_same_source_takes_the_place_of_the_old(folder: Folder) -> None:
    folder.take(exam("50", setting={"shots": 0}))
    done = folder.take(exam("52", setting={"shots": 0}, as_of=date(2026, 11, 20)))
    assert kinds(done) == [("update", "scores.exam")]
    older = folder.propose(exam("51", setting={"shots": 0}, as_of=date(2026, 10, 1)))
    assert "a newer result" in next(iter(older.left_out))[1]


def test_a_value_that_lost_already_does_not_come_back(tmp_path: Path) -> None:
    given = world()
    lost = {"field": "scores.exam", "value": "71.5", "source": "page", "why": "another test"}
    given.models[0]["disputed"] = [lost]
    assert Folder(tmp_path, given).take(exam("71.50")).confirmed == 1


@pytest.mark.parametrize("value", ["101", "1e5"])
def test_an_impossible_value_is_left_out(folder: Folder, value: str) -> None:
    assert "no possible value" in next(iter(folder.take(exam(value)).left_out))[1]


def test_a_benchmark_that_nobody_described_is_left_out(folder: Folder) -> None:
    claim = ScoreClaim("Alpha", "my-test", "50", "own", DAY)
    assert "describe it first" in next(iter(folder.take(claim).left_out))[1]


# -- prices -----------------------------------------------------------------------------------


def test_a_later_step_is_added(folder: Folder) -> None:
    now = {"from": "2026-01-01", "input": "2.00", "output": "8.00"}
    later = {"from": "2026-12-01", "input": "4.00", "output": "16.00"}
    done = folder.take(prices(now, later))
    assert kinds(done) == [("add", "price from 2026-12-01")]
    assert done.confirmed == 1
    rows = folder.offers()["offers"][0]["prices"]
    assert [(row["from"], row["input"]) for row in rows] == [
        ("2026-01-01", "2"),
        ("2026-12-01", "4.00"),
    ]


def test_a_step_after_our_last_look_is_added_and_one_before_is_disputed(folder: Folder) -> None:
    before = {"from": "2026-09-01", "input": "3.00", "output": "8.00"}
    done = folder.take(prices(before))
    assert kinds(done) == [("dispute", "offers[alpha].prices.input")]
    after = {"from": "2026-11-01", "input": "5.00", "output": "8.00"}
    assert kinds(folder.take(prices(after))) == [("add", "price from 2026-11-01")]


def test_an_undated_price_of_another_source_is_disputed(folder: Folder) -> None:
    done = folder.take(prices({"input": "2.50", "output": "8.00"}))
    assert kinds(done) == [("dispute", "offers[alpha].prices.input")]
    assert folder.offers()["disputed"][0]["value"] == "2.50"


def test_an_undated_price_of_the_same_source_is_a_step_on_the_day_it_was_seen(
    tmp_path: Path,
) -> None:
    given = world()
    given.providers[0]["sources"].append({**PAGE, "id": "list"})
    given.providers[0]["offers"][0]["prices"][0]["source"] = "list"
    folder = Folder(tmp_path, given)
    done = folder.take(prices({"input": "2.50", "output": "8.00"}))
    assert kinds(done) == [("add", f"price from {DAY}")]


def test_what_a_row_does_not_state_is_filled_and_its_source_is_named(folder: Folder) -> None:
    claim = {"input": "2.0", "output": "8", "batch": {"input": "1.00", "output": "4.00"}}
    assert kinds(folder.take(prices(claim))) == [("add", "prices.batch")]
    row = folder.offers()["offers"][0]["prices"][0]
    assert row["also"] == {"batch": "list"}
    assert row["source"] == "page"


def test_a_new_way_to_buy_a_known_model_is_added(folder: Folder) -> None:
    claim = PriceClaim("acme", "beta-1", "Beta", ({"input": "1.00", "output": "2.00"},))
    assert kinds(folder.take(claim)) == [("add", "offer")]
    added = folder.offers()["offers"][-1]
    assert (added["model"], added["endpoint"]) == ("acme/beta", "beta-1")
    assert added["prices"][0]["from"] == DAY.isoformat()


def test_a_new_offer_is_proposed_only_when_asked(folder: Folder) -> None:
    folder.new_offers = False
    claim = PriceClaim("acme", "beta-1", "Beta", ({"input": "1.00", "output": "2.00"},))
    done = folder.take(claim)
    assert done.changes == []
    assert "--new-offers" in next(iter(done.left_out))[1]


def test_a_moving_endpoint_is_the_offer_that_answered_on_the_day(tmp_path: Path) -> None:
    given = world()
    old = offer(
        "acme/beta",
        price("1", "2", since="2025-01-01"),
        endpoint="alpha",
        lifecycle={"status": "retired", "retires": "2025-12-31", "source": "page"},
    )
    given.providers[0]["offers"].append(old)
    steps = (
        {"from": "2025-06-01", "input": "1.00", "output": "2.00"},
        {"from": "2026-01-01", "input": "2.00", "output": "8.00"},
    )
    assert Folder(tmp_path, given).take(prices(*steps)).confirmed == 2


def test_an_undated_price_says_nothing_about_an_offer_that_ended(tmp_path: Path) -> None:
    given = world()
    life = {"status": "retired", "retires": "2026-06-01", "source": "page"}
    given.providers[0]["offers"][0]["lifecycle"] = life
    done = Folder(tmp_path, given).take(prices({"input": "9.00", "output": "9.00"}))
    assert done.changes == []
    assert "has ended" in next(iter(done.left_out))[1]


def test_an_offer_takes_limits_and_its_end(folder: Folder) -> None:
    facts = [
        OfferFact("acme", "alpha", "Alpha", "limits.window", 1000),
        OfferFact("acme", "alpha", "Alpha", "lifecycle.retires", "2027-01-31"),
        OfferFact("nobody", "alpha", "Alpha", "limits.window", 1000),
    ]
    done = folder.take(*facts)
    assert kinds(done) == [("add", "lifecycle.retires")]
    assert done.confirmed == 1, "the model's own window stands for the offer's"
    assert ("Alpha", "the catalog has no provider 'nobody'") in done.left_out


# -- folders ----------------------------------------------------------------------------------


def every_kind() -> Iterable[Claim]:
    yield ModelFact("Alpha", "limits.output", 200)
    yield ModelFact("Alpha", "limits.window", 5_000)
    yield exam("55.5", setting={"shots": 0})
    yield prices({"from": "2026-12-01", "input": "4.00", "output": "16.00"})
    yield PriceClaim("acme", "beta-1", "Beta", ({"input": "1.00", "output": "2.00"},))


def test_an_overlay_states_only_what_differs(folder: Folder) -> None:
    folder.overlay.mkdir()
    before = {path: path.read_bytes() for path in folder.shipped.rglob("*.yaml")}
    folder.take(*every_kind(), into=folder.overlay)
    assert before == {path: path.read_bytes() for path in folder.shipped.rglob("*.yaml")}
    assert folder.model(folder.overlay)["limits"] == {"output": 200}
    laid = load_catalog(folder.overlay, shipped=folder.shipped)
    alpha = laid.providers["acme"].offers[0]
    assert [str(row.input) for row in alpha.prices] == ["2", "4.00"], "an overlay states all rows"
    assert laid.models["acme/alpha"].limits.window == 1000


def test_an_overlay_and_the_catalog_come_to_the_same(tmp_path: Path) -> None:
    one, two = Folder(tmp_path / "one", world()), Folder(tmp_path / "two", world())
    one.take(*every_kind())
    two.overlay.mkdir()
    two.take(*every_kind(), into=two.overlay)
    direct, laid = load_catalog(shipped=one.shipped), load_catalog(two.overlay, shipped=two.shipped)
    for one_model, other in zip(direct.models.values(), laid.models.values(), strict=True):
        for field in ("limits", "released", "disputed"):
            assert getattr(one_model, field) == getattr(other, field)
        assert set(map(str, one_model.scores)) == set(map(str, other.scores))
        assert set(map(str, one_model.sources)) == set(map(str, other.sources))
    assert [o.prices for o in direct.providers["acme"].offers] == [
        o.prices for o in laid.providers["acme"].offers
    ]


def test_comments_and_order_stay(folder: Folder) -> None:
    path = folder.shipped / "models/acme/alpha.yaml"
    path.write_text(
        "# ours\nid: acme/alpha\nname: Alpha  # its name\naliases: [{name: Alpha}]\n"
        "openness: api_only\nfamily: alpha\n# the end\n"
    )
    folder.take(ModelFact("Alpha", "released", "2026-01-01"))
    text = path.read_text()
    assert text.startswith(
        "# ours\nid: acme/alpha\nname: Alpha  # its name\nreleased: 2026-01-01\n"
    )
    assert "openness: api_only\nfamily: alpha\n" in text
    assert text.endswith("# the end\n")


def test_a_proposal_that_would_break_the_catalog_is_not_written(folder: Folder) -> None:
    broken = folder.propose(ModelFact("Alpha", "limits.output", -5))
    before = {path: path.read_bytes() for path in folder.shipped.rglob("*") if path.is_file()}
    with pytest.raises(InputError):
        apply(broken, folder.shipped, folder.shipped)
    assert before == {
        path: path.read_bytes() for path in folder.shipped.rglob("*") if path.is_file()
    }


def test_nothing_is_written_where_one_file_cannot_be(folder: Folder) -> None:
    proposal = folder.propose(*every_kind())
    before = {path: path.read_bytes() for path in folder.shipped.rglob("*") if path.is_file()}
    (folder.shipped / "offers/acme.yaml").unlink()
    (folder.shipped / "offers/acme.yaml").mkdir()
    with pytest.raises(OSError, match="directory"):
        apply(proposal, folder.shipped, folder.shipped)
    (folder.shipped / "offers/acme.yaml").rmdir()
    write_files(folder.shipped, {})
    after = {path: path.read_bytes() for path in folder.shipped.rglob("*") if path.is_file()}
    assert {**after, folder.shipped / "offers/acme.yaml": b""} == {
        **before,
        folder.shipped / "offers/acme.yaml": b"",
    }
