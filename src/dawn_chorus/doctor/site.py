"""A Jekyll site's settings beside the channel's: where they disagree, posts are dated, placed or shown wrongly."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import yaml

from dawn_chorus.channel import Channel
from dawn_chorus.doctor.finding import Finding

# Plugins that read the finished HTML again, in which the words of strangers stand, and change it.
REWRITERS = ("jekyll-mentions", "jemoji", "jekyll-target-blank", "jekyll-spaceship")
# Jekyll's names for permalinks, written out.
_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}

Config = Mapping[str, Any]
ReadFile = Callable[[str], bytes | None]


def examine_site(channel: Channel, read: ReadFile) -> list[Finding]:
    """What is doubtful or wrong with the blog whose files ``read`` gives by path; one finding that all is well else."""
    where = f"{channel.name} blog"
    written = read("_config.yml")
    if written is None:
        return [Finding("well", where, "there is no _config.yml yet; the first post brings the whole site")]
    try:
        config = yaml.safe_load(written)
    except yaml.YAMLError:
        config = None
    if not isinstance(config, dict):
        return [Finding("wrong", where, "_config.yml is no YAML mapping", "Mend it; Jekyll cannot read it either.")]
    found = [*_settings(channel, config), *_files(config, read)]
    problems = [Finding(state, where, words, remedy) for state, words, remedy in found]
    return problems or [Finding("well", where, "its settings agree with the channel's")]


def _settings(channel: Channel, config: Config) -> Iterator[Any]:
    yield from _time_zone(channel, config)
    yield from _addresses(channel, config)
    yield from _permalink(channel, config)
    if config.get("future") is True:
        yield "doubtful", "future: true shows posts before their time", "Set future: false."
    if config.get("strict_front_matter") is not True:
        yield (
            "doubtful",
            "without strict_front_matter a broken post becomes a page without a layout, and nobody is told",
            "Set strict_front_matter: true, or build with --strict_front_matter.",
        )
    if str(config.get("markdown", "kramdown")).lower() != "kramdown":
        yield "doubtful", f"markdown: {config['markdown']}; posts are proven with kramdown", "Set markdown: kramdown."
    if not any(_is_second_lock(each) for each in config.get("defaults") or ()):
        yield (
            "doubtful",
            "Liquid is on in posts; the escaping alone keeps tweets from it",
            "Give posts render_with_liquid: false in defaults, as include/blog/_config.yml does.",
        )


def _time_zone(channel: Channel, config: Config) -> Iterator[Any]:
    zone, style = config.get("timezone"), _written_out(config)
    if zone != channel.time_zone:
        is_in_address = re.search(r":(year|month|day|y_day)", style) is not None
        yield (
            "wrong" if is_in_address else "doubtful",
            f"timezone: {zone or 'that of the machine which builds'}; the channel's days are in {channel.time_zone}",
            f"Set timezone: {channel.time_zone}, or posts show another day, also in addresses with a date.",
        )


def _addresses(channel: Channel, config: Config) -> Iterator[Any]:
    base = str(config.get("baseurl") or "").rstrip("/")
    if base != channel.blog.base_url:
        yield (
            "wrong",
            f"baseurl is {base!r}, the channel's blog.base_url {channel.blog.base_url!r}: pictures will not load",
            "Make them equal.",
        )
    url = str(config.get("url") or "").rstrip("/")
    if not url:
        yield "doubtful", "url is empty: the feed has no addresses", "Set url: https://…, without the baseurl."
    elif channel.blog.url and url != channel.blog.url.rstrip("/"):
        yield "wrong", f"url is {url!r}, the channel's blog.url {channel.blog.url!r}", "Make them equal."


def _permalink(channel: Channel, config: Config) -> Iterator[Any]:
    style, expected = _written_out(config), channel.blog.permalink
    if ":title" not in style and ":slug" not in style:
        yield "wrong", f"permalink {style} gives posts the same address", "Put :title into it."
    elif style != expected:
        yield (
            "wrong" if channel.blog.url else "doubtful",
            f"permalink is {style}, the channel's blog.permalink {expected}: pages are looked for elsewhere",
            f"Set blog.permalink: {style} in the channel's file.",
        )


def _written_out(config: Config) -> str:
    """The permalink of a post without categories."""
    style = str(config.get("permalink") or "date")
    style = _STYLES.get(style, style).replace("/:categories", "").replace(":output_ext", ".html")
    return re.sub("//+", "/", style)


def _is_second_lock(default: object) -> bool:
    values = default.get("values") if isinstance(default, dict) else None
    return isinstance(values, dict) and values.get("render_with_liquid") is False


def _files(config: Config, read: ReadFile) -> Iterator[Any]:
    named = {str(each) for key in ("plugins", "gems", "whitelist") for each in config.get(key) or ()}
    gemfile = (read("Gemfile") or b"").decode(errors="replace")
    for plugin in REWRITERS:
        if plugin in named or re.search(rf"^\s*gem ['\"]{plugin}['\"]", gemfile, re.MULTILINE):
            yield "wrong", f"{plugin} rewrites finished HTML: it takes words of tweets for its own", "Remove it."
    has_theme = bool(config.get("theme") or config.get("remote_theme"))
    if not has_theme and read("_layouts/post.html") is None:
        yield (
            "wrong",
            "there is neither _layouts/post.html nor a theme: posts would have no layout",
            "`chorus blog init PATH` in a checkout of it adds what is missing.",
        )
