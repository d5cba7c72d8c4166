r"""The query language: from what a person typed to a Query, and back. The bar and the terminal read it alike.

    query     = { item | "," }                     blanks stand between items; a comma ends a phrase
    item      = phrase | unwanted | [prefix] thing | setting
    phrase    = word { word }                      what the photo shows
    unwanted  = ("not" | "without") (phrase | [prefix] thing)
    prefix    = "-" | weight "*" | "-" weight "*"  keeps out; counts so much, above 0 and at most 10
    thing     = word | quotation | like | filter | bracket
    quotation = '"' text '"'                       also “…” „…“ «…» »…«: stands as written in name, folder, date …
    like      = "like:" (file | "#" photo) ["#" x "," y "," width "," height]
    filter    = field ":" value                    field: see domain.query.FilterField, value: domain.filters
    bracket   = "(" side { "OR" side } ")"         alternatives; without OR a phrase of its own, or several
    side      = { item | "," }                     beside an OR one thing only
    setting   = ("balance" | "strength") ":" number

Files and values with blanks stand in quotation marks: ``like:"a b.jpg"#0,0,.5,1``, ``tag:"Lake house"``. A learned
tag, ``my:Fluffy`` or ``my:"Lake house"``, is a word. A comma between digits is a part of the word (1,000). Signs
mean something only where a thing begins: t-shirt, 12", a - b, NEAR(x), IMG (2).jpg and 10:30 are words. ``\`` before
a word that would mean something takes its meaning away: ``\-5``, ``\not``, ``\tag:x``.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from photon.domain import Like, Mistake, Query
from photon.search.query_formatting import format_query, part_text
from photon.search.query_parsing import build, example, read_region
from photon.search.query_tokens import LONGEST, take_apart

__all__ = ["LONGEST", "Parsed", "format_query", "parse", "part_text", "read_like"]


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a text means.

    Attributes:
        query: The good part of it.
        spans: Where each of the query's own parts stands in the text: (start, end), end exclusive.
        mistakes: Pieces that could not be used, in order and without overlap.
    """

    query: Query
    spans: tuple[tuple[int, int], ...] = ()
    mistakes: tuple[Mistake, ...] = ()


def parse(typed: str, around: Query | None = None) -> Parsed:
    """What ``typed`` means; never raises, and takes time in proportion to its length.

    No word is lost but those that ``mistakes`` tell of, and ``query.text`` holds all of them.

    Args:
        typed: In the query language.
        around: The rest of the query: parts that come after the typed ones, folder, how many.
    """
    around = around or Query()
    typed = typed.encode("utf-8", "replace").decode()  # a terminal may hand over what is no text
    read = typed[:LONGEST]
    tokens, mistakes = take_apart(read)
    found = build(tokens, datetime.now().astimezone().date())
    mistakes += found.mistakes
    if typed[LONGEST:].strip():
        mistakes.append(Mistake(LONGEST, len(typed), f"Photon reads the first {LONGEST:,} characters.", ""))
    parts = (*(piece.part for piece in found.pieces), *around.parts)
    query = replace(around, parts=parts, text=" ".join(read.split()))
    query = replace(
        query,
        balance=found.settings.get("balance", query.balance),
        strength=found.settings.get("strength", query.strength),
    )
    return Parsed(query, tuple((piece.start, piece.end) for piece in found.pieces), _apart(mistakes))


def read_like(text: str) -> Like:
    """The example that an argument names: a file with or without ``#x,y,width,height``, or ``#`` and a photo's number.

    Raises:
        BadValue: Its region cannot be used.
    """
    file, mark, region = text.rpartition("#")
    if not file or "," not in region:
        return example(text)
    return replace(example(file), region=read_region(mark + region))


def _apart(mistakes: list[Mistake]) -> tuple[Mistake, ...]:
    """In order, without those that overlap an earlier one."""
    kept: list[Mistake] = []
    for mistake in sorted(mistakes, key=lambda mistake: (mistake.start, -mistake.end)):
        if not kept or mistake.start >= kept[-1].end:
            kept.append(mistake)
    return tuple(kept)
