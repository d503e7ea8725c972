"""The installation: programs, font, room, credentials, Postgres and its roles, the blogs' repositories."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import get_args

from dawn_chorus.channel import Channel
from dawn_chorus.database.connect import Role, transaction
from dawn_chorus.database.prepare import prepare
from dawn_chorus.database.sql import statement
from dawn_chorus.doctor.finding import Finding, wrong
from dawn_chorus.doctor.site import examine_site
from dawn_chorus.errors import ChorusError, PublishError
from dawn_chorus.settings import settings

GIGABYTE = 1_000_000_000
LEAST_ROOM, GOOD_ROOM = 1 * GIGABYTE, 5 * GIGABYTE  # free where the state lives
LEAST_GIT = (2, 34)  # signs with ssh keys, and fetches by filter without a checkout
LEAST_POSTGRES = 15


def examine(channels: Sequence[Channel], blog: Path | None = None) -> Iterator[Finding]:
    """Look at everything, and say what was found as it is found. ``blog``: a checkout to look at, not the remotes."""
    yield _guarded("git", _git)
    yield _guarded("font", _font)
    yield _guarded("disk", _disk)
    yield from _postgres()
    for channel in channels:
        yield from _credentials(channel)
        yield from _blog(channel, blog)


def _guarded(where: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except ChorusError as error:
        return wrong(where, error)


def _git() -> Finding:
    try:
        said = subprocess.run(["git", "version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        raise PublishError("There is no git on this machine.", remedy="Install git 2.34 or newer.") from None
    version = tuple(map(int, re.findall(r"\d+", said)[:2]))
    if version < LEAST_GIT:
        return Finding("doubtful", "git", f"{said.strip()} is old", "Install git 2.34 or newer.")
    return Finding("well", "git", said.strip())


def _font() -> Finding:
    from dawn_chorus.report.wordcloud import font

    return Finding("well", "font", font().name)


def _disk() -> Finding:
    home = settings().home
    there = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(there).free
    words = f"{free / GIGABYTE:,.1f} GB free for {home}"
    if free < LEAST_ROOM:
        return Finding("wrong", "disk", words, "Free some room, or move CHORUS_HOME.")
    return Finding("well" if free >= GOOD_ROOM else "doubtful", "disk", words, "" if free >= GOOD_ROOM else "Watch it.")


def _postgres() -> Iterator[Finding]:
    """That it answers, and that the login may take each role on but is no superuser; it is made ready if need be."""
    try:
        prepare()
        missing = [role for role in get_args(Role) if not _may_be(role)]
        with transaction("reader") as connection:
            login = connection.execute(statement("doctor/read_login")).one()
    except ChorusError as error:
        yield wrong("Postgres", error)
        return
    if missing:
        roles = ", ".join(f"chorus_{role}" for role in missing)
        yield Finding("wrong", "Postgres", f"the login may not work as {roles}", f"GRANT {roles} TO it.")
    if login.is_superuser:
        yield Finding("doubtful", "Postgres", "the login is a superuser", "Give the project a login of its own.")
    if login.version < LEAST_POSTGRES:
        yield Finding("wrong", "Postgres", f"version {login.version}", f"Use {LEAST_POSTGRES} or newer.")
    elif not missing and not login.is_superuser:
        yield Finding("well", "Postgres", f"version {login.version}, four roles")


def _may_be(role: Role) -> bool:
    try:
        with transaction(role):
            return True
    except ChorusError:
        return False


def _credentials(channel: Channel) -> Iterator[Finding]:
    """That each Connection which the channel names holds a token; what it holds is not shown."""
    from dawn_chorus.ingest.x_api.credential import read_credential as read_source
    from dawn_chorus.publish.credential import read_credential as read_blog

    looks: dict[str, Callable[[str], object]] = {
        each.connection: read_source for each in channel.sources if each.kind == "x_api"
    }
    if channel.blog.connection is not None:
        looks[channel.blog.connection] = read_blog
    if channel.writer == "llm":
        yield _guarded(f"{channel.name} connection {channel.llm.connection}", lambda: _language_model(channel))
    for connection, look in looks.items():
        where = f"{channel.name} connection {connection}"

        def found(look: Callable[[str], object] = look, name: str = connection, where: str = where) -> Finding:
            look(name)
            return Finding("well", where, "holds a token")

        yield _guarded(where, found)


def _language_model(channel: Channel) -> Finding:
    """That the Connection of the language model can be used, and its client is there; nobody is asked."""
    from dawn_chorus.report.llm.endpoint import read_endpoint

    where = f"{channel.name} connection {channel.llm.connection}"
    endpoint = read_endpoint(channel.llm.connection)
    if endpoint is None:
        return Finding("doubtful", where, "is not set, so templates write", "Set it, or write `writer: template`.")
    if find_spec("pydantic_ai") is None:
        return Finding("doubtful", where, "pydantic-ai is missing, so templates write", "Install it: make llm")
    return Finding("well", where, f"{endpoint.model} at {endpoint.base_url}")


def _blog(channel: Channel, folder: Path | None) -> Iterator[Finding]:
    """The blog's settings, in a checkout or on the remote branch, which must answer."""
    if folder is not None and not (folder / "_config.yml").is_file():
        yield Finding("wrong", f"{channel.name} blog", f"{folder} has no _config.yml", "`chorus blog init` writes one.")
        return
    try:
        yield from examine_site(channel, _reader(channel, folder))
    except ChorusError as error:
        yield wrong(f"{channel.name} blog", error)


def _reader(channel: Channel, folder: Path | None) -> Callable[[str], bytes | None]:
    """Reads a file of the blog by its path."""
    if folder is not None:
        return lambda path: (folder / path).read_bytes() if (folder / path).is_file() else None
    from dawn_chorus.publish.credential import read_credential
    from dawn_chorus.publish.git import read_file
    from dawn_chorus.publish.publication import remote_of

    remote = remote_of(channel, read_credential(channel.blog.connection))
    return lambda path: read_file(remote, path)
