"""Names: which phrases are names, learned from how a channel's tweets write them, and how to print them."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from dawn_chorus.text.analysis import Analysis
from dawn_chorus.text.keys import key_of
from dawn_chorus.text.lexicon import canonical_key, known_names, known_terms
from dawn_chorus.text.phrases import Phrase

# A phrase is a name when at least this share of the uses that say something (not at a sentence's start) has capitals.
# Single words need more: titles and headlines give capitals to every word.
CAPITAL_SHARE = 0.5
WORD_CAPITAL_SHARE = 0.8


class CaseEvidence:
    """How often each phrase is written with capitals; grows text by text.

    The capital of a sentence's first word says nothing. A phrase that begins with one ("Lumen Forge is out",
    "Introducing Forge") counts when that word is not known as an ordinary one from elsewhere.
    """

    def __init__(self, wanted: Collection[str] | None = None) -> None:
        """`wanted`: keys of all phrases that will be asked for, and of the words that they begin with; else all."""
        self._wanted = wanted
        self._uses: Counter[str] = Counter()
        self._capitals: Counter[str] = Counter()
        self._heads: dict[str, str] = {}
        self._plain: set[str] = set()

    def add(self, analysis: Analysis) -> None:
        """Count one text; a phrase counts once per text and way of writing."""
        told = [p for p in analysis.phrases if self._wanted is None or p.key in self._wanted]
        for phrase in {(p.key, p.is_capital, p.head): p for p in told}.values():
            if not phrase.head:
                self._uses[phrase.key] += 1
                self._capitals[phrase.key] += phrase.is_capital
            elif phrase.is_capital and phrase.length > 1:
                self._heads[phrase.key] = max(phrase.head, self._heads.get(phrase.key, ""))
            if phrase.is_capital and _is_plain(phrase):
                self._plain.add(phrase.key)

    def names(self, candidates: Iterable[str]) -> frozenset[str]:
        """Those of the candidate keys that are names."""
        terms = {canonical_key(key) for key in known_terms()}
        return frozenset(key for key in candidates if key not in terms and self._is_name(key))

    def _is_name(self, key: str) -> bool:
        if self._uses[key]:
            share = WORD_CAPITAL_SHARE if key in self._plain else CAPITAL_SHARE
            return self._capitals[key] >= max(1, share * self._uses[key])
        head = self._heads.get(key)
        return head is not None and (not self._uses[head] or self._is_name(head))


def _is_plain(phrase: Phrase) -> bool:
    """Whether a name looks like a word in a title, rather than like OpenAI, GPT or Qwen3, and no lexicon knows it."""
    written = phrase.written
    return phrase.length == 1 and written.isalpha() and written[1:].islower() and phrase.key not in known_names()


def candidates(analyses: Iterable[Analysis]) -> frozenset[str]:
    """Keys of the phrases that are written like a name at least once."""
    return frozenset(phrase.key for analysis in analyses for phrase in analysis.phrases if phrase.is_capital)


def heads(analyses: Iterable[Analysis]) -> frozenset[str]:
    """Keys of the words that phrases begin with where a sentence begins."""
    return frozenset(phrase.head for analysis in analyses for phrase in analysis.phrases if phrase.head)


def names_in(analysis: Analysis, names: frozenset[str]) -> Iterator[Phrase]:
    """The uses of names in one text, in order, in whatever case they are written there."""
    return (phrase for phrase in analysis.phrases if phrase.key in names)


def best_written(forms: Mapping[str, int]) -> str:
    """How to print a name: as the lexicon writes it if a tweet does, else the commonest form that has capitals.

    `forms` counts the ways in which the tweets write it, so that the result always stands in one of them.
    """
    canonical = known_names().get(key_of(next(iter(forms))))

    def rank(form: str) -> tuple[bool, bool, bool, int, str]:
        is_shouted = form.isupper() and len(form) > 4
        return (form != canonical, form.islower(), is_shouted, -forms[form], form)

    return min(forms, key=rank)
