"""The blog as the picture of a post sees it: built by a real Jekyll, served on loopback only."""

import datetime as dt
import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from tests.conftest import require_binary

import pictures
from dawn_chorus.channel import load_channel
from dawn_chorus.publish.blog import blog_files
from dawn_chorus.publish.change import Author, Change
from dawn_chorus.publish.git import init_remote, publish_files
from dawn_chorus.publish.repository import Remote

NOW = dt.datetime(2026, 3, 3, tzinfo=dt.UTC)
POST = b"---\ntitle: Dawn\ndate: 2026-03-02 23:59:59 +0800\n---\n\nQuokkas sing.\n"


def _get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return str(answer.read().decode())


def test_a_built_blog_is_served_while_it_is_looked_at_and_leads_to_its_post(tmp_path: Path) -> None:
    require_binary("jekyll")
    init_remote(tmp_path / "blog.git", "main")
    files = {**blog_files(load_channel(pictures.CHANNEL)), "_posts/2026-03-02-dawn.md": POST}
    remote = Remote(str(tmp_path / "blog.git"), "main", tmp_path / "cache")
    publish_files(remote, Change(files, "Begin", Author("Dawn", "dawn@blog.example"), NOW))
    with pictures.built_blog(tmp_path / "blog.git") as address:
        assert address.startswith("http://127.0.0.1:")
        listed = re.search(r'class="posts".*?<a href="([^"]+)"', _get(address), re.DOTALL)
        assert listed, "the picture clicks on the first link of .posts"
        assert "Quokkas sing." in _get(address.rstrip("/") + listed[1])
    with pytest.raises(urllib.error.URLError):
        _get(address)
