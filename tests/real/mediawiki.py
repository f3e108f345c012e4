"""A real MediaWiki on PHP's own server with a database in one file, filled with the pages of `wiki_pages`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.real.programs import answers, free_port, php, ran, running, unpacked
from tests.real.wiki_pages import LANGUAGES, PAGES, dump

_NAME = "testwiki"
_SETTINGS = """
$wgJobRunRate = 0;
$wgMainCacheType = CACHE_NONE;
"""
TOUCHED = "20251122120000"  # caches of all pages were renewed the day before AS_OF, which is no edit
_PROPS = "insert into page_props (pp_page, pp_propname, pp_value) select page_id, ?, ? from page where "


@contextmanager
def mediawiki(folder: Path) -> Iterator[str]:
    """The base address of a wiki for the time of the block; all its files lie in the folder."""
    site, program = unpacked("mediawiki"), php()
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    settings = folder / "LocalSettings.php"
    install = {"dbtype": "sqlite", "dbpath": folder, "dbname": _NAME, "server": base, "scriptpath": ""}
    install |= {"lang": "en", "confpath": folder, "pass": "no-secret-at-all"}
    options = [str(part) for name, value in install.items() for part in (f"--{name}", value)]
    ran([program, site / "maintenance/install.php", *options, "TestWiki", "Admin"], folder=folder)
    with settings.open("a", encoding="utf-8") as written:
        written.write(_SETTINGS)
    _fill(program, site / "maintenance", settings)
    command = [program, "-d", f"sys_temp_dir={folder}", "-S", f"127.0.0.1:{port}", "-t", str(site)]
    with running(command, folder=folder, is_ready=lambda: answers(port), MW_CONFIG_FILE=str(settings)):
        yield base


def _fill(program: str, maintenance: Path, settings: Path) -> None:
    """The pages by way of an export with past moments, then what is derived from them."""
    folder = settings.parent

    def maintain(script: str, *options: str | Path) -> None:
        ran([program, maintenance / script, "--conf", settings, *options], folder=folder)

    with _database(folder) as database:  # [[de:X]] is a link between languages only where "de" is known
        rows = [(language, f"https://{language}.wiki.example/wiki/$1") for language in LANGUAGES]
        database.executemany(
            "insert into interwiki (iw_prefix, iw_url, iw_api, iw_wikiid, iw_local, iw_trans)"
            " values (?, ?, '', '', 0, 0)",
            rows,
        )
    export = folder / "pages.xml"
    export.write_text(dump(), encoding="utf-8")
    maintain("importDump.php", "--quiet", export)
    maintain("refreshLinks.php", "--quiet")
    maintain("rebuildtextindex.php")
    maintain("initSiteStats.php", "--update")
    with _database(folder) as database:  # what the extensions of Wikipedia write, which are not packaged
        for page in PAGES:
            for name, value in page.props:
                title = page.title.replace(" ", "_")
                done = database.execute(
                    f"{_PROPS} page_namespace = 0 and page_title = ?", (name, value, title)
                )
                assert done.rowcount == 1, page.title
        database.execute("update page set page_touched = ?", (TOUCHED,))


@contextmanager
def _database(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(folder / f"{_NAME}.sqlite")) as database, database:
        yield database
