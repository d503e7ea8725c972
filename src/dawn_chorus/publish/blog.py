"""The blog itself: a Jekyll site without theme or plugins, written where there is no blog yet."""

from collections.abc import Sequence
from pathlib import Path
from string import Template

from dawn_chorus.channel import Channel, load_channels
from dawn_chorus.errors import ChannelError, PublishError
from dawn_chorus.report.escape import yaml_string
from dawn_chorus.settings import settings

# The blog's language as browsers and screen readers know it, and its one sentence.
_LANGUAGES = {
    "zh": ("zh-CN", "每天清晨，听完昨天的推文：发生了什么，谁说的，每句话都有出处。"),
    "en": ("en", "Every dawn, the tweets of yesterday: what happened, who said so, each sentence with its source."),
}


def blog_files(*channels: Channel) -> dict[str, bytes]:
    """Read the site's files by path, with a page for each of ``channels``.

    `_config.yml` carries the first one's time zone, addresses and author's name. Give them to `Change.founding`: they
    are for a repository that has no `_config.yml`.
    """
    folder = settings().include / "blog"
    paths = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    files = {name: path.read_bytes() for name, path in paths.items()}
    config = _fill(files["_config.yml"].decode(), channels[0])
    return files | {"_config.yml": config.encode()} | {_page_path(each): _page(each) for each in channels}


def neighbours(channel: Channel) -> Sequence[Channel]:
    """The channel, then the others that share its blog. Somebody else's broken file does not count."""
    try:
        others = load_channels()
    except ChannelError:
        return [channel]
    place = (channel.blog.remote, channel.blog.branch)
    return [
        channel,
        *(each for each in others if (each.blog.remote, each.blog.branch) == place and each.name != channel.name),
    ]


def init_blog(folder: Path, channels: Sequence[Channel]) -> list[str]:
    """Write the files of a blog that ``folder`` lacks; their paths. What is there stays. Raises PublishError."""
    written = []
    try:
        for name, content in blog_files(*channels).items():
            path = folder / name
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                written.append(name)
    except OSError as error:
        raise PublishError(
            f"Cannot write the blog to {folder}: {error.strerror}.", remedy="Choose a folder that can be written."
        ) from None
    return written


def _page_path(channel: Channel) -> str:
    return f"channels/{channel.name}.html"


def _page(channel: Channel) -> bytes:
    """The page that lists a channel's posts."""
    title = yaml_string(f"{channel.short_title} · {channel.title}")
    address = f"/{_page_path(channel)}"
    return f"---\nlayout: channel\nchannel: {channel.name}\ntitle: {title}\npermalink: {address}\n---\n".encode()


def _fill(config: str, channel: Channel) -> str:
    """Put the channel's settings into `${…}` of the configuration."""
    language, description = _LANGUAGES[channel.language]
    values = {
        "title": channel.blog.author_name,
        "description": description,
        "lang": language,
        "time_zone": channel.time_zone,
        "base_url": channel.blog.base_url,
        "url": (channel.blog.url or "").rstrip("/"),
        "permalink": channel.blog.permalink,
    }
    return Template(config).substitute({key: yaml_string(value) for key, value in values.items()})
