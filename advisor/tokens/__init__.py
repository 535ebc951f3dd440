"""Tokens of texts, offline: counted where the vocabulary is here, else estimated with a band.

    from advisor.tokens import count, method

    (estimate,) = count(["Hello"], [method(catalog.models["openai/gpt-4.1"])])

A :class:`~advisor.tokens.methods.Method` says how a model's tokens are had, and how sure that is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from advisor.tokens.counting import count, count_parts
    from advisor.tokens.methods import Estimate, Method, method

__all__ = ["Estimate", "Method", "count", "count_parts", "method"]


def __getattr__(name: str) -> Any:
    if name in ("count", "count_parts"):
        from advisor.tokens import counting

        return getattr(counting, name)
    if name in ("Estimate", "Method", "method"):
        from advisor.tokens import methods

        return getattr(methods, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
