"""Keys: one form for all spellings of a word or name."""

import re
import unicodedata

_NOT_SPOKEN = re.compile(r"[\W_]+")


def key_of(written: str) -> str:
    """Letters and digits only, lower case, in compatibility form: "GPT-5", "gpt 5" and "ＧＰＴ５" are all "gpt5"."""
    return _NOT_SPOKEN.sub("", unicodedata.normalize("NFKC", written).casefold())
