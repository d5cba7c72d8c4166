"""Finds words that users mean as a filter but the query language does not: ``5 stars``, ``dog AND cat``."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from photon.domain import Filter, QueryWords
from photon.domain.photo.label_names import label_named
from photon.domain.query.filter_kinds.people import PERSON
from photon.library.db.text_folding import fold
from photon.quick_dataclass import dataclass
from photon.search.query_formatting import part_text
from photon.search.query_language import Parsed


@dataclass(frozen=True, slots=True)
class FilterHint:
    """Words that could be a filter.

    Attributes:
        words: The words as typed.
        part: The filter that they could mean; None if they join other words.
        text: The whole text with the words replaced by the filter or by the notation of the query language.
        others: What else the words could mean, where they are ambiguous.
    """

    words: str
    part: Filter | None
    text: str
    others: "tuple[FilterHint, ...]" = ()


_WORD = re.compile(r"\w+(?:[-.]\w+)*")  # "anna's" names Anna, "nice-looking" is no place
_POSSESSIVE = re.compile(r"['’]s\b")
_LONGEST_NAME = 6  # words
_MOST = 4  # meanings that are offered
_FLAGS = re.IGNORECASE
_STARS = (
    r"(?P<least>\b(?:at least|mindestens) |>= ?)?\b(?P<stars>[0-5])(?P<plus>\+| or more| oder mehr)?[ -]?"
    r"(?:stars?|sterne?n?)\b(?P<more> or more| oder mehr| and up| and above)?"
)
_RATED = r"\b(?:rating|rated|bewertung)(?: of)? ?[=:]? ?(?P<stars>[0-5])\b|(?P<signs>[★⭐]{1,5})"
_COLOURS = "red|yellow|green|blue|purple"
_FARBEN = "rot|gelb|grün|blau|lila"
_LABELLED = (
    rf"\b(?:(?:with (?:an? )?)?(?P<colour>{_COLOURS}) (?:colou?r )?labels?|labell?ed (?P<same>{_COLOURS})"
    rf"|(?:mit )?(?P<farbe>{_FARBEN})(?:e[rsn]?)? (?:farb)?(?:etikett|markierung|label))\b"
)
_PICTURES = r"(?:files?|photos?|images?|pictures?|dateien|fotos|bilder)"
_TYPE = (
    rf"\b(?:(?P<type>jpe?g|png|gif|tiff?|heic|webp|avif|jxl|dng|cr2|cr3|nef|arw)s?(?:[ -]{_PICTURES})?"
    rf"|(?P<raw>(?-i:RAW)|raw(?=[ -]{_PICTURES}))(?:[ -]{_PICTURES})?)\b"
)
_MONTHS = (
    "jan(?:uary|uar)?", "feb(?:ruary|ruar)?", "march|märz", "apr(?:il)?", "may|mai", "june?|juni", "july?|juli",
    "aug(?:ust)?", "sept?(?:ember)?", "o[ck]t(?:ober)?", "nov(?:ember)?", "de[cz](?:ember)?",
)  # fmt: skip
_MONTH = "|".join(_MONTHS)
_YEAR = rf"\b(?:(?:in|from|im|of|aus|vom) )?(?:(?P<month>{_MONTH}) )?(?P<year>(?:19|20)\d\d)\b(?![-/.]\d)"
_PHRASES: tuple[tuple[str, str, str], ...] = (
    ("is", "favourite", rf"(?:my |meine )?(?:favou?rites|favou?rite {_PICTURES}|favoriten|lieblings{_PICTURES})"),
    ("is", "picked", rf"picked(?: {_PICTURES})?|(?:angenommene|ausgewählte) {_PICTURES}"),
    ("is", "rejected", rf"rejected(?: {_PICTURES})?|(?:abgelehnte|verworfene) {_PICTURES}"),
    ("is", "unflagged", rf"unflagged(?: {_PICTURES})?|not flagged"),
    ("is", "unrated", r"unrated|not rated|unbewertet|ohne bewertung"),
    ("is", "duplicate", rf"duplicates|duplicate {_PICTURES}|duplikate|doppelte {_PICTURES}"),
    (
        "is",
        "stacked",
        rf"stacked(?: {_PICTURES})?|in (?:a )?stacks?|gestapelte {_PICTURES}|in (?:einem stapel|stapeln)",
    ),
    ("is", "missing", rf"missing {_PICTURES}|(?:fehlende|vermisste|verschwundene) {_PICTURES}"),
    ("is", "untagged", r"untagged|not tagged|without tags|no tags|ohne tags"),
    ("is", "live", r"(?:live|motion) photos|live-?fotos"),
    ("type", "video", r"videos|filme"),
    ("orientation", "portrait", r"portrait (?:format|orientation)|hochformat"),
    ("orientation", "landscape", r"landscape (?:format|orientation)|querformat"),
    ("orientation", "square", rf"square (?:format|{_PICTURES})"),
    ("has", "gps", r"with (?:gps|a location|location)|geotagged|mit (?:gps|ort|standort)"),
    ("date", "today", r"(?:from |taken )?(?:today|heute)"),
    ("date", "yesterday", r"(?:from |taken )?(?:yesterday|gestern)"),
    ("date", "on-this-day", r"on this day|an diesem tag"),
    ("date", "this-week", r"(?:from )?(?:this week|diese woche)"),
    ("date", "last-week", r"(?:from )?(?:last week|letzte woche)"),
    ("date", "this-month", r"(?:from )?(?:this month|diesen monat)"),
    ("date", "last-month", r"(?:from )?(?:last month|letzten monat)"),
    ("date", "this-year", r"(?:from )?(?:this year|dieses jahr)"),
    ("date", "last-year", r"(?:from )?(?:last year|letztes jahr)"),
    ("date", "last-summer", r"(?:from )?(?:last summer|letzten sommer)"),
    ("date", "winter", r"(?:in (?:the )?|im )winter"),
    ("date", "spring", r"in (?:the )?spring(?! water)|im frühling"),
    ("date", "summer", r"(?:in (?:the )?summer|im sommer)"),
    ("date", "autumn", r"in (?:the )?(?:autumn|fall)|im herbst"),
)
_NO_ALBUM = r"in no album|not in any album|not in an album|without (?:an )?album|in keinem album|ohne album"
_JOINED = re.compile(r"(?<=\S) +(?:AND|UND|&&) +(?=\S)")
_EITHER = re.compile(r"[^\s,()]+(?: +(?:OR|ODER|\|\|?) +[^\s,()]+)+")
_OR = re.compile(r" +(?:OR|ODER|\|\|?) +")


def prepare_hints() -> None:
    """Compile the patterns of all hints, which takes 20 ms that the first search need not wait for."""
    _finders()


def find_hint(parsed: Parsed, text: str) -> FilterHint | None:
    """Find the first words that could be a filter, among those that would be searched for as words.

    Args:
        parsed: The parsed text.
        text: The text as typed.
    """
    if len(parsed.spans) != len(parsed.query.parts):
        return None
    for part, (start, end) in zip(parsed.query.parts, parsed.spans, strict=True):
        hint = _hint_in(text, start, end) if isinstance(part, QueryWords) and not part.unwanted else None
        if hint is not None:
            return hint
    return None


def name_people(names: Sequence[str]) -> dict[str, tuple[Filter, ...]]:
    """Return the filters that names of people mean, by the folded name; the first word of a name stands for it, too.

    Args:
        names: Names of people.
    """
    first = [word for name in names if len(word := name.split(" ")[0]) > 1]
    return {folded: (PERSON.filter_by(name),) for name in (*first, *names) if (folded := fold(name))}


def find_name_hint(parsed: Parsed, text: str, meant: Mapping[str, Sequence[Filter]]) -> FilterHint | None:
    """Find the first words that name people or places, as many words as possible; a name may mean several of them.

    Args:
        parsed: The parsed text.
        text: The text as typed.
        meant: The filters that a name could mean, by the folded name.
    """
    if len(parsed.spans) != len(parsed.query.parts):
        return None
    for part, span in zip(parsed.query.parts, parsed.spans, strict=True):
        if not isinstance(part, QueryWords) or part.unwanted or part.concepts:
            continue
        words = [match.span() for match in _WORD.finditer(text, *span)]
        for length in range(min(len(words), _LONGEST_NAME), 0, -1):
            for (start, _), (_, end) in zip(words, words[length - 1 :], strict=False):
                found, past = text[start:end], _POSSESSIVE.match(text, end)
                hints = [
                    FilterHint(found, one, _put_part(text, start, past.end() if past else end, part_text(one)))
                    for one in meant.get(fold(found), ())
                ]
                if hints:
                    return replace(hints[0], others=tuple(hints[1:_MOST]))
    return None


def _hint_in(text: str, start: int, end: int) -> FilterHint | None:
    for pattern, meant in _finders():
        match = pattern.search(text, start, end)
        if match is not None:
            part = meant(match)
            return FilterHint(match[0].strip(), part, _replace_match(text, match, part_text(part)))
    either = _EITHER.search(text, start, end)
    if either is not None:
        return FilterHint(either[0], None, _replace_match(text, either, f"({_OR.sub(' OR ', either[0])})"))
    joined = _JOINED.search(text, start, end)
    if joined is not None:
        return FilterHint(joined[0].strip(), None, text[:start] + _JOINED.sub(", ", text[start:end]) + text[end:])
    return None


def _replace_match(text: str, match: re.Match[str], typed: str) -> str:
    return _put_part(text, *match.span(), typed)


def _put_part(text: str, start: int, end: int, typed: str) -> str:
    before, after = text[:start].rstrip(), text[end:].lstrip()
    return f"{before} {typed}{'' if after.startswith(',') else ' '}{after}".strip()


def _stars(match: re.Match[str]) -> Filter:
    found = match.groupdict()
    stars = found.get("stars") or str(len(found.get("signs") or ""))
    is_least = any(found.get(name) for name in ("least", "plus", "more"))
    return Filter("rating", f"{'>=' if is_least else ''}{stars}")


def _label(match: re.Match[str]) -> Filter:
    return Filter("label", label_named(match["colour"] or match["same"] or match["farbe"]))


def _type(match: re.Match[str]) -> Filter:
    return Filter("type", "raw" if match["raw"] else match["type"].casefold().replace("jpg", "jpeg"))


def _date(match: re.Match[str]) -> Filter:
    number = next((at for at, names in enumerate(_MONTHS, 1) if re.fullmatch(names, match["month"] or "", _FLAGS)), 0)
    return Filter("date", f"{match['year']}-{number:02}" if number else match["year"])


def _always(field: str, value: str) -> Callable[[re.Match[str]], Filter]:
    return lambda _: Filter(field, value)


@cache
def _finders() -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Filter]], ...]:
    """Compiled after the start, or when something is typed: a start would feel it."""
    meant: tuple[tuple[str, Callable[[re.Match[str]], Filter]], ...] = (
        (_STARS, _stars),
        (_RATED, _stars),
        (_LABELLED, _label),
        *((rf"\b(?:{words})\b", _always(field, value)) for field, value, words in _PHRASES),
        (rf"\b(?:{_NO_ALBUM})\b", lambda _: Filter("has", "album", unwanted=True)),
        (_TYPE, _type),
        (_YEAR, _date),
    )
    return tuple((re.compile(pattern, _FLAGS), filter_of) for pattern, filter_of in meant)
