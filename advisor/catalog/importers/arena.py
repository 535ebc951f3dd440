"""Arena ratings with intervals and votes, as llmledger publishes them from the leaderboard set.

One file holds all boards of one day: ``tasks`` maps a board to rows of model, Arena's name, rating,
low, high, votes, rank. A rating is comparable within its board and day alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from advisor.catalog.importers.claims import ScoreClaim, Upstream
from advisor.catalog.importers.file import Shape, UpstreamFile

UPSTREAM = Upstream(
    id="arena",
    title="Arena leaderboard data set: ratings, 95 percent intervals, votes",
    url="https://huggingface.co/datasets/lmarena-ai/leaderboard-dataset",
    publisher="Arena (LMArena)",
    license="CC-BY-4.0",
    reads="arena-ratings-DAY.json of llmledger",
)

BOARDS = {
    "overall": "arena-text",
    **{
        board: f"arena-{board.replace('_', '-')}"
        for board in (
            "business", "chinese", "coding", "expert", "french", "german", "hard_prompts",
            "instruction_following", "japanese", "korean", "legal", "math", "medicine",
            "multi_turn", "russian", "science", "software", "spanish", "webdev",
        )
    },
}  # fmt: skip
"""Board -> benchmark. The others rate what this catalog does not judge (media, vision)."""

Rating = Annotated[Decimal, Field(gt=0, lt=5000)]
Row = tuple[str, str, Rating, Rating, Rating, Annotated[int, Field(ge=0)], int]


class Ratings(Shape):
    """The file: one day, rows by board."""

    IGNORED: ClassVar[tuple[str, ...]] = ("source", "license", "labels", "unmatched*", "note*")
    date: date
    columns: tuple[str, ...]
    tasks: dict[str, tuple[Row, ...]]


COLUMNS = ("model", "arena name", "rating", "low", "high", "votes", "arena rank")


def claims(file: UpstreamFile, as_of: date) -> Iterator[ScoreClaim]:
    """Every rating of the boards that are benchmarks here, dated by the file itself."""
    data = file.mapping(file.json())
    ratings = file.check(data, Ratings)
    if ratings.columns != COLUMNS:
        raise file.fault(("columns",), f"these columns are needed: {', '.join(COLUMNS)}")
    for board, rows in ratings.tasks.items():
        for _, variant, rating, low, high, votes, _ in rows:
            if board not in BOARDS:
                continue
            yield ScoreClaim(
                name=variant,
                benchmark=BOARDS[board],
                value=str(rating),
                low=str(low),
                high=str(high),
                samples=votes,
                by="independent",
                setting={"board": board, "variant": variant},
                as_of=ratings.date,
            )
