"""Choose language models so that the choice can be defended.

from advisor import load_catalog, load_profile, recommend

decision = recommend(load_profile("profile.yaml"), load_catalog())
print(decision.recommendation)
decision.to_html()
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor._version import __version__

if TYPE_CHECKING:
    from advisor.catalog.load import load_catalog
    from advisor.decision.decision import Decision
    from advisor.pipeline import recommend
    from advisor.profile.load import load_profile
    from advisor.rules.load import load_rules
    from advisor.rules.plugins import PythonRule
    from advisor.yamlio.problems import InputError

_WHERE = {
    "Decision": "advisor.decision.decision",
    "InputError": "advisor.yamlio.problems",
    "PythonRule": "advisor.rules.plugins",
    "load_catalog": "advisor.catalog.load",
    "load_profile": "advisor.profile.load",
    "load_rules": "advisor.rules.load",
    "recommend": "advisor.pipeline",
}

__all__ = [
    "Decision",
    "InputError",
    "PythonRule",
    "__version__",
    "load_catalog",
    "load_profile",
    "load_rules",
    "recommend",
]


def __getattr__(name: str) -> Any:
    # `advisor --help` should not pay for pydantic: the API is imported when it is used.
    if name in _WHERE:
        from importlib import import_module

        # A submodule of the same name takes the attribute when it is imported: put ours back.
        found = getattr(import_module(_WHERE[name]), name)
        globals()[name] = found
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
