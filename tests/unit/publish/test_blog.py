"""The files of a new blog: complete, the channel's own settings in them, nothing from elsewhere."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from dawn_chorus.channel import Blog, Channel
from dawn_chorus.errors import ChannelError, PublishError
from dawn_chorus.publish import blog
from dawn_chorus.publish.blog import blog_files
from dawn_chorus.publish.change import Change
from dawn_chorus.publish.revision import WHYS

NAMES = ("twitter_tides", "twitter_winds")
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
    layouts = {f"_layouts/{name}.html" for name in ("default", "post", "home", "channel", "list")}
    assert layouts | {"index.html", "archive.html", "feed.xml", "assets/css/style.css", "README.md"} <= set(files)
    assert {"search.html", "search.json", "tags.html", "corrections.html", "404.html"} <= set(files)
    for name, content in files.items():
        loaded = re.findall(r"(?:src|href|url)\s*[=(]\s*[\"']?(https?://[^\s\"')]+)", content.decode())
        assert loaded == [], f"{name} loads something from elsewhere"


def test_what_comes_from_a_post_is_escaped_in_every_layout(files: dict[str, bytes]) -> None:
    """`content` is the finished post; everything else that a tweet can reach must be escaped."""
    for name, content in files.items():
        for printed in re.findall(r"\{\{(.*?)\}\}", content.decode()):
            if re.search(r"title|description|tag\b(?!\[1\]\.size)|entry|each\[1\]", printed):
                assert re.search(r"\| (xml_escape|escape|jsonify)\s*$", printed), f"{name} prints {printed} raw"


def test_every_channel_of_the_blog_has_its_page() -> None:
    ours = Channel.model_validate(CHANNEL)
    other = ours.model_copy(update={"name": "twitter_winds", "short_title": 'Winds: "1"'})
    files = blog_files(ours, other)
    pages = {name: yaml.safe_load(files[f"channels/{name}.html"].decode().split("---")[1]) for name in NAMES}
    assert pages["twitter_winds"] == {
        "layout": "channel",
        "channel": "twitter_winds",
        "title": 'Winds: "1" · 潮汐领域',
        "permalink": "/channels/twitter_winds.html",
    }
    assert pages["twitter_tides"]["title"] == "Twitter Tides · 潮汐领域"


def test_every_word_of_the_pages_is_there_in_every_language(files: dict[str, bytes]) -> None:
    words = yaml.safe_load(files["_data/words.yml"])
    keys = [set(each) | {f"why.{why}" for why in each["why"]} for each in words.values()]
    assert keys[0] == keys[1]
    pages = "".join(content.decode() for name, content in files.items() if name.endswith(".html"))
    said = set(re.findall(r"\bt\.([a-z_]+)", pages)) | set(re.findall(r"^words: (.*)$", pages, re.MULTILINE))
    assert said <= keys[0]
    assert keys[0] - said - {f"why.{why}" for why in WHYS} == {"channels"}  # said by an include


def test_the_others_of_a_blog_are_found_and_their_broken_files_are_nobody_elses_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = Channel.model_validate(CHANNEL)
    shared, apart = (ours.model_copy(update={"name": f"twitter_{name}"}) for name in ("shared", "apart"))
    apart = apart.model_copy(update={"blog": Blog(remote="/elsewhere.git")})
    monkeypatch.setattr(blog, "load_channels", lambda: [apart, shared, ours])
    assert [each.name for each in blog.neighbours(ours)] == ["twitter_tides", "twitter_shared"]

    def broken() -> list[Channel]:
        raise ChannelError("broken", remedy="mend it")

    monkeypatch.setattr(blog, "load_channels", broken)
    assert blog.neighbours(ours) == [ours]


def test_a_blog_is_written_once_and_then_only_what_is_missing(tmp_path: Path) -> None:
    ours = Channel.model_validate(CHANNEL)
    assert "index.html" in blog.init_blog(tmp_path / "blog", [ours])
    (tmp_path / "blog" / "index.html").write_text("the owner's")
    (tmp_path / "blog" / "tags.html").unlink()
    assert blog.init_blog(tmp_path / "blog", [ours]) == ["tags.html"]
    assert (tmp_path / "blog" / "index.html").read_text() == "the owner's"


def test_a_blog_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PublishError, match="Cannot write the blog"):
        blog.init_blog(tmp_path / "file", [Channel.model_validate(CHANNEL)])
