"""The pages of the small wiki: titles, texts and the moments of their edits, all before AS_OF."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

AS_OF = date(2025, 11, 23)  # in the past of every clock that runs these tests
LANGUAGES = ("da", "de", "fr", "sv")
_FILLER = "It builds bicycles for towns and sells them through dealers. " * 6


@dataclass(frozen=True, slots=True, kw_only=True)
class WikiPage:
    """One page; `edits`: moments of its revisions, oldest first, the last of which has `text`."""

    title: str
    text: str
    edits: tuple[str, ...] = ("2019-05-06T07:08:09Z",)
    props: tuple[tuple[str, str], ...] = ()  # what extensions of the large wikis note of a page
    namespace: int = 0


PAGES = (
    WikiPage(
        title="Norrvind Cycles",
        text=f"'''Norrvind Cycles''' is a maker of bicycles. {_FILLER}\n"
        + "\n".join(f"[[{language}:Norrvind]]" for language in LANGUAGES),
        edits=("2012-03-04T05:06:07Z", "2018-01-01T00:00:00Z", "2025-09-10T11:12:13Z"),
        props=(("wikibase_item", "Q90000404"),),
    ),
    WikiPage(title="Norrvind", text="#REDIRECT [[Norrvind Cycles]]"),
    WikiPage(title="NVC", text="#REDIRECT [[Norrvind]]"),  # a redirect to a redirect
    WikiPage(
        title="List of bicycle makers", text=f"{_FILLER}\n== Velmora ==\nVelmora is small.\n== Others ==\n"
    ),
    WikiPage(title="Velmora", text="#REDIRECT [[List of bicycle makers#Velmora]]"),
    WikiPage(
        title="Brightspoke",
        text="'''Brightspoke''' may refer to:\n* [[Brightspoke (company)]]\n* [[Brightspoke (film)]]",
        props=(("disambiguation", ""),),
    ),
    WikiPage(
        title="Brightspoke (company)",
        text=f"'''Brightspoke''' makes wheels. {_FILLER}",
        edits=("2021-06-07T23:59:59Z", "2024-12-31T23:30:00Z"),
    ),
    WikiPage(title="Brightspoke (film)", text="A film."),
    WikiPage(
        title="Halden",
        text="'''Halden''' may refer to:\n* [[Halden (river)]]",
        props=(("disambiguation", ""),),
    ),
    WikiPage(title="Halden (river)", text="A river."),
    WikiPage(title="Acme Corporation", text=f"'''Acme Corporation''' makes anvils. {_FILLER}"),
    WikiPage(title="Fjordhast", text="#REDIRECT [[User:Wanderer/Fjordhast]]"),
    WikiPage(title="User:Wanderer/Fjordhast", text=f"A draft about Fjordhast. {_FILLER}", namespace=2),
    WikiPage(title="Kettenwerk", text="#REDIRECT [[Kettenwerk]]"),  # leads nowhere but to itself
    WikiPage(title="Radhaus", text="#REDIRECT [[Radhaus of Old Town]]"),  # the article is gone
    WikiPage(title="Ölrad & Söhne", text=f"'''Ölrad & Söhne''' oils chains. {_FILLER}"),
    WikiPage(title="Volt-Rad", text=f"'''Volt-Rad''' is electric. {_FILLER}"),
    # Quellsprung has no page; only the text of another page says its name.
    WikiPage(title="Bicycle trade", text=f"Makers such as Quellsprung sell bicycles. {_FILLER}"),
)


def dump(pages: Iterable[WikiPage] = PAGES) -> str:
    """The pages in the format that MediaWiki exports and imports."""
    return (
        '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">'
        + "".join(map(_page, pages))
        + "</mediawiki>"
    )


def _page(page: WikiPage) -> str:
    edits = "".join(
        _revision(moment, page.text if moment == page.edits[-1] else "A stub.") for moment in page.edits
    )
    return f"<page><title>{escape(page.title)}</title><ns>{page.namespace}</ns>{edits}</page>"


def _revision(moment: str, text: str) -> str:
    return (
        f"<revision><timestamp>{moment}</timestamp><contributor><username>Wanderer</username></contributor>"
        "<model>wikitext</model><format>text/x-wiki</format>"
        f'<text xml:space="preserve">{escape(text)}</text></revision>'
    )
