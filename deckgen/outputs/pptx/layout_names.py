"""What the names and types of layouts say, in the languages that masters are written in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Purpose(StrEnum):
    """What a layout is for, by its type or its name."""

    COVER = "cover"
    SECTION = "section"
    AGENDA = "agenda"
    ENDING = "ending"
    CONTENT = "content"
    TITLE_ONLY = "title-only"
    TWO = "two-contents"
    BLANK = "blank"
    OTHER = "other"


# Patterns, the first that matches wins: "section title" is a section, "title only" no cover.
_WORDS: Mapping[Purpose, tuple[str, ...]] = MappingProxyType(
    {
        Purpose.ENDING: (
            r"\bend\b|ending|closing|thank|back ?cover|contact|kontakt",
            r"danke|schluss|\btack\b|slutbild|avslut|afslut|\btak\b|\btakk\b|kiitos",
            r"merci|\bfin\b|gracias|grazie|bedankt|最終|おわり",
        ),
        Purpose.AGENDA: (
            r"agenda|^contents$|table of contents|^inhalt$|inhaltsverzeichnis|gliederung|sommaire",
            r"^innehåll$|innehållsförteckning|dagordning|^indhold$|indholdsfortegnelse|dagsorden",
            r"^innhold$|sisällys|índice|^indice$|^inhoud$|目次",
        ),
        Purpose.SECTION: (
            r"section|abschnitt|kapitel|chapter|chapitre|divider|trenn|zwischen|avsnitt|afsnit",
            r"seksjon|osan|väliotsikko|intercal|sección|sezione|sectie|中表紙|中扉|セクション",
        ),
        Purpose.TITLE_ONLY: (
            r"title only|only title|nur titel|nur überschrift|endast rubrik|bara rubrik|kun titel",
            r"kun tittel|kun overskrift|vain otsikko|titre seul|solo título|solo el título|solo titolo",
            r"alleen titel|somente título|タイトルのみ",
        ),
        Purpose.TWO: (
            r"\btwo\b|\bzwei\b|\btvå\b|\bkaksi\b|\bdeux\b|\bdos\b|\bdue\b|\btwee\b|\b2\b|2つの",
            r"comparison|vergleich|jämförelse|sammenlign|vertailu|comparaison|comparación|confronto",
            r"columns|spalten|colonnes|kolumner|kolonner|palstaa",
        ),
        Purpose.CONTENT: (
            r"content|inhalt|innehåll|indhold|innhold|sisältö|contenu|contenido|contenuto|inhoud|コンテンツ",
            r"title (and|\+|&) text|titel (und|og) te[xk]+t|rubrik och text|tittel og tekst|titre et texte",
            r"otsikko ja teksti|\bfull\b|\bbody\b|standard",
        ),
        Purpose.BLANK: (
            r"blank|blanc|\bleer\b|\btom\b|\btomt\b|tyhjä|\bvide\b|vierge|en blanco|vuot[ao]|\bleeg\b|白紙",
        ),
        Purpose.COVER: (
            r"cover|title ?slide|title ?page|opening|intro|titelfolie|titelblatt|titelseite|deckblatt",
            r"startfolie|startseite|rubrikbild|titelbild|framsida|försättsblad|omslag|forside|titeldias",
            r"titelslide|tittellysbilde|otsikkodia|kansi|page de garde|couverture|diapositive de titre",
            r"diapositiva de título|portada|copertina|diapositiva titolo|titelpagina|titeldia",
            r"表紙|タイトル ?スライド",
        ),
    }
)
_TYPES: Mapping[str, Purpose] = MappingProxyType(
    {
        "title": Purpose.COVER,
        "secHead": Purpose.SECTION,
        "titleOnly": Purpose.TITLE_ONLY,
        "blank": Purpose.BLANK,
        "obj": Purpose.CONTENT,
        "tx": Purpose.CONTENT,
        "tbl": Purpose.CONTENT,
        "chart": Purpose.CONTENT,
        "twoObj": Purpose.TWO,
        "twoColTx": Purpose.TWO,
        "twoTxTwoObj": Purpose.TWO,
    }
)
_PATTERNS = {purpose: re.compile("|".join(words)) for purpose, words in _WORDS.items()}


def by_name(title: str) -> Purpose:
    """What a name says; OTHER when nothing."""
    plain = re.sub(r"[\s_]+", " ", title.casefold()).strip()
    return next((p for p, pattern in _PATTERNS.items() if pattern.search(plain)), Purpose.OTHER)


def by_type(kind: str) -> Purpose:
    """What a layout's type says; OTHER for custom ones."""
    return _TYPES.get(kind, Purpose.OTHER)
