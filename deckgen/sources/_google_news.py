"""Which edition of Google News a market reads: its three parameters, which must fit together."""

from __future__ import annotations

import re

from deckgen.errors import BriefError
from deckgen.model.brief import Brief

_EDITION = re.compile(r"([A-Z]{2}):([a-z]{2,3}(?:-[A-Za-z0-9]{2,4})?)")
_TRADITIONAL = frozenset({"TW", "HK", "MO"})


def edition(brief: Brief, source: str) -> dict[str, str]:
    """hl, gl and ceid; as the option `edition` says ("GB:en"), else by the market."""
    written = next(iter(brief.settings(source).options.get("edition", ())), "").strip()
    if not written:
        return _parameters(brief.country, _language(brief.country, brief.market_language))
    found = _EDITION.fullmatch(written)
    if found is None:
        raise BriefError(
            f'{brief.path}: sources.{source}.edition is "{written[:20]}"; '
            'write a country and a language, such as "GB:en" or "BR:pt-419"'
        )
    return _parameters(found[1], found[2])


def _language(country: str, language: str) -> str:
    """The language as ceid spells it, where that differs from the usual code."""
    match language:
        case "pt":
            return "pt-419" if country == "BR" else "pt-150"
        case "es":
            return "es" if country == "ES" else "es-419"
        case "zh":
            return "zh-Hant" if country in _TRADITIONAL else "zh-Hans"
        case "nb" | "nn":
            return "no"
        case _:
            return language


def _parameters(country: str, language: str) -> dict[str, str]:
    bare, _, _ = language.partition("-")
    spelt = {"pt": f"pt-{'BR' if country == 'BR' else 'PT'}", "en": f"en-{country}", "zh": f"zh-{country}"}
    return {"hl": spelt.get(bare, language), "gl": country, "ceid": f"{country}:{language}"}
