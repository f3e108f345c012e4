"""Builds answers of Wikidata in its wire format."""

from __future__ import annotations

import json
from typing import Any


def a_value(text: str) -> dict[str, Any]:
    return {"snaktype": "value", "datavalue": {"value": text, "type": "string"}}


def an_amount(amount: str, unit: str = "1") -> dict[str, Any]:
    value = {"amount": amount, "unit": unit}
    return {"snaktype": "value", "datavalue": {"value": value, "type": "quantity"}}


def a_time(time: str, precision: int = 11) -> dict[str, Any]:
    value = {"time": time, "precision": precision}
    return {"snaktype": "value", "datavalue": {"value": value, "type": "time"}}


def an_id(qid: str) -> dict[str, Any]:
    value = {"entity-type": "item", "id": qid}
    return {"snaktype": "value", "datavalue": {"value": value, "type": "wikibase-entityid"}}


def a_statement(snak: dict[str, Any], *, rank: str = "normal", **qualifiers: Any) -> dict[str, Any]:
    return {
        "mainsnak": snak,
        "rank": rank,
        "qualifiers": {prop: [value] for prop, value in qualifiers.items()},
    }


def an_item(qid: str = "Q404", *, titles: dict[str, str] | None = None, **claims: Any) -> dict[str, Any]:
    links = {f"{lang}wiki": {"site": f"{lang}wiki", "title": title} for lang, title in (titles or {}).items()}
    return {"type": "item", "id": qid, "claims": claims or [], "sitelinks": links or []}


def an_answer(*items: dict[str, Any]) -> str:
    return json.dumps({"entities": {item["id"]: item for item in items}, "success": 1})
