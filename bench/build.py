"""How long a build takes against a bare python-pptx script that writes an equal deck, as a ratio in one run.

Run from the project's root: python -m bench.build [--sample strong] [--runs 5]

Both are whole processes, started in turn, with warm disks and bytecode. `bench/bare.py` says what the bare
script does and does not do; `bench/README.md` what was measured so far.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.bare import contents_of

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Seconds of one whole process: on the clock, and of work, which other programs disturb less."""

    wall_s: float
    cpu_s: float


def timed(command: list[str], environ: dict[str, str], *, may_end: tuple[int, ...] = (0,)) -> Run:
    """One run, which must end well."""
    begin, before = time.perf_counter(), os.times()
    done = subprocess.run(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL, check=False)
    wall, after = time.perf_counter() - begin, os.times()
    if done.returncode not in may_end:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}")
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(wall_s=wall, cpu_s=spent)


def main() -> None:
    """Prints medians and their ratios."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--sample", default="strong")
    options.add_argument("--runs", type=int, default=5)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        client = work / "client"
        shutil.copytree(ROOT / "sample_inputs" / asked.sample, client)
        # As in an installed program, modules are not compiled anew each time, whatever this shell is set to.
        environ = {**os.environ, "PYTHONPYCACHEPREFIX": str(work / "bytecode")}
        environ.pop("PYTHONDONTWRITEBYTECODE", None)
        build = [sys.executable, "-m", "deckgen", "build", str(client), "--offline", "--quiet"]
        bare = [sys.executable, "-m", "bench.bare", str(work / "contents.json"), str(work / "bare.pptx")]
        gaps = (0, 3)  # 3: a deck was made, some questions stayed open
        timed(build, environ, may_end=gaps)
        (work / "contents.json").write_text(json.dumps(contents_of(client / "deck.pptx")), encoding="utf-8")
        timed(bare, environ)
        pairs = [(timed(build, environ, may_end=gaps), timed(bare, environ)) for _ in range(asked.runs)]
    report(pairs)


def report(pairs: list[tuple[Run, Run]]) -> None:
    """Medians of both, their ratios, and how far the pairs differ."""
    for kind, seconds in (("clock", lambda run: run.wall_s), ("work", lambda run: run.cpu_s)):
        ours, theirs = [seconds(a) for a, _ in pairs], [seconds(b) for _, b in pairs]
        ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
        print(
            f"{kind:<6} build {statistics.median(ours):.2f} s   bare script {statistics.median(theirs):.2f} s"
            f"   ratio {statistics.median(ours) / statistics.median(theirs):.2f}"
            f"   (pairs {min(ratios):.2f} to {max(ratios):.2f})"
        )


if __name__ == "__main__":
    main()
