"""Drafts that name what is written: "A sign that says “WET PAINT”.", "A receipt from Greenleaf Market.".

Only a few large words are quoted, and only if the reader is sure of all of them; plates, dates, numbers, cards, letters
and screens are not.
"""

import math
import re
from collections.abc import Mapping

from photon.annotate.captions.draft_choice import OTHERS, CaptionChoice
from photon.annotate.text.document_fields import fields_of
from photon.annotate.text.document_kind import kind_of
from photon.annotate.text.document_words import says
from photon.annotate.text.sensitive_text import sensitive_in
from photon.domain.photo.page_text import PageText, TextLine
from photon.vision.knowledge.phrase_grammar import article

SURE = 0.99
"""Confidence from which a line is quoted.

Of 120 rendered signs in eight languages, 94 were quoted, with 3 of 1,247 letters wrong, all of them marks on Polish
capitals (from .80 on: 96, and 3 of 1,288). Of 115 photos with text, 15 were, with none of 170 wrong. Of 16 receipts, 8
were called by their shop, all rightly.
"""
_LINES, _LONGEST = 3, 60  # lines and characters of a quote
_SMALL = 0.5  # of the height of the largest line: what is smaller is not quoted
_LETTERS, _DIGITS = 3, 3  # at least so many letters a line, at most so many digits
_CODE = re.compile(r"\d[^\W\d_]|[^\W\d_]\d|[^\W\d_][-.·/]\d|\d[-.·/][^\W\d_]")  # of plates and bookings
_QUOTED = re.compile("[“][^”]*[”]")
_PAPERS = {"receipt": "A receipt", "invoice": "An invoice"}
_SIGNS = ("stop sign", "street sign", "billboard", "poster", "sign")
_SHOP = re.compile(r"(?!.*_)[^\W\d_a-z].*[\w.)]")  # a name that was cut begins or ends otherwise
_CONFIDENTIAL = ("secret", "secret number", "identity", "medical", "patient")  # a word below "PASSWORD" may be one
_LIKELY = 0.85  # certainty of a tag that makes it a sign: of 15 quotes, from .5 on 4 of 5 were none, from .85 on none


def with_text(choice: CaptionChoice | None, page: PageText, tags: Mapping[str, float]) -> CaptionChoice | None:
    """Add what is written in a photo to its draft, or draft that alone.

    Args:
        choice: The draft without it, or None.
        page: The text, which may be named.
        tags: Certainty 0..1 by name of the photo's tags.

    Returns:
        The draft; the given one if nothing is to be named.
    """
    if is_confidential(page):
        return choice
    draft = _paper(page)
    if not draft and (quote := quote_of(page)):
        sign = next((name for name in _SIGNS if tags.get(name, 0.0) >= _LIKELY), "")
        draft = f"{article('a', sign).capitalize()} {sign} that says {quote}." if sign else f"Text that says {quote}."
        if choice is not None and quote[1:-1].casefold() in choice.text.casefold():
            return choice
        if choice is not None:
            draft = f"{choice.text.rstrip('.')}, with the text {quote}."
    if not draft:
        return choice
    others = () if choice is None else (choice.text, *choice.others)
    return CaptionChoice(draft, SURE if choice is None else choice.certainty, others[:OTHERS])


def is_confidential(page: PageText) -> bool:
    """Return whether a page is, or speaks of, what no draft names: passwords, identity documents, medical papers."""
    return bool(sensitive_in(page)) or any(says(page.text, meaning) for meaning in _CONFIDENTIAL)


def is_quoting(sentence: str) -> bool:
    """Return whether a drafted sentence names what is written."""
    return bool(_QUOTED.search(sentence)) or sentence.startswith(tuple(f"{paper} from" for paper in _PAPERS.values()))


def without_quote(sentence: str) -> str:
    """Return a sentence without what it quotes, whose grammar is that of signs."""
    return _QUOTED.sub("", sentence)


def quote_of(page: PageText, sure: float = SURE) -> str:
    """Return the words of a sign in quotation marks; empty where nothing short and certain is written.

    Args:
        page: The text.
        sure: Confidence that each quoted line must have.
    """
    if page.unreadable or kind_of(page) != "sign":
        return ""
    large = max(map(_height, page.written)) * _SMALL
    lines = [line for line in page.written if _height(line) >= large]
    text = " ".join(line.text.strip() for line in lines)
    is_clear = all(line.confidence >= sure and _may_be_quoted(line.text) for line in lines)
    return f"“{text}”" if is_clear and len(lines) <= _LINES and len(text) <= _LONGEST else ""


def _may_be_quoted(text: str) -> bool:
    letters, digits = (sum(map(is_one, text)) for is_one in (str.isalpha, str.isdigit))
    return letters >= _LETTERS and digits <= _DIGITS and not _CODE.search(text) and not set(text) & set('“”"@')


def _height(line: TextLine) -> float:
    return math.hypot(line.corners[6] - line.corners[0], line.corners[7] - line.corners[1])


def _paper(page: PageText) -> str:
    """Return what a receipt or an invoice is; with its shop, if that is read for certain."""
    paper = _PAPERS.get(kind_of(page), "")
    shop = fields_of(page).get("shop") if paper else None
    line = next((line for line in page.written if shop is not None and line.text.strip() == shop.value), None)
    if line is None or line.confidence < SURE or not _is_name(line.text.strip()):
        return f"{paper}." if paper else ""
    return f"{paper} from {line.text.strip().rstrip('.')}."


def _is_name(text: str) -> bool:
    return bool(_SHOP.fullmatch(text)) and text.count("(") == text.count(")") and "“" not in text
