"""The scripts of an account's official archive: how they begin, and whose archive it is."""

import re
from pathlib import Path

import msgspec

from dawn_chorus.ingest.splitting import elements, members

ACCOUNT_FILE = "account.js"
MAX_ACCOUNT = 1 << 20  # bytes of it that are read; it has a few hundred
ASSIGNMENT = re.compile(rb"\s*window\.YTD\.\w+\.part\d+\s*=\s*")


class Owner(msgspec.Struct, frozen=True, rename="camel"):
    """Whose archive it is, in the archive's own words."""

    account_id: str
    username: str
    account_display_name: str = ""


_OWNER = msgspec.json.Decoder(Owner)


def owner_beside(path: Path) -> Owner | None:
    """The owner that ``account.js`` beside a script names; None where none can be read, or nobody stands in it."""
    beside = path.with_name(ACCOUNT_FILE)
    if path.suffix != ".js":
        return None
    try:
        with beside.open("rb") as file:
            content = file.read(MAX_ACCOUNT)
    except OSError:
        return None
    for each in elements(ASSIGNMENT.sub(b"", content, count=1)):
        try:
            return _OWNER.decode(members(each).get("account", b"{}"))
        except msgspec.DecodeError:
            continue
    return None
