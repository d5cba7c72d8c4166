"""A query: what somebody wants to see, part by part, in the order in which it was typed.

Its text form, with the grammar, is ``search.query_language``: ``parse`` makes a Query of a text, ``format_query`` a
text of a Query.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, Self

from photon.domain.photo.region import Region

Order = Literal["newest", "oldest", "name", "relevance"]
FilterField = Literal[
    "tag", "folder", "date", "rating", "camera", "lens", "type", "size", "orientation", "has", "near", "is"
]
BALANCE, STRENGTH = 0.5, 1.0  # where nothing is said

_CONCEPT = re.compile(r'(?<!\S)my:(?:"([^"]+)"|([^\s,()"]+))', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class QueryWords:
    """What the photo shows, in plain words; ``my:Name`` or ``my:"Long name"`` in them is a learned tag.

    Attributes:
        text: Without commas, for these part one phrase from the next.
        weight: How much it counts beside the other parts, above 0.
        unwanted: The photo must not show it.
    """

    text: str
    weight: float = 1.0
    unwanted: bool = False

    @property
    def concepts(self) -> tuple[str, ...]:
        """The learned tags in it, by name as written."""
        return tuple(quoted or plain for quoted, plain in _CONCEPT.findall(self.text))

    @property
    def spoken(self) -> str:
        """As one would say it: ``my:Fluffy on a sofa`` is Fluffy on a sofa."""
        return self.with_names(lambda name: name)

    def with_names(self, say: Callable[[str], str]) -> str:
        """The text with what ``say`` makes of each learned tag's name in its place."""
        return _CONCEPT.sub(lambda found: say(found[1] or found[2]), self.text)

    @property
    def pieces(self) -> tuple[str, ...]:
        """Text and names of learned tags in turn, beginning and ending with text, which may be empty."""
        ends, at = [], 0
        for found in _CONCEPT.finditer(self.text):
            ends += [self.text[at : found.start()].strip(), found[1] or found[2]]
            at = found.end()
        return (*ends, self.text[at:].strip())


@dataclass(frozen=True, slots=True)
class Exact:
    """A text that must stand as written in what is known of a photo (file and folder names, tags, dates …).

    Attributes:
        text: As written.
        weight: 1: it is a condition; another weight: it is a wish, and counts so much.
        unwanted: It must not stand there.
    """

    text: str
    weight: float = 1.0
    unwanted: bool = False


@dataclass(frozen=True, slots=True)
class Like:
    """An example picture.

    Attributes:
        path: File to be looked at; it need not be in the library. Empty when ``photo`` is given.
        photo: Photo of the library, or 0.
        region: Only this part of it, or None.
        weight: How much it counts beside the other parts, above 0.
        unwanted: The photo must not be like it.
    """

    path: str = ""
    photo: int = 0
    region: Region | None = None
    weight: float = 1.0
    unwanted: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition that is true or false of each photo.

    Attributes:
        field: What it asks about.
        value: The text after the colon, as typed (``last-summer`` stays so, and means another year next year).
        unwanted: Photos of which it is true are left out.
    """

    field: FilterField
    value: str
    unwanted: bool = False


Option = QueryWords | Exact | Like | Filter


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Alternatives, of which one is enough: ``(beach OR lake)``.

    Attributes:
        options: At least two.
        weight: How much it counts beside the other parts, above 0.
        unwanted: None of them is wanted.
    """

    options: tuple[Option, ...]
    weight: float = 1.0
    unwanted: bool = False


Part = QueryWords | Exact | Like | Filter | AnyOf


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody wants to see.

    Attributes:
        parts: All of it, in the order in which it was typed.
        folder: Only photos below this path, or None: the place where one looks, beside any ``folder:`` filter.
        top: At most this many hits.
        text: All that was typed, as it was typed, for it may be the name of a file; empty means ``words``.
        balance: Between example photos and words where both are given: 0 the photos alone, 1 the words alone.
        strength: How far words change an example photo: 0 not at all, 1 as said, 2 twice.
    """

    parts: tuple[Part, ...] = ()
    folder: str | None = None
    top: int = 200
    text: str = ""
    balance: float = BALANCE
    strength: float = STRENGTH

    @classmethod
    def build(  # noqa: PLR0913 - a query has that many parts
        cls,
        words: str = "",
        *,
        exact: Iterable[str] = (),
        unwanted: Iterable[str] = (),
        likes: Iterable[Like] = (),
        folder: str | None = None,
        top: int = 200,
    ) -> Self:
        """A query of plain pieces: words to be taken as they are, texts that must stand as written, examples."""
        parts: list[Part] = [QueryWords(words)] if words.strip() else []
        parts += [Exact(text) for text in exact]
        parts += likes
        parts += [QueryWords(text, unwanted=True) for text in unwanted]
        return cls(tuple(parts), folder, top)

    @property
    def phrases(self) -> tuple[QueryWords, ...]:
        """What the photo is to show."""
        return tuple(part for part in self.parts if isinstance(part, QueryWords) and not part.unwanted)

    @property
    def words(self) -> str:
        """The same as one text, for people and for what is known of photos in words."""
        return ", ".join(phrase.spoken for phrase in self.phrases)

    @property
    def exact(self) -> tuple[str, ...]:
        """Texts that must stand as written."""
        return tuple(
            part.text for part in self.parts if isinstance(part, Exact) and part.weight == 1 and not part.unwanted
        )

    @property
    def unwanted(self) -> tuple[str, ...]:
        """What the photo must not show, one phrase each."""
        return tuple(part.spoken for part in self.parts if isinstance(part, QueryWords) and part.unwanted)

    @property
    def likes(self) -> tuple[Like, ...]:
        """Example pictures."""
        return tuple(part for part in self.parts if isinstance(part, Like) and not part.unwanted)

    @property
    def filters(self) -> tuple[Filter, ...]:
        """Conditions, without those in brackets."""
        return tuple(part for part in self.parts if isinstance(part, Filter))

    @property
    def only_limits(self) -> bool:
        """Whether it asks for nothing but conditions: its answer is a list to leaf through, and no ranking."""
        return bool(self.parts) and all(
            isinstance(option, Filter)
            for part in self.parts
            for option in (part.options if isinstance(part, AnyOf) else (part,))
        )

    @property
    def empty(self) -> bool:
        """Nothing is asked."""
        return not self.parts


@dataclass(frozen=True, slots=True)
class Mistake:
    """A piece of a text that could not be used; the rest of the query runs without it.

    Attributes:
        start: Where it begins in the text, counted in characters from 0.
        end: Where it ends, exclusive; above ``start``.
        message: What is wrong, a sentence.
        hint: What to type instead, a sentence, or empty.
    """

    start: int
    end: int
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Ignored:
    """A part of a query that could not be answered here; the rest was.

    Attributes:
        part: As it stands in the query.
        message: What is wrong, a sentence: there is no such file, no such learned tag …
        hint: What to do, a sentence, or empty.
    """

    part: Part
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One photo of an answer.

    Attributes:
        photo: The photo's id.
        score: 0..1, calibrated against this library; not a cosine.
        strong: Whether the photo clearly shows what was asked.
        why: Channels that matched: ``meaning``, ``look``, ``style``, ``file name``, ``folder``, ``date``, ``camera`` …
        path: Where the photo is; of several paths the one that fits what was asked.
        alike: Nearly identical photos that stand behind this one, best first.
        copies: Other paths of the same file.
    """

    photo: int
    score: float
    strong: bool
    why: tuple[str, ...]
    path: str
    alike: tuple[int, ...] = ()
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """All hits of a query, best first.

    Attributes:
        hits: Strong ones first.
        strong: How many of them are strong; the divider stands after them.
        searchable: Share of the photos that can be searched so far, 0..1.
        sentence: What to tell the person about the result, e.g. ``14 photos clearly show this``.
        notices: What else the person should know, a sentence each, e.g. that the query was not in English.
        ignored: Parts of the query that could not be used.
    """

    hits: tuple[Hit, ...] = ()
    strong: int = 0
    searchable: float = 1.0
    sentence: str = ""
    notices: tuple[str, ...] = ()
    ignored: tuple[Ignored, ...] = ()
