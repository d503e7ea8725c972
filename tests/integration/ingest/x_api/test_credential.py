"""The credential stays where it is, however much is logged; tests/chaos looks for it everywhere else."""

import datetime as dt
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dawn_chorus.channel import Channel
from dawn_chorus.errors import FetchError
from dawn_chorus.ingest.x_api.fetch import fetch

Maker = Callable[..., Any]

pytestmark = pytest.mark.usefixtures("database")


def test_not_even_the_most_talkative_log_shows_the_credential(
    channel: Channel, landing: Path, stand_in: Maker, world: Maker, caplog: pytest.LogCaptureFixture, token: str
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(FetchError) as caught:
        fetch(channel, [dt.date(2030, 5, 4)], landing, world(stand_in("503@1", "402@3")))
    assert "httpcore" in {record.name.split(".")[0] for record in caplog.records}
    assert token not in caplog.text
    assert token not in repr(caught.value)
    assert caught.value.__cause__ is None
