"""The public suffixes that come with tldextract: its list is read, the library itself is not loaded.

Importing it brings an HTTP client along and costs 0.1 s; the rules of the list are a few lines
(https://github.com/publicsuffix/list/wiki/Format).
"""

from __future__ import annotations

import importlib
import importlib.util
from functools import cache
from pathlib import Path

_LIBRARY, _LIST = "tldextract", ".tld_set_snapshot"
_DOTS = str.maketrans("\u3002\uff0e\uff61", "...")


def suffix_of(host: str) -> tuple[str, str]:
    """(the label before it, the public suffix) of a host in lower case; both empty when it has none."""
    labels = host.translate(_DOTS).rstrip(".").split(".")
    told = [_decoded(label) for label in labels]
    rules = _rules()
    for i in range(len(told)):
        name, rest = ".".join(told[i:]), ".".join(told[i + 1 :])
        if f"!{name}" in rules:  # an exception to a rule with a star: the suffix is one label shorter
            return labels[i], ".".join(labels[i + 1 :])
        if name in rules or f"*.{rest}" in rules:
            return labels[i - 1] if i else "", ".".join(labels[i:])
    return "", ""


def _decoded(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return str(importlib.import_module("idna").decode(label))
    except (UnicodeError, IndexError):
        return label


@cache
def _rules() -> frozenset[str]:
    found = importlib.util.find_spec(_LIBRARY)
    path = Path(found.origin).with_name(_LIST) if found and found.origin else None
    if path is not None and path.is_file():
        lines = path.read_text(encoding="utf-8").splitlines()
        return frozenset(line.split()[0] for line in lines if line and not line.startswith("//"))
    # Another version may keep its list elsewhere; then the library has to be asked.
    extract = importlib.import_module(_LIBRARY).TLDExtract
    return frozenset(extract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True).tlds)
