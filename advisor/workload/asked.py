"""What is to be priced: a profile, a log or its workload file, samples, or plain numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path

from advisor.candidates import Candidate
from advisor.catalog.catalog import Catalog
from advisor.catalog.schema import Model
from advisor.pricing.tokens import TokenRatios, reference_of
from advisor.pricing.usage import Asked, Usage, Usages, exactly, first_months
from advisor.profile.load import LoadedProfile, check_tokens, load_workload
from advisor.profile.schema import Profile, StatedWorkload
from advisor.tokens.family import families
from advisor.workload import logged, sampled
from advisor.workload.measurement import measured
from advisor.workload.month import month
from advisor.workload.named import files
from advisor.workload.sampling import Samples, counted
from advisor.yamlio.problems import InputError, Problem
from advisor.yamlio.reader import read

NOBODY = Profile.model_validate({"task": {"chat": 1}})
"""A profile of which nothing is known but its workload."""


def by_file(
    name: str,
    requests: int | None,
    stated: StatedWorkload,
    catalog: Catalog,
    priced: Sequence[Candidate],
) -> Asked:
    """A month of a log, or of a workload file; the first month of a profile.

    Args:
        requests: in place of those that a log tells.
        stated: whose tokens a log is told by, and samples of its text.
        priced: the offers that it is priced at, whose bounds part the requests of a log by size.

    Raises:
        InputError: a file cannot be used, or does not tell how many requests a month has.
    """
    if _is_profile(name):
        if requests is not None or stated.samples or stated.tokens_of:
            raise _unusable(name, "is a profile: requests, samples and tokens_of are stated in it")
        return _by_profile(load_workload(name), catalog)
    stated, _, warnings = _sampled(stated, catalog)
    at = logged.Priced(
        [each.offer for each in priced if each.offer],
        partial(_ratios, [each.model for each in priced], stated, catalog),
    )
    file = logged.workload_file(files(name), [name], catalog, at)
    if requests is None:
        if not file.profile.requests_per_month:
            raise _unusable(name, "holds less than a whole week: state the --requests of a month")
        requests = file.profile.requests_per_month.base
    unit = logged.Unit(file, stated, NOBODY, catalog)
    usages = month(file, unit, requests)
    return Asked(usages, unit.ratios, [*logged.set_aside(file, name), *warnings])


def by_figures(usage: Usage, stated: StatedWorkload, catalog: Catalog) -> Asked:
    """One workload by its figures; where they tell no input, samples do.

    Raises:
        InputError: a sample cannot be used.
    """
    stated, samples, warnings = _sampled(stated, catalog)
    usages, ratios = exactly(usage), TokenRatios(NOBODY, catalog.models, stated)
    if samples and not usage.input_tokens:
        family = reference_of(stated, catalog.models) or logged.UNKNOWN
        sent = sampled.input_tokens(samples, family).value
        ends = (replace(usage, input_tokens=getattr(sent, level)) for level in Usages._fields)
        usages = Usages(*((end,) for end in ends))
    return Asked(usages, ratios, warnings)


def _ratios(
    priced: Sequence[Model], stated: StatedWorkload, catalog: Catalog, models: Iterable[str]
) -> set[Fraction]:
    """Tokens of every priced model for one of each logged model."""
    found = set()
    for tokenizer in {logged.tokenizer_of(model, catalog) for model in models}:
        workload = stated.model_copy(update={"tokens_of": tokenizer})
        ratios = TokenRatios(NOBODY, catalog.models, workload)
        found |= {Fraction(ratios.of(model).base) for model in priced}
    return found


def _is_profile(name: str) -> bool:
    """It is YAML, and nothing that ``advisor workload`` has written."""
    if name == "-":
        return True
    if not logged.is_written(Path(name)):
        return False
    document = read(name)
    return not (document.has(("read",)) and document.has(("traffic",)))


def _unusable(name: str, message: str) -> InputError:
    return InputError([Problem(name, None, None, message)])


def _by_profile(loaded: LoadedProfile, catalog: Catalog) -> Asked:
    check_tokens(loaded, catalog)
    measurement = measured(loaded, catalog)
    profile = measurement.profile.profile
    assert profile.workload
    ratios = TokenRatios(profile, catalog.models)
    return Asked(first_months(profile.workload), ratios, measurement.warnings)


def _sampled(
    stated: StatedWorkload, catalog: Catalog
) -> tuple[StatedWorkload, Samples | None, list[str]]:
    """The same with what its samples tell of the text, the samples, and what they leave open."""
    if not stated.samples:
        return stated, None, []
    paths = dict.fromkeys(path for pattern in stated.samples for path in files(pattern))
    family = reference_of(stated, catalog.models) or logged.UNKNOWN
    samples = counted(list(paths), [*families().by_id, family])
    stated = stated.model_copy(update={"text": sampled.text(samples).value})
    return stated, samples, list(sampled.warnings(samples, ", ".join(stated.samples)))
