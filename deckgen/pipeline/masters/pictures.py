"""Pictures of a deck's slides by LibreOffice; where it is not installed, or fails, there are none."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

_OFFICES = ("soffice", "libreoffice")
_PAGES = "pdftoppm"
_DEADLINE_S = 180
_DPI = "80"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """The pictures that were made; `lacks` is the program that was missing, `failed` the one that failed."""

    paths: tuple[Path, ...] = ()
    lacks: str = ""
    failed: str = ""


def pictures(deck: Path) -> Pictures:
    """A picture of each slide beside the deck, or one PDF where only LibreOffice is there."""
    _remove_old(deck)
    office = next((found for name in _OFFICES if (found := shutil.which(name))), None)
    if office is None:
        return Pictures(lacks="LibreOffice")
    with TemporaryDirectory() as place:
        profile = Path(place, "profile").as_uri()
        command = [office, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
        pdf = Path(place, f"{deck.stem}.pdf")
        done = _ran([*command, "--convert-to", "pdf", "--outdir", place, str(deck)])
        if not done or not pdf.is_file():
            return Pictures(failed="LibreOffice")
        pages = shutil.which(_PAGES)
        if pages is None:
            kept = deck.with_suffix(".pdf")
            shutil.copyfile(pdf, kept)
            return Pictures(paths=(kept,), lacks=_PAGES)
        if not _ran([pages, "-r", _DPI, "-png", str(pdf), str(deck.with_suffix(""))]):
            return Pictures(failed=_PAGES)
    return Pictures(paths=tuple(sorted(deck.parent.glob(f"{deck.stem}-*.png"))))


def _remove_old(deck: Path) -> None:
    """Pictures of a run before, which may have had more slides."""
    for path in (*deck.parent.glob(f"{deck.stem}-*.png"), deck.with_suffix(".pdf")):
        number = path.stem.rpartition("-")[2]
        if path.suffix == ".pdf" or number.isdecimal():
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _ran(command: Sequence[str]) -> bool:
    """Whether a program ended well within its time; with it end the programs it started."""
    try:
        process = subprocess.Popen(  # noqa: S603  the program is found by its name, the rest are paths of ours
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        return process.wait(timeout=_DEADLINE_S) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
