"""The files of a new blog: complete, the channel's own settings in them, nothing from elsewhere."""

import re
from typing import Any

import pytest
import yaml

from dawn_chorus.channel import Channel
from dawn_chorus.publish.blog import blog_files
from dawn_chorus.publish.change import Change

CHANNEL: dict[str, Any] = {
    "name": "twitter_tides",
    "title": "潮汐领域",
    "short_title": "Twitter Tides",
    "start_date": "2025-01-01",
    "time_zone": "America/New_York",
    "sources": [{"name": "inbox", "path": "inbox"}],
    "blog": {"base_url": "/tides", "author_name": 'Ada: "Tides" #1 ${HOME}'},
}


@pytest.fixture
def files() -> dict[str, bytes]:
    return blog_files(Channel.model_validate(CHANNEL))


def test_the_configuration_is_the_channels(files: dict[str, bytes]) -> None:
    config = yaml.safe_load(files["_config.yml"])
    assert config["timezone"] == "America/New_York"
    assert config["baseurl"] == "/tides"
    assert config["title"] == 'Ada: "Tides" #1 ${HOME}'
    assert config["lang"] == "zh-CN"


def test_nothing_rewrites_finished_html_and_liquid_is_off_in_posts(files: dict[str, bytes]) -> None:
    config = yaml.safe_load(files["_config.yml"])
    assert config["plugins"] == []
    assert config["future"] is False
    assert "theme" not in config
    assert config["defaults"][0]["scope"]["type"] == "posts"
    assert config["defaults"][0]["values"]["render_with_liquid"] is False


def test_every_file_can_be_published_and_stands_alone(files: dict[str, bytes]) -> None:
    change: Any = Change
    assert change(files, "message", None, None).files == files
    layouts = {"_layouts/default.html", "_layouts/post.html", "_layouts/home.html"}
    assert layouts | {"index.html", "archive.html", "feed.xml", "assets/css/style.css", "README.md"} <= set(files)
    for name, content in files.items():
        loaded = re.findall(r"(?:src|href|url)\s*[=(]\s*[\"']?(https?://[^\s\"')]+)", content.decode())
        assert loaded == [], f"{name} loads something from elsewhere"


def test_what_comes_from_a_post_is_escaped_in_every_layout(files: dict[str, bytes]) -> None:
    """`content` is the finished post; everything else that a tweet can reach must say `escape`."""
    for name, content in files.items():
        for printed in re.findall(r"\{\{(.*?)\}\}", content.decode()):
            if re.search(r"title|description|tag\b", printed):
                assert re.search(r"\| (xml_)?escape\s*$", printed), f"{name} prints {printed} raw"
