"""A profile's ``workload`` with what its ``log`` and ``samples`` tell.

What the profile states counts, whatever a file tells. A log tells how many tokens there were;
samples tell what text they are, and where there is no log how many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError

from advisor.catalog.catalog import Catalog
from advisor.pricing.tokens import reference_of
from advisor.profile.load import LoadedProfile
from advisor.profile.schema import StatedWorkload, Workload
from advisor.tokens.family import families
from advisor.workload import logged, sampled
from advisor.workload.measurement import Derived, Input, Measurement, Value
from advisor.workload.named import Named
from advisor.workload.sampling import counted
from advisor.yamlio.problems import InputError

NEEDED = {
    "requests_per_month": "samples do not tell how many requests there are",
    "input_tokens": "",  # samples and logs tell it
    "output_tokens": "samples do not tell what comes back",
}
"""Fields without which there is no cost, and why samples may leave them open."""
TOO_SHORT = "the log holds less than a whole week"


class _Part(NamedTuple):
    """What the files of one field tell."""

    input: Input
    told: Mapping[str, Value]
    warnings: Sequence[str]


def filled(loaded: LoadedProfile, stated: StatedWorkload, catalog: Catalog) -> Measurement:
    """The profile with its workload complete.

    Raises:
        InputError: a file cannot be used, or a needed field is neither stated nor told.
    """
    parts = []
    if stated.samples:
        parts.append(_by_samples(loaded, stated, catalog))
    if stated.log:
        text = stated.text or (parts[0].told["text"].value if parts else None)
        parts.append(_by_log(loaded, stated.model_copy(update={"text": text}), catalog))
    values = {name: getattr(stated, name) for name in stated.model_fields_set}
    values = {name: value for name, value in values.items() if value is not None}
    derived = [
        Derived(f"workload.{name}", value, part.input.name, text, name not in values)
        for part in parts
        for name, (value, text) in part.told.items()
    ]
    for part in reversed(parts):
        values = {**{name: told.value for name, told in part.told.items()}, **values}
    return Measurement(
        loaded.with_workload(_complete(loaded, stated, values)),
        tuple(part.input for part in parts),
        tuple(derived),
        tuple(warning for part in parts for warning in part.warnings),
    )


def _by_samples(loaded: LoadedProfile, stated: StatedWorkload, catalog: Catalog) -> _Part:
    named = Named.of(loaded, "samples", stated.samples)
    family = reference_of(stated, catalog.models) or logged.UNKNOWN
    samples, hashed = named.read(lambda paths: counted(paths, [*families().by_id, family]))
    told = {"text": sampled.text(samples)}
    if not stated.log:
        told["input_tokens"] = sampled.input_tokens(samples, family)
    return _Part(hashed, told, list(sampled.warnings(samples, named.name)))


def _by_log(loaded: LoadedProfile, stated: StatedWorkload, catalog: Catalog) -> _Part:
    named = Named.of(loaded, "log", stated.log)
    file, hashed = named.read(lambda paths: logged.workload_file(paths, named.patterns, catalog))
    told = {
        **logged.tokens(file, stated, logged.Unit(file, stated, loaded.profile, catalog)),
        **logged.traffic(file, stated),
        **logged.growth(file, stated),
    }
    return _Part(hashed, told, list(logged.warnings(file, stated, named.name)))


def _complete(loaded: LoadedProfile, stated: StatedWorkload, values: Mapping[str, Any]) -> Workload:
    """Every field, or an error for each that is needed and absent."""
    missing = [name for name in NEEDED if name not in values]
    if missing:
        told = {name: TOO_SHORT if stated.log else NEEDED[name] for name in missing}
        raise InputError(
            loaded.document.problem(("workload",), f"{name} is needed: {why}; state it", key=True)
            for name, why in told.items()
        )
    try:
        return Workload.model_validate(dict(values))
    except ValidationError as fault:  # a workload file may have been edited by hand
        first = fault.errors()[0]
        message = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise InputError([loaded.document.problem(("workload",), message, key=True)]) from None
