"""A commented profile to start from: what a preset and a few answers make of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from advisor.profile.presets import PRESETS

MULTILINGUAL = 25
"""The weight that ability in other languages gets where they are used, beside 100 for the rest."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What ``advisor init`` asks. Texts are written as they will stand in the file."""

    preset: str
    title: str | None = None
    requests_per_month: str = "100_000"
    languages: Sequence[str] = ("en",)
    """Most used first; they are taken to be used equally."""
    country: str | None = None
    data_regions: Sequence[str] = ()
    monthly_budget: str | None = None
    self_hosted: bool = True


def profile_text(answers: Answers) -> str:
    """The YAML text of a profile: a start, whose numbers are to be replaced by one's own."""
    preset = PRESETS[answers.preset]
    title = answers.title or answers.preset.replace("_", " ").capitalize()
    return _TEXT.format(
        title=json.dumps(title, ensure_ascii=False),
        about=preset.about,
        organization=_organization(answers.country),
        task=_flow(_task(answers)),
        languages=_flow(dict.fromkeys(answers.languages, 100 // len(answers.languages) or 1)),
        requests=answers.requests_per_month,
        input_tokens=preset.input_tokens,
        output_tokens=preset.output_tokens,
        window=_window(preset.input_tokens + preset.output_tokens),
        features=_list_or_example("features", preset.features, ("tool_calling",)),
        regions=_list_or_example("data_regions", answers.data_regions, ("eu",)),
        budget=_or_example("monthly_budget", answers.monthly_budget, "5000 USD", 2),
        hosting=_BOTH_WAYS if answers.self_hosted else _API_ONLY,
    )


def _organization(country: str | None) -> str:
    further = ["  # monthly_active_users: 50k", "  # annual_revenue: 20M USD"]
    if country:
        return "\n".join(["organization:", f"  country: {country}", *further])
    return "\n".join(
        ["# organization:", "#   country: de", *(f"# {line[:2]}{line[4:]}" for line in further)]
    )


def _task(answers: Answers) -> Mapping[str, int]:
    task = dict(PRESETS[answers.preset].task)
    if any(code != "en" for code in answers.languages):
        task.setdefault("multilingual", MULTILINGUAL)
    return task


def _flow(items: Mapping[str, int]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in items.items()) + "}"


def _or_example(field: str, value: str | None, example: str, indent: int) -> str:
    """The field as stated, or commented out with an example."""
    return f"{' ' * indent}{field}: {value}" if value else f"{' ' * indent}# {field}: {example}"


def _list_or_example(field: str, values: Sequence[str], example: Sequence[str]) -> str:
    return _or_example(
        field, f"[{', '.join(values)}]" if values else None, f"[{', '.join(example)}]", 2
    )


def _window(tokens: int) -> str:
    """The next usual window above the tokens of one request."""
    return next(f"{size}k" for size in (4, 8, 16, 32, 64, 128, 256, 1000) if size * 1000 >= tokens)


_TEXT = """\
# A requirements profile: {about}.
# Every number here is a start; put in your own. Then:
#   advisor validate profile.yaml
#   advisor recommend profile.yaml
# For completion in an editor: advisor schema profile --dialect draft-07 -o profile.schema.json
# and, as the first line of this file: # yaml-language-server: $schema=profile.schema.json

title: {title}

# Who will use it. Some licenses bind by the number of users, the revenue or the country.
{organization}

# What is used today: every saving is told against it.
# current: openai/gpt-4o@openai

# What the work is made of. Weights; only proportions count.
task: {task}

# The languages of the traffic, by weight.
languages: {languages}

# One month of traffic at the start, and how it moves. Where only a range is known, write it:
# {{low: 80k, base: 100k, high: 150k}}. Files can tell it in place of figures: log: usage.parquet
# all of it, samples: prompts/*.txt the input.
workload:
  requests_per_month: {requests}
  input_tokens: {input_tokens}        # per request, everything that is sent
  output_tokens: {output_tokens}         # per request, hidden reasoning included
  cached_share: 0%           # of the input: a fixed beginning that a prompt cache can answer
  batch_share: 0%            # of the requests: those that can wait some hours
  growth_per_month: 0%
  horizon_months: 12

# What must hold. A model that fails one of these is rejected; where it is not known, it waits for
# review.
require:
  commercial_use: true
  window: {window}
{features}
{regions}
  # output_training: true      # the answers will train other models
  # training_on_inputs: false  # the provider may not train on what is sent
  # retention_days: 30         # at most
{budget}

{hosting}

# What is better among those that qualify. Weights; only proportions count.
prefer: {{quality: 60, cost: 40, openness: 0, vendor_risk: 0}}

# Facts that are missing count as their worst; a maker's own scores prove nothing by themselves.
policy: {{unknown_gate: review, missing: pessimistic, vendor_claims: bound}}
"""

_API_ONLY = """\
# api: somebody else runs it. self_hosted: open weights on machines that you rent or own.
hosting: {allow: [api]}"""

_BOTH_WAYS = """\
# api: somebody else runs it. self_hosted: open weights on machines that you rent or own. All that
# these cost is projected, on any accelerator that is made for servers unless gpus names some.
hosting:
  allow: [api, self_hosted]
  # gpus: [h100-sxm, l40s]       # or cards of your own, by an overlay
  # clouds: [gcp, lambda]        # where machines may be rented
  # commitments: [on_demand, three_years]
  # precisions: [bf16, fp8]      # of the weights; as they were released unless stated
  # max_ttft_ms: 2000            # to the first token, at most
  # max_tpot_ms: 60              # from one token to the next, at most
  # costs: {engineer-share: 0.5} # in place of what is assumed: people, power, load, …"""
