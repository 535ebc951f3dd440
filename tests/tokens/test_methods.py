"""Which way of counting a model gets, how sure it is called, and how wide its band is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from advisor.catalog.schema import Model
from advisor.tokens import Estimate, Method, count, method
from advisor.tokens.counter import Counter, UnavailableError
from advisor.tokens.family import families
from advisor.tokens.vocabulary import counter_of
from tests.tokens.test_kinds import TEXTS
from tests.tokens.vocabularies import rank_file

LONG = TEXTS["english"] * 20


def model(**tokenizer: str) -> Model:
    stated: dict[str, Any] = {"tokenizer": tokenizer} if tokenizer else {}
    return Model(id="a/b", name="B", family="b", openness="api_only", **stated)


def of(family: str, grade: str = "exact") -> Method:
    return method(model(family=family, grade=grade))


def one(chosen: Method, text: str = LONG) -> Estimate:
    (estimate,) = count([text], [chosen])
    return estimate


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what is shipped can be read."""

    def only_shipped(family: str, index: int) -> Counter:
        if families().by_id[family].vocabularies[index].shipped:
            return counter_of(family, index)
        raise UnavailableError("not here")

    monkeypatch.setattr("advisor.tokens.methods.counter_of", only_shipped)


def test_a_shipped_vocabulary_is_exact() -> None:
    estimate = one(of("o200k-base"))
    assert of("o200k-base").grade == "exact"
    assert estimate.low == estimate.mid == estimate.high > 100


@pytest.mark.usefixtures("nothing_installed")
@pytest.mark.parametrize("kind", TEXTS)
def test_a_stand_in_has_the_ratio_of_the_family_for_that_kind_of_text(kind: Any) -> None:
    text = TEXTS[kind] * 60
    exact, stand_in = one(of("o200k-base"), text).mid, one(of("gemma-3"), text)
    ratio = families().by_id["gemma-3"].ratios[kind]
    assert of("gemma-3").grade == "proxy"
    assert stand_in.mid == pytest.approx(exact * ratio.mid, abs=1)
    assert stand_in.low == pytest.approx(exact * ratio.low, abs=1)
    assert stand_in.high == pytest.approx(exact * ratio.high, abs=1)


@pytest.mark.usefixtures("nothing_installed")
def test_a_mixed_text_has_the_ratio_of_each_part() -> None:
    parts = [TEXTS["korean"] * 60, TEXTS["data"] * 60]
    apart = [one(of("qwen"), part) for part in parts]
    together = one(of("qwen"), "\n".join(parts))
    assert together.mid == pytest.approx(sum(each.mid for each in apart), rel=0.01)


def test_nothing_known_is_the_widest_band() -> None:
    unknown = one(method(model()))
    assert method(model()).grade == "proxy"
    assert "does not say" in method(model()).notes[0]
    for family in families().by_id:
        known = one(of(family))
        assert unknown.low <= known.low
        assert known.high <= unknown.high * (1.02 if family.startswith("claude") else 1)


def test_a_family_that_nobody_has_described_is_said() -> None:
    assert "of the tokenizer new-9" in method(model(family="new-9", grade="exact")).notes[0]


def test_a_model_that_only_resembles_its_family_is_a_proxy_however_it_is_counted() -> None:
    close = of("o200k-base", "proxy")
    assert close.grade == "proxy"
    assert one(close).mid == one(of("o200k-base")).mid
    assert one(close).low == one(method(model())).low
    assert "no source states" in close.notes[-1]


@pytest.mark.parametrize(
    ("family", "said"),
    [
        ("gemma-4", "times the ratio that was measured for its family"),
        ("glm-4", "was measured for english, japanese text; for other text the band is that of v"),
        ("minimax", "was not measured; the band is that of vocabularies about as large"),
        ("nova", "was not measured; the band is that of all tokenizers"),
    ],
)
def test_a_stand_in_says_what_its_ratio_rests_on(family: str, said: str) -> None:
    assert said in of(family).notes[-1]
    assert of(family).grade == "proxy"


def test_an_estimate_keeps_what_was_counted() -> None:
    exact, stand_in = one(of("o200k-base")), one(of("llama-2"))
    assert exact.counted == exact.mid == stand_in.counted < stand_in.mid
    assert (exact + stand_in).counted == 2 * exact.mid


def test_the_worse_grade_of_counter_and_catalog_holds() -> None:
    assert of("o200k-base", "reconstructed").grade == "reconstructed"


@pytest.mark.usefixtures("nothing_installed")
def test_short_texts_have_relatively_wider_bands() -> None:
    chosen = of("claude-4.8")
    widths = []
    for times in (1, 5, 20, 100, 400):
        estimate = one(chosen, LONG[: 100 * times])
        widths.append((estimate.high - estimate.low) / estimate.mid)
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 1.5 * widths[-1]


@pytest.mark.usefixtures("nothing_installed")
def test_more_text_never_has_fewer_tokens() -> None:
    chosen = of("tekken")
    told = [one(chosen, LONG[:length]) for length in range(0, len(LONG), 997)]
    assert [each.mid for each in told] == sorted(each.mid for each in told)
    assert all(each.low <= each.mid <= each.high for each in told)
    assert told[0] == Estimate(0, 0, 0)


def test_a_rank_file_of_a_known_family_is_exact_and_of_an_unknown_one_is_not(
    tmp_path: Path,
) -> None:
    file = rank_file(tmp_path / "own.tiktoken")
    assert method(model(family="qwen", grade="exact"), file=file).grade == "exact"
    unsure = method(model(), file=file)
    assert unsure.grade == "reconstructed"
    assert "cl100k_base" in unsure.notes[0]


def test_a_missing_library_for_a_named_file_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "tokenizer.json"
    file.write_text('{"pre_tokenizer": null}')
    monkeypatch.setitem(__import__("sys").modules, "tokenizers", None)
    told = method(model(), file=file)
    assert told.grade == "proxy"
    assert "advisor[tokenizers]" in told.notes[0]
