"""Which API belongs to which address."""

import pytest

from dawn_chorus.connection import Secret
from dawn_chorus.destination import Blog
from dawn_chorus.errors import PublishError
from dawn_chorus.publish.forge import Forge


@pytest.mark.parametrize(
    ("address", "forge", "api"),
    [
        ("https://github.com/ada/news.git", "github", "https://api.github.com"),
        ("git@github.com:ada/news.git", "github", "https://api.github.com"),
        ("ssh://git@github.com/ada/news", "github", "https://api.github.com"),
        ("https://t0ken@git.example/ada/news", "github", "https://git.example/api/v3"),
        ("https://git.example:8443/ada/news.git", "gitea", "https://git.example:8443/api/v1"),
        ("ssh://git@git.example:2222/ada/news.git", "gitea", "https://git.example/api/v1"),
    ],
)
def test_the_api_is_found_by_the_address(address: str, forge: str, api: str) -> None:
    found = Forge.of(Blog.model_validate({"forge": forge}), address, Secret("t"))
    assert (found.api, found.owner, found.name) == (api, "ada", "news")


def test_the_api_may_be_given() -> None:
    found = Forge.of(Blog(api="https://git.example/sub/api/v1/"), "git@git.example:sub/ada/news.git", Secret("t"))
    assert (found.api, found.owner) == ("https://git.example/sub/api/v1", "ada")


@pytest.mark.parametrize("address", ["/srv/blog.git", "https://git.example/news.git", "file:///srv/ada/news.git"])
def test_an_address_without_an_owner_takes_no_pull_request(address: str) -> None:
    with pytest.raises(PublishError, match="names no repository"):
        Forge.of(Blog(), address, Secret("t"))
