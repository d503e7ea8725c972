"""Real pages through the stand-in: what is fetched in either dialect is what the files hold."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.stand_in.archive import Archive

from dawn_chorus.ingest.landing import land
from dawn_chorus.ingest.load import load_day
from dawn_chorus.ingest.x_api.fetch import fetch
from dawn_chorus.window import local_day

Maker = Callable[..., Any]
NOW = dt.datetime(2030, 5, 5, 4, 0, tzinfo=dt.UTC)
# Pages with all that we ask for; the other files hold no pages, no tweets, or tweets asked for with fewer fields.
FILES = (
    "2sets",
    "brexit",
    "cashtags",
    "edited",
    "edited_after",
    "edited_before",
    "geo_tweets",
    "kpop",
    "many_urls",
    "media_policy_violation_on",
    "mentions_tweet",
    "noflat",
    "quoted_edit",
    "two_tweets",
    "withheld",
)
# Without ref_author_key: these pages name mentioned accounts too, an expansion that we do not pay for.
ROWS = """
    SELECT (to_jsonb(t) - ARRAY['channel', 'ref_author_key'])::text
    FROM facts.tweets AS t WHERE channel = '{}' ORDER BY day, tweet_id
"""

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize("dialect", ["tweet", "post"])
def test_real_pages_come_through_either_dialect_as_from_their_files(
    shared_data: Path, asking: Maker, landing: Path, stand_in: Maker, world: Maker, ask: Maker, dialect: str
) -> None:
    folder = shared_data / "x_api_v2_pages" / "test-data"
    paths = tuple(folder / f"{name}.jsonl" for name in FILES)
    channel = asking(query="anything", dialect=dialect, most_tweets=100_000)
    days = sorted({local_day(each.at, channel.zone) for each in Archive.read(paths).find(set())})
    fetch(channel, days, landing, world(stand_in(paths=paths, page_size=7)))
    by_hand = channel.model_copy(update={"name": "twitter_files"})
    land(by_hand, list(paths), landing)
    for day in days:
        load_day(channel, day, landing)
        load_day(by_hand, day, landing)
    fetched, held = ask(ROWS.format("twitter_test")), ask(ROWS.format("twitter_files"))
    assert len(fetched) > 400
    assert [pair for pair in zip(fetched, held, strict=True) if pair[0] != pair[1]] == []
