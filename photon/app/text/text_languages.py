"""In which languages lines of text are."""

from collections import Counter
from collections.abc import Iterable

from photon.domain.photo.page_text import TextLine
from photon.search.language import guess_language, has_english

_SCRIPTS = (("ja", "\u3040", "\u30ff"), ("zh", "\u4e00", "\u9fff"), ("el", "\u0370", "\u03ff"))
_LEAST = 0.15  # share of the lines whose language is known


def languages_of(lines: Iterable[TextLine]) -> tuple[str, ...]:
    """Return ISO 639-1 codes of languages, the most frequent first; none where nothing tells them.

    Args:
        lines: The lines of a photo.
    """
    texts = [line.text for line in lines]
    by_script = [code for text in texts for code in _by_script(text)]
    if "ja" in by_script:  # which is written with Chinese characters, too
        by_script = ["ja" if code == "zh" else code for code in by_script]
    found = Counter(by_script)
    found.update(code for text in texts if not _by_script(text) for code in _by_words(text))
    together = found.total()
    return tuple(code for code, count in found.most_common() if count >= _LEAST * together)


def _by_script(text: str) -> list[str]:
    return [code for code, first, last in _SCRIPTS if any(first <= letter <= last for letter in text)][:1]


def _by_words(text: str) -> list[str]:
    if has_english(text):
        return ["en"]
    guess = guess_language(text)
    return sorted(guess.languages) if guess is not None and len(guess.languages) == 1 else []
