"""Sources in object storage: the same rows as from files, copied once, and every refusal in one clear line."""

import datetime as dt
import json
import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
import sqlalchemy as sa
from tests.object_store import ObjectStore, serving

from dawn_chorus.channel import Channel, Source
from dawn_chorus.errors import FetchDelayedError, InputError
from dawn_chorus.ingest.landing import LandingSummary, land

Maker = Callable[..., Any]
ACCESS_KEY, SECRET_KEY = "AKINVENTEDKEYFORTESTS", "an-invented-secret-key-of-the-tests"
BIG_BYTES = 12 << 20
NAMES = "SELECT source, name, records FROM facts.landing_files ORDER BY name"

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[ObjectStore]:
    """A store with the bucket ``drops``, which the Connection ``aws_default`` opens."""
    with serving(ACCESS_KEY) as store:
        extra = {"endpoint_url": store.url, "region_name": "us-east-1"}
        connection = {"conn_type": "aws", "login": ACCESS_KEY, "password": SECRET_KEY, "extra": extra}
        monkeypatch.setenv("AIRFLOW_CONN_AWS_DEFAULT", json.dumps(connection))
        monkeypatch.setenv("AIRFLOW_CONN_OTHER", json.dumps(connection | {"login": "AKNOBODY"}))
        yield store


@pytest.fixture
def page(element: Maker) -> Callable[..., bytes]:
    """Makes a file of tweets, so many minutes after noon."""

    def make(*minutes: int) -> bytes:
        user = {"id": "501", "username": "Brindle_Labs", "name": "Brindle"}
        return json.dumps({"data": [element(each) for each in minutes], "includes": {"users": [user]}}).encode()

    return make


def test_a_folder_is_read_as_one_on_this_machine(
    channel: Channel, landing: Path, store: ObjectStore, page: Maker, ask: Maker
) -> None:
    for number, name in enumerate(("b.json", "a.json", "deep/er/c.json", ".hidden", "README.md", "deep/LICENSE")):
        store.put(f"drops/ai/{name}", page(number))
    store.put("drops/ai-other/d.json", page(9))
    source = Source(name="bucket", path="s3://drops/ai")
    assert land(channel.model_copy(update={"sources": (source,)}), None, landing).files_new == 3
    assert ask(NAMES) == [("bucket", "a.json", 1), ("bucket", "b.json", 1), ("bucket", "deep/er/c.json", 1)]


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("s3://drops/ai/a.json", ["a.json"]),
        ("s3://aws_default@drops/ai/*.json", ["a.json", "b.json"]),
        ("s3://drops/*/a.json", ["a.json"]),
        ("s3://drops", ["ai/a.json", "ai/b.json", "ai/odd ?#%.json"]),
        ("s3://drops/ai/odd ?#%.json", ["odd ?#%.json"]),
    ],
)
def test_an_address_is_one_object_a_folder_or_a_glob(
    channel: Channel, landing: Path, store: ObjectStore, page: Maker, ask: Maker, address: str, names: list[str]
) -> None:
    for number, name in enumerate(("a.json", "b.json", "odd ?#%.json")):
        if name in str(names) or "odd" not in name:
            store.put(f"drops/ai/{name}", page(number))
    land(channel, [address], landing)
    assert [name for _, name, _ in ask(NAMES)] == names


def test_what_did_not_change_is_not_read_again(
    channel: Channel, landing: Path, store: ObjectStore, page: Maker
) -> None:
    store.put("drops/a.json", page(0))
    store.put("drops/b.json", page(1))
    assert land(channel, ["s3://drops"], landing) == LandingSummary(2, 0, 2, 2, 0)
    store.read.clear()
    assert land(channel, ["s3://drops"], landing) == LandingSummary(0, 2, 0, 0, 0)
    assert store.read == []
    store.put("drops/b.json", page(2), dt.datetime(2026, 2, 3, tzinfo=dt.UTC))
    assert land(channel, ["s3://drops"], landing) == LandingSummary(1, 1, 1, 1, 0)
    assert {path for path, _ in store.read} == {"drops/b.json"}


def test_what_was_written_just_now_is_read_again(
    channel: Channel, landing: Path, store: ObjectStore, page: Maker
) -> None:
    now = dt.datetime.now(dt.UTC)
    store.put("drops/a.json", page(0), now)
    land(channel, ["s3://drops"], landing)
    store.put("drops/a.json", page(1), now)
    assert land(channel, ["s3://drops"], landing).files_new == 1


def test_bytes_that_landing_lost_are_fetched_again(
    channel: Channel, landing: Path, store: ObjectStore, page: Maker
) -> None:
    store.put("drops/a.json", page(0))
    land(channel, ["s3://drops"], landing)
    (landed,) = (path for path in landing.rglob("*") if path.is_file())
    landed.unlink()
    assert land(channel, ["s3://drops"], landing).files_known == 1
    assert landed.read_bytes() == page(0)


def test_a_large_object_is_streamed_and_leaves_nothing_beside_landing(
    channel: Channel, landing: Path, store: ObjectStore, page: Maker
) -> None:
    store.put("drops/a.json", page(0) + b"\n" * BIG_BYTES)
    land(channel, ["s3://drops/a.json"], landing)
    assert max(size for _, size in store.read) < BIG_BYTES / 2
    assert len([path for path in landing.rglob("*") if path.is_file()]) == 1
    assert list((landing / "incoming").iterdir()) == []


def test_what_a_killed_process_left_is_removed_when_it_is_old(
    channel: Channel, landing: Path, store: ObjectStore, page: Maker
) -> None:
    store.put("drops/a.json", page(0))
    old, recent = (landing / "incoming" / f"twitter_test.objects.{each}" for each in ("old", "recent"))
    for folder in (old, recent):
        folder.mkdir(parents=True)
    os.utime(old, (0, 0))
    land(channel, ["s3://drops/a.json"], landing)
    assert (old.exists(), recent.exists()) == (False, True)


def test_an_archive_finds_its_owner_beside_it(
    channel: Channel, landing: Path, store: ObjectStore, tweet_id: Maker, ask: Maker
) -> None:
    tweet = {"id_str": str(tweet_id()), "full_text": "Plans are public now."}
    owner = {"accountId": "501", "username": "Brindle_Labs", "accountDisplayName": "Brindle"}
    store.put("drops/data/tweets.js", b"window.YTD.tweets.part0 = " + json.dumps([{"tweet": tweet}]).encode())
    store.put("drops/data/account.js", b"window.YTD.account.part0 = " + json.dumps([{"account": owner}]).encode())
    for _ in range(2):
        land(channel, ["s3://drops/data/tweets*.js"], landing)
        assert ask("SELECT format, accepted FROM facts.landing_files") == [("account_archive", 1)]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("s3://drops/absent", r"there are no files in it"),
        ("s3://absent/a.json", r"there is no such object, folder or bucket"),
        ("s3://other@drops/a.json", r"the storage refuses us: .*(?s:.*)Check AIRFLOW_CONN_OTHER"),
        ("s3://nobody@drops/a.json", r"AIRFLOW_CONN_NOBODY is not set"),
        (f"s3://{ACCESS_KEY}:{SECRET_KEY}@drops/a.json", r"s3://…: the address holds a user or a password"),
        ("nosuch://drops/a.json", r"cannot be opened: Protocol not known"),
        ("abfs://drops/a.json", r"a package is missing: .*adlfs"),
    ],
)
def test_a_refusal_is_one_clear_line(
    channel: Channel, landing: Path, store: ObjectStore, page: Maker, address: str, said: str
) -> None:
    store.put("drops/a.json", page(0))
    with pytest.raises(InputError, match=said) as caught:
        land(channel, [address], landing)
    assert SECRET_KEY not in str(caught.value)


def test_a_source_that_is_not_there_yet_is_empty_but_its_bucket_must_be(
    channel: Channel, landing: Path, store: ObjectStore
) -> None:
    def reading(path: str) -> Channel:
        return channel.model_copy(update={"sources": (Source(name="bucket", path=path),)})

    assert land(reading("s3://drops/later"), None, landing) == LandingSummary(0, 0, 0, 0, 0)
    with pytest.raises(InputError, match="no such object, folder or bucket"):
        land(reading("s3://absent/later"), None, landing)


def test_a_store_that_does_not_answer_may_do_so_later(channel: Channel, landing: Path, store: ObjectStore) -> None:
    store.shutdown()
    store.server_close()
    with pytest.raises(FetchDelayedError, match="cannot be read"):
        land(channel, ["s3://drops/a.json"], landing)


def test_the_secret_is_written_nowhere(
    channel: Channel,
    landing: Path,
    store: ObjectStore,
    page: Maker,
    database: sa.Engine,
    caplog: pytest.LogCaptureFixture,
) -> None:
    store.put("drops/a.json", page(0))
    with caplog.at_level(logging.DEBUG):
        land(channel, ["s3://aws_default@drops/a.json"], landing)
    with database.connect() as connection:
        names = sa.inspect(connection).get_table_names("facts")
        rows = [connection.execute(sa.text(f"SELECT t::text FROM facts.{name} AS t")).scalars().all() for name in names]
    assert SECRET_KEY not in caplog.text + str(rows)
    assert ACCESS_KEY not in caplog.text + str(rows)


def test_any_other_scheme_is_fsspecs(channel: Channel, landing: Path, page: Maker, ask: Maker) -> None:
    memory = fsspec.filesystem("memory")
    memory.pipe({"/drops/a.json": page(0), "/drops/b.json": page(1)})
    assert land(channel, ["memory://drops/*.json"], landing) == LandingSummary(2, 0, 2, 2, 0)
    assert land(channel, ["memory://drops"], landing) == LandingSummary(0, 2, 0, 0, 0)
    memory.rm("/drops", recursive=True)
