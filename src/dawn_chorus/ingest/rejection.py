"""Why a record is refused: a stable word that tables, tests and people share, and one sentence about this record."""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum


class Reason(StrEnum):
    """The kinds of fault. The words are stored in quarantine: add new ones, never rename one."""

    BROKEN_JSON = "broken_json"
    BAD_UTF8 = "bad_utf8"
    LONE_SURROGATE = "lone_surrogate"
    NUL_IN_TEXT = "nul_in_text"
    WRONG_TYPE = "wrong_type"
    NOT_A_TWEET = "not_a_tweet"
    MISSING_ID = "missing_id"
    BAD_ID = "bad_id"
    FLOAT_ID = "float_id"
    ID_OUT_OF_RANGE = "id_out_of_range"
    MISSING_DATE = "missing_date"
    BAD_DATE = "bad_date"
    DATE_WITHOUT_ZONE = "date_without_zone"
    DATE_OUT_OF_RANGE = "date_out_of_range"
    DATE_AGAINST_ID = "date_against_id"
    MISSING_TEXT = "missing_text"
    TEXT_TOO_LONG = "text_too_long"
    MISSING_AUTHOR = "missing_author"
    AUTHOR_UNAVAILABLE = "author_unavailable"
    BAD_HANDLE = "bad_handle"
    BAD_COUNT = "bad_count"
    WITHHELD = "withheld"
    TWEET_UNAVAILABLE = "tweet_unavailable"
    DELETED = "deleted"
    SOURCE_FAILED = "source_failed"
    BROKEN_ROW = "broken_row"


MEANING: Mapping[Reason, str] = {
    Reason.BROKEN_JSON: "not valid JSON, often a record cut off in the middle",
    Reason.BAD_UTF8: "bytes that are not UTF-8",
    Reason.LONE_SURROGATE: "half of a surrogate pair, which no text can hold",
    Reason.NUL_IN_TEXT: "a NUL character, which Postgres cannot store",
    Reason.WRONG_TYPE: "a field that has another type than the format says",
    Reason.NOT_A_TWEET: "something else than a tweet: a user, a list, a count",
    Reason.MISSING_ID: "no tweet id",
    Reason.BAD_ID: "an id that is not a whole number",
    Reason.FLOAT_ID: "an id that went through a floating-point number and lost its last digits",
    Reason.ID_OUT_OF_RANGE: "an id below 1 or above 63 bits",
    Reason.MISSING_DATE: "no time, and an id too old to hold one",
    Reason.BAD_DATE: "a time that cannot be read",
    Reason.DATE_WITHOUT_ZONE: "a time without its zone: the day cannot be known",
    Reason.DATE_OUT_OF_RANGE: "a time before the platform existed or after 2100",
    Reason.DATE_AGAINST_ID: "a time that contradicts the time in the id",
    Reason.MISSING_TEXT: "no text",
    Reason.TEXT_TOO_LONG: "a text far beyond the platform's limit",
    Reason.MISSING_AUTHOR: "no author, or one the input does not describe",
    Reason.AUTHOR_UNAVAILABLE: "an author who was deleted, suspended or protected",
    Reason.BAD_HANDLE: "an author's handle with characters that handles cannot have",
    Reason.BAD_COUNT: "a counter that is negative, broken or too large",
    Reason.WITHHELD: "a tweet withheld everywhere or by copyright: its text is not its author's",
    Reason.TWEET_UNAVAILABLE: "a notice in the place of a tweet that the platform does not show",
    Reason.DELETED: "a tweet that its author had deleted",
    Reason.SOURCE_FAILED: "a note that the source could not get something: no tweet, but a gap to know of",
    Reason.BROKEN_ROW: "a row of a table that cannot be cut into its columns",
}


class Rejected(Exception):  # noqa: N818 - a verdict on a record, not a failure of the program
    """A record is refused. ``created_at`` is set where its time could be read: it decides the day it is booked to."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.created_at: dt.datetime | None = None
