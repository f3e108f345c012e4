"""Makes docs/deck.png, the picture of the sample deck in the README, from rendered slides.

Run from the project's root: python -m scripts.make_picture (needs LibreOffice Impress and pdftoppm).
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from deckgen.pipeline.build import build

ROOT = Path(__file__).resolve().parents[1]
SLIDES = ("summary", "talk-trend", "visible-mix", "voice-share", "rivals-growth", "plan")
WIDTH, GAP = 800, 12
LINE = (205, 210, 216)


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        shutil.copytree(ROOT / "sample_inputs" / "strong", work / "client")
        built = build(work / "client", environ={}, is_offline=True)
        office = [
            "soffice",
            f"-env:UserInstallation=file://{work}/profile",
            "--headless",
            "--convert-to",
            "pdf",
        ]
        subprocess.run([*office, "--outdir", str(work), str(built.path)], check=True, capture_output=True)
        subprocess.run(["pdftoppm", "-r", "110", "-png", str(work / "deck.pdf"), str(work / "s")], check=True)
        pages = sorted(work.glob("s-*.png"))
        keys = [s.key for s in built.deck.slides]
        height = WIDTH * 9 // 16
        rows = len(SLIDES) // 2
        sheet = Image.new("RGB", (2 * WIDTH + 3 * GAP, rows * height + (rows + 1) * GAP), LINE)
        for i, key in enumerate(SLIDES):
            with Image.open(pages[keys.index(key)]) as page:
                small = page.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
            sheet.paste(small, (GAP + (i % 2) * (WIDTH + GAP), GAP + (i // 2) * (height + GAP)))
        colours = sheet.quantize(255, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        colours.save(ROOT / "docs" / "deck.png", optimize=True)


if __name__ == "__main__":
    main()
