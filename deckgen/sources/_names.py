"""Names of companies as titles of articles: which to try, and when two are the same."""

from __future__ import annotations

import re
import unicodedata

from deckgen.model.brief import Company

MAX_TRIED = 8
# How articles on companies are told from others of the same name, by language of the wiki.
COMPANY_WORDS = {
    "da": "virksomhed",
    "de": "Unternehmen",
    "en": "company",
    "es": "empresa",
    "fi": "yritys",
    "fr": "entreprise",
    "it": "azienda",
    "nl": "bedrijf",
    "no": "selskap",
    "pl": "przedsiębiorstwo",
    "pt": "empresa",
    "sv": "företag",
}
_LEGAL_FORM = re.compile(
    r"[\s,]+(?:inc|corp|corporation|co|company|ltd|limited|plc|llc|ab|as|asa|a/s|oy|oyj|ag|gmbh|kg|se|sa|sas|spa"
    r"|srl|nv|bv|group|holding|publ)\.?$",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\s*\(([^()]*)\)$")


def tried(company: Company, language: str) -> tuple[str, ...]:
    """Titles under which an article on a company may stand; articles mostly leave out the legal form."""
    word = COMPANY_WORDS.get(language, COMPANY_WORDS["en"])
    named = [title for name in _shortened(company.name) for title in (name, f"{name} ({word})")]
    return tuple(dict.fromkeys((*named, *company.aliases)))[:MAX_TRIED]


def is_title_of(company: Company, title: str, language: str) -> bool:
    """As `is_name_of`, for a title with nothing else to go by: a bracket may only say that it is a company.

    "Halden (river)" has the name of the company Halden and is none.
    """
    if not is_name_of(company, title):
        return False
    bracket = _BRACKET.search(title[:500])
    kept = {name.strip().casefold() for name in (company.name, *company.aliases)}
    words = {COMPANY_WORDS["en"].casefold(), COMPANY_WORDS.get(language, "").casefold()}
    return bracket is None or bracket[1].strip().casefold() in words or title.strip().casefold() in kept


def is_name_of(company: Company, title: str) -> bool:
    """Whether a title is the company's name or alias, but for case, punctuation, legal form and a bracket."""
    return folded(title) in {folded(name) for name in (company.name, *company.aliases)} - {""}


def folded(name: str) -> str:
    text = unicodedata.normalize("NFKC", name[:500]).casefold().strip()
    text = _shortened(_BRACKET.sub("", text))[-1]
    return "".join(c for c in text if c.isalnum())


def _shortened(name: str) -> tuple[str, str, str]:
    """The name, without its legal form, and without a second one: "Norrvind Group AB" is Norrvind."""
    once = _LEGAL_FORM.sub("", name)
    return name, once, _LEGAL_FORM.sub("", once)
