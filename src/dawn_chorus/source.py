"""Where a channel's tweets come from, and what reading them may cost: the parts of a channel file about its input."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo
from pydantic_core import PydanticCustomError

MOST_QUERY = 512  # characters that the recent search takes

Kind = Literal["files", "x_api"]
Dialect = Literal["tweet", "post"]
_ASKED = ("query", "list_id", "users")  # what can be asked of the X API; a source asks one of them
_KIND_OF: dict[str, Kind] = {
    "path": "files",
    "mapping": "files",
    "query": "x_api",
    "list_id": "x_api",
    "users": "x_api",
}


class Strict(BaseModel):
    """Unknown keys are errors: a misspelt setting must not be silently ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _fits_kind(value: object, info: ValidationInfo) -> object:
    """Refuse a key of another kind of source, and a source that says nothing, or two things, to read."""
    kind, key = info.data.get("kind"), str(info.field_name)
    if kind is None:
        return value  # its own error is enough
    if value and _KIND_OF[key] != kind:
        raise ValueError(f"belongs to kind: {_KIND_OF[key]}, and this source is kind: {kind}")
    if key == "path" and kind == "files" and value is None:
        raise PydanticCustomError("missing", "Field required")
    if key == _ASKED[-1] and kind == "x_api":
        given = [each for each in _ASKED if (value if each == key else info.data.get(each))]
        if len(given) != 1 and all(each in info.data for each in _ASKED[:-1]):
            raise ValueError(f"give one of query, list_id and users; this source has {' and '.join(given) or 'none'}")
    return value


_Fits = AfterValidator(_fits_kind)
_Handle = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,15}$")]


class Source(Strict):
    """Where tweets come from: files or folders, or one question to the X API.

    In ``path``, ``{home}`` and ``{include}`` are filled in. Credentials stand in an Airflow Connection, never here.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9_]+$", description="Short name, shown in the ledger")]
    kind: Kind = "files"
    path: Annotated[str | None, Field(min_length=1, validate_default=True), _Fits] = None
    mapping: Annotated[
        str | None,
        Field(pattern=r"^[a-z0-9_]+$", description="How tables are read: include/mappings/NAME.yaml"),
        _Fits,
    ] = None
    query: Annotated[str | None, Field(min_length=1, max_length=MOST_QUERY), _Fits] = None
    list_id: Annotated[str | None, Field(pattern=r"^[0-9]{1,19}$"), _Fits] = None
    users: Annotated[tuple[_Handle, ...], Field(validate_default=True), _Fits] = ()
    most_tweets: Annotated[int, Field(ge=10, le=100_000, description="Per day and question")] = 2000
    dialect: Annotated[Dialect, Field(description="Names of the fields that the API is asked for")] = "tweet"
    connection: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", description="Airflow Connection")] = "x_api"


_Dollars = Annotated[Decimal, Field(ge=0, le=1_000_000)]


class Budget(Strict):
    """What reads cost and how much a channel may spend, in US dollars; days and months are the platform's, in UTC."""

    per_day: _Dollars = Decimal(10)
    per_month: _Dollars = Decimal(150)
    post_read: Annotated[_Dollars, Field(description="Price of one post, billed once a UTC day")] = Decimal("0.005")
    user_read: Annotated[_Dollars, Field(description="Price of one account, billed once a UTC day")] = Decimal("0.01")
    count_request: Annotated[_Dollars, Field(description="Price of one request for counts")] = Decimal("0.005")
