"""What a build brings into the process: only what this brief and this run need."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

SAMPLE = Path(__file__).parents[2] / "sample_inputs" / "mixed"
UNNEEDED = (
    "httpx",  # no network in a replay
    "deckgen.fetch.fetcher",
    "openpyxl",  # no workbook among the files
    "matplotlib.figure",  # pictures are drawn without it
    "deckgen.sources.searxng",  # off in this brief
)


def test_a_replay_loads_neither_network_nor_readers_of_what_is_not_there(tmp_path: Path) -> None:
    folder = shutil.copytree(SAMPLE, tmp_path / "client")
    program = (
        "import os, sys; from pathlib import Path; from deckgen.pipeline.build import build;"
        f"build(Path({str(folder)!r}), environ=os.environ, is_offline=True);"
        f"print([name for name in {UNNEEDED!r} if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
    assert (folder / "deck.pptx").is_file()
