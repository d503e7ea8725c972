"""Where this installation keeps its state and finds its files; read from the environment, once per process."""

import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
DATABASE_VARIABLES = ("CHORUS_DATABASE_URL", "AIRFLOW_CONN_DAWN_CHORUS")  # the first that is set counts


@dataclass(frozen=True)
class Settings:
    """Paths and addresses of one installation.

    ``home``: state (``postgres/ landing/ parsed/ airflow/ blog.git``). ``database_url``: a Postgres of your own, or
    None for the embedded one under ``home``; ``database_variable``: where it was found. ``include`` and ``sql``: the
    project's own files.
    """

    home: Path
    database_url: str | None = field(repr=False)
    include: Path
    sql: Path
    database_variable: str = DATABASE_VARIABLES[0]

    @property
    def landing(self) -> Path:
        """Raw files exactly as received, by content hash."""
        return self.home / "landing"

    @property
    def git_cache(self) -> Path:
        """Bare caches of the blogs' repositories."""
        return self.home / "git"

    @property
    def preview(self) -> Path:
        """HTML previews of reports."""
        return self.home / "preview"

    def expand(self, location: str) -> str:
        """Fill ``{home}`` and ``{include}`` in a location from a channel file."""
        return location.replace("{home}", str(self.home)).replace("{include}", str(self.include))


@cache
def settings() -> Settings:
    """The settings of this process: ``CHORUS_HOME``, ``CHORUS_DATABASE_URL``, ``CHORUS_PROJECT``.

    An Airflow Connection in the environment (``AIRFLOW_CONN_DAWN_CHORUS``) names the database as well.
    """
    variable = next((name for name in DATABASE_VARIABLES if os.environ.get(name)), DATABASE_VARIABLES[0])
    project = Path(os.environ.get("CHORUS_PROJECT") or PROJECT).expanduser().resolve()
    home = Path(os.environ.get("CHORUS_HOME") or project / ".local").expanduser().resolve()
    return Settings(
        home=home,
        database_url=os.environ.get(variable) or None,
        include=project / "include",
        sql=project / "sql",
        database_variable=variable,
    )
