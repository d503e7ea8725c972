"""The blog itself: a Jekyll site without theme or plugins, written into a repository that has no blog yet."""

from pathlib import Path
from string import Template

from dawn_chorus.channel import Channel
from dawn_chorus.report.escape import yaml_string
from dawn_chorus.settings import settings

# The blog's language as browsers and screen readers know it, and its one sentence.
_LANGUAGES = {"zh": ("zh-CN", "每天清晨，听完昨天的推文：发生了什么，谁说的，每句话都有出处。")}


def blog_files(channel: Channel, folder: Path | None = None) -> dict[str, bytes]:
    """Read the site's files by path; `_config.yml` carries the channel's time zone, base URL and author's name.

    Give them to `Change.founding`: they are for a repository that has no `_config.yml`.
    """
    folder = folder or settings().include / "blog"
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items()} | {
        "_config.yml": _fill(files["_config.yml"].read_text(encoding="utf-8"), channel).encode()
    }


def _fill(config: str, channel: Channel) -> str:
    """Put the channel's settings into `${…}` of the configuration."""
    language, description = _LANGUAGES[channel.language]
    values = {
        "title": channel.blog.author_name,
        "description": description,
        "lang": language,
        "time_zone": channel.time_zone,
        "base_url": channel.blog.base_url,
    }
    return Template(config).substitute({key: yaml_string(value) for key, value in values.items()})
