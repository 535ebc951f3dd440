"""The one place where a report's words come from: translation, numbers, dates, units, outcomes.

Every text that a person reads passes through a :class:`Words`; text from the catalog is shown with
its invisible characters made visible (:func:`visible`).
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, NamedTuple

from advisor.resources import folder

DOMAIN = "messages"


def N_(message: str) -> str:  # noqa: N802 - the name that extractors know
    """Mark a text for extraction that is translated where it is shown."""
    return message


OUTCOMES = {
    "pass": N_("pass"),
    "fail": N_("fail"),
    "unknown": N_("unknown"),
    "not_applicable": N_("not asked"),
    "error": N_("error"),
}
STATUSES = {
    "ranked": N_("qualifies"),
    "review": N_("for review"),
    "rejected": N_("rejected"),
}
KINDS = {
    "api": N_("API"),
    "self_hosted": N_("self-hosted"),
    "gate": N_("gate"),
    "criterion": N_("criterion"),
    "advisory": N_("advisory"),
    "open_weights": N_("open weights"),
    "api_only": N_("API only"),
}
CLAIMANTS = {
    "vendor": N_("claimed by the maker"),
    "independent": N_("measured independently"),
    "own": N_("your own figure"),
}
GROUPS = {
    "quality": N_("quality"),
    "cost": N_("cost"),
    "openness": N_("openness"),
    "vendor_risk": N_("vendor risk"),
}
CLAUSES = {
    "commercial_use": N_("Commercial use"),
    "mau_limit": N_("Limit of monthly active users"),
    "revenue_limit": N_("Limit of annual revenue"),
    "excluded_regions": N_("Excluded regions"),
    "excluded_users": N_("Excluded users"),
    "output_training": N_("Training other models on outputs"),
    "attribution": N_("Attribution"),
    "naming": N_("Naming of derived models"),
    "acceptable_use": N_("Acceptable use"),
    "redistribution": N_("Redistribution"),
    "share_alike": N_("Share-alike"),
    "termination": N_("Termination"),
}
DRIVERS = {
    "requests": N_("number of requests"),
    "growth": N_("growth of the traffic"),
    "input_tokens": N_("length of the input"),
    "output_tokens": N_("length of the answers"),
    "tokenizer": N_("tokens of the model for the same text"),
    "thinking": N_("tokens that are thought, not said"),
    "cache": N_("share that a cache answers"),
    "cache_writes": N_("writing to the cache"),
    "hours": N_("hours of the day"),
    "speed": N_("speed of the machines"),
    "peak": N_("height of the peak"),
    "machines": N_("price of the machines"),
    "prices": N_("listed prices"),
    "people": N_("people who run them"),
}
"""What is uncertain about a cost."""
COMPONENTS = {
    "machines": N_("rent of the machines"),
    "capital": N_("purchase, less what is left at the end, with interest"),
    "power": N_("electricity"),
    "colocation": N_("place in a data center"),
    "maintenance": N_("maintenance and insurance"),
    "people": N_("people who run them"),
    "storage": N_("storage"),
    "egress": N_("text that leaves the cloud"),
    "one_off": N_("work of the beginning"),
}
"""What the cost of one's own machines is made of."""
COMMITMENTS = {
    "on_demand": N_("on demand"),
    "one_year": N_("for one year"),
    "three_years": N_("for three years"),
    "owned": N_("owned"),
}
LEVERS = {
    "gpu-price": N_("price of a machine"),
    "speed": N_("speed of the machines"),
    "engineer-share": N_("engineers who run them"),
    "peak-to-mean": N_("busiest hour over the mean"),
    "target-load": N_("load that is planned for at the peak"),
}
"""Assumptions that may turn the order of own machines and a service."""
GRADES = {
    "exact": N_("exact"),
    "reconstructed": N_("reconstructed"),
    "proxy": N_("similar to it"),
}
"""How well a model's tokenizer is known."""
MARKS = {
    "disputed": N_("disputed"),
    "stale": N_("stale"),
}
SIGNS = {"disputed": "≠", "stale": "†"}
"""A mark where there is no room for a word."""
UNITS = {
    "tokens": N_("tokens"),
    "tokens/s": N_("tokens per second"),
    "USD": N_("USD"),
    "USD per month": N_("USD per month"),
    "USD per 1M tokens": N_("USD per 1M tokens"),
    "USD per request": N_("USD per request"),
    "USD per hour": N_("USD per hour"),
    "days": N_("days"),
    "months": N_("months"),
    "users": N_("users"),
    "elo": N_("Elo points"),
    "points_10": N_("points of 10"),
    "index": N_("index points"),
    "GPUs": N_("GPUs"),
    "of 1": N_("of 1"),
    "of the budget": N_("of the budget"),
    "scores": N_("scores"),
    "benchmarks": N_("benchmarks"),
    "providers": N_("providers"),
    "bytes": N_("bytes"),
}
LITERALS = {
    "yes": N_("yes"),
    "no": N_("no"),
    "conditional": N_("under conditions"),
    "unknown": N_("unknown"),
    "on_request": N_("on request"),
    "tool_calling": N_("tool calling"),
    "structured_output": N_("structured output"),
    "prompt_caching": N_("prompt caching"),
    "fine_tuning": N_("fine-tuning"),
    "web_search": N_("web search"),
    "computer_use": N_("computer use"),
    "system_prompt": N_("system prompt"),
    "tool_use": N_("use of tools"),
    "chat": N_("dialogue"),
    "coding": N_("coding"),
    "knowledge": N_("knowledge"),
    "reasoning": N_("reasoning"),
    "multilingual": N_("many languages"),
    "eu": N_("European Union"),
    "global": N_("anywhere"),
    "reject": N_("rejection"),
    "pessimistic": N_("the worst end"),
    "midpoint": N_("the middle"),
    "optimistic": N_("the best end"),
    "bound": N_("bound a figure from above only"),
    "accept": N_("count as they are"),
}
_TABLES: tuple[Mapping[str, str], ...]
_TABLES = (STATUSES, KINDS, CLAIMANTS, GROUPS, LITERALS, COMMITMENTS)

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ue000-\uf8ff\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"
)
"""Controls, bidi controls, zero-width and other characters that a reader cannot see."""


def visible(text: str) -> str:
    """``text`` with every invisible character as a token such as ``⟨U+202E⟩``."""
    if text.isascii() and text.isprintable():
        return text
    return _INVISIBLE.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)


class Name(str):
    """A name from the record inside a sentence: a format sets it apart from the words around it."""

    __slots__ = ()


class Sentence(NamedTuple):
    """A translated text with ``%(key)s`` places, and what stands in them."""

    text: str
    values: Mapping[str, str]

    def say(self, mark: Callable[[str], str] = str) -> str:
        """The finished sentence; ``mark`` turns each value into what the format needs."""
        return self.text % {key: mark(value) for key, value in self.values.items()}


@lru_cache(maxsize=8)
def translator(lang: str) -> gettext.NullTranslations:
    """The translations for ``lang`` (English needs none); ValueError where there are none."""
    if lang == "en":
        return gettext.NullTranslations()
    if not re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", lang):
        raise ValueError(f"{lang!r} is not a language tag")
    try:
        place = str(folder("reports") / "translations")
        return gettext.translation(DOMAIN, place, [lang.replace("-", "_")])
    except OSError:
        raise ValueError(f"there is no translation of the reports to {lang!r}") from None


class Words:
    """How one language says texts, numbers, money, dates, units and outcomes."""

    def __init__(self, lang: str, translations: gettext.NullTranslations | None = None) -> None:
        self.lang = lang
        self.translations = translations or translator(lang)
        self.gettext = self.translations.gettext
        self.ngettext = self.translations.ngettext
        self._thousands = self.translations.pgettext("thousands separator", ",")
        self._point = self.translations.pgettext("decimal point", ".")

    def text(self, message: str | None) -> str:
        """A text of the record: translated where the language knows it, else as it is."""
        return self.gettext(message) if message else ""

    def sentence(self, message: str, **values: str) -> Sentence:
        """``message`` translated, with ``values`` for its places."""
        return Sentence(self.gettext(message), values)

    def plural(self, one: str, many: str, count: int, **values: str) -> Sentence:
        """Like :meth:`sentence`; ``%(count)s`` is the formatted count."""
        return Sentence(self.ngettext(one, many, count), {"count": self.number(count), **values})

    def outcome(self, outcome: str) -> str:
        return self.text(OUTCOMES.get(outcome, outcome))

    def status(self, status: str) -> str:
        return self.text(STATUSES.get(status, status))

    def kind(self, kind: str) -> str:
        return self.text(KINDS.get(kind, kind))

    def group(self, group: str | None) -> str:
        return self.text(GROUPS.get(group or "", group))

    def clause(self, clause: str) -> str:
        return self.text(CLAUSES.get(clause, clause.replace("_", " ")))

    def section(self, section: str | None) -> str:
        """``section 2.b``; a heading stands for itself."""
        if not section or not section[0].isdigit():
            return self.text(section)
        return self.gettext("section %(section)s") % {"section": section}

    def claimant(self, by: str | None) -> str:
        return self.text(CLAIMANTS.get(by or "", by))

    def mark(self, mark: str) -> str:
        return self.text(MARKS.get(mark, mark))

    def unit(self, unit: str | None) -> str:
        return self.text(UNITS.get(unit or "", unit))

    def number(self, value: float | Decimal | int, digits: int | None = None) -> str:
        """Grouped by thousands; as many decimals as the size needs unless ``digits`` says."""
        text = f"{value:,.{_digits(value) if digits is None else digits}f}"
        if digits is None and "." in text:
            text = text.rstrip("0").rstrip(".")
        if text.startswith("-") and not text.strip("-0.,"):
            text = text[1:]
        if (self._thousands, self._point) == (",", "."):
            return text.replace("-", "\u2212")
        swap = {",": self._thousands, ".": self._point, "-": "\u2212"}
        return "".join(swap.get(sign, sign) for sign in text)

    def money(self, amount: float | Decimal, currency: str = "USD") -> str:
        """``USD 12,346``; cents only where they say something."""
        size = abs(float(amount))
        digits = 0 if size >= 100 or not size else 2 if size >= 0.1 else None
        values = {"currency": currency, "amount": self.number(amount, digits)}
        return self.gettext("%(currency)s %(amount)s") % values

    def price(self, amount: float | Decimal) -> str:
        """A unit price: at least two decimals, and all that it has up to six."""
        cents = f"{amount:.6f}".rstrip("0").partition(".")[2]
        return self.number(amount, max(2, len(cents)))

    def percent(self, share: float | Decimal, digits: int | None = None) -> str:
        """A share of 1 in percent: to a tenth, or with exactly so many ``digits``."""
        part = round(float(share) * 100, 1)
        return self.gettext("%(number)s%%") % {"number": self.number(part, digits)}

    def points(self, value: float, sign: bool = False) -> str:
        """A value of 0..1 as points of 100."""
        text = self.number(value * 100, 1)
        return f"+{text}" if sign and value > 0 and text.strip("0.,") else text

    def span(self, low: str, high: str) -> str:
        return low if low == high else self.gettext("%(low)s–%(high)s") % {"low": low, "high": high}

    def date(self, day: str | None) -> str:
        """An ISO day or month as the language writes it; anything else as it is."""
        match = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?", day or "", re.ASCII)
        if not match:
            return day or ""
        year, month, rest = match.groups()
        if rest is None:
            return self.gettext("%(year)s-%(month)s") % {"year": year, "month": month}
        values = {"year": year, "month": month, "day": rest}
        return self.gettext("%(year)s-%(month)s-%(day)s") % values

    def listing(self, items: Iterable[str]) -> str:
        return self.gettext(", ").join(items)

    def value(self, value: Any, unit: str | None = None) -> str:
        """Any value of the record in words; ``None`` is "unknown"."""
        if value is None:
            return self.gettext("unknown")
        if isinstance(value, bool):
            return self.gettext("yes") if value else self.gettext("no")
        if isinstance(value, (int, float, Decimal)):
            return self._measured(value, unit)
        if isinstance(value, str):
            return self.date(self._literal(value))
        if isinstance(value, Mapping):
            return self._mapping(value, unit)
        return self.listing(self.value(item) for item in value) or self.gettext("none")

    def _mapping(self, value: Mapping[str, Any], unit: str | None) -> str:
        if set(value) == {"amount", "currency"}:
            return self.money(amount(value["amount"]), str(value["currency"]))
        if set(value) == {"low", "base", "high"}:
            low, base, high = (amount(value[key]) for key in ("low", "base", "high"))
            if low == high:
                return self._measured(base, unit)
            told = self.percent if unit == "share" else self.number
            return self.gettext("%(base)s (%(span)s)") % {
                "base": self._measured(base, unit),
                "span": self.span(told(low), told(high)),
            }
        pairs = (
            f"{self._literal(str(key))} {self.value(item)}" for key, item in sorted(value.items())
        )
        return self.listing(pairs)

    def _literal(self, text: str) -> str:
        for table in _TABLES:
            if text in table:
                return self.gettext(table[text])
        return self.text(text)

    def _measured(self, value: float | Decimal, unit: str | None) -> str:
        if unit == "percent":
            return self.gettext("%(number)s%%") % {"number": self.number(value)}
        if unit == "share":
            return self.percent(value)
        if unit == "USD":
            return self.money(value)
        if not unit:
            return self.number(value)
        return self.gettext("%(number)s %(unit)s") % {
            "number": self.number(value),
            "unit": self.unit(unit),
        }


def amount(value: Any) -> Decimal:
    """A number of the record, which may be written as text; ValueError where it is none."""
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise ValueError(f"{value!r} is not a number") from None


def _digits(value: float | Decimal | int) -> int:
    size = abs(float(value))
    if isinstance(value, int) or size >= 1000:
        return 0
    if size >= 100:
        return 1
    return 2 if size >= 1 else 4
