"""How long to wait: by the platform's own headers where it gives them, else by chance that grows."""

import datetime as dt
import random
from collections.abc import Mapping

LONGEST_WAIT_SECONDS = 16 * 60  # the platform counts requests by quarters of an hour
SLACK_SECONDS = 1  # its clock and ours are not one
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0


def reset_at(headers: Mapping[str, str], now: dt.datetime) -> dt.datetime | None:
    """When the platform counts anew, aware UTC; None where it does not say so in a way that can be read."""
    try:
        if "x-rate-limit-reset" in headers:
            return dt.datetime.fromtimestamp(int(headers["x-rate-limit-reset"]), dt.UTC)
        if "retry-after" in headers:
            return now + dt.timedelta(seconds=max(0, int(headers["retry-after"])))
    except (ValueError, OverflowError, OSError):
        return None
    return None


def is_used_up(headers: Mapping[str, str]) -> bool:
    """Whether the next request would be refused."""
    return headers.get("x-rate-limit-remaining", "").strip() == "0"


def seconds_until(moment: dt.datetime, now: dt.datetime) -> float:
    """How long to sleep to be sure that ``moment`` has passed."""
    return max(0.0, (moment - now).total_seconds()) + SLACK_SECONDS


def pause_before(attempt: int, chance: random.Random) -> float:
    """Seconds before attempt 2, 3, …: anything up to a bound that doubles, so that many do not come back at once."""
    return chance.uniform(0.0, min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** (attempt - 2)))
