"""The pages of Dawn Chorus in Airflow: in the navigation, on each channel's DAG, and on each of its runs.

Only wiring: the pages are ``dawn_chorus.ui``. Airflow loads plugins in every process, tasks too, so the application and
what it imports are made when the api-server first needs them. Routes of plugins are public unless they ask for a user:
here every one does (``docs/decisions/0022``).
"""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from airflow.plugins_manager import AirflowPlugin

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.types import Receive, Scope, Send

PREFIX = "/dawn-chorus"


@cache
def application() -> "FastAPI":
    """The application behind Airflow's own access checks."""
    from airflow.api_fastapi.app import get_auth_manager
    from airflow.api_fastapi.auth.managers.models.base_user import BaseUser
    from airflow.api_fastapi.core_api.security import get_user, requires_access_dag
    from fastapi import Depends

    from dawn_chorus.ui.app import Access, make_app

    def readable(user: Annotated[BaseUser, Depends(get_user)]) -> set[str]:
        return get_auth_manager().get_authorized_dag_ids(user=user, method="GET")

    return make_app(Access(requires_access_dag("GET"), readable, read_run))


def read_run(dag_id: str, dag_run_id: str) -> tuple[Mapping[str, Any], str | None] | None:
    """Parameters and partition key of a DAG run, if there is one."""
    from airflow.models.dagrun import DagRun
    from airflow.utils.session import create_session
    from sqlalchemy import select

    with create_session() as session:
        wanted = select(DagRun.conf, DagRun.partition_key).where(DagRun.dag_id == dag_id, DagRun.run_id == dag_run_id)
        row = session.execute(wanted).one_or_none()
    return None if row is None else (row.conf or {}, row.partition_key)


async def serve(scope: "Scope", receive: "Receive", send: "Send") -> None:
    """Pass a request on to the application."""
    await application()(scope, receive, send)


class DawnChorusPlugin(AirflowPlugin):
    """Mounts the pages, and shows them where they are of use."""

    name = "dawn_chorus_pages"
    fastapi_apps: ClassVar[list[Any]] = [{"app": serve, "url_prefix": PREFIX, "name": "Dawn Chorus"}]
    external_views: ClassVar[list[Any]] = [
        {
            "name": "Dawn Chorus",
            "href": "dawn-chorus/",
            "destination": "nav",
            "nav_top_level": True,
            "url_route": "dawn-chorus",
        },
        {
            "name": "Reports",
            "href": "dawn-chorus/channels/{DAG_ID}",
            "destination": "dag",
            "url_route": "dawn-chorus-calendar",
        },
        {
            "name": "Report",
            "href": "dawn-chorus/channels/{DAG_ID}/dag_runs/{RUN_ID}",
            "destination": "dag_run",
            "url_route": "dawn-chorus-report",
        },
    ]
