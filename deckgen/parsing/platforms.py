"""What a profile's address looks like on each platform, as a table; read by `profiles`."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FRONT = re.compile(r"www|m|mobile|web|old|touch|[a-z]{2,3}(?:-[a-z]{2,12})?(?:\.m)?|simple(?:\.m)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One platform's addresses. Each form: the whole path (without last slash) and the address to write."""

    platform: str
    hosts: tuple[str, ...]
    forms: tuple[tuple[re.Pattern[str], str], ...]
    name: re.Pattern[str]  # what a handle may look like
    reserved: frozenset[str] = frozenset()  # first words of paths that are no handle
    address: str = ""  # of a bare handle
    is_case_kept: bool = False
    needs_query: str = ""  # the handle stands in this query parameter

    def covers(self, host: str) -> bool:
        """Whether the host is the platform itself, perhaps in a language; not its help or developer pages."""
        return any(
            host == h or (host.endswith("." + h) and _is_front(host[: -len(h) - 1])) for h in self.hosts
        )


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _is_front(prefix: str) -> bool:
    return _FRONT.fullmatch(prefix) is not None


def _rule(
    platform: str,
    hosts: str,
    *forms: tuple[str, str],
    name: str = r"[\w.-]{1,80}",
    reserved: str = "",
    address: str = "",
    is_case_kept: bool = False,
) -> Rule:
    return Rule(
        platform=platform,
        hosts=tuple(hosts.split()),
        forms=tuple((re.compile(path, re.IGNORECASE), url) for path, url in forms),
        name=re.compile(name, re.IGNORECASE),
        reserved=_words(reserved),
        address=address,
        is_case_kept=is_case_kept,
    )


_PINTEREST = " ".join(
    f"pinterest.{end}"
    for end in ("com", "de", "fr", "at", "ch", "es", "it", "se", "dk", "ca", "co.uk", "com.au")
)
_FACEBOOK_TABS = r"(?:about|photos|videos|reviews|community|home)"

RULES = (
    _rule(
        "youtube",
        "youtube.com",
        (r"/channel/(?P<handle>UC[\w-]{22})(?:/[a-z]+)?", "https://www.youtube.com/channel/{handle}"),
        is_case_kept=True,
        address="https://www.youtube.com/channel/{}",
    ),
    _rule(
        "youtube",
        "youtube.com",
        (r"/(?P<handle>@[^/]+)(?:/[a-z]+)?", "https://www.youtube.com/{handle}"),
        (r"/(?P<kind>user|c)/(?P<handle>[^/]+)(?:/[a-z]+)?", "https://www.youtube.com/{kind}/{handle}"),
        (r"/(?P<handle>[^/@]+)", "https://www.youtube.com/{handle}"),
        name=r"@?[\w.·-]{1,60}",
        reserved="about ads account channel c user creators embed feed gaming hashtag howyoutubeworks intl"
        " live movies music playlist post premium redirect results share shorts signin t trending"
        " upload watch",
        address="https://www.youtube.com/@{}",
    ),
    _rule(
        "linkedin",
        "linkedin.com",
        (
            r"/(?P<kind>company|school|showcase)/(?P<handle>[^/]+)(?:/(?:about|jobs|life|people|mycompany))?",
            "https://www.linkedin.com/{kind}/{handle}",
        ),
        name=r"[^\s/?#<>\"]{1,100}",
        address="https://www.linkedin.com/company/{}",
    ),
    Rule(
        platform="facebook",
        hosts=("facebook.com", "fb.com"),
        forms=((re.compile(r"/profile\.php"), "https://www.facebook.com/profile.php?id={handle}"),),
        name=re.compile(r"\d{5,20}"),
        needs_query="id",
    ),
    _rule(
        "facebook",
        "facebook.com fb.com fb.me",
        (r"/pages/(?:category/[^/]+/)?[^/]+/(?P<handle>\d{5,20})", "https://www.facebook.com/{handle}"),
        (r"/people/[^/]+/(?P<handle>\d{5,20})", "https://www.facebook.com/{handle}"),
        (r"/p/(?P<handle>[^/]+)", "https://www.facebook.com/p/{handle}"),
        (rf"/(?:pg/)?(?P<handle>[^/]+)(?:/{_FACEBOOK_TABS})?", "https://www.facebook.com/{handle}"),
        reserved="ads business buttons.php dialog dialog.php events flx groups hashtag help home.php l.php"
        " legal login login.php marketplace messages pages people permalink.php photo photo.php"
        " photos plugins policies policy.php privacy profile.php reel search settings share"
        " share.php sharer sharer.php story.php tr video.php videos watch",
        address="https://www.facebook.com/{}",
    ),
    _rule(
        "instagram",
        "instagram.com instagr.am",
        (r"/(?P<handle>[^/]+)", "https://www.instagram.com/{handle}"),
        name=r"[\w.]{1,30}",
        reserved="about accounts create developer direct explore legal p press reel reels share sharer"
        " stories tv web",
        address="https://www.instagram.com/{}",
    ),
    _rule(
        "x",
        "x.com twitter.com",
        (r"/@?(?P<handle>[^/]+)", "https://x.com/{handle}"),
        name=r"\w{1,15}",
        reserved="compose download explore hashtag home i intent login messages notifications privacy search"
        " settings share signup tos widgets",
        address="https://x.com/{}",
    ),
    _rule(
        "tiktok",
        "tiktok.com",
        (r"/(?P<handle>@[^/]+)", "https://www.tiktok.com/{handle}"),
        name=r"@[\w.]{1,30}",
        address="https://www.tiktok.com/@{}",
    ),
    _rule(
        "bluesky",
        "bsky.app",
        (r"/profile/@?(?P<handle>[^/]+)", "https://bsky.app/profile/{handle}"),
        name=r"did:[a-z]+:[\w.:%-]{1,200}|[a-z0-9-]+(?:\.[a-z0-9-]+)+",
        address="https://bsky.app/profile/{}",
    ),
    _rule(
        "threads",
        "threads.net threads.com",
        (r"/(?P<handle>@[^/]+)", "https://www.threads.com/{handle}"),
        name=r"@[\w.]{1,30}",
        address="https://www.threads.com/@{}",
    ),
    _rule(
        "pinterest",
        _PINTEREST,
        (r"/(?P<handle>[^/]+)", "https://www.pinterest.com/{handle}"),
        name=r"\w{2,40}",
        reserved="about business categories explore ideas login pin search settings topics today",
        address="https://www.pinterest.com/{}",
    ),
    _rule(
        "github",
        "github.com",
        (r"/(?:orgs/)?(?P<handle>[^/]+)", "https://github.com/{handle}"),
        name=r"[a-z0-9-]{1,39}",
        reserved="about apps collections contact customer-stories enterprise events explore features issues"
        " join login marketplace new notifications orgs pricing pulls readme search security"
        " settings site sponsors team topics trending",
        address="https://github.com/{}",
    ),
    _rule(
        "telegram",
        "t.me telegram.me telegram.dog",
        (r"/(?:s/)?@?(?P<handle>[^/]+)", "https://t.me/{handle}"),
        name=r"[a-z]\w{3,31}",
        reserved="addemoji addlist addstickers addtheme boost confirmphone contact invoice joinchat login"
        " proxy setlanguage share socks",
        address="https://t.me/{}",
    ),
    _rule(
        "whatsapp",
        "whatsapp.com",
        (r"/channel/(?P<handle>[^/]+)", "https://www.whatsapp.com/channel/{handle}"),
        is_case_kept=True,
    ),
    _rule(
        "reddit",
        "reddit.com",
        (r"/r/(?P<handle>[^/]+)", "https://www.reddit.com/r/{handle}"),
        (r"/u(?:ser)?/(?P<handle>[^/]+)", "https://www.reddit.com/user/{handle}"),
        name=r"[\w-]{2,30}",
        address="https://www.reddit.com/r/{}",
    ),
    _rule(  # "r/acme" and "u/acme" as people write them; a word alone is a community's name, as above
        "reddit",
        "reddit.com",
        (r"/r/(?P<handle>[^/]+)", "https://www.reddit.com/r/{handle}"),
        (r"/u(?:ser)?/(?P<handle>[^/]+)", "https://www.reddit.com/user/{handle}"),
        name=r"[\w-]{2,30}",
        address="https://www.reddit.com/{}",
    ),
    _rule(
        "discord",
        "discord.gg discord.com discordapp.com",
        (r"/(?:invite/)?(?P<handle>[^/]+)", "https://discord.gg/{handle}"),
        name=r"[\w-]{2,40}",
        reserved="app blog branding build channels company developers download invite jobs login nitro"
        " privacy register safety servers store support terms",
        is_case_kept=True,
        address="https://discord.gg/{}",
    ),
    _rule(
        "twitch",
        "twitch.tv",
        (r"/(?P<handle>[^/]+)", "https://www.twitch.tv/{handle}"),
        name=r"\w{3,25}",
        reserved="directory downloads jobs login p search settings store subscriptions turbo videos",
        address="https://www.twitch.tv/{}",
    ),
    _rule(
        "vimeo",
        "vimeo.com",
        (r"/(?P<handle>[^/]*[^/\d][^/]*)", "https://vimeo.com/{handle}"),
        reserved="about blog categories channels create enterprise features groups help log_in join ondemand"
        " pricing search solutions terms upload watch",
        address="https://vimeo.com/{}",
    ),
    _rule(
        "medium",
        "medium.com",
        (r"/(?P<handle>@[^/]+)", "https://medium.com/{handle}"),
        name=r"@[\w.-]{1,60}",
        address="https://medium.com/@{}",
    ),
    _rule(
        "xing",
        "xing.com",
        (r"/(?P<kind>pages|companies|company)/(?P<handle>[^/]+)", "https://www.xing.com/{kind}/{handle}"),
        address="https://www.xing.com/pages/{}",
    ),
    _rule(
        "snapchat",
        "snapchat.com",
        (r"/(?:add/|@)(?P<handle>[^/]+)", "https://www.snapchat.com/add/{handle}"),
        address="https://www.snapchat.com/add/{}",
    ),
    _rule(
        "wikipedia",
        "wikipedia.org",
        (r"/wiki/(?P<handle>[^/].*)", "https://{lang}.wikipedia.org/wiki/{handle}"),
        name=r"(?!(?:Special|File|Category|Talk|User|Help|Portal|Wikipedia):)[^<>#|{}\[\]]{1,250}",
        is_case_kept=True,
    ),
    _rule(
        "wikidata",
        "wikidata.org",
        (r"/(?:wiki|entity)/(?P<handle>Q[1-9]\d{0,11})", "https://www.wikidata.org/wiki/{handle}"),
        is_case_kept=True,
        address="https://www.wikidata.org/wiki/{}",
    ),
)

# Servers of Lemmy; names such as lemmy.* count as well. Elsewhere /c/name may be anything.
LEMMY_HOSTS = _words(
    "beehaw.org programming.dev sopuli.xyz sh.itjust.works feddit.org feddit.dk feddit.it feddit.nl feddit.nu"
    " feddit.uk discuss.tchncs.de infosec.pub slrpnk.net aussie.zone midwest.social startrek.website"
)
# Servers of the fediverse that need no rel=me to be believed; names such as mastodon.* count as well.
FEDIVERSE_HOSTS = _words(
    "fosstodon.org hachyderm.io mas.to chaos.social norden.social troet.cafe techhub.social indieweb.social"
    " infosec.exchange mathstodon.xyz sigmoid.social piaille.fr tkz.one sueden.social det.social ruhr.social"
    " mstdn.social mastodon.social mastodon.online openbiblio.social wisskomm.social bonn.social"
)
# Sites whose addresses also read /@name.
NOT_FEDIVERSE = _words(
    "flipboard.com substack.com linktr.ee rumble.com odysee.com dev.to hashnode.com hashnode.dev mirror.xyz"
    " social.com lemon8-app.com minds.com pexels.com unsplash.com"
)
