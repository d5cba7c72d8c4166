"""Queries: what the user wants to see, as a list of parts in the order in which they were typed.

``search.query_language`` defines the text form: ``parse`` makes a Query from a text, ``format_query`` a text from a
Query.
"""

import re
from collections.abc import Callable, Iterable
from typing import Literal, Self, TypeGuard

from photon.domain.photo.region import Region
from photon.quick_dataclass import dataclass

Order = Literal["newest", "oldest", "name", "sharpest", "relevance"]
BALANCE, STRENGTH = 0.5, 1.0  # defaults
_CONCEPT = re.compile(r'(?<!\S)my:(?:"([^"]+)"|([^\s,()"]+))', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class QueryWords:
    """What the photo shows, in plain words; ``my:Name`` or ``my:"Long name"`` in them is a learned tag.

    Attributes:
        text: The words, without commas, which separate phrases.
        weight: Weight relative to the other parts, above 0.
        unwanted: Whether the photo must not show it.
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
        """The text without query syntax: ``my:Fluffy on a sofa`` becomes ``Fluffy on a sofa``."""
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
    """A text that must occur literally in what is known of a photo: file and folder names, tags, dates and so on.

    Attributes:
        text: The text.
        weight: 1 for a condition; any other weight makes it optional with that weight.
        unwanted: Whether it must not occur.
    """

    text: str
    weight: float = 1.0
    unwanted: bool = False


@dataclass(frozen=True, slots=True)
class Like:
    """An example picture.

    Attributes:
        path: Path of a file, which need not be in the library; empty if ``photo`` is given.
        photo: Photo id, or 0.
        region: The part of it to use, or None for all.
        seconds: The moment of a video to use, from its start, or None for the whole.
        weight: Weight relative to the other parts, above 0.
        unwanted: Whether the photo must not be like it.
        is_style: Whether only its style counts, and not what it shows.
    """

    path: str = ""
    photo: int = 0
    region: Region | None = None
    seconds: float | None = None
    weight: float = 1.0
    unwanted: bool = False
    is_style: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition that each photo fulfils or not.

    Attributes:
        field: What it tests: the name of one of ``FILTER_KINDS``.
        value: The text after the colon, as typed; relative values such as ``last-summer`` stay relative.
        unwanted: Whether photos that fulfil it are excluded.
    """

    field: str
    value: str
    unwanted: bool = False


Option = QueryWords | Exact | Like | Filter


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Alternatives of which one is enough: ``(beach OR lake)``.

    Attributes:
        options: At least two alternatives.
        weight: Weight relative to the other parts, above 0.
        unwanted: Whether none of them is wanted.
    """

    options: tuple[Option, ...]
    weight: float = 1.0
    unwanted: bool = False


Part = QueryWords | Exact | Like | Filter | AnyOf


def flat_parts(parts: Iterable[Part]) -> list[Part]:
    """Parts of a query, with the alternatives of those in brackets in their place."""
    return [option for part in parts for option in (part.options if isinstance(part, AnyOf) else (part,))]


def wanted_parts(parts: Iterable[Part]) -> list[Part]:
    """What a query asks for, as ``flat_parts``: nothing of what it leaves out, single or in brackets."""
    return [part for part in flat_parts(part for part in parts if not part.unwanted) if not part.unwanted]


def is_condition(part: Part) -> TypeGuard[Filter | AnyOf]:
    """Whether each photo fulfils a part of a query or not: a filter, or alternatives of filters only."""
    return all(isinstance(one, Filter) for one in flat_parts([part]))


@dataclass(frozen=True, slots=True)
class Query:
    """What the user wants to see.

    Attributes:
        parts: All parts, in the order in which they were typed.
        folder: Folder to search in, or None; independent of ``folder:`` filters.
        top: Maximum number of hits.
        text: The whole text as typed, because it may be a file name; empty means ``words``.
        balance: Balance between example photos and words: 0 only photos, 1 only words.
        strength: How much words change an example photo: 0 not at all, 1 normally, 2 twice.
        is_literal: Whether its words are searched for as typed, also where they could be translated.
        shows_excluded: Whether the answer is what its unwanted words take out, instead of what they leave.
    """

    parts: tuple[Part, ...] = ()
    folder: str | None = None
    top: int = 200
    text: str = ""
    balance: float = BALANCE
    strength: float = STRENGTH
    is_literal: bool = False
    shows_excluded: bool = False

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
        """Build a query from plain parts, without parsing: words, exact texts, unwanted texts, examples."""
        parts: list[Part] = [QueryWords(words)] if words.strip() else []
        parts += [Exact(text) for text in exact]
        parts += likes
        parts += [QueryWords(text, unwanted=True) for text in unwanted]
        return cls(tuple(parts), folder, top)

    @property
    def phrases(self) -> tuple[QueryWords, ...]:
        """The wanted phrases."""
        return tuple(part for part in self.parts if isinstance(part, QueryWords) and not part.unwanted)

    @property
    def words(self) -> str:
        """The wanted phrases as one text, for display and for text search."""
        return ", ".join(phrase.spoken for phrase in self.phrases)

    @property
    def exact(self) -> tuple[str, ...]:
        """Texts that must occur literally."""
        return tuple(
            part.text for part in self.parts if isinstance(part, Exact) and part.weight == 1 and not part.unwanted
        )

    @property
    def unwanted(self) -> tuple[str, ...]:
        """The unwanted phrases."""
        return tuple(part.spoken for part in self.parts if isinstance(part, QueryWords) and part.unwanted)

    @property
    def likes(self) -> tuple[Like, ...]:
        """The wanted example pictures, without those whose style counts."""
        return tuple(one for one in self.parts if isinstance(one, Like) and not (one.unwanted or one.is_style))

    @property
    def filters(self) -> tuple[Filter, ...]:
        """The filters, without those in brackets."""
        return tuple(part for part in self.parts if isinstance(part, Filter))

    @property
    def only_limits(self) -> bool:
        """Whether the query has only filters, so that its answer is an unranked list."""
        return bool(self.parts) and all(map(is_condition, self.parts))

    @property
    def empty(self) -> bool:
        """Whether the query has no parts."""
        return not self.parts


@dataclass(frozen=True, slots=True)
class Mistake:
    """A part of a text that could not be used; the rest of the query runs without it.

    Attributes:
        start: Start in the text, in characters from 0.
        end: End, exclusive; above ``start``.
        message: The problem, as a sentence.
        hint: What to type instead, as a sentence, or empty.
    """

    start: int
    end: int
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Ignored:
    """A part of a query that could not be answered; the rest was.

    Attributes:
        part: As it stands in the query.
        message: What is wrong, a sentence: there is no such file, no such learned tag …
        hint: What to do, a sentence, or empty.
    """

    part: Part
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of a video in an answer: when, in seconds from its start, and how well it matches, 0..1."""

    seconds: float
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A photo in an answer.

    Attributes:
        photo: Photo id.
        score: 0..1, calibrated for this library; not a cosine.
        strong: Whether the photo clearly shows what was asked.
        why: Channels that matched: ``meaning``, ``look``, ``style``, ``file name``, ``folder``, ``date``, ``camera`` …
        path: Path of the photo; of several, the one that matches the query.
        alike: Near-duplicates folded behind this photo, best first.
        copies: Other paths of the same file.
        missing: Whether none of its files is there any more; the paths are its last ones.
        part: Number of the part of it that matches best (``library.vectors.items``); 0 for the photo as a whole.
        line: The line of text in the photo that matches; empty if none does.
        moments: Moments of a video that match about as well as the best one, best first; at most 20.
        told: When in a video the line is, or a person whom the query names, in seconds; None in the preview, too.
    """

    photo: int
    score: float
    strong: bool
    why: tuple[str, ...]
    path: str
    alike: tuple[int, ...] = ()
    copies: tuple[str, ...] = ()
    missing: bool = False
    part: int = 0
    line: str = ""
    moments: tuple[Moment, ...] = ()
    told: float | None = None

    @property
    def moment(self) -> float | None:
        """When in a video it matches best, in seconds; None for a photo, or if the video as a whole matches best."""
        if self.told is not None:
            return self.told
        return self.moments[0].seconds if self.part and self.moments else None


@dataclass(frozen=True, slots=True)
class Answer:
    """The hits of a query, best first.

    Attributes:
        hits: The hits, strong ones first.
        strong: Number of strong hits; the divider is shown after them.
        searchable: Share of the photos that are indexed so far, 0..1.
        sentence: Summary for display, such as ``14 photos clearly show this``.
        notices: Further messages, one sentence each, for example that the query was not in English.
        ignored: Parts of the query that could not be used.
        is_whole: Whether the hits are all; else ``AnswerRest`` has the photos that follow.
        is_counted: Whether the sentence counts all strong matches; else there may be more.
        is_checked: Whether the colours of the best photos were looked at.
        translation: The words in English as they were searched for, in the query language; empty if as typed.
        excluded: Number of photos that may match but were taken out, because they seem to show what is not wanted.
        stacks: The stacks that hits are in, each with its photos from the top.
        copies: Sets of copies of one picture that hits are in, each with the best first.
    """

    hits: tuple[Hit, ...] = ()
    strong: int = 0
    searchable: float = 1.0
    sentence: str = ""
    notices: tuple[str, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    is_whole: bool = True
    is_counted: bool = True
    is_checked: bool = False
    translation: str = ""
    excluded: int = 0
    stacks: tuple[tuple[int, ...], ...] = ()
    copies: tuple[tuple[int, ...], ...] = ()
