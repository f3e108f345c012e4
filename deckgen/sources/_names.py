"""Names of companies as titles of articles: which to try, and when two are the same."""

from __future__ import annotations

import re
import unicodedata

from deckgen.model.brief import Company

MAX_TRIED = 6
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
    r"|srl|nv|bv|group|holding|publ)\.?$"
)


def tried(company: Company, language: str) -> tuple[str, ...]:
    """Titles under which an article on a company may stand."""
    word = COMPANY_WORDS.get(language, COMPANY_WORDS["en"])
    names = (company.name, f"{company.name} ({word})", *company.aliases)
    return tuple(dict.fromkeys(names))[:MAX_TRIED]


def is_name_of(company: Company, title: str) -> bool:
    """Whether a title is the company's name or alias, but for case, punctuation, legal form and a bracket."""
    return folded(title) in {folded(name) for name in (company.name, *company.aliases)} - {""}


def folded(name: str) -> str:
    text = unicodedata.normalize("NFKC", name[:500]).casefold().strip()
    text = re.sub(r"\s*\([^()]*\)$", "", text)
    for _ in range(2):  # "Norrvind Group AB"
        text = _LEGAL_FORM.sub("", text)
    return "".join(c for c in text if c.isalnum())
