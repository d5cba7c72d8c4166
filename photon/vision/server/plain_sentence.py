"""Reduce the verbose response of a network to one or two plain sentences about the photo."""

import html
import re

from photon.domain.unseen_characters import clean_line

LONGEST = 300  # characters; a typical caption has about 50
_MOST_READ = 8000  # characters that are processed, as each rule is applied several times

_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?(</\1>|$)", re.DOTALL | re.IGNORECASE)
_MARKS = (
    (re.compile(r"```\w*"), " "),
    (re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)"), r"\1"),  # links and pictures keep their words
    (re.compile(r"</?[a-zA-Z][^<>]*>"), " "),
    (re.compile(r"^[ \t]*(#{1,6}|[-*+•]|\d{1,2}[.)]|>)[ \t]+", re.MULTILINE), ""),
    (re.compile(r"[*`#|~]+|(?<!\w)_+|_+(?!\w)"), ""),
)
_NOUN = r"(?:image|photo|photograph|picture|snapshot|shot|scene)"
_SHOWS = (
    r"(?:(?:vividly |clearly |simply )?(?:shows|showing|depicts|depicting|features|featuring|captures|capturing"
    r"|displays|presents|portrays|illustrates|contains|is of|is showing|(?:appears|seems) to (?:show|be|depict)))"
)
_OPENINGS = tuple(
    re.compile(rf"^{pattern}[\s,:]*", re.IGNORECASE)
    for pattern in (
        r"(?:sure|certainly|of course|okay|ok)\b[^.:!\n]{0,80}[.:!]",
        r"(?:here(?:'s| is| are)|below is)\b[^.:!\n]{0,80}:",
        r"(?:(?:photo |image |short |suggested |possible )?(?:caption|description|title|answer|output))s?\s*:",
        rf"(?:in|within|on) (?:this|the) {_NOUN},?(?: (?:we|you|one) (?:can )?(?:see|find))?\b",
        rf"(?:this|the|that|an?) (?:[a-z-]+ )?{_NOUN} {_SHOWS}",
        rf"(?:this|it) (?:is|seems to be|appears to be) an? (?:[a-z-]+ )?{_NOUN} (?:of|showing|featuring)\b",
        rf"an? {_NOUN} of\b",
        r"(?:we|you|i) (?:can )?see\b",
    )
)
_REFUSED = re.compile(
    r"^(?:i['’]?m sorry|sorry\b|i am sorry|i apologi[sz]e|unfortunately,? i\b|as an ai\b"
    r"|i (?:can['’]?t|cannot|am unable|am not able|won['’]?t|don['’]?t see|do not see)\b)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r".+?(?:[.!?…]+[\"”’')\]]*(?=\s+\S|$)|$)", re.DOTALL)
_NO_END = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|vs|etc|e\.g|i\.e|approx|No)|\b[A-Z])\.$")
_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»", "'": "'", "‘": "’"}


def plain_sentences(text: str, most: int = 2, longest: int = LONGEST) -> str:
    """Extract the first sentences of a text, without reasoning, Markdown, HTML, and phrases such as "the image shows".

    Args:
        text: Any text.
        most: Maximum number of sentences.
        longest: Maximum characters. A second sentence that exceeds it is dropped, a first one is cut between words.

    Returns:
        One line; empty if nothing is left, or if the network declined.
    """
    text = _without_marks(text[:_MOST_READ].encode("utf-8", "replace").decode())
    text = _without_openings(_unquoted(text))
    if _REFUSED.match(text):
        return ""
    result = ""
    for sentence in _sentences(text)[:most]:
        longer = f"{result} {_unquoted(sentence)}".strip()
        if result and len(longer) > longest:
            break
        result = longer
    result = _cut(result, longest)
    return result[:1].upper() + result[1:] if any(map(str.isalnum, result)) else ""


def _without_marks(text: str) -> str:
    text = html.unescape(_THOUGHT.sub(" ", text))
    for pattern, instead in _MARKS:
        text = pattern.sub(instead, text)
    return clean_line(text)


def _without_openings(text: str) -> str:
    before = None
    while before != text:  # "Sure! Here is a caption: The image shows …"
        before = text
        for pattern in _OPENINGS:
            text = pattern.sub("", text, count=1)
        text = _unquoted(text.strip())
    return text


def _unquoted(text: str) -> str:
    """Remove quotation marks around the whole text."""
    text = text.strip()
    if len(text) > 2 and _QUOTES.get(text[0]) == text[-1] and text[-1] not in text[1:-1]:
        return text[1:-1].strip()
    return text


def _sentences(text: str) -> list[str]:
    found: list[str] = []
    begun = ""
    for match in _SENTENCE.finditer(text):
        begun = f"{begun} {match.group().strip()}".strip()
        if not _NO_END.search(begun):
            found.append(begun)
            begun = ""
    return [*found, begun] if begun else found


def _cut(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    return text[: longest - 1].rpartition(" ")[0].rstrip(" ,;:") + "…" if " " in text[: longest - 1] else text[:longest]
