"""A blog's settings beside its channel's: what disagrees is found, with what to do."""

from typing import Any

import pytest
import yaml

from dawn_chorus.channel import Channel
from dawn_chorus.doctor.finding import Finding
from dawn_chorus.doctor.site import REWRITERS, examine_site
from dawn_chorus.publish.blog import blog_files

CHANNEL = Channel.model_validate(
    {
        "name": "twitter_tides",
        "title": "潮汐领域",
        "short_title": "Twitter Tides",
        "start_date": "2025-01-01",
        "sources": [{"name": "inbox", "path": "inbox"}],
        "blog": {"base_url": "/tides", "url": "https://blog.example"},
    }
)


def examine(files: dict[str, bytes] | None = None, channel: Channel = CHANNEL, **config: Any) -> list[Finding]:
    """Examine our own blog with other files, or other settings (None takes one away)."""
    site = blog_files(CHANNEL) | (files or {})
    if config:
        settings = yaml.safe_load(site["_config.yml"]) | config
        kept = {key: value for key, value in settings.items() if value is not None}
        site["_config.yml"] = yaml.safe_dump(kept).encode()
    return examine_site(channel, site.get)


def test_our_own_blog_is_well() -> None:
    (finding,) = examine()
    assert finding.state == "well"


@pytest.mark.parametrize(
    ("config", "state", "words"),
    [
        ({"timezone": None}, "doubtful", "that of the machine which builds"),
        ({"timezone": "America/New_York"}, "doubtful", "days are in Asia/Shanghai"),
        ({"baseurl": "/tide"}, "wrong", "pictures will not load"),
        ({"url": ""}, "doubtful", "feed"),
        ({"url": "https://other.example"}, "wrong", "blog.url"),
        ({"permalink": "/posts/:title/"}, "wrong", "looked for elsewhere"),
        ({"permalink": "/posts/"}, "wrong", "the same address"),
        ({"future": True}, "doubtful", "before their time"),
        ({"strict_front_matter": None}, "doubtful", "nobody is told"),
        ({"markdown": "CommonMarkGhPages"}, "doubtful", "proven with kramdown"),
        ({"defaults": None}, "doubtful", "Liquid is on"),
    ],
)
def test_one_setting_that_disagrees_is_one_finding(config: dict[str, Any], state: str, words: str) -> None:
    (finding,) = examine(**config)
    assert finding.state == state
    assert words in finding.words
    assert finding.remedy
    assert finding.where == "twitter_tides blog"


@pytest.mark.parametrize("plugin", REWRITERS)
@pytest.mark.parametrize("place", ["plugins", "gems", "Gemfile"])
def test_a_plugin_that_rewrites_html_is_found_wherever_it_is_named(plugin: str, place: str) -> None:
    files = {"Gemfile": f'source "https://gems.example"\n  gem "{plugin}", "~> 1"\n'.encode()}
    found = examine(files) if place == "Gemfile" else examine(**{place: [plugin, "jekyll-feed"]})
    assert [(each.state, plugin in each.words) for each in found] == [("wrong", True)]


def test_another_days_zone_is_wrong_where_addresses_hold_the_day() -> None:
    channel = CHANNEL.model_copy(
        update={"blog": CHANNEL.blog.model_copy(update={"permalink": "/:year/:month/:day/:title.html"})}
    )
    (finding,) = examine(channel=channel, permalink="date", timezone="UTC")
    assert finding.state == "wrong"


def test_a_blog_of_nobody_is_well_and_a_broken_one_is_wrong() -> None:
    assert [each.state for each in examine_site(CHANNEL, lambda _: None)] == ["well"]
    for broken in (b"a: [", b"- list", b"\xff"):
        assert [each.state for each in examine({"_config.yml": broken})] == ["wrong"]


def test_a_blog_without_a_layout_for_posts_is_wrong_unless_a_theme_has_it() -> None:
    site = {"_config.yml": blog_files(CHANNEL)["_config.yml"]}
    assert [each.state for each in examine_site(CHANNEL, site.get)] == ["wrong"]
    site["_config.yml"] += b"\ntheme: minima\n"
    assert [each.state for each in examine_site(CHANNEL, site.get)] == ["well"]


def test_a_finding_is_one_line() -> None:
    assert Finding("wrong", "here", "two\nlines", "mend\nit").line == "wrong    here: two lines → mend it"
