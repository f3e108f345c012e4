"""How well the classifier tells kinds of sites apart: python -m bench.classifier FOLDER... [--wrong]

FOLDER holds pages-dev.csv (url_or_host, label) and, or, pages/MANIFEST.csv (file, url, label) with the files.
"""

from __future__ import annotations

import csv
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from deckgen.parsing.classify import classify

KINDS = ("blog", "forum", "social", "video", "news", "wiki", "shop", "company", "reference", "unknown")
SPELT = {"corporate": "company"}
Pair = tuple[str, str, str]  # true kind, kind told, address


def by_address(path: Path) -> Iterator[Pair]:
    """Rows of a table of hosts and addresses, told by the address alone."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            told = classify(row["url_or_host"]).kind
            yield SPELT.get(row["label"], row["label"]), told.value, row["url_or_host"]


def by_page(manifest: Path) -> Iterator[Pair]:
    """Saved pages, told by address and page."""
    with manifest.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            told = classify(row["url"], page=(manifest.parent / row["file"]).read_bytes())
            yield SPELT.get(row["label"], row["label"]), told.kind.value, f"{row['url']} {told.reasons}"


def report(name: str, pairs: Iterable[Pair], *, show: bool) -> None:
    started = time.perf_counter()
    rows = list(pairs)
    took = time.perf_counter() - started
    table = Counter((true, told) for true, told, _ in rows)
    called = sum(n for (_, told), n in table.items() if told != "unknown")
    right = sum(n for (true, told), n in table.items() if true == told)
    print(f"\n{name}: {len(rows)} rows in {took:.2f} s")
    print(f"called {called} ({called / len(rows):.1%}), right of those {right / max(1, called):.2%}")
    print(f"{'':>10} {'rows':>5} {'called':>6} {'precision':>9} {'recall':>7} {'unknown':>7}")
    for kind in KINDS[:-1]:
        count = sum(n for (t, _), n in table.items() if t == kind)
        claims = sum(n for (_, k), n in table.items() if k == kind)
        hit, unknown = table[kind, kind], table[kind, "unknown"]
        if count or claims:
            print(
                f"{kind:>10} {count:>5} {claims:>6} {hit / max(1, claims):>9.3f} "
                f"{hit / max(1, count):>7.3f} {unknown / max(1, count):>7.3f}"
            )
    print("confusion (rows: true, columns: told)\n" + " " * 11 + " ".join(f"{k[:7]:>7}" for k in KINDS))
    for true in KINDS[:-1]:
        if any(t == true for t, _ in table):
            print(f"{true:>10} " + " ".join(f"{table[true, k] or '.':>7}" for k in KINDS))
    if show:
        for true, told_kind, address in rows:
            if told_kind not in (true, "unknown"):
                print(f"  {true} told as {told_kind}: {address}")


def main(arguments: list[str]) -> int:
    folders = [Path(a) for a in arguments if not a.startswith("-")]
    if not folders:
        print(__doc__)
        return 2
    for folder in folders:
        for table in sorted(folder.glob("*.csv")):
            if table.name != "MANIFEST.csv":
                report(f"address only, {table.name}", by_address(table), show="--wrong" in arguments)
        for manifest in (folder / "MANIFEST.csv", folder / "pages" / "MANIFEST.csv"):
            if manifest.is_file():
                report(f"with page, {manifest.parent.name}", by_page(manifest), show="--wrong" in arguments)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
