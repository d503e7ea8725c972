"""The pages of a channel: each reads in one snapshot and answers with a template."""

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from dawn_chorus.database.runs import read_run
from dawn_chorus.errors import ChorusError
from dawn_chorus.ui import calendar, leaderboard, receipts, rejects, spending, stories, window_page
from dawn_chorus.ui.reading import rows, snapshot
from dawn_chorus.ui.visit import Visit, VisitDep
from dawn_chorus.window import Window

FIRST, LAST = dt.date(2006, 3, 21), dt.date(2100, 12, 31)  # between the first tweet and any sense

Year = Annotated[int | None, Query(ge=FIRST.year, le=LAST.year)]
Month = Annotated[str | None, Query(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]
AnyDay = Annotated[dt.date | None, Query(ge=FIRST, le=LAST)]
PathDay = Annotated[dt.date, Path(ge=FIRST, le=LAST)]
RunId = Annotated[int, Path(ge=1, lt=2**63)]
Name = Annotated[str, Path(min_length=1, max_length=200)]


def router(access: Callable[..., Any]) -> APIRouter:
    """The routes of a channel, all behind ``access``, which raises 401 or 403."""
    routes = APIRouter(prefix="/channels/{dag_id}", dependencies=[Depends(access)])
    pages: dict[str, Callable[..., Response]] = {
        "": show_calendar,
        "/windows/{first_day}/{last_day}": show_window,
        "/windows/{first_day}/{last_day}/picture": show_picture,
        "/dag_runs/{dag_run_id:path}": show_dag_run,
        "/runs/{run_id}": show_run,
        "/stories": show_stories,
        "/stories/{story_id}": show_story,
        "/accounts": show_accounts,
        "/accounts/{handle}": show_account,
        "/ledger": show_ledger,
        "/quarantine": show_quarantine,
        "/quarantine/{record}": show_record,
        "/spend": show_spend,
        "/rejects": show_rejects,
    }
    for path, page in pages.items():
        routes.add_api_route(path, page, methods=["GET"], response_model=None)
    return routes


def show_calendar(visit: VisitDep, year: Year = None) -> HTMLResponse:
    """A year at a glance."""
    year = year or visit.yesterday.year
    with snapshot() as connection:
        span = Window(dt.date(year, 1, 1), dt.date(year, 12, 31))
        days = calendar.read_days(connection, visit.channel, span, visit.now)
    return visit.show(
        "calendar.html.j2",
        year=year,
        months=calendar.months_of(days),
        counted=calendar.counted(days),
        wanting=calendar.wanting(days),
    )


def show_window(visit: VisitDep, first_day: PathDay, last_day: PathDay) -> HTMLResponse:
    """The post of a window with its evidence."""
    window = Window(first_day, last_day)
    picture = visit.url("channels", visit.channel.name, "windows", first_day, last_day, "picture")
    with snapshot() as connection:
        page = window_page.read_window(connection, visit.channel, window, visit.now, picture)
    return visit.show("window.html.j2", page=page)


def show_picture(visit: VisitDep, first_day: PathDay, last_day: PathDay) -> Response:
    """The word cloud of a window."""
    own = {"channel": visit.channel.name, "first_day": first_day, "last_day": last_day}
    with snapshot() as connection:
        found = rows(connection, "read_picture", **own)
    if not found:
        raise ChorusError(f"{visit.channel.name} has no picture of these days.", remedy="Few words make no cloud.")
    return Response(bytes(found[0].content), media_type="image/jpeg")


def show_dag_run(visit: VisitDep, request: Request, dag_run_id: Name) -> RedirectResponse:
    """From a DAG run to the window that it is about."""
    run = request.app.state.run(visit.channel.name, dag_run_id)
    if run is None:
        raise ChorusError(f"{visit.channel.name} has no DAG run {dag_run_id}.", remedy="Choose a day of the calendar.")
    params, partition_key = run
    window = Window.asked({key: params.get(key) for key in ("first_day", "last_day")}, partition_key)
    return RedirectResponse(visit.url.window(visit.channel.name, window.first_day, window.last_day), 303)


def show_run(visit: VisitDep, run_id: RunId) -> RedirectResponse:
    """From a run of ours to its window; of another channel's run nothing is said."""
    with snapshot() as connection:
        run = read_run(connection, run_id)
    if run.channel != visit.channel.name:
        raise ChorusError(f"{visit.channel.name} has no run {run_id}.", remedy="Choose a day of the calendar.")
    return RedirectResponse(visit.url.window(run.channel, run.window.first_day, run.window.last_day), 303)


def show_stories(visit: VisitDep, day: AnyDay = None) -> HTMLResponse:
    """The largest stories of thirty days."""
    day = day or visit.yesterday
    with snapshot() as connection:
        found = stories.read_stories(connection, visit.channel, day)
    return visit.show("stories.html.j2", day=day, step=dt.timedelta(days=stories.STRIP_DAYS), stories=found)


def show_story(visit: VisitDep, story_id: Name) -> HTMLResponse:
    """One story, day by day."""
    with snapshot() as connection:
        chapters = stories.read_chapters(connection, visit.channel, story_id)
    return visit.show("story.html.j2", chapters=chapters)


def show_accounts(visit: VisitDep, day: AnyDay = None) -> HTMLResponse:
    """The accounts of a day."""
    with snapshot() as connection:
        board = leaderboard.read_leaderboard(connection, visit.channel, day or visit.yesterday)
    return visit.show("accounts.html.j2", board=board, step=dt.timedelta(days=1))


def show_account(visit: VisitDep, handle: Name, day: AnyDay = None) -> HTMLResponse:
    """Why an account has its rank on a day."""
    from dawn_chorus.accounts.explaining import read_explanation

    day = day or visit.yesterday
    with snapshot() as connection:
        told = read_explanation(connection, [visit.channel], handle, Window(day, day))
    return visit.show("account.html.j2", handle=handle, day=day, told=told, entry=_known(visit, handle))


def _known(visit: Visit, handle: str) -> object:
    """What the channel's roster says of an account."""
    return visit.channel.roster_by_handle.get(handle.removeprefix("@").lower())


def show_ledger(visit: VisitDep, month: Month = None) -> HTMLResponse:
    """What was received in a month."""
    span = _month(visit, month)
    with snapshot() as connection:
        ledger = receipts.read_ledger(connection, visit.channel, span)
        refused = receipts.read_refused(connection, visit.channel, span)
    return visit.show("ledger.html.j2", span=span, ledger=ledger, totals=receipts.totals(ledger), refused=refused)


def show_quarantine(visit: VisitDep, day: AnyDay = None) -> HTMLResponse:
    """What was refused of a day."""
    day = day or visit.yesterday
    with snapshot() as connection:
        refused = receipts.read_refused(connection, visit.channel, Window(day, day))
    return visit.show("quarantine.html.j2", day=day, step=dt.timedelta(days=1), refused=refused)


def show_record(visit: VisitDep, record: Name) -> HTMLResponse:
    """One refused record, as received."""
    with snapshot() as connection:
        found = receipts.read_record(connection, visit.channel, record)
    return visit.show("record.html.j2", record=record, found=found)


def show_spend(visit: VisitDep, month: Month = None) -> HTMLResponse:
    """What was paid in a month, against the budget."""
    span = _month(visit, month)
    with snapshot() as connection:
        spent = spending.read_spending(connection, visit.channel, span)
    return visit.show("spend.html.j2", span=span, spent=spent)


def show_rejects(visit: VisitDep, month: Month = None) -> HTMLResponse:
    """What the checker dropped in a month."""
    span = _month(visit, month)
    with snapshot() as connection:
        found = rejects.read_rejects(connection, visit.channel, span)
    return visit.show("rejects.html.j2", span=span, rejects=found)


def _month(visit: Visit, month: str | None) -> Window:
    """The month asked for, or the one of yesterday."""
    return spending.month_of(dt.date.fromisoformat(f"{month}-01") if month else visit.yesterday)
