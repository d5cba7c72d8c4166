r"""The query language of the search bar and the command line: parse a text into a Query, and format it back.

    query     = { item | "," }                     blanks separate items; a comma ends a phrase
    item      = phrase | unwanted | [prefix] thing | setting
    phrase    = word { word }                      what the photo shows
    unwanted  = ("not" | "without") (phrase | [prefix] thing)
    prefix    = "-" | weight "*" | "-" weight "*"  excludes; weights, above 0 and at most 10
    thing     = word | quotation | like | filter | bracket
    quotation = '"' text '"'                       also “…” „…“ «…» »…«: exact text in name, folder, date …
    like      = "like:" (file | "#" photo) ["#" x "," y "," width "," height | "#t=" seconds]
    filter    = field ":" value                    those of domain.query.filter_kinds
    bracket   = "(" side { "OR" side } ")"         alternatives; without OR one or more separate phrases
    side      = { item | "," }                     next to an OR a single item only
    setting   = ("balance" | "strength") ":" number

Files and values with blanks need quotation marks: ``like:"a b.jpg"#0,0,.5,1``, ``tag:"Lake house"``. A learned
tag, ``my:Fluffy`` or ``my:"Lake house"``, is a word. A comma between digits is a part of the word (1,000). Signs
have a meaning only at the start of a thing: t-shirt, 12", a - b, NEAR(x), IMG (2).jpg and 10:30 are words. ``\`` makes
the following word plain: ``\-5``, ``\not``, ``\tag:x``.
"""

from dataclasses import replace
from datetime import datetime

from photon.domain import Like, Mistake, Query
from photon.language import tr
from photon.quick_dataclass import dataclass
from photon.search.query_formatting import format_query, part_text
from photon.search.query_parsing import build, example, narrow_example
from photon.search.query_tokens import LONGEST, tokenize

__all__ = ["LONGEST", "Parsed", "format_query", "parse", "part_text", "read_like"]


@dataclass(frozen=True, slots=True)
class Parsed:
    """The result of parsing a text.

    Attributes:
        query: The valid part of the text.
        spans: For each typed part of the query, its (start, end) in the text, end exclusive.
        mistakes: The parts that could not be used, in order and without overlap.
    """

    query: Query
    spans: tuple[tuple[int, int], ...] = ()
    mistakes: tuple[Mistake, ...] = ()


def parse(typed: str, around: Query | None = None) -> Parsed:
    """Parse a typed text. Never raises, and takes linear time.

    Every word is kept in the query unless a mistake reports it; ``query.text`` holds all of them.

    Args:
        typed: Text in the query language.
        around: The rest of the query: parts to append, folder, number of hits.

    Returns:
        The query, the spans of its parts and the mistakes.
    """
    around = around or Query()
    typed = typed.encode("utf-8", "replace").decode()  # a terminal may pass lone surrogates
    read = typed[:LONGEST]
    tokens, mistakes = tokenize(read)
    found = build(tokens, datetime.now().astimezone().date())
    mistakes += found.mistakes
    if typed[LONGEST:].strip():
        mistakes.append(
            Mistake(LONGEST, len(typed), tr("Only the first {longest:,} characters are used.", longest=LONGEST), "")
        )
    parts = (*(piece.part for piece in found.pieces), *around.parts)
    query = replace(around, parts=parts, text=" ".join(read.split()))
    query = replace(
        query,
        balance=found.settings.get("balance", query.balance),
        strength=found.settings.get("strength", query.strength),
    )
    return Parsed(query, tuple((piece.start, piece.end) for piece in found.pieces), _without_overlaps(mistakes))


def read_like(text: str) -> Like:
    """Parse an example: a file with or without ``#x,y,width,height`` or ``#t=seconds``, or ``#`` and a photo id.

    Raises:
        BadValue: The region or moment is malformed, or the region is outside the photo.
    """
    file, mark, region = text.rpartition("#")
    if not file or not ("," in region or region.startswith("t=")):
        return example(text)
    return narrow_example(example(file), mark + region)


def _without_overlaps(mistakes: list[Mistake]) -> tuple[Mistake, ...]:
    """Sort the mistakes and drop those that overlap an earlier one."""
    kept: list[Mistake] = []
    for mistake in sorted(mistakes, key=lambda mistake: (mistake.start, -mistake.end)):
        if not kept or mistake.start >= kept[-1].end:
            kept.append(mistake)
    return tuple(kept)
