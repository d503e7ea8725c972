"""Mapping files: what they may say, and how an error helps to mend one."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dawn_chorus.channel import read_channel
from dawn_chorus.errors import ChannelError
from dawn_chorus.ingest.mapping import load_mapping, mappings_folder
from dawn_chorus.settings import settings

SMALLEST = "columns: {tweet_id: id, text: body}\n"
MAX_LINES = 20
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Writes the mapping ``minutes`` of a project of its own."""
    (tmp_path / "include" / "mappings").mkdir(parents=True)
    monkeypatch.setenv("CHORUS_PROJECT", str(tmp_path))
    settings.cache_clear()

    def _write(text: str) -> Path:
        path = mappings_folder() / "minutes.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    yield _write
    settings.cache_clear()


def test_the_smallest_mapping_has_the_defaults(write: Write) -> None:
    write(SMALLEST)
    mapping = load_mapping("minutes")
    assert list(mapping.columns.named()) == ["id", "body"]
    assert (mapping.author, mapping.zone, mapping.time_format, mapping.separator) == (None, None, None, ",")


def test_every_setting_of_a_mapping(write: Write) -> None:
    write(
        SMALLEST + 'author: Brindle_Labs\ntime_zone: Asia/Shanghai\ntime_format: "%d.%m.%Y %H:%M"\nseparator: "\\t"\n'
    )
    mapping = load_mapping("minutes")
    assert mapping.zone is not None
    assert (mapping.author, mapping.zone.key, mapping.separator) == ("Brindle_Labs", "Asia/Shanghai", "\t")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("columns: {text: body}", "missing required field `tweet_id`"),
        ("columns: {tweet_id: id, text: body, likes: n}", "unknown field `likes`"),
        ("columns: {tweet_id: id, text: 5}", "Expected `str`, got `int`"),
        (SMALLEST + "zone: UTC", "unknown field `zone`"),
        (SMALLEST + "time_zone: Asia/Shangai", "time_zone: no such time zone"),
        (SMALLEST + "separator: ''", "separator: is not one character"),
        (SMALLEST + SMALLEST, "the key columns is written twice"),
        ("- tweet_id", "is not a mapping of settings"),
        ("columns: [", "cannot be read"),
    ],
)
def test_a_wrong_mapping_is_one_line_that_names_the_file(write: Write, text: str, said: str) -> None:
    path = write(text)
    with pytest.raises(ChannelError, match=said) as error:
        load_mapping("minutes")
    assert error.value.message.startswith(f"{path}: ")
    assert "\n" not in error.value.message


def test_a_mapping_that_is_not_there_names_those_that_are(write: Write) -> None:
    write(SMALLEST)
    with pytest.raises(ChannelError, match="no mapping 'hours'") as error:
        load_mapping("hours")
    assert "minutes" in error.value.remedy


def test_a_channel_whose_mapping_is_wrong_is_found_before_it_runs(write: Write, tmp_path: Path) -> None:
    path = tmp_path / "twitter_robots.yaml"
    source = '{name: tables, path: "{home}/tables", mapping: minutes}'
    path.write_text(
        f'name: twitter_robots\ntitle: t\nshort_title: s\nstart_date: "2030-01-01"\nsources: [{source}]\n', "utf-8"
    )
    with pytest.raises(ChannelError, match="There is no mapping 'minutes'"):
        read_channel(path)
    write(SMALLEST)
    assert read_channel(path).sources[0].mapping == "minutes"


def test_the_mappings_of_the_project_are_short_and_can_be_read() -> None:
    paths = sorted(mappings_folder().glob("*.yaml"))
    assert paths
    for path in paths:
        load_mapping(path.stem)
        assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


def test_the_example_of_the_readme_is_a_mapping(write: Write) -> None:
    readme = Path(__file__).parents[3] / "include" / "mappings" / "README.md"
    example = readme.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    write(example)
    assert load_mapping("minutes").author == "NadiaVerrin"


def test_the_readme_names_every_column_and_setting() -> None:
    readme = (Path(__file__).parents[3] / "include" / "mappings" / "README.md").read_text(encoding="utf-8")
    mapping = load_mapping("author_tweets")
    names = {*mapping.__struct_fields__, *mapping.columns.__struct_fields__}
    assert {name for name in names if f"`{name}`" not in readme} == set()
