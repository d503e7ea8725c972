"""The application: routes that only read, each behind the access that it is given."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dawn_chorus.channel import channels_folder
from dawn_chorus.ui import channel_routes
from dawn_chorus.ui.failures import add_failures
from dawn_chorus.ui.overview import read_entry
from dawn_chorus.ui.pages import assets, headers, render
from dawn_chorus.ui.reading import snapshot
from dawn_chorus.ui.visit import base_of, known_channel

STYLE_SECONDS = 3600  # that a browser keeps the style sheet; its address changes with it


@dataclass(frozen=True)
class Access:
    """What Airflow decides. ``channel`` and ``dag_ids`` are dependencies of FastAPI, ``run`` is a plain function.

    ``channel``: raises 401 or 403 unless the DAG ``dag_id`` of the path may be read. ``dag_ids``: raises 401, and gives
    the DAGs that may be read. ``run(dag_id, dag_run_id)``: parameters and partition key of a DAG run, or None.
    """

    channel: Callable[..., Any]
    dag_ids: Callable[..., Any]
    run: Callable[[str, str], tuple[Mapping[str, Any], str | None] | None]


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def make_app(access: Access, now: Callable[[], dt.datetime] = _utc_now) -> FastAPI:
    """The application, to be mounted anywhere. ``now`` gives aware UTC."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.state.now, app.state.run = now, access.run
    app.add_middleware(_Headers)
    add_failures(app)

    def show_overview(request: Request, dag_ids: Annotated[set[str], Depends(access.dag_ids)]) -> HTMLResponse:
        with snapshot() as connection:
            entries = [read_entry(connection, known_channel(name), now()) for name in _readable(dag_ids)]
        return HTMLResponse(render("overview.html.j2", base_of(request), entries=entries))

    app.add_api_route("/", show_overview, response_model=None)
    app.add_api_route("/style.css", _show_style, dependencies=[Depends(access.dag_ids)], response_model=None)
    app.include_router(channel_routes.router(access.channel))
    return app


def _readable(dag_ids: Collection[str]) -> list[str]:
    """The channels whose DAGs may be read, by name."""
    return sorted(path.stem for path in channels_folder().glob("*.yaml") if path.stem in dag_ids)


def _show_style() -> Response:
    lasts = {"cache-control": f"private, max-age={STYLE_SECONDS}"}
    return Response(assets().style, media_type="text/css", headers=lasts)


class _Headers:
    """Puts the policy on every answer, failures too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = MutableHeaders(scope=message)
                for key, value in headers().items():
                    given.setdefault(key, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)
