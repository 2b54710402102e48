"""Money beside a number: signs, codes and words of currencies -> ISO 4217."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.components.countries import find_mentions
from pipeline.lexicon import read_lexicon

# Nouns of several currencies, where neither an adjective nor the report's country tells which.
AMBIGUOUS_CURRENCIES = {
    "dollar": "USD", "pound": "GBP", "rupee": "INR", "ruble": "RUB", "rouble": "RUB", "won": "KRW", "lira": "TRY",
    "sum": "UZS", "soum": "UZS", "mark": "BAM",
}  # fmt: skip
# Nouns that are common words too: money only after an adjective, in their own country, or before a second currency.
COMMON_WORDS = frozenset({
    "real", "sum", "sums", "som", "won", "mark", "marks", "sol", "crown", "crowns", "pound", "pounds", "colon",
    "leone", "dong", "rand", "kina",
})  # fmt: skip
CONVERSION = re.compile(r"\s\((?:[a-z ,]*)(?:[A-Z]{0,3}[$€£]|[A-Z]{3}\s?\d)|\ssterling\b")
CENTS = re.compile(r"\s(?:U\.?S\.? )?cents?\b")


@dataclass(frozen=True)
class Currency:
    """Whose money: ``unit`` is the ISO 4217 code, or the word where that is not clear; ``start``, ``end`` its words."""

    unit: str
    start: int
    end: int
    rule: str


@cache
def read_currencies() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Currency noun (lower case) -> codes; country (ISO 3166-1) -> codes of its money."""
    nouns: dict[str, list[str]] = {}
    countries: dict[str, list[str]] = {}
    for row in read_lexicon("currencies.csv"):
        for word in row["words"].lower().split("|"):
            nouns.setdefault(word, []).append(row["code"])
        for country in row["countries"].split():
            countries.setdefault(country, []).append(row["code"])
    return nouns, countries


@cache
def currency_patterns() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    """Patterns of a sign before a number and of words after one; signs and codes -> code or "own"."""
    signs = {row["sign"]: row["code"] for row in read_lexicon("currency_signs.csv")}
    signs.update({row["code"]: row["code"] for row in read_lexicon("currencies.csv")})
    ordered = "|".join(re.escape(sign) for sign in sorted(signs, key=len, reverse=True))
    nouns = "|".join(sorted(read_currencies()[0], key=len, reverse=True))
    before = re.compile(rf"(?:(?<![A-Za-z])(?P<sign>{ordered})|(?P<letters>[A-Z]{{1,3}}\$))\s?-?$")
    after = re.compile(
        rf"[\s-](?P<adjective>(?:(?:[A-Z][\w.&-]*|new|convertible|old|of|and)\s){{0,4}}?)(?P<noun>(?i:{nouns}))(?![\w-])"
        rf"|\s?(?P<sign>{ordered})(?![A-Za-z0-9])"
    )
    return before, after, signs


def find_currency(text: str, start: int, end: int, country: str = "") -> Currency | None:
    """The currency of the number at ``start`` to ``end``; ``country`` (ISO 3166-1) decides between several.

    >>> find_currency("a fine of 500 pounds ($16)", 10, 13, "EGY").unit
    'EGP'
    >>> find_currency("(about $32,800)", 8, 14).unit
    'USD'
    """
    before, after, signs = currency_patterns()
    left = text[max(0, start - 12) : start]
    sign = before.search(left) if left[-1:] not in ("", "(", ",") else None
    code = after.match(text, end) if sign and sign["sign"] == "$" else None
    if sign and not (code and code["sign"] and len(code["sign"]) == 3):
        at = start - len(left) + sign.start()
        return Currency(
            own_money(signs.get(sign["sign"] or "", "own"), country, sign[0].strip()), at, start, "sign_before"
        )
    words = after.match(text, end)
    if words and words["sign"]:
        if words["sign"] in ("$",) and text[words.end() : words.end() + 1].isdigit():
            return None
        return Currency(own_money(signs[words["sign"]], country, words["sign"]), end, words.end(), "code_after")
    cents = CENTS.match(text, end)
    if cents:
        return Currency("cent", end, cents.end(), "cents")
    if words:
        unit = read_noun(words["adjective"].strip(), words["noun"], country, bool(CONVERSION.match(text, words.end())))
        return Currency(unit, end, words.end(), "currency_word") if unit else None
    return None


def own_money(code: str, country: str, sign: str) -> str:
    """``code``, or the money of ``country`` for "own"; the sign itself where that is unknown."""
    codes = read_currencies()[1].get(country, [])
    if sign.startswith("Rs") and codes:
        code = next((own for own in codes if own in ("INR", "PKR", "LKR", "NPR", "MUR", "SCR")), code)
    if sign == "£":
        code = next((own for own in codes if own in read_currencies()[0]["pound"]), code)
    if sign == "¥" and country == "CHN":
        return "CNY"
    return code if code != "own" else (codes[0] if codes else sign)


def read_noun(adjective: str, noun: str, country: str, converted: bool) -> str:
    """The code a currency noun stands for; its singular where that stays open; "" where it is no money."""
    nouns, countries = read_currencies()
    word = noun.lower()
    codes = nouns[word]
    own = next((code for code in countries.get(country, []) if code in codes), "")
    named = [code for mention in find_mentions(adjective) for iso3 in mention.iso3 for code in countries.get(iso3, [])]
    by_adjective = next((code for code in named if code in codes), "")
    if adjective.endswith("CFA"):
        own = own if own in ("XAF", "XOF") else ""
        return own or "CFA franc"
    if "CFP" in adjective:
        return "XPF"
    if re.match(r"U\.?S\b", adjective):
        return "USD"
    if by_adjective:
        return by_adjective
    if adjective and not re.fullmatch(r"new|convertible|old|East Caribbean|New Taiwan|Trinidad\w*", adjective):
        return "" if word in COMMON_WORDS else (codes[0] if len(codes) == 1 else noun_singular(word))
    if adjective == "East Caribbean":
        return "XCD"
    if word in COMMON_WORDS and not (own or converted):
        return ""
    if word.startswith("dollar") and own and not converted:
        return "USD"
    singular = noun_singular(word)
    return own or (codes[0] if len(codes) == 1 else AMBIGUOUS_CURRENCIES.get(singular, singular))


def noun_singular(word: str) -> str:
    """The singular of a currency noun."""
    return word[:-1] if word.endswith("s") and word not in ("colones",) else word
