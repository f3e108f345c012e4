"""Finds the font file that measures a family: its own, one of equal widths, or a stand-in with a reserve."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from PIL import ImageFont

RESERVE = 1.05  # a stand-in may be narrower than the face it stands for
_BOLD_FOR_REGULAR = 1.09  # a family without a bold file is emboldened by the program that draws it
_MAX_FILES = 5000
_SUFFIXES = (".ttf", ".otf", ".ttc")
_REGULAR = ("regular", "book", "roman", "normal", "")
_BOLD = ("bold",)

# Families whose letters have the same widths, so that one measures the other exactly.
_SAME_WIDTHS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "arial": ("liberationsans", "arimo"),
        "helvetica": ("liberationsans", "arial", "arimo"),
        "liberationsans": ("arial", "arimo"),
        "arialnarrow": ("liberationsansnarrow",),
        "timesnewroman": ("liberationserif", "tinos"),
        "liberationserif": ("timesnewroman", "tinos"),
        "couriernew": ("liberationmono", "cousine"),
        "calibri": ("carlito",),
        "carlito": ("calibri",),
        "cambria": ("caladea",),
        "caladea": ("cambria",),
        "georgia": ("gelasio",),
    }
)

# Mean width of a family against Arial: used only when neither it nor one of the same widths is installed.
_AGAINST_ARIAL: Mapping[str, float] = MappingProxyType(
    {
        "aptos": 0.98,
        "aptosdisplay": 0.96,
        "calibri": 0.90,
        "calibrilight": 0.90,
        "cambria": 0.96,
        "centurygothic": 1.08,
        "franklingothicbook": 0.95,
        "garamond": 0.86,
        "georgia": 1.03,
        "gillsansmt": 0.93,
        "inter": 1.05,
        "lato": 0.95,
        "montserrat": 1.13,
        "opensans": 1.04,
        "poppins": 1.11,
        "roboto": 0.98,
        "segoeui": 0.99,
        "sourcesanspro": 0.92,
        "tahoma": 0.97,
        "timesnewroman": 0.92,
        "trebuchetms": 0.96,
        "verdana": 1.17,
    }
)

# Office names its files in eight letters; the rest is found by file name or by the name inside the file.
_FILES: Mapping[tuple[str, bool], tuple[str, ...]] = MappingProxyType(
    {
        ("arial", False): ("arial.ttf",),
        ("arial", True): ("arialbd.ttf", "arial bold.ttf"),
        ("calibri", True): ("calibrib.ttf",),
        ("calibrilight", False): ("calibril.ttf",),
        ("cambria", False): ("cambria.ttc",),
        ("cambria", True): ("cambriab.ttf",),
        ("centurygothic", False): ("gothic.ttf",),
        ("centurygothic", True): ("gothicb.ttf",),
        ("franklingothicbook", False): ("frabk.ttf",),
        ("garamond", False): ("gara.ttf",),
        ("garamond", True): ("garabd.ttf",),
        ("georgia", True): ("georgiab.ttf", "georgia bold.ttf"),
        ("gillsansmt", False): ("gil_____.ttf",),
        ("gillsansmt", True): ("gilb____.ttf",),
        ("segoeui", True): ("segoeuib.ttf",),
        ("tahoma", True): ("tahomabd.ttf", "tahoma bold.ttf"),
        ("timesnewroman", False): ("times.ttf",),
        ("timesnewroman", True): ("timesbd.ttf", "times new roman bold.ttf"),
        ("trebuchetms", False): ("trebuc.ttf",),
        ("trebuchetms", True): ("trebucbd.ttf", "trebuchet ms bold.ttf"),
        ("verdana", True): ("verdanab.ttf", "verdana bold.ttf"),
    }
)
_DEJAVU_AGAINST_ARIAL = 0.88


class Face(NamedTuple):
    """A file that measures a family: `path` (empty when there is none at all), times `factor`."""

    path: str
    factor: float
    is_exact: bool  # the family's own widths; False = a guess, worth a warning


@cache
def face_for(family: str, *, bold: bool) -> Face:
    """The best file for a family; never fails, an unknown family is measured by a stand-in with a reserve."""
    wanted = _plain(family)
    for name in (wanted, *_SAME_WIDTHS.get(wanted, ())):
        if path := _installed(name, bold=bold):
            return Face(path, 1.0, True)
    if bold:
        for name in (wanted, *_SAME_WIDTHS.get(wanted, ())):
            if path := _installed(name, bold=False):
                return Face(path, _BOLD_FOR_REGULAR, False)
    ratio = _AGAINST_ARIAL.get(wanted, 1.0) * RESERVE
    if path := _installed("dejavusans", bold=bold):
        # what Linux draws for a family it lacks, wider than most: what fits here fits where the family is
        return Face(path, max(1.0, ratio * _DEJAVU_AGAINST_ARIAL), False)
    for name in ("liberationsans", "arial", "arimo"):
        if path := _installed(name, bold=bold):
            return Face(path, ratio, False)
    path = _carried(bold=bold)
    return Face(path, ratio * _DEJAVU_AGAINST_ARIAL, False)


def _plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


def _installed(name: str, *, bold: bool) -> str:
    if not name:
        return ""
    if path := _by_file_name(name, bold=bold):
        return path
    # Opening every file takes a moment, so it is done only for families not known to be elsewhere.
    known = name in _AGAINST_ARIAL or name in _SAME_WIDTHS or name in {"arimo", "dejavusans"}
    return "" if known else _by_inner_name().get((name, bold), "")


def _by_file_name(name: str, *, bold: bool) -> str:
    files = _files()
    for file_name in _FILES.get((name, bold), ()):
        if file_name in files:
            return files[file_name]
    styles = _BOLD if bold else _REGULAR
    for style in styles:
        for suffix in _SUFFIXES:
            path = _by_stem().get((f"{name}{style}", suffix))
            if path and _fits(path, name, bold=bold):
                return path
    return ""


def _fits(path: str, name: str, *, bold: bool) -> bool:
    return (name, bold) in _names(path)


def _names(path: str) -> tuple[tuple[str, bool], ...]:
    """(family, bold) pairs that a file serves; none when it cannot be read."""
    try:
        family, style = ImageFont.truetype(path, 16).getname()
    except (OSError, ValueError):
        return ()
    family, style = _plain(family or ""), _plain(style or "")
    if style in _REGULAR:
        return ((family, False),)
    if style in _BOLD:
        return ((family, True),)
    if "italic" in style or "oblique" in style:
        return ()
    return ((family + style, False),)


@cache
def _by_inner_name() -> Mapping[tuple[str, bool], str]:
    found: dict[tuple[str, bool], str] = {}
    for path in _files().values():
        for name in _names(path):
            found.setdefault(name, path)
    return MappingProxyType(found)


@cache
def _by_stem() -> Mapping[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for path in _files().values():
        stem, suffix = os.path.splitext(os.path.basename(path))
        found.setdefault((_plain(stem), suffix.lower()), path)
    return MappingProxyType(found)


@cache
def _files() -> Mapping[str, str]:
    """Font files by lower-case file name, in sorted order; the first folder wins."""
    found: dict[str, str] = {}
    for folder in folders(sys.platform, os.environ, Path.home()):
        for path in _walk(folder):
            found.setdefault(os.path.basename(path).lower(), path)
            if len(found) >= _MAX_FILES:
                return MappingProxyType(found)
    return MappingProxyType(found)


def _walk(folder: Path) -> Iterator[str]:
    for root, inner, files in os.walk(folder):
        inner.sort()
        yield from (os.path.join(root, f) for f in sorted(files) if f.lower().endswith(_SUFFIXES))


def folders(platform: str, environment: Mapping[str, str], home: Path) -> tuple[Path, ...]:
    """Where a system keeps its fonts, the user's own first."""
    if platform == "win32":
        found = []
        if local := environment.get("LOCALAPPDATA"):
            found += [Path(local, "Microsoft/Windows/Fonts"), Path(local, "Microsoft/FontCache/4/CloudFonts")]
        return (*found, Path(environment.get("WINDIR", r"C:\Windows"), "Fonts"))
    if platform == "darwin":
        office = home / "Library/Group Containers/UBF8T346G9.Office/FontCache/4/CloudFonts"
        powerpoint = Path("/Applications/Microsoft PowerPoint.app/Contents/Resources/DFonts")
        shared = (Path("/Library/Fonts"), Path("/System/Library/Fonts"))
        return (home / "Library/Fonts", *shared, office, powerpoint)
    own = environment.get("XDG_DATA_HOME") or str(home / ".local/share")
    shares = (environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":")
    return tuple(_once((Path(own, "fonts"), home / ".fonts", *(Path(s, "fonts") for s in shares if s))))


def _once(paths: Iterable[Path]) -> Iterable[Path]:
    return dict.fromkeys(paths)


@cache
def _carried(*, bold: bool) -> str:
    """DejaVu Sans as matplotlib carries it, found without importing matplotlib."""
    spec = importlib.util.find_spec("matplotlib")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(place, "mpl-data/fonts/ttf", "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")
        if path.is_file():
            return str(path)
    return ""
