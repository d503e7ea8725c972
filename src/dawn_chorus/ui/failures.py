"""Failures as pages: what happened, and what to do; never what is inside."""

import logging
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException

from dawn_chorus.errors import ChorusError, DatabaseError
from dawn_chorus.ui.pages import render
from dawn_chorus.ui.visit import base_of

log = logging.getLogger("dawn_chorus.ui")

_SAID = {
    401: ("Nobody is logged in.", "Log in to Airflow and open this page again."),
    403: ("You may not read this.", "Ask who runs Airflow for the right to read the DAG of this channel."),
    404: ("There is no such page.", "Choose one from the list of channels."),
    405: ("Nothing can be changed here.", "These pages are only read; use Airflow or the command line."),
}
_OTHERWISE = ("This did not work.", "Try again; if it stays so, the log of the api-server says why.")


def add_failures(app: FastAPI) -> None:
    """Answer every failure with a page."""
    app.exception_handler(HTTPException)(_refuse)
    app.exception_handler(RequestValidationError)(_correct)
    app.exception_handler(ChorusError)(_explain)
    app.exception_handler(DBAPIError)(_apologise)


def _refuse(request: Request, error: HTTPException) -> HTMLResponse:
    """An answer of Airflow or of the routes; its own words may say too much."""
    message, remedy = _SAID.get(error.status_code, _OTHERWISE)
    return _page(request, error.status_code, message, remedy, error.headers)


def _correct(request: Request, error: RequestValidationError) -> HTMLResponse:
    """A parameter that cannot be."""
    wrong = ", ".join(f"{each['loc'][-1]}: {each['msg']}" for each in error.errors())
    return _page(request, 422, f"This address cannot be read ({wrong}).", "Days are written as 2025-11-27.")


def _explain(request: Request, error: ChorusError) -> HTMLResponse:
    """A failure that the project knows: what was asked for is not there, or Postgres is not."""
    status = 503 if isinstance(error, DatabaseError) else 404
    return _page(request, status, error.message, error.remedy)


def _apologise(request: Request, error: DBAPIError) -> HTMLResponse:
    """Postgres answers, but not this: it took too long, or its tables are of another version."""
    log.error("%s: %s", request.url.path, " ".join(str(error.orig).split()))
    remedy = (
        "Try again in a minute. After an upgrade, any command of chorus, or a DAG run, brings the tables up to date."
    )
    return _page(request, 503, "Postgres did not answer this page.", remedy)


def _page(
    request: Request, status: int, message: str, remedy: str, more: Mapping[str, str] | None = None
) -> HTMLResponse:
    context = {"status": status, "phrase": HTTPStatus(status).phrase, "message": message, "remedy": remedy}
    return HTMLResponse(render("failure.html.j2", base_of(request), **context), status, dict(more or {}))
