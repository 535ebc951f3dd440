"""How to make a first call: short snippets whose values are checked before they are printed.

A value from the catalog stands in code only if it matches a strict pattern; else there is none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import NamedTuple

from advisor.decision.record import CandidateRecord, HostingRecord

_ENDPOINT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@-]{0,199}")
_REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9][A-Za-z0-9._-]{0,95}")
_BASE_URL = re.compile(
    r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?(?::\d{1,5})?(?:/[A-Za-z0-9._~-]+)*/?"
)
_OPTION = re.compile(r"--[a-z][a-z-]{0,63}")
_WORD = re.compile(r"[A-Za-z0-9.][A-Za-z0-9._:/-]{0,199}")


class Snippet(NamedTuple):
    kind: str
    """``openai``, ``anthropic``, ``google``, ``mistral``, ``bedrock``, ``curl``, ``vllm``, …"""
    code: str


def snippets(candidate: CandidateRecord) -> list[Snippet]:
    """What to run first; empty where a needed value is absent or is not plain."""
    start = candidate["start"]
    if candidate["kind"] == "self_hosted":
        hosting = candidate["cost"].get("hosting") if candidate["cost"] else None
        return _hosted(hosting) if hosting else _weights(start.get("repository"))
    endpoint = _plain(_ENDPOINT, start.get("endpoint") or candidate["endpoint"])
    base = _plain(_BASE_URL, start.get("base_url"))
    api = start.get("api") or "other"
    found: list[Snippet] = []
    if endpoint and not (start.get("base_url") and not base):
        found.extend(_api(api, endpoint, base))
    return found + _weights(start.get("repository"))


def _plain(pattern: re.Pattern[str], value: str | None) -> str | None:
    return value if value and pattern.fullmatch(value) else None


def _api(api: str, endpoint: str, base: str | None) -> list[Snippet]:
    model = json.dumps(endpoint)
    if api == "openai_compatible":
        return [
            Snippet(
                "openai", _OPENAI % (f"    base_url={json.dumps(base)},\n" if base else "", model)
            )
        ]
    if api in _CLIENTS:
        return [Snippet(api, _CLIENTS[api] % model)]
    if base is None:
        return []
    return [Snippet("curl", _CURL % (base.rstrip("/"), model))]


def _hosted(hosting: HostingRecord) -> list[Snippet]:
    """The command of one replica; a notebook too where it loads the same weights on one GPU."""
    start = hosting["start"]
    command = _command(start["command"]) if start and start["engine"] == "vllm" else None
    if start is None or command is None:
        return []
    model = json.dumps(start["command"][2])
    found = [Snippet("vllm", f"pip install vllm\n{command}\n{_CHAT % model}")]
    size = hosting["layout"]
    is_single = size["tensor_parallel"] * size["data_parallel"] == 1
    if is_single and not hosting["quantized"] and _plain(_REPOSITORY, start["command"][2]):
        found.append(Snippet("transformers", _TRANSFORMERS % model))
    return found


def _command(words: Sequence[str]) -> str | None:
    """One option a line; ``None`` if a word is neither an option nor plain."""
    if tuple(words[:2]) != ("vllm", "serve") or len(words) < 3 or not _WORD.fullmatch(words[2]):
        return None
    lines = [" ".join(words[:3])]
    for word in words[3:]:
        if _OPTION.fullmatch(word):
            lines.append(f"  {word}")
        elif _WORD.fullmatch(word):
            lines[-1] += f" {word}"
        else:
            return None
    return " \\\n".join(lines)


def _weights(repository: str | None) -> list[Snippet]:
    name = _plain(_REPOSITORY, repository)
    if not name:
        return []
    quoted = json.dumps(name)
    return [
        Snippet("vllm", _VLLM % name + _CHAT % quoted),
        Snippet("transformers", _TRANSFORMERS % (quoted)),
    ]


_OPENAI = """\
# pip install openai
import os
from openai import OpenAI

client = OpenAI(
%s    api_key=os.environ["API_KEY"],
)
answer = client.chat.completions.create(
    model=%s,
    messages=[{"role": "user", "content": "Hello"}],
)
print(answer.choices[0].message.content)
"""
_CLIENTS = {
    "anthropic": """\
# pip install anthropic; the key is read from ANTHROPIC_API_KEY
from anthropic import Anthropic

answer = Anthropic().messages.create(
    model=%s,
    max_tokens=1024,
    messages=[{"role": "user", "content": "Hello"}],
)
print(answer.content[0].text)
""",
    "google": """\
# pip install google-genai; the key is read from GEMINI_API_KEY
from google import genai

answer = genai.Client().models.generate_content(
    model=%s,
    contents="Hello",
)
print(answer.text)
""",
    "mistral": """\
# pip install "mistralai<2"
import os
from mistralai import Mistral

answer = Mistral(api_key=os.environ["MISTRAL_API_KEY"]).chat.complete(
    model=%s,
    messages=[{"role": "user", "content": "Hello"}],
)
print(answer.choices[0].message.content)
""",
    "bedrock": """\
# pip install boto3; credentials and region as for any AWS client
import boto3

answer = boto3.client("bedrock-runtime").converse(
    modelId=%s,
    messages=[{"role": "user", "content": [{"text": "Hello"}]}],
)
print(answer["output"]["message"]["content"][0]["text"])
""",
}
_CURL = """\
# The form of this API is not recorded: check the common one below with the provider first.
curl %s/chat/completions \\
  -H "Authorization: Bearer $API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"model": %s, "messages": [{"role": "user", "content": "Hello"}]}'
"""
_VLLM = """\
pip install vllm
vllm serve %s   # several GPUs: add --tensor-parallel-size
"""
_CHAT = """\
curl http://localhost:8000/v1/chat/completions \\
  -H "Content-Type: application/json" \\
  -d '{"model": %s, "messages": [{"role": "user", "content": "Hello"}]}'
"""
_TRANSFORMERS = """\
# pip install transformers torch accelerate
from transformers import pipeline

chat = pipeline("text-generation", model=%s, device_map="auto")
answer = chat([{"role": "user", "content": "Hello"}], max_new_tokens=256)
print(answer[0]["generated_text"][-1]["content"])
"""
