"""Pinyin: one key for a Chinese product in both scripts, so that 青岚 2.0 and Qinglan 2.0 are one name."""

import re
from functools import lru_cache

from dawn_chorus.text.keys import HAN

# Without a version, pinyin is ambiguous: too many words are read alike.
_HAN_VERSION = re.compile(rf"([{HAN}]{{2,6}})(\d{{2,4}})")
CACHED_NAMES = 10_000


def pinyin_key(key: str) -> str:
    """The key of a Han name with its version as it is spelt in pinyin without tones; any other key as it is."""
    return _spelt(key) if key[-1:].isdecimal() and not key.isascii() else key


@lru_cache(maxsize=CACHED_NAMES)
def _spelt(key: str) -> str:
    found = _HAN_VERSION.fullmatch(key)
    if found is None:
        return key
    from pypinyin import lazy_pinyin  # here, for it takes a fifth of a second, and most processes meet no such name

    return "".join(lazy_pinyin(found[1])) + found[2]
