"""The sample week again in other weeks: every tweet of a day moved, its moments and the ids that tell them."""

import gzip
import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.installation import SAMPLE

from dawn_chorus.ingest.moments import SNOWFLAKE_LOW_BITS

WEEK = timedelta(days=7)
FIRST = date(2026, 3, 2)
MOMENT = re.compile(r"2026-0[1-4]-(0[1-9]|1\d|2[0-8])T")
DAYS = [str(FIRST + timedelta(days=number)) for number in range(7)]


def copy_day(day: str, weeks: int, folder: Path, most: int | None = None) -> Path:
    """Write a day of the sample so many weeks later, or its first pages, which are its last hours; returns the file."""
    lines = gzip.decompress((SAMPLE / "twitter_ai" / f"{day}.jsonl.gz").read_bytes()).decode().splitlines()
    pages = [json.dumps(moved(json.loads(line), weeks * WEEK)) for line in lines[:most]]
    path = folder / f"{date.fromisoformat(day) + weeks * WEEK}.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(pages).encode("ascii"), mtime=0))
    return path


def moved(value: Any, by: timedelta) -> Any:
    """A record with every tweet in it moved by some weeks; what is broken on purpose stays as it is."""
    if isinstance(value, list):
        return [moved(each, by) for each in value]
    if not isinstance(value, dict):
        return value
    made = {key: moved(each, by) for key, each in value.items()}
    is_tweet = "text" in value or value.get("type") in ("retweeted", "quoted", "replied_to")
    for key in ("id", "conversation_id") if is_tweet else ():
        made[key] = _later_id(value.get(key), by)
    if isinstance(value.get("edit_history_tweet_ids"), list):
        made["edit_history_tweet_ids"] = [_later_id(each, by) for each in value["edit_history_tweet_ids"]]
    moment = str(value.get("created_at"))
    if is_tweet and MOMENT.match(moment):
        made["created_at"] = str(date.fromisoformat(moment[:10]) + by) + moment[10:]
    return made


def _later_id(tweet_id: Any, by: timedelta) -> Any:
    """The id of a tweet that much later; of a record that is broken on purpose, what stands there."""
    later = round(by.total_seconds() * 1000) << SNOWFLAKE_LOW_BITS
    return str(int(tweet_id) + later) if str(tweet_id).isdigit() else tweet_id
