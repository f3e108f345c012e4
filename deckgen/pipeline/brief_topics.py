"""Makes topics and search queries of the brief's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from deckgen.model.brief import Company, Query, Topic, TopicKind
from deckgen.parsing.fields import Fields, shown
from deckgen.parsing.languages import language_code

_MOST_QUERIES = 20  # a chart of all results has a row for each
_LONGEST_QUERY = 120
_SHORTEST_TAG = 3


def read_queries(table: Fields, companies: Sequence[Company]) -> tuple[tuple[Topic, ...], tuple[Query, ...]]:
    """A topic for each company and each industry phrase; a query for each brand and industry phrase."""
    brand = table.texts(
        "brand", needed="list what people type when they look for you", longest=_LONGEST_QUERY
    )
    industry = table.texts(
        "industry", needed="list what customers type who do not know you yet", longest=_LONGEST_QUERY
    )
    context = table.texts("context", longest=60)
    exclude = table.texts("exclude", longest=60)
    languages = _languages(table)
    given = tuple(t for t in map(squeezed, table.texts("hashtags", longest=80)) if t)
    table.finish()
    if len(brand) + len(industry) > _MOST_QUERIES:
        table.problem("brand", f"and industry have {len(brand) + len(industry)} phrases", _FEWER)
    for phrase in _both(brand, industry):
        table.problem("industry", f'repeats "{phrase}" from brand', "keep it in one of the two lists")
    of_company = {c.key: _tags((c.name, *c.aliases)) for c in companies}
    of_industry = _industry_tags(industry, given, of_company)
    topics = (
        *(
            Topic(
                key=c.key,
                kind=TopicKind.US if c.is_us else TopicKind.COMPETITOR,
                phrases=(c.name, *c.aliases),
                context=c.context or context,
                exclude=tuple(dict.fromkeys((*exclude, *c.exclude))),
                hashtags=of_company[c.key],
                languages=languages,
            )
            for c in companies
        ),
        *(
            Topic(
                key=f"industry-{i}",
                kind=TopicKind.INDUSTRY,
                phrases=(phrase,),
                context=context,
                exclude=exclude,
                hashtags=of_industry[phrase],
                languages=languages,
            )
            for i, phrase in enumerate(industry, start=1)
        ),
    )
    queries = (
        *(Query(key=f"brand-{i}", text=q, is_brand=True) for i, q in enumerate(brand, start=1)),
        *(Query(key=f"industry-{i}", text=q, is_brand=False) for i, q in enumerate(industry, start=1)),
    )
    return topics, queries


def _languages(table: Fields) -> tuple[str, ...]:
    """Codes of the languages in which talk counts; empty = any."""
    found = []
    for i, stated in enumerate(table.texts("languages", longest=40), start=1):
        if code := language_code(stated):
            found.append(code)
        else:
            table.problem(
                f"languages.{i}",
                f'is "{shown(stated)}", no language',
                'write its code, e.g. "sv" for Swedish',
            )
    return tuple(dict.fromkeys(found))


_FEWER = f"keep the {_MOST_QUERIES} that matter most"


def squeezed(text: str) -> str:
    """A phrase as a hashtag: small letters and digits only; empty when too short to mean one thing."""
    tag = "".join(c for c in text.casefold() if c.isalnum())
    return tag if len(tag) >= _SHORTEST_TAG else ""


def _tags(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for tag in map(squeezed, phrases) if tag))


def _both(brand: Iterable[str], industry: Iterable[str]) -> tuple[str, ...]:
    known = {b.casefold() for b in brand}
    return tuple(p for p in industry if p.casefold() in known)


def _industry_tags(
    industry: Sequence[str], given: Sequence[str], of_company: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """The phrases squeezed; listed tags replace them, and one that fits no phrase goes to the first."""
    own = {phrase: _tags((phrase,)) for phrase in industry}
    if not given or not industry:
        return own
    names = {tag for tags in of_company.values() for tag in tags}
    placed: dict[str, list[str]] = {phrase: [] for phrase in industry}
    for tag in dict.fromkeys(given):
        if tag not in names:
            placed[next((p for p in industry if tag in own[p]), industry[0])].append(tag)
    return {phrase: tuple(tags) for phrase, tags in placed.items()}
