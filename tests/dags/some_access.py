"""Airflow's simple auth manager, but for one user who may read one DAG alone."""

from typing import Any

from airflow.api_fastapi.auth.managers.simple.simple_auth_manager import SimpleAuthManager


class SomeAccess(SimpleAuthManager):
    """Whoever is the visitor reads nothing but one DAG."""

    def is_authorized_dag(self, *, user: Any, details: Any = None, **asked: Any) -> bool:
        """As the simple auth manager says, and for the visitor only of one DAG."""
        is_open = user.username != "visitor" or (details is not None and details.id == "twitter_finance")
        return is_open and super().is_authorized_dag(user=user, details=details, **asked)
