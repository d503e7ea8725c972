"""Scripts: what the program can read, and what is read from right to left."""

import re

# Latin with its accents, and Han: the words that tokens, cues and models know.
_READ = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LETTER = re.compile(r"[^\W\d_]")
# Hebrew, Arabic, Syriac, Thaana, N'Ko and their like, with the forms in which older programs store them.
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


def is_unread(text: str) -> bool:
    """Whether most letters of a text are of scripts in which no word list or model knows a word."""
    letters = len(_LETTER.findall(text))
    return 2 * len(_READ.findall(text)) < letters


def has_right_to_left(text: str) -> bool:
    """Whether some letter of a text is read from right to left, so that the words around it would change places."""
    return _RIGHT_TO_LEFT.search(text) is not None
