"""A visit: what every page of a channel needs to know of its request, and how to answer."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from dawn_chorus.channel import Channel, channels_folder, load_channel
from dawn_chorus.ui.pages import Address, render
from dawn_chorus.window import local_day


@dataclass(frozen=True)
class Visit:
    """One request about one channel. ``base``: where the pages are mounted; ``now``: aware UTC."""

    channel: Channel
    base: str
    now: dt.datetime

    @property
    def today(self) -> dt.date:
        """The day that goes on where the channel is."""
        return local_day(self.now, self.channel.zone)

    @property
    def yesterday(self) -> dt.date:
        """The last whole day."""
        return self.today - dt.timedelta(days=1)

    @property
    def url(self) -> Address:
        """Builds addresses of pages."""
        return Address(self.base)

    def show(self, name: str, **context: object) -> HTMLResponse:
        """A page of the channel."""
        return HTMLResponse(render(name, self.base, channel=self.channel, today=self.today, **context))


def base_of(request: Request) -> str:
    """The path under which the application is mounted."""
    return str(request.scope.get("root_path", ""))


def visit_of(request: Request, dag_id: str) -> Visit:
    """The visit. Raises ChannelError where no channel has that DAG."""
    return Visit(known_channel(dag_id), base_of(request), request.app.state.now())


def known_channel(name: str) -> Channel:
    """The channel, read again when a channel file changed. Raises ChannelError."""
    files = sorted(channels_folder().glob("*.yaml"))
    return _channel(name, tuple((path, path.stat().st_mtime_ns) for path in files))


@lru_cache(maxsize=64)
def _channel(name: str, files: tuple[object, ...]) -> Channel:
    """The channel as it is in these files."""
    return load_channel(name)


VisitDep = Annotated[Visit, Depends(visit_of)]
