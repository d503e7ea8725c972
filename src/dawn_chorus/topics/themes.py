"""Themes: the coarse group that a topic belongs to, by the keywords of ``include/lexicons/themes.yaml``."""

from collections.abc import Sequence

from dawn_chorus.text.clean import visible
from dawn_chorus.text.lexicon import themes

# Below this share of the topic's tweets a theme's keywords are passing remarks.
MIN_SHARE = 0.3


def theme_of(texts: Sequence[str]) -> str:
    """The key of the theme whose keywords stand in most of `texts`; the last theme (``other``) where none fits."""
    *known, default = themes()
    shown = [(text, text.casefold()) for text in map(visible, texts)]
    best, most = default.key, 0
    for theme in known:
        hits = sum(theme.is_told(text, folded) for text, folded in shown)
        if hits > most and hits >= MIN_SHARE * len(texts):
            best, most = theme.key, hits
    return best
