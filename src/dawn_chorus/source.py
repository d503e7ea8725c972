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


_Share = Annotated[float, Field(ge=0, le=1)]
_Hours = Annotated[float, Field(ge=0)]


class Quality(Strict):
    """Where the input of a window is thin (a short report) or blocks it (none).

    Shares are of what is usual, the median of the days with tweets in the two weeks before, or of all records.
    """

    # A weekend brings over a third of a working day, even of the markets; a twentieth is a bit more than an hour of it.
    thin_volume: Annotated[_Share, Field(description="Tweets a day, of the usual number; fewer are thin")] = 0.33
    block_volume: Annotated[_Share, Field(description="The same; fewer block")] = 0.05
    # Half the hours is a collector that ran for half a day; three of twenty-four are no day.
    thin_hours: Annotated[_Share, Field(description="Hours with tweets, of the usual number; fewer are thin")] = 0.5
    block_hours: Annotated[_Share, Field(description="The same; fewer block")] = 0.15
    # An evening may be quiet; who stops before six in the morning has not seen the day.
    thin_silence: Annotated[_Hours, Field(description="Hours from the last tweet to the end beyond the usual")] = 6.0
    block_silence: Annotated[_Hours, Field(description="The same; more block")] = 18.0
    # Deleted authors and withheld tweets make a few per cent; a changed format refuses nearly all.
    thin_rejects: Annotated[_Share, Field(description="Refused records, of all; more are thin")] = 0.2
    block_rejects: Annotated[_Share, Field(description="The same; more block")] = 0.5
    # Overlapping files are harmless: a snapshot every quarter of an hour repeats each tweet up to 96 times.
    thin_repeats: Annotated[_Share, Field(description="Repeated records, of all; more are thin")] = 0.99
    thin_lost: Annotated[_Share, Field(description="What failed sources usually give, of all; more is thin")] = 0.25
