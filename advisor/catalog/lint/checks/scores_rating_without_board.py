"""A rating that does not say on which board it stands."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.lint.base import Case, Check, Finding, Given


def _run(given: Given) -> Iterator[Finding]:
    for model, n, score, benchmark in given.scores():
        wanted = benchmark.preferred.get("board")
        if benchmark.unit != "elo" or not wanted or "board" in score.setting:
            continue
        interval = "" if score.low is not None or score.high is not None else " and its interval"
        message = (
            f"a rating without its board{interval}: only those of one board ({wanted[0]}), one day "
            "and one mode of style control compare"
        )
        yield Finding(model, ("scores", n, "value"), message)


CHECK = Check(
    id="scores.rating-without-board",
    level="error",
    title="an Elo rating that does not say on which board it stands",
    why="A rating is relative to the other models of its board on its day. The same model "
    "stood at 1338 without and at 1389 with style control on one day of 2025.",
    remedy="Take the rating from the board itself: `setting: {board: …}`, `style_control` where "
    "the board has both, `low` and `high`, and the day as `as_of`.",
    run=_run,
    cases=(
        Case(
            "a number from a table",
            """
            benchmarks:
              - {id: arena, name: Arena, unit: elo, chance: 1000, top: 1500,
                 preferred: {board: [overall]}}
            models: [{id: acme/a, scores: [{benchmark: arena, value: 1441}]}]
            """,
            ("without its board and its interval",),
        ),
        Case(
            "a rating of a board, and a scale without boards",
            """
            benchmarks:
              - {id: arena, unit: elo, chance: 1000, top: 1500, preferred: {board: [overall]}}
              - {id: old, unit: elo, chance: 1000, top: 1500}
            models:
              - id: acme/a
                scores: [{benchmark: arena, value: 1441, setting: {board: overall}},
                         {benchmark: old, value: 1100}]
            """,
        ),
    ),
)
