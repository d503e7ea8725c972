"""Channels: what a file must say, what it may leave out, and how an error helps to mend it."""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from dawn_chorus.channel import Channel, channels_folder, load_channel, load_channels, read_channel
from dawn_chorus.errors import ChannelError
from dawn_chorus.settings import settings

SMALLEST: dict[str, Any] = {
    "name": "twitter_robots",
    "title": "机器人领域",
    "short_title": "Twitter Robots",
    "start_date": "2026-01-01",
    "sources": [{"name": "inbox", "path": "{home}/inbox"}],
}
ASKING = {"name": "a", "kind": "x_api"}

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a channel file: the smallest one with some keys changed, or a text."""

    def _write(text: str | None = None, *, without: str = "", **changes: Any) -> Path:
        document = {key: value for key, value in {**SMALLEST, **changes}.items() if key != without}
        path = tmp_path / "twitter_robots.yaml"
        path.write_text(yaml.safe_dump(document, allow_unicode=True) if text is None else text, encoding="utf-8")
        return path

    return _write


def _error(path: Path) -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        read_channel(path)
    assert caught.value.message.startswith(f"{path}: ")
    assert "\n" not in caught.value.message
    assert "\n" not in caught.value.remedy
    return caught.value


# --- what a file may say ---


def test_the_smallest_channel_has_the_defaults(write: Write) -> None:
    channel = read_channel(write())
    assert channel.zone.key == "Asia/Shanghai"
    assert channel.blog.remote == "{home}/blog.git"
    assert channel.analysis.history_days == 7
    assert channel.roster == ()
    assert channel.languages == ()


def test_a_day_without_quotes_is_a_day_all_the_same(write: Write) -> None:
    assert read_channel(write(start_date=dt.date(2026, 1, 1))).start_date == "2026-01-01"


def test_roster_entries_are_found_whatever_the_case_of_their_handle(write: Write) -> None:
    channel = read_channel(write(roster=[{"handle": "Wren_Bird", "name": "雷恩"}]))
    assert channel.roster_by_handle["wren_bird"].name == "雷恩"


@pytest.mark.parametrize("asked", [{"query": "robot lang:en"}, {"list_id": "77"}, {"users": ["ada_tester", "Bo_9"]}])
def test_a_source_may_ask_the_x_api_one_thing(write: Write, asked: dict[str, Any]) -> None:
    (source,) = read_channel(write(sources=[ASKING | asked])).sources
    assert source.path is None
    assert source.model_dump(include=set(asked), mode="json") == asked


def test_prices_are_exact(write: Write) -> None:
    budget = read_channel(write(budget={"post_read": 0.1})).budget
    assert budget.post_read * 3 == Decimal("0.3")


def test_a_channel_cannot_be_changed_after_it_was_read(write: Write) -> None:
    with pytest.raises(ValueError, match="frozen"):
        read_channel(write()).title = "other"


# --- what it may not say: every error names file, key and remedy ---


@pytest.mark.parametrize(
    ("changes", "key", "reason", "remedy"),
    [
        ({"without": "title"}, "title", "field required", "Add the key title."),
        ({"titel": "x"}, "titel", "not permitted", "include/channels/README.md"),
        ({"analysis": {"key_point": 3}}, "analysis.key_point", "not permitted", "mend its spelling"),
        ({"title": ""}, "title", "at least 1 character", "You wrote ''"),
        ({"title": None}, "title", "valid string", "it read None"),
        ({"title": 2026}, "title", "valid string", "in quotes"),
        ({"languages": [False]}, "languages.0", "valid string", "it read False"),
        ({"languages": "zh"}, "languages", "tuple", "Write a list, such as ['zh']"),
        ({"language": "fr"}, "language", "'zh'", "You wrote 'fr'"),
        ({"time_zone": "Asia/Shangai"}, "time_zone", "write it like Asia/Shanghai", "You wrote 'Asia/Shangai'"),
        ({"time_zone": "../../etc/passwd"}, "time_zone", "no such time zone", "You wrote"),
        ({"start_date": "2026-02-30"}, "start_date", "no such day", "You wrote '2026-02-30'"),
        ({"start_date": "20260101"}, "start_date", "match pattern", "You wrote '20260101'"),
        ({"start_date": "yesterday"}, "start_date", "no such day; write it like 2025-11-27", "You wrote"),
        ({"start_date": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}, "start_date", "", "You wrote"),
        ({"sources": []}, "sources", "at least 1", "Give at least one."),
        ({"sources": [{"name": "inbox"}]}, "sources.0.path", "required", "Add the key path."),
        ({"sources": [{"name": "In box", "path": "p"}]}, "sources.0.name", "match pattern", "You wrote 'In box'"),
        ({"sources": [{"name": "a", "kind": "web", "path": "p"}]}, "sources.0.kind", "'files'", "You wrote 'web'"),
        ({"sources": [{"name": "a", "path": "p", "query": "q"}]}, "sources.0.query", "belongs to kind: x_api", "'q'"),
        ({"sources": [ASKING | {"path": "p", "query": "q"}]}, "sources.0.path", "belongs to kind: files", "'p'"),
        ({"sources": [ASKING]}, "sources.0.users", "give one of query, list_id and users; this source has none", ""),
        ({"sources": [ASKING | {"query": "q", "list_id": "1"}]}, "sources.0.users", "has query and list_id", ""),
        ({"sources": [ASKING | {"query": "q" * 513}]}, "sources.0.query", "at most 512 characters", "You wrote"),
        ({"sources": [ASKING | {"list_id": 77}]}, "sources.0.list_id", "valid string", "in quotes"),
        ({"sources": [ASKING | {"list_id": "mine"}]}, "sources.0.list_id", "match pattern", "You wrote 'mine'"),
        ({"sources": [ASKING | {"users": ["@ada"]}]}, "sources.0.users.0", "match pattern", "You wrote '@ada'"),
        ({"sources": [ASKING | {"users": "ada"}]}, "sources.0.users", "tuple", "Write a list, such as ['ada']"),
        ({"sources": [ASKING | {"query": "q", "dialect": "toot"}]}, "sources.0.dialect", "'tweet' or 'post'", "toot"),
        ({"sources": [ASKING | {"query": "q", "most_tweets": 9}]}, "sources.0.most_tweets", "than or equal to 10", "9"),
        ({"sources": [ASKING | {"query": "q", "connection": "X-API"}]}, "sources.0.connection", "pattern", "X-API"),
        ({"sources": [ASKING | {"query": "q", "token": "t"}]}, "sources.0.token", "not permitted", "README.md"),
        ({"budget": {"per_day": -1}}, "budget.per_day", "greater than or equal to 0", "You wrote -1"),
        ({"budget": {"per_week": 1}}, "budget.per_week", "not permitted", "mend its spelling"),
        ({"budget": {"post_read": "cheap"}}, "budget.post_read", "valid decimal", "You wrote 'cheap'"),
        ({"analysis": {"key_points": 99}}, "analysis.key_points", "less than or equal to 30", "You wrote 99"),
        ({"analysis": {"history_days": -1}}, "analysis.history_days", "greater than", "You wrote -1"),
        ({"analysis": {"key_points": "many"}}, "analysis.key_points", "integer", "You wrote 'many'"),
        ({"blog": {"base_url": "news/"}}, "blog.base_url", "[A-Za-z0-9._-]", "You wrote 'news/'"),
        ({"blog": {"branch": "a b"}}, "blog.branch", "git takes no such branch", "You wrote 'a b'"),
        ({"blog": None}, "blog", "", "or leave the key out"),
        ({"roster": [{"handle": "@wren", "name": "w"}]}, "roster.0.handle", "[A-Za-z0-9_]", "You wrote '@wren'"),
        (
            {"roster": [{"handle": "a", "name": "x"}, {"handle": "A", "name": "y"}]},
            "roster",
            "the handle A stands in it twice",
            "",
        ),
        ({"name": "Robots"}, "name", "match pattern", "You wrote 'Robots'"),
        ({"name": "robots"}, "name", "match pattern", "You wrote 'robots'"),
        ({"name": "twitter_" + "r" * 30}, "name", "at most 30 characters", "You wrote"),
        ({"name": "twitter_ai"}, "name", "is 'twitter_ai'", "write name: twitter_robots"),
    ],
)
def test_a_wrong_key_is_named_with_its_remedy(
    write: Write, changes: dict[str, Any], key: str, reason: str, remedy: str
) -> None:
    error = _error(write(**changes))
    assert f": {key}: " in error.message
    assert reason in error.message
    assert remedy in error.remedy
    assert error.remedy


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is not a mapping"),
        ("- a\n- b\n", "is not a mapping"),
        ("just words", "is not a mapping"),
        ("title: [", "cannot be read"),
        ("title: \x00", "cannot be read"),
        ("\ttitle: a", "cannot be read"),
        ("title: a\ntitle: b\n", "the key title is written twice"),
        ("blog:\n  branch: a\n  branch: b\n", "the key branch is written twice"),
        ("title: !!python/object/apply:os.system [true]", "cannot be read"),
    ],
)
def test_a_file_that_is_no_settings_says_so(write: Write, text: str, reason: str) -> None:
    error = _error(write(text))
    assert reason in error.message
    assert error.remedy


def test_a_file_that_is_not_utf_8_or_is_missing_says_so(tmp_path: Path) -> None:
    path = tmp_path / "twitter_robots.yaml"
    assert "cannot be read" in _error(path).message
    path.write_bytes(b"title: \xff\xfe")
    assert "cannot be read" in _error(path).message


def test_a_long_wrong_value_is_not_repeated_whole(write: Write) -> None:
    assert len(_error(write(language="x" * 10_000)).remedy) < 200


# --- finding files ---


@pytest.mark.parametrize("name", ["twitter_absent", "", "../secrets", "twitter_robots.yaml", "TWITTER_ROBOTS"])
def test_an_unknown_channel_lists_the_known_ones(write: Write, name: str) -> None:
    folder = write().parent
    with pytest.raises(ChannelError, match=re.escape(f"There is no channel {name!r}")) as caught:
        load_channel(name, folder)
    assert "Known channels: twitter_robots." in caught.value.remedy


def test_a_folder_without_channels_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(ChannelError, match=r"none yet.*A new one is one file"):
        load_channel("twitter_ai", tmp_path)


def test_a_name_cannot_lead_out_of_the_folder(write: Write) -> None:
    inner = write().parent / "inner"
    inner.mkdir()
    with pytest.raises(ChannelError, match="There is no channel"):
        load_channel("../twitter_robots", inner)


def test_the_first_wrong_file_stops_the_list(write: Write) -> None:
    folder = write().parent
    (folder / "twitter_broken.yaml").write_text("name: twitter_broken\n")
    with pytest.raises(ChannelError, match=r"twitter_broken\.yaml"):
        load_channels(folder)


def test_the_projects_own_channels_are_valid_and_have_rosters() -> None:
    channels = {channel.name: channel for channel in load_channels()}
    assert set(channels) >= {"twitter_ai", "twitter_finance"}
    assert channels["twitter_ai"].title == "AI人工智能领域"
    assert len(channels["twitter_ai"].roster) >= 70
    assert len(channels["twitter_finance"].roster) >= 25
    chinese = re.compile(r"[\u4e00-\u9fff]")
    assert all(chinese.search(entry.role) for channel in channels.values() for entry in channel.roster)


# --- identity ---


@pytest.mark.parametrize(
    "changes",
    [
        {"sources": [{"name": "other", "path": "elsewhere"}]},
        {"sources": [{"name": "x", "kind": "x_api", "query": "robots"}]},
        {"budget": {"per_day": 1}},
        {"quality": {"thin_volume": 0.1}},
        {"start_date": "2020-01-01"},
        {
            "blog": {
                "remote": "ssh://blog.example/news.git",
                "branch": "gh-pages",
                "author_name": "A",
                "author_email": "a@b",
            }
        },
    ],
)
def test_where_tweets_come_from_and_posts_go_to_does_not_change_a_report(write: Write, changes: dict[str, Any]) -> None:
    assert read_channel(write(**changes)).config_hash() == read_channel(write()).config_hash()


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "x"},
        {"time_zone": "UTC"},
        {"languages": ["zh"]},
        {"analysis": {"key_points": 9}},
        {"blog": {"base_url": "/news"}},
        {"roster": [{"handle": "wren", "name": "雷恩"}]},
    ],
)
def test_what_shapes_a_report_changes_its_identity(write: Write, changes: dict[str, Any]) -> None:
    assert read_channel(write(**changes)).config_hash() != read_channel(write()).config_hash()


def test_writing_a_default_out_changes_nothing(write: Write) -> None:
    assert read_channel(write(analysis={"key_points": 10})).config_hash() == read_channel(write()).config_hash()


# --- the documentation of the keys ---


def _fields(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Every key with its field: nested settings as ``blog.remote``, entries of lists as ``roster[].handle``."""
    for name, field in model.model_fields.items():
        nested = [each for each in (field.annotation, *get_args(field.annotation)) if _is_model(each)]
        is_list = bool(nested) and nested[0] is not field.annotation
        if not nested or is_list:
            yield f"{prefix}{name}", field
        for inner in nested:
            yield from _fields(inner, f"{prefix}{name}{'[]' if is_list else ''}.")


def _is_model(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _default(field: FieldInfo) -> str:
    return "required" if field.default is PydanticUndefined else f"`{json.dumps(field.default, default=float)}`"


def test_the_readme_documents_every_key_with_its_default_and_no_other() -> None:
    readme = (channels_folder() / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([^`]+)` \| (.+?) \| \S.* \|$", readme, re.MULTILINE)
    expected = {key: _default(field) for key, field in _fields(Channel)}
    assert dict(rows) == expected, "mend the table of keys in include/channels/README.md"
    assert len(rows) == len(expected)


def test_the_smallest_channel_of_the_readme_is_one(tmp_path: Path) -> None:
    readme = (channels_folder() / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL)
    path = tmp_path / "twitter_robots.yaml"
    path.write_text(example, encoding="utf-8")
    assert read_channel(path).title == "机器人领域"


@pytest.mark.parametrize("branch", ["main", "gh-pages", "release/1.0", "news_2026"])
def test_a_branch_is_called_as_git_takes_it(write: Write, branch: str) -> None:
    assert read_channel(write(blog={"branch": branch})).blog.branch == branch


@pytest.mark.parametrize("branch", ["", "-main", "a..b", "a/", "/a", "a//b", ".a", "a.", "a.lock", "a:b", "a\n"])
def test_a_branch_that_git_would_refuse_is_refused_before_it(write: Write, branch: str) -> None:
    error = _error(write(blog={"branch": branch}))
    assert "blog.branch: git takes no such branch; write it like main" in error.message


@pytest.mark.usefixtures("home")
def test_a_project_that_is_not_there_has_no_channels_and_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CHORUS_PROJECT", str(tmp_path))
    settings.cache_clear()
    for ask in (load_channels, lambda: load_channel("twitter_ai")):
        with pytest.raises(ChannelError, match="there is no such folder") as caught:
            ask()
        assert "CHORUS_PROJECT" in caught.value.remedy
