"""How many output tokens a model is billed for beside the answer: what it thinks and does not say.

A model's own figure stands in the catalog (``thinking``, with its source). For a reasoning model
without one there is a band, from the only public runs that vary nothing but this: four models on
Aider's polyglot board (225 exercises each, May to October 2025) with and without thinking.

| model | tokens without | with | ratio |
| --- | --- | --- | --- |
| Claude Opus 4, 32k to think | 380,717 | 363,142 | 0.95 |
| DeepSeek V3.2 Exp, chat and reasoner | 573,477 | 1,645,129 | 2.87 |
| Claude Sonnet 4, 32k to think | 433,373 | 1,271,074 | 2.93 |
| Gemini 2.5 Flash, 24k to think | 514,145 | 2,703,162 | 5.26 |

The base is their median, the high end the highest; the low end is an answer that took no thought.
Four pairs of one kind of work are little: how much is thought depends on the task and the effort
asked for (GPT-5 wrote 3.4 times as much at high effort as at low).
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from advisor.catalog.schema import Model, Offer


class ThinkingRatio(NamedTuple):
    """Billed output tokens for each token of the answer, at three levels.

    ``source`` is the model's source by its id there; ``None`` where nobody states a figure.
    """

    low: Decimal
    base: Decimal
    high: Decimal
    source: str | None = None

    @property
    def exact(self) -> bool:
        return self.low == self.high


NONE = ThinkingRatio(Decimal(1), Decimal(1), Decimal(1))
USUAL = ThinkingRatio(Decimal(1), Decimal("2.9"), Decimal("5.3"))


def thinking_ratio(model: Model, offer: Offer | None = None) -> ThinkingRatio | None:
    """The ratio of a model as it is offered; ``None`` where it is not known whether it thinks."""
    own = offer.features.get("reasoning") if offer else None
    thinks = model.features.get("reasoning") if own is None else own
    if thinks is False:
        return NONE
    if stated := model.thinking:
        low, high = stated.low or stated.ratio, stated.high or stated.ratio
        return ThinkingRatio(low, stated.ratio, high, stated.source)
    return USUAL if thinks else None
