"""Account ids of handles: asked for once, a hundred at a time, and kept."""

import logging
from collections.abc import Mapping, Sequence

import msgspec

from dawn_chorus.database.connect import transaction
from dawn_chorus.database.sql import statement
from dawn_chorus.ingest.splitting import elements, members
from dawn_chorus.ingest.x_api.budget import Purse
from dawn_chorus.ingest.x_api.client import Client
from dawn_chorus.ingest.x_api.question import USERS_BY

MOST_HANDLES = 100  # of one request

log = logging.getLogger("dawn_chorus.x_api")


class _User(msgspec.Struct):
    id: str
    username: str


def account_ids(client: Client, purse: Purse, handles: Sequence[str]) -> dict[str, str]:
    """The account id of each handle that there is, by lower-case handle; of one that there is not, a warning.

    Raises FetchError, BudgetError.
    """
    asked = sorted({handle.lower() for handle in handles})
    ids = _known(asked)
    left = [handle for handle in asked if handle not in ids]
    for begin in range(0, len(left), MOST_HANDLES):
        ids |= _ask(client, purse, left[begin : begin + MOST_HANDLES])
    for handle in asked:
        if handle not in ids:
            log.warning("X API: there is no account @%s, or it is closed; it is left out", handle)
    return ids


def _known(handles: Sequence[str]) -> dict[str, str]:
    with transaction("loader") as connection:
        rows = connection.execute(statement("ingest/read_known_accounts"), {"handles": list(handles)}).all()
    return {row.handle: row.author_key for row in rows}


def _ask(client: Client, purse: Purse, handles: Sequence[str]) -> Mapping[str, str]:
    """Ask for the accounts, book them, keep their ids."""
    purse.check(len(handles) * purse.budget.user_read, f"looking up {len(handles)} accounts")
    answer = members(client.get(USERS_BY, {"usernames": ",".join(handles)}))
    users = filter(None, map(_user, elements(answer.get("data", b""))))
    found = {handle: account_id for handle, account_id in users if handle in handles}
    with transaction("loader") as connection:
        purse.book_page(connection, (), found.values())
        for handle, account_id in sorted(found.items()):
            parameters = {"handle": handle, "author_key": account_id}
            connection.execute(statement("ingest/insert_known_account"), parameters)
    return found


def _user(raw: bytes) -> tuple[str, str] | None:
    """Lower-case handle and id of an account; None for what is none."""
    try:
        user = msgspec.json.decode(raw, type=_User)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return (user.username.lower(), user.id) if user.id.isascii() and user.id.isdigit() else None
