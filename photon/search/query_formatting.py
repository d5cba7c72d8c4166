"""Format a query as the shortest text that parses back to the same query."""

import re
from collections.abc import Sequence
from decimal import Decimal

from photon.domain import AnyOf, Exact, Filter, Like, Part, Query, QueryWords
from photon.domain.query.query import BALANCE, STRENGTH
from photon.search.query_tokens import COMMAS, QUOTES, Token, is_special, tokenize

_CONCEPT = rf'(?<!\S)my:"[^"]*[^"\s][^"]*"(?=[\s{COMMAS}]|$)'
_PIECES = re.compile(rf"{_CONCEPT}|(?:[^\s{COMMAS}]|(?<=\d),(?=\d))+", re.IGNORECASE)
_ESCAPE = "\\"
_PAIRS = (('"', '"'), ("«", "»"), ("“", "”"))
_PHRASES = re.compile(rf"(?<!\d),|,(?!\d)|[{COMMAS[1:]}]")


def format_query(query: Query) -> str:
    """Format a query as canonical text, without its folder and number of hits.

    White space becomes single blanks and a comma in words starts another phrase. Quotation marks that no other pair can
    enclose become blanks. Every query that ``parse`` returns survives the round trip.

    Args:
        query: The query.

    Returns:
        The canonical text.
    """
    written = ""
    before: Part | None = None
    for part in query.parts:
        text = part_text(part)
        if not text:
            continue
        both = isinstance(part, QueryWords) and isinstance(before, QueryWords) and _is_plain(part) and _is_plain(before)
        written += f"{', ' if both else ' ' if written else ''}{text}"
        before = part
    settings = [
        f"{name}:{_number(value)}"
        for name, value, usual in (("balance", query.balance, BALANCE), ("strength", query.strength, STRENGTH))
        if value != usual
    ]
    return " ".join([*([written] if written else []), *settings])


def _is_plain(part: QueryWords) -> bool:
    return part.weight == 1 and not part.unwanted


def part_text(part: Part, *, inside: bool = False) -> str:
    """Format one part of a query as canonical text; ``inside`` brackets the word OR is escaped."""
    if isinstance(part, QueryWords):
        return _words(part, inside=inside)
    if isinstance(part, AnyOf):
        return _any_of(part)
    if isinstance(part, Filter):
        return f"{'-' * part.unwanted}{part.field}:{value_text(part.field, part.value)}"
    body = _like(part) if isinstance(part, Like) else _quoted(" ".join(part.text.split()))
    return f"{_prefix(part)}{body}" if body else ""


def _prefix(part: QueryWords | Exact | Like | AnyOf) -> str:
    return f"{'-' * part.unwanted}{'' if part.weight == 1 else _number(part.weight) + '*'}"


def _words(part: QueryWords, *, inside: bool) -> str:
    phrases = [_PIECES.findall(phrase) for phrase in _split(part.text)]
    phrases = [pieces for pieces in phrases if pieces]
    if not phrases:
        return ""
    if _is_plain(part):
        return ", ".join(" ".join(_word(piece, inside=inside) for piece in pieces) for pieces in phrases)
    if len(phrases) == 1 and len(phrases[0]) == 1:
        text = _prefix(part) + _word(phrases[0][0], inside=True)
        if [(token.kind, token.text, token.own) for token in tokenize(text)[0]] == [("word", phrases[0][0], True)]:
            return text
    return _prefix(part) + _bracket(_words(QueryWords(part.text), inside=True))


def _bracket(text: str) -> str:
    """Enclose a text in brackets, with blanks where a bracket would otherwise join the first or last word."""
    tokens = tokenize(f"-({text})")[0]
    opened, closed = tokens[0].kind == "open", tokens[-1].kind == "close" and tokens[-1].end > tokens[-1].start
    return f"({'' if opened else ' '}{text}{'' if closed else ' '})"


def _split(text: str) -> Sequence[str]:
    """Return the phrases between commas that are no part of a number or of a learned tag's name."""
    concepts = [found.span() for found in re.finditer(_CONCEPT, text, re.IGNORECASE)]
    cuts = [found.span() for found in _PHRASES.finditer(text)]
    cuts = [cut for cut in cuts if not any(start <= cut[0] < end for start, end in concepts)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def _word(word: str, *, inside: bool) -> str:
    if re.fullmatch(_CONCEPT, word, re.IGNORECASE) or (word == "OR" and not inside):
        return word
    return f"{_ESCAPE}{word}" if is_special(word) else word


def _any_of(part: AnyOf) -> str:
    options = [text for option in part.options if (text := part_text(option, inside=True))]
    return _prefix(part) + _bracket(" OR ".join(options)) if options else ""


def _like(like: Like) -> str:
    region = like.region
    where = "#" + ",".join(map(_number, (region.x, region.y, region.width, region.height))) if region else ""
    where += f"#t={_number(like.seconds)}" if like.seconds is not None else ""
    name = "style" if like.is_style else "like"
    if like.photo:
        return f"{name}:#{like.photo}{where}"
    return f"{name}:{value_text(name, like.path)}{where}" if like.path.strip() else ""


def value_text(field: str, value: str) -> str:
    """Format the value of a field; quoted if it would otherwise parse differently."""
    if field == "my" and QueryWords(f"my:{value}").concepts == (value,):
        return value
    tokens: list[Token] = tokenize(f"{field}:{value}")[0]
    if len(tokens) == 1 and tokens[0].text == value and not tokens[0].region and not value.startswith("#"):
        return value
    return _quoted(value)


def _quoted(text: str) -> str:
    if not text.strip():
        return ""
    for first, last in _PAIRS:
        if not set(QUOTES[first]) & set(text):
            return f"{first}{text}{last}"
    return f'"{" ".join(text.translate(dict.fromkeys(map(ord, QUOTES), " ")).split())}"'


def _number(value: float) -> str:
    """Return all digits of a number, without an exponent."""
    digits = format(Decimal(repr(float(value))), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
