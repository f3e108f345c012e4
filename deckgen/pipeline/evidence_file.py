"""Writes evidence as a file that people can read and compare: one fact a line, in an order that stays."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from deckgen.model.evidence import Evidence
from deckgen.pipeline.folder import write_whole


def write_evidence(evidence: Evidence, path: Path) -> None:
    """Writes the file as a whole or not at all."""
    write_whole(path, evidence_text(evidence).encode())


def evidence_text(evidence: Evidence) -> str:
    """JSON with sorted names; defaults are left out, lists keep the order of the questions."""
    told = as_plain(evidence)
    if isinstance(
        told, dict
    ):  # the brief lies beside it; repeated here it would only be one more place for its secrets
        told["brief"] = {"path": evidence.brief.path, "digest": evidence.brief.digest}
    return json.dumps(told, indent=1, sort_keys=True) + "\n"


def as_plain(value: object) -> object:
    """Any value of the model as strings, numbers, lists and objects."""
    if is_dataclass(value) and not isinstance(value, type):
        told = (
            (f.name, getattr(value, f.name)) for f in fields(value) if getattr(value, f.name) != _default(f)
        )
        return {name: as_plain(part) for name, part in told}
    if isinstance(value, Mapping):
        return {str(name): as_plain(part) for name, part in value.items()}
    if isinstance(value, frozenset):
        return sorted(str(as_plain(part)) for part in value)
    if isinstance(value, tuple | list):
        return [as_plain(part) for part in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value


def _default(field: Field[Any]) -> object:
    return field.default_factory() if field.default_factory is not MISSING else field.default
