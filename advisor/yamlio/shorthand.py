"""What a JSON Schema says of a field that may also be written shorter than it is read.

These are annotations: they change the schema that editors use, never what is accepted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema


class OneOrMore:
    """A list whose single item may stand without brackets."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        many = handler(schema)
        return {"anyOf": [many, many["items"]]} if "items" in many else many


@dataclass(frozen=True)
class OrWritten:
    """A value that may also be written as something of another schema."""

    schema: tuple[tuple[str, Any], ...]

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        written = {k: list(v) if isinstance(v, tuple) else v for k, v in self.schema}
        return {"anyOf": [handler(schema), written]}
