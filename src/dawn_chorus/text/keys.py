"""Keys: one form for all spellings of a word or name."""

import re
import unicodedata

# Unified ideographs with extension A, compatibility ideographs, and the planes of the later extensions.
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_NOT_SPOKEN = re.compile(r"[\W_]+")


def key_of(written: str) -> str:
    """Letters and digits only, lower case, in compatibility form: "GPT-5", "gpt 5" and "ＧＰＴ５" are all "gpt5"."""
    return _NOT_SPOKEN.sub("", unicodedata.normalize("NFKC", written).casefold())
