"""Build the parts of a query from tokens. Each value is validated; an invalid one does not affect the rest."""

import re
from collections.abc import Sequence
from dataclasses import field, replace
from datetime import date

from photon.domain import AnyOf, Exact, Filter, Like, Mistake, Option, Part, QueryWords, Region
from photon.domain.query.filter_kinds.known_kinds import read_value
from photon.domain.query.periods import BadValue
from photon.language import tr
from photon.quick_dataclass import dataclass
from photon.search.query_tokens import SETTINGS, Token

_NUMBER = r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)"
_REGION = re.compile(rf"#({_NUMBER}),({_NUMBER}),({_NUMBER}),({_NUMBER})")
_MOMENT = re.compile(r"#t=([0-9]+(?:\.[0-9]+)?)")
_SETTING = re.compile(r"[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+")
_PHOTO = re.compile(r"#([0-9]{1,18})")
_MOST = {"balance": 1.0, "strength": 2.0}
_SLACK = 1e-6  # rounding of sums of fractions
_PHRASE_ENDS = tr("Use brackets: (beach OR lake).")


@dataclass(frozen=True, slots=True)
class ParsedPart:
    """A query part and its span in the text."""

    part: Part
    start: int
    end: int


@dataclass(slots=True)
class ParsedParts:
    """The result of building a query.

    Attributes:
        pieces: The parts, in order.
        settings: ``balance`` and ``strength``, if given.
        mistakes: The tokens that could not be used, in no order.
    """

    pieces: list[ParsedPart] = field(default_factory=list)
    settings: dict[str, float] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)


def build(tokens: Sequence[Token], today: date) -> ParsedParts:
    """Build query parts from tokens.

    Args:
        tokens: Result of ``tokenize``.
        today: Reference date for relative dates in filters.

    Returns:
        The parts, settings and mistakes.
    """
    builder = _Builder(tokens, today)
    builder.found.pieces = builder.side(inside=False)
    return builder.found


def read_region(text: str) -> Region:
    """Parse a region ``#x,y,w,h``.

    Raises:
        BadValue: The text is not a region, or the region is outside the picture.
    """
    found = _REGION.fullmatch(text)
    if not found:
        raise BadValue(
            tr("“{text}” isn't a part of a photo.", text=text),
            tr("Write left, top, width and height: #0.1,0.2,0.5,0.5."),
        )
    x, y, width, height = (float(number) for number in found.groups())
    inside = min(x, y) >= 0 and max(x + width, y + height) <= 1 + _SLACK
    if not (inside and min(width, height) > 0):
        hint = tr("Left, top, width and height are fractions of the photo, from 0 to 1: #0.1,0.2,0.5,0.5.")
        raise BadValue(tr("That part is outside the photo."), hint)
    return Region(x, y, width, height)


def narrow_example(like: Like, text: str) -> Like:
    """Return a part of an example: its region ``#x,y,w,h`` or its moment ``#t=seconds``.

    Raises:
        BadValue: The text is neither, or the region is outside the picture.
    """
    if text.startswith("#t="):
        found = _MOMENT.fullmatch(text)
        if not found:
            raise BadValue(tr("“{text}” isn't a moment of a video.", text=text), tr("Write seconds: #t=83."))
        return replace(like, seconds=float(found[1]))
    return replace(like, region=read_region(text))


def example(text: str) -> Like:
    """Make an example from a file path, or from ``#`` and a photo id."""
    photo = _PHOTO.fullmatch(text)
    return Like(photo=int(photo[1])) if photo else Like(text)


class _Builder:
    """Walks over the tokens once."""

    def __init__(self, tokens: Sequence[Token], today: date) -> None:
        self.found = ParsedParts()
        self._tokens = tokens
        self._today = today
        self._at = 0
        self._makers = {"quote": self._exact, "like": self._like, "filter": self._filter, "setting": self._setting}

    def side(self, *, inside: bool) -> list[ParsedPart]:
        """Parse items up to the end of the text or, inside brackets, up to an OR or the closing bracket."""
        pieces: list[ParsedPart] = []
        while (token := self._peek()) and not (inside and token.kind in {"or", "close"}):
            pieces += self._step(token)
        return pieces

    def _peek(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _step(self, token: Token) -> list[ParsedPart]:
        if token.kind == "word":
            return [self._words(token)]
        self._at += 1
        if token.kind == "not":
            return self._negated(token)
        if token.kind == "open":
            return self._bracket(token)
        maker = self._makers.get(token.kind)
        piece = maker(token) if maker else None
        return [piece] if piece else []

    def _words(self, first: Token) -> ParsedPart:
        """Parse one word with a minus or weight, or a phrase of plain words."""
        if first.own:
            self._at += 1
            return ParsedPart(QueryWords(first.text, first.weight, first.minus), first.start, first.end)
        words: list[Token] = []
        while (token := self._peek()) and token.kind == "word" and not token.own:
            words.append(token)
            self._at += 1
        self._look_for_or(words)
        return ParsedPart(QueryWords(" ".join(word.text for word in words)), first.start, words[-1].end)

    def _look_for_or(self, words: Sequence[Token]) -> None:
        """Report an OR outside brackets, which is probably a mistake; it remains a word."""
        for word in words[1:-1]:
            if word.text == "OR" and word.end - word.start == 2:
                self._mistake(word.start, word.end, tr("OR works only inside brackets."), _PHRASE_ENDS)

    def _negated(self, token: Token) -> list[ParsedPart]:
        following = self._peek()
        pieces = self._step(following) if following else []
        pieces = [replace(piece, part=replace(piece.part, unwanted=True)) for piece in pieces]
        return [replace(pieces[0], start=token.start), *pieces[1:]] if pieces else []

    def _exact(self, token: Token) -> ParsedPart | None:
        text = " ".join(token.text.split())
        return ParsedPart(Exact(text, token.weight, token.minus), token.start, token.end) if text else None

    def _like(self, token: Token) -> ParsedPart | None:
        like = Like(token.text) if token.quoted else example(token.text)
        like = replace(like, weight=token.weight, unwanted=token.minus, is_style=token.field == "style")
        if not (like.path or like.photo):
            self._mistake(token.start, token.end, tr("There is no photo #0."), tr("Photo numbers start at #1."))
            return None
        if token.region:
            try:
                like = narrow_example(like, token.region)
            except BadValue as error:
                start = token.end - len(token.region)
                self._mistake(start, token.end, f"{error.message} {tr('The whole photo was used.')}", error.hint)
        return ParsedPart(like, token.start, token.end)

    def _filter(self, token: Token) -> ParsedPart | None:
        part = Filter(token.field, " ".join(token.text.split()), token.minus)
        try:
            read_value(part, self._today)
        except BadValue as error:
            self._mistake(token.start, token.end, error.message, error.hint)
            return None
        self._no_weight(token)
        return ParsedPart(part, token.start, token.end)

    def _no_weight(self, token: Token) -> None:
        if token.weight != 1:
            message = tr("Filters can't have a weight.")
            self._mistake(token.start, token.body, message, tr("Remove the number."))

    def _setting(self, token: Token) -> ParsedPart | None:
        assert token.field in SETTINGS  # noqa: S101 - guaranteed by the tokenizer
        most, found = _MOST[token.field], _SETTING.fullmatch(token.text.strip())
        value = float(token.text.strip().replace(",", ".")) if found else -1.0
        if not 0 <= value <= most or token.own:
            hint = tr("For example: {filter}.", filter=f"{token.field}:{most * 0.3:g}")
            self._mistake(
                token.start,
                token.end,
                tr("{field}: needs a number from 0 to {most}.", field=token.field, most=f"{most:g}"),
                hint,
            )
        else:
            self.found.settings[token.field] = value
        return None

    def _bracket(self, token: Token) -> list[ParsedPart]:
        sides = [self.side(inside=True)]
        while (following := self._peek()) and following.kind == "or":
            self._at += 1
            sides.append(self.side(inside=True))
        closing = self._peek()
        self._at += 1
        end = closing.end if closing else token.end
        options = [option for side in sides for option in self._options(side, alone=len(sides) == 1)]
        if len(sides) > 1 and not all(sides):
            self._mistake(
                token.start, end, tr("OR needs something on both sides."), tr("For example: (beach OR lake).")
            )
        if len(sides) == 1 or len(options) < 2:
            pieces = [self._distributed(token, piece) for side in sides for piece in side]
            return [replace(pieces[0], start=token.start, end=end)] if len(pieces) == 1 else pieces
        return [ParsedPart(AnyOf(tuple(options), token.weight, token.minus), token.start, end)]

    def _options(self, side: Sequence[ParsedPart], *, alone: bool) -> list[Option]:
        if len(side) > 1 and not alone:
            message = tr("Only one item is allowed on each side of OR; these were used as alternatives too.")
            self._mistake(
                side[0].start, side[-1].end, message, tr("Put whatever must always match outside the brackets.")
            )
        options: list[Option] = []
        for piece in side:
            if not isinstance(piece.part, AnyOf):
                options.append(piece.part)
                continue
            if not alone and (piece.part.weight != 1 or piece.part.unwanted):
                message = tr("Nested alternatives can't have a minus or a weight of their own.")
                self._mistake(piece.start, piece.end, message, tr("They were used one by one."))
            options += piece.part.options
        return options

    def _distributed(self, bracket: Token, piece: ParsedPart) -> ParsedPart:
        """Apply the minus and weight of a bracket without OR to one of its items."""
        part = piece.part
        if bracket.minus:
            part = replace(part, unwanted=True)
        if bracket.weight != 1:
            if isinstance(part, Filter):
                self._no_weight(bracket)
            elif part.weight == 1:
                part = replace(part, weight=bracket.weight)
        return replace(piece, part=part)

    def _mistake(self, start: int, end: int, message: str, hint: str) -> None:
        self.found.mistakes.append(Mistake(start, end, message, hint))
