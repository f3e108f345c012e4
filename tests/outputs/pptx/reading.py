"""Reads finished decks for the tests: slides, parts, numbers as a person would see them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from lxml import etree
from openpyxl import load_workbook
from pptx import Presentation

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
NUMBER = re.compile("\\d(?:[\\d.,:\u00a0\u202f]*\\d)?")


def opened(blob: bytes) -> Any:
    return Presentation(io.BytesIO(blob))


def part(blob: bytes, member: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(blob)) as package:
        return package.read(member)


def members(blob: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(blob)) as package:
        return package.namelist()


def plain(element: Any) -> str:
    return "".join(t.text or "" for t in element.iter(f"{A}t"))


def charts(slide: Any) -> Iterator[tuple[Any, Any]]:
    """(chart part as XML, worksheet) of every native chart on a slide."""
    for rel in slide.part.rels.values():
        if rel.reltype.endswith("/chart"):
            chart = rel.target_part
            book = next(r.target_part for r in chart.rels.values() if r.reltype.endswith("/package"))
            yield etree.fromstring(chart.blob), load_workbook(io.BytesIO(book.blob)).active


def cached(chart: Any) -> list[list[Any]]:
    """The chart's own copy of its data, row by row as the worksheet should hold it."""
    series = chart.findall(f".//{C}ser")
    names = [s.find(f"{C}tx//{C}v").text for s in series]
    categories = [v.text for v in series[0].find(f"{C}cat").iter(f"{C}v")]
    rows: list[list[Any]] = [[None, *names]]
    for i, category in enumerate(categories):
        row: list[Any] = [category]
        for s in series:
            point = s.find(f"{C}val//{C}pt[@idx='{i}']/{C}v")
            row.append(None if point is None else float(point.text))
        rows.append(row)
    return rows


def printed_numbers(slide: Any) -> Iterator[tuple[str, str]]:
    """(where, number) of every number on a slide, in its charts and in its notes."""
    for paragraph in slide._element.iter(f"{A}p"):
        for found in NUMBER.findall(plain(paragraph)):
            yield "slide", found
    for named in slide._element.iter(f"{P}cNvPr"):
        for found in NUMBER.findall(named.get("descr") or ""):
            yield "alt text", found
    for paragraph in slide.notes_slide._element.iter(f"{A}p"):
        for found in NUMBER.findall(plain(paragraph)):
            yield "notes", found
    for chart, _ in charts(slide):
        for value in chart.iter(f"{C}v"):
            parent = value.getparent().getparent().tag
            if parent == f"{C}numCache":
                yield "chart value", value.text
            else:
                for found in NUMBER.findall(value.text):
                    yield "chart name", found
        for typed in chart.iter(f"{A}t"):
            for found in NUMBER.findall(typed.text or ""):
                yield "chart label", found


def number(text: str) -> Decimal:
    return Decimal(re.sub("[,:\u00a0\u202f]", "", text))
