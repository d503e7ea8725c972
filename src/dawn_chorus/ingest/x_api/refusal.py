"""What the X API's refusals mean and what to do about each."""

from http import HTTPStatus

import msgspec

from dawn_chorus.connection import Secret
from dawn_chorus.errors import FetchDelayedError, FetchError, FetchForbiddenError

MOST_WORDS = 200  # characters of the API's own words that an error repeats

_MEANING: dict[int, tuple[str, str]] = {
    HTTPStatus.BAD_REQUEST: (
        "does not understand the request",
        "Mend query, list_id or users of the source in the channel file; its own words say which.",
    ),
    HTTPStatus.UNAUTHORIZED: (
        "does not accept the credential",
        "Put a valid app-only bearer token into the Airflow Connection (AIRFLOW_CONN_…), as its password.",
    ),
    HTTPStatus.PAYMENT_REQUIRED: (
        "wants credit: the account has none left",
        "Buy credit in the developer console, then run again; it goes on where it was.",
    ),
    HTTPStatus.FORBIDDEN: (
        "refuses this to the credential",
        "Give the app access to this endpoint in the developer console, or take the source out.",
    ),
    HTTPStatus.NOT_FOUND: (
        "does not know what was asked for",
        "Mend list_id or users of the source, or the host in the Airflow Connection.",
    ),
}
_OTHER = ("refuses the request", "Check the host in the Airflow Connection and the source in the channel file.")


def refusal(status: int, path: str, body: bytes, token: Secret) -> FetchError:
    """The error for a refusing answer, with the API's own words on one line."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return FetchDelayedError(
            f"The X API goes on refusing {path} for its rate limit, after waiting as it asked.",
            remedy="Run it again in a quarter of an hour; what was fetched is kept.",
        )
    meaning, remedy = _MEANING.get(status, _OTHER)
    words = token.hide(_own_words(body))[:MOST_WORDS].rstrip(".")
    kind = FetchForbiddenError if status == HTTPStatus.FORBIDDEN else FetchError
    return kind(f"The X API {meaning} ({path}, HTTP {status}){f': {words}' if words else ''}.", remedy=remedy)


class _First(msgspec.Struct):
    """One of ``errors``."""

    message: str = ""
    detail: str = ""


class _Answer(msgspec.Struct):
    """A refusing answer, as far as it is repeated."""

    detail: str = ""
    title: str = ""
    errors: list[_First] = []


def _own_words(body: bytes) -> str:
    """What a refusing answer says about itself; nothing where it is not the API's JSON."""
    try:
        answer = msgspec.json.decode(body, type=_Answer)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    first = answer.errors[0] if answer.errors else _First()
    words = first.message or first.detail or answer.detail or answer.title
    return " ".join("".join(each if each.isprintable() else " " for each in words).split())
