"""Real WordPress sites on PHP's own server with one MariaDB on a socket, filled as `blog_posts` says."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from os import geteuid
from pathlib import Path

from tests.real.blog_posts import SITES, BlogSite
from tests.real.programs import answers, free_port, php, program, ran, running, unpacked

_CONFIG = """<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:' . getenv('DATABASE_SOCKET'));
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
define('WP_HOME', getenv('SITE_ADDRESS'));
define('WP_SITEURL', getenv('SITE_ADDRESS'));
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('DISABLE_WP_CRON', true);
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {
    define($name . '_KEY', 'no secret');
    define($name . '_SALT', 'no secret either');
}
$table_prefix = getenv('SITE_KEY') . '_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""
_ROUTER = """<?php
// What is no file is for WordPress to answer, such as /feed/ and /wp-sitemap.xml; a site with plain addresses
// stands for a server that does not rewrite any.
$path = rawurldecode(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
if (is_file($_SERVER['DOCUMENT_ROOT'] . $path)) return false;
if (!getenv('SITE_REWRITES') && $path !== '/') {
    http_response_code(404);
    exit('not found');
}
require $_SERVER['DOCUMENT_ROOT'] . '/index.php';
"""
_CREATE = """$m = new mysqli('localhost', 'root', '', null, null, getenv('DATABASE_SOCKET'));
$m->query('create database wordpress character set utf8mb4') || exit(1);"""


@contextmanager
def wordpress(folder: Path) -> Iterator[Mapping[str, str]]:
    """The addresses of all sites by their keys for the time of the block; their files lie in the folder."""
    found, interpreter = unpacked("wordpress"), php()
    with ExitStack() as stack:
        socket = stack.enter_context(_mariadb(folder))
        ran([interpreter, "-r", _CREATE], folder=folder, DATABASE_SOCKET=str(socket))
        (folder / "router.php").write_text(_ROUTER, encoding="utf-8")
        settings = {"sys_temp_dir": str(folder), "display_errors": "0", "sendmail_path": "true"}
        options = [part for name, value in settings.items() for part in ("-d", f"{name}={value}")]
        sites = [
            _Site(site, folder / site.key, (interpreter, *options), socket, free_port()) for site in SITES
        ]
        with ThreadPoolExecutor(max_workers=2) as pool:
            list(pool.map(lambda site: site.fill(found), sites))
        yield {site.kept.key: stack.enter_context(site.serving(folder)) for site in sites}


@dataclass(frozen=True, slots=True)
class _Site:
    """One site: what it holds, its folder, how PHP is called, the database's socket, its port."""

    kept: BlogSite
    root: Path
    php: tuple[str, ...]
    socket: Path
    port: int

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def variables(self) -> dict[str, str]:
        known = {"DATABASE_SOCKET": str(self.socket), "SITE_KEY": self.kept.key, "SITE_ADDRESS": self.base}
        return {**known, "SITE_REWRITES": "1" if self.kept.permalinks else ""}

    def fill(self, found: Path) -> None:
        _lay_out(self.kept, found, self.root)
        seed = Path(__file__).with_name("seed.php")
        ran([*self.php, seed], folder=self.root, said=json.dumps(self.kept.seed()), **self.variables)

    @contextmanager
    def serving(self, folder: Path) -> Iterator[str]:
        listening = ["-S", f"127.0.0.1:{self.port}", "-t", str(self.root), str(folder / "router.php")]
        is_ready = partial(answers, self.port)
        with running([*self.php, *listening], folder=folder, is_ready=is_ready, **self.variables):
            yield self.base


def _lay_out(site: BlogSite, found: Path, root: Path) -> None:
    """A site's own folder: WordPress by links, but its entry files by copies, as they ask where they lie."""
    (root / "wp-content/uploads").mkdir(parents=True)
    for entry in found.glob("*.php"):
        shutil.copyfile(entry, root / entry.name)
    for name in ("wp-admin", "wp-includes", "wp-content/themes"):
        (root / name).symlink_to(found / name)
    (root / "wp-config.php").write_text(_CONFIG, encoding="utf-8")
    if site.robots:
        (root / "robots.txt").write_text(site.robots, encoding="utf-8")


@contextmanager
def _mariadb(folder: Path) -> Iterator[Path]:
    """A database server without network, rights and system tables; its socket has a short path."""
    with tempfile.TemporaryDirectory(prefix="db") as short:
        socket = Path(short) / "s"
        data = folder / "database"
        data.mkdir()
        options = ["--no-defaults", f"--datadir={data}", f"--socket={socket}", f"--tmpdir={short}"]
        options += [f"--pid-file={short}/pid", "--skip-networking", "--skip-grant-tables", "--skip-log-bin"]
        options += ["--skip-innodb", "--default-storage-engine=Aria", "--character-set-server=utf8mb4"]
        options += ["--user=root"] if geteuid() == 0 else []
        with running([program("mariadbd"), *options], folder=folder, is_ready=socket.exists):
            yield socket
