"""The decision that ``recommend`` returns: the record, and every way to show it."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from advisor.decision.record import SCHEMA_VERSION, CandidateRecord, DecisionRecord
from advisor.decision.written import finished
from advisor.yamlio.problems import InputError, Problem

if TYPE_CHECKING:
    import pandas


class Decision:
    """One run's complete record. Equal inputs give equal bytes, in every format.

    ``record`` is plain data (see :mod:`advisor.decision.record` for its shape). ``written`` is the
    same with evidence that is only written down when it is read, by ``part[key]``: for reports.
    """

    def __init__(self, record: DecisionRecord) -> None:
        self.written = record

    @cached_property
    def record(self) -> DecisionRecord:
        """The complete record."""
        whole = {**self.written, "candidates": finished(self.written["candidates"])}
        return cast(DecisionRecord, whole)

    @property
    def recommendation(self) -> CandidateRecord | None:
        """The best candidate of the first-ranked model, or ``None`` when nothing qualifies."""
        wanted = self.written["recommendation"]
        return self.candidate(wanted) if wanted else None

    @property
    def ranking(self) -> list[CandidateRecord]:
        """Each ranked model once, by its best candidate, best first."""
        return [self.candidate(one) for one in self.written["ranking"]]

    def candidate(self, id: str) -> CandidateRecord:
        """The candidate of that id, or the best one of the model of that id; ``maker/model@self``
        is the best on any machines of one's own.

        Raises:
            KeyError: there is none.
        """
        hosted = f"{id}:" if id.endswith("@self") else None
        for item in self.written["candidates"]:  # best first
            is_it = item["id"] == id or (item["model"] == id and item["best"])
            if is_it or (hosted and item["id"].startswith(hosted)):
                return cast(CandidateRecord, finished(item))
        raise KeyError(id)

    def to_json(self) -> str:
        """Canonical JSON: sorted keys, no spaces, one final line break."""
        text = json.dumps(self.record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return f"{text}\n"

    @classmethod
    def from_json(cls, text: str | bytes, name: str = "decision.json") -> Decision:
        """A stored decision.

        Raises:
            InputError: it is no JSON, or not of this schema.
        """
        from pydantic import TypeAdapter, ValidationError

        try:
            data = json.loads(text)
            major = str(data.get("schema_version", "")).partition(".")[0]
            if major != SCHEMA_VERSION.partition(".")[0]:
                raise ValueError(
                    f"schema_version {SCHEMA_VERSION} is needed, this has {major or 'none'}"
                )
            TypeAdapter(DecisionRecord).validate_python(data)
        except ValidationError as fault:
            first = fault.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            message = f"not a decision of this version: {where}: {first['msg']}"
            raise InputError([Problem(name, None, None, message)]) from None
        except (ValueError, AttributeError, RecursionError) as fault:
            raise InputError([Problem(name, None, None, f"not a decision: {fault}")]) from None
        # As it was stored: validating would turn 1 into 1.0 and drop what a later version added.
        return cls(data)

    def to_html(self, lang: str = "en") -> str:
        """The self-contained decision report."""
        from advisor.reporting import html

        return html.render(self.written, lang)

    def to_markdown(self, lang: str = "en") -> str:
        from advisor.reporting import markdown

        return markdown.render(self.written, lang)

    def to_frame(self) -> pandas.DataFrame:
        """One row a candidate, in the record's order.

        Columns: ``id, model, provider, kind, status, rank, value, worst, best``, ``cost_total``
        (base, USD over the horizon), one ``worth`` (0..1) per criterion and one outcome per gate.
        """
        import pandas

        return pandas.DataFrame([_row(item) for item in self.written["candidates"]])

    def _repr_html_(self) -> str:
        """What a notebook shows: the ranking as a table."""
        from advisor.reporting import notebook

        return notebook.render(self.written)

    def __repr__(self) -> str:
        first = self.written["recommendation"] or "nothing qualifies"
        count = len(self.written["candidates"])
        return f"<Decision {self.written['as_of']}: {first}; {count} candidates>"


def _row(item: CandidateRecord) -> dict[str, Any]:
    row: dict[str, Any] = {
        name: cast(Any, item)[name]
        for name in ("id", "model", "provider", "kind", "status", "rank", "value")
    }
    row["worst"], row["best"] = item["band"]
    row["cost_total"] = item["cost"]["total"]["base"] if item["cost"] else None
    row |= {entry["rule"]: entry["value"] for entry in item["criteria"]}
    row |= {entry["rule"]: entry["outcome"] for entry in item["gates"]}
    return row
