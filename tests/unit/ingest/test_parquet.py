"""Parquet files, written here with the library that reads them: types, ids that were floats, damage."""

import datetime as dt
import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dawn_chorus.errors import InputError
from dawn_chorus.ingest.mapping import ColumnMapping, Columns
from dawn_chorus.ingest.reading import Reading

Maker = Callable[..., Any]
NOON = dt.datetime(2030, 5, 4, 4, 0, tzinfo=dt.UTC)
COLUMNS = Columns("id", "text", created_at="time", author_handle="user.handle", like_count="likes")
READINGS = (Reading(ColumnMapping(COLUMNS, time_zone="Asia/Shanghai")),)


@pytest.fixture
def packed(tmp_path: Path, id_at: Maker) -> Callable[..., bytes]:
    """The bytes of a Parquet file with two rows; keywords replace its columns."""

    def make(**columns: Any) -> bytes:
        whole = {
            "id": [id_at(), id_at() + 1],
            "text": ["Plans 线 😀", "More"],
            "time": [NOON, NOON],
            "user": [{"handle": "Brindle_Labs"}, {"handle": "NadiaVerrin"}],
            "likes": [7, None],
        }
        pq.write_table(pa.table(whole | columns), tmp_path / "table.parquet")
        return (tmp_path / "table.parquet").read_bytes()

    return make


def test_rows_become_tweets(read: Maker, packed: Maker, id_at: Maker) -> None:
    result = read(packed(), readings=READINGS)
    first, second = result.tweets
    assert (result.examined.format, result.reasons) == ("mapped", [])
    assert (first.tweet_id, first.text, first.created_at, first.like_count) == (id_at(), "Plans 线 😀", NOON, 7)
    assert (second.tweet_id, second.author.handle, second.like_count) == (id_at() + 1, "NadiaVerrin", None)


@pytest.mark.parametrize(
    "time",
    [
        pa.array([dt.datetime(2030, 5, 4, 12), dt.datetime(2030, 5, 4, 12)], pa.timestamp("us")),  # noqa: DTZ001
        pa.array([NOON, NOON], pa.timestamp("ns", "Asia/Shanghai")),
        pa.array([NOON, NOON], pa.timestamp("s", "UTC")),
        pa.array([dt.date(2030, 5, 4)] * 2),
        pa.array([1_904_097_600_000] * 2),
        pa.array(["2030-05-04T04:00:00Z"] * 2),
        pa.nulls(2),
    ],
    ids=lambda array: str(array.type),
)
def test_times_of_every_type(read: Maker, packed: Maker, time: Any) -> None:
    assert [tweet.created_at for tweet in read(packed(time=time), readings=READINGS).tweets] == [NOON, NOON]


def test_ids_may_be_texts_or_unsigned(read: Maker, packed: Maker, id_at: Maker) -> None:
    for ids in (
        pa.array([str(id_at())] * 2),
        pa.array([id_at()] * 2, pa.uint64()),
        pa.array([str(id_at())] * 2, pa.large_string()),
    ):
        assert [tweet.tweet_id for tweet in read(packed(id=ids), readings=READINGS).tweets] == [id_at()] * 2


def test_ids_that_were_floats_are_refused(read: Maker, packed: Maker, id_at: Maker) -> None:
    result = read(packed(id=pa.array([float(id_at()), None])), readings=READINGS)
    assert result.reasons == ["float_id", "missing_id"]
    assert result.refused[0].day == dt.date(2030, 5, 4)


def test_a_refused_row_can_be_read_by_people(read: Maker, packed: Maker) -> None:
    (refused, _) = read(packed(user=pa.nulls(2)), readings=READINGS).refused
    assert refused.reason.value == "missing_author"
    assert b'"user":null' in refused.raw


@pytest.mark.parametrize(
    "damage", [lambda whole: whole[:-9], lambda whole: whole[:200], lambda whole: b"PAR1" + whole[300:]]
)
def test_a_damaged_file_is_one_line(read: Maker, packed: Maker, damage: Callable[[bytes], bytes]) -> None:
    with pytest.raises(InputError, match="file: broken Parquet: ") as error:
        read(damage(packed()), readings=READINGS)
    assert "\n" not in error.value.message


def test_a_file_inside_gzip_is_one_line(read: Maker, packed: Maker) -> None:
    with pytest.raises(InputError, match="file: a Parquet file inside gzip"):
        read(gzip.compress(packed()), readings=READINGS)


def test_without_a_mapping_the_line_names_the_columns(read: Maker, packed: Maker) -> None:
    with pytest.raises(InputError, match="a table with id, text, time, user, likes, and no mapping"):
        read(packed())


def test_a_column_that_is_not_there_is_named(read: Maker, packed: Maker) -> None:
    reading = Reading(ColumnMapping(Columns("id", "text", like_count="faves", author_handle="who.handle")))
    with pytest.raises(InputError, match=r"the table lacks who\.handle, faves, which the mapping names"):
        read(packed(), readings=(reading,))
