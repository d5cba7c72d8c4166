"""Tokenize a typed query: words, quotations, brackets, examples and filters, each with its span in the text.

Every character is visited a bounded number of times and nothing recurses: 10,000 brackets take as long as 10,000
letters.
"""

import re
from dataclasses import replace
from difflib import get_close_matches
from typing import Literal

from photon.domain import Mistake
from photon.domain.query.filter_kinds.filter_kind import FieldHelp
from photon.domain.query.filter_kinds.known_kinds import FILTER_KINDS
from photon.domain.query.filter_kinds.states import STACKED
from photon.language import tr
from photon.quick_dataclass import dataclass

LONGEST = 2_000  # characters; text towers read at most 77 to 256 tokens, and 10,000 stop the window for 100 ms
MOST_WEIGHT = 10.0
DEEPEST = 2  # nesting depth of brackets
COMMAS = ",，、"
NEGATIONS = frozenset({"not", "without"})
SETTINGS = ("balance", "strength")
HELP: dict[str, FieldHelp] = {
    **{kind.name: kind.help for kind in FILTER_KINDS},
    "like": FieldHelp(tr("photo"), tr("photos like another one"), tr("photo.jpg or like:#123")),
    "style": FieldHelp(tr("style"), tr("photos in the style of another one"), tr("photo.jpg or style:#123")),
    "my": FieldHelp(tr("learned tag"), tr("what you taught Photon"), "Fluffy"),
    "balance": FieldHelp(tr("balance"), tr("examples or words"), "0.3"),
    "strength": FieldHelp(tr("strength"), tr("how much words change an example"), "1.5"),
}
"""Help texts by name, for each name that has a meaning before a colon."""
# Closing marks by opening mark; languages and keyboards mix „ “ ” freely.
QUOTES = {'"': '"', "“": "”“\"", "”": "”“\"", "„": "“”\"", "«": "»", "»": "«"}  # fmt: skip

Kind = Literal["word", "quote", "like", "filter", "setting", "open", "close", "comma", "or", "not"]

_BLANK = re.compile(r"\s*")
_STOP = re.compile(rf"[\s{COMMAS}()]")
_LITERAL_STOP = re.compile(rf"[\s{COMMAS}]")
_CLOSING = re.compile(r"\)+")
_PREFIX = re.compile(r"(-)?(?:([0-9]+(?:[.,][0-9]+)?|\.[0-9]+)\*)?(-)?")
_NUMBER = re.compile(rf"[0-9]+(?:[.,][0-9]+)*(?=[\s{COMMAS})]|$)")
# Brackets in a file name, as in IMG (2) and IMG (2).jpg
_BRACKET_IN_WORD = re.compile(r"\([\w.&+-]*\)[\w.-]")
_BRACKET_OF_NUMBER = re.compile(rf"\([0-9]+\)(?=[\s){COMMAS}]|$)")
_FIELD = re.compile(r"([^\W\d_][\w-]*):")
_NO_FIELDS = frozenset({"http", "https", "ftp", "file", "mailto", "note", "ps", "re"})  # common before a colon
_SPACED = {kind.name: kind.spaced for kind in FILTER_KINDS if kind.spaced}
_STACK = re.compile(rf"stacks?(?=[\s{COMMAS})]|$)", re.IGNORECASE)
_REGION = re.compile(rf"#[-+.0-9]+(?:,[-+.0-9]*)+|#t=[^\s{COMMAS})]*(?=[\s{COMMAS})]|$)")
_LONGEST_REGION = 200
_ENOUGH = 100  # mistakes per text; searching for similar names is slow
_OTHER_NAMES = {
    **{other: kind.name for kind in FILTER_KINDS for other in kind.also},
    **dict.fromkeys(("similar", "image", "photo"), "like"),
}


@dataclass(frozen=True, slots=True)
class Token:
    """A token of the text.

    Attributes:
        kind: The type of token.
        start: Where it begins, including its minus and weight.
        end: Where it ends, exclusive.
        body: Where it begins without minus and weight.
        text: The word, quotation or value.
        field: Name of the filter or setting.
        quoted: Whether the value was in quotation marks.
        region: The part of an example, or its moment, from ``#`` on.
        weight: The number before ``*``.
        minus: Whether a ``-`` precedes it.
    """

    kind: Kind
    start: int
    end: int
    body: int
    text: str = ""
    field: str = ""
    quoted: bool = False
    region: str = ""
    weight: float = 1.0
    minus: bool = False

    @property
    def own(self) -> bool:
        """Whether it has a minus or weight of its own and so cannot be part of a phrase."""
        return self.body > self.start


def tokenize(text: str) -> tuple[list[Token], list[Mistake]]:
    """Tokenize a text of at most LONGEST characters; brackets are balanced, and mistakes are reported."""
    scanner = _Scanner(text)
    scanner.run()
    return scanner.tokens, scanner.mistakes


def is_special(word: str) -> bool:
    r"""Return whether a word without blanks and commas parses as something else; a leading ``\`` makes it plain."""
    core = word.lstrip("\\")
    if not core:
        return False
    if core[0] in QUOTES or core == "OR" or core.casefold() in NEGATIONS:
        return True
    if core.isalnum():  # has no sign that could mean anything; most words end here, in a tenth of the time
        return False
    if core[0] == "(" and not (_BRACKET_IN_WORD.match(core) or _BRACKET_OF_NUMBER.match(core)):
        return True
    field = _FIELD.match(core)
    if field and _means_something(field[1].casefold(), core[field.end() :]):
        return True
    return _Scanner(core).prefix(0) > 0 or _Scanner(core).word_end(0) < len(core)


def _means_something(name: str, value: str) -> bool:
    return value[:1] in QUOTES if name == "my" and value else name != "my" and name in HELP


class _Scanner:
    """Reads a text from left to right.

    Attributes:
        tokens: Tokens found so far.
        mistakes: Mistakes found so far, in order.
    """

    def __init__(self, text: str) -> None:
        self.tokens: list[Token] = []
        self.mistakes: list[Mistake] = []
        self._text = text
        self._last = {mark: text.rfind(mark) for mark in QUOTES}
        self._open: list[int] = []  # open brackets: token indices, or -1 for one that is nested too deep
        self._has_warned = False

    def run(self) -> None:
        at = 0
        while (at := _after(_BLANK, self._text, at)) < len(self._text):
            at = self._item(at)
        for number in self._open:
            if number >= 0:
                token = self.tokens[number]
                self._mistake(
                    token.start, token.body + 1, tr("This bracket isn't closed."), tr("It was closed at the end.")
                )
        end = len(self._text.rstrip())
        self.tokens += [Token("close", end, end, end) for number in self._open if number >= 0]
        self._settle_negations()

    def prefix(self, at: int) -> int:
        """Return the length of the minus and weight before an item; 0 if they are plain text."""
        found = _PREFIX.match(self._text, at)
        if not found or found.end() in (at, len(self._text)) or (found[1] and found[3]):
            return 0
        body = self._text[found.end()]
        if body.isspace() or body in COMMAS or body == ")":
            return 0
        return 0 if found[2] and _NUMBER.match(self._text, found.end()) else found.end() - at

    def word_end(self, at: int) -> int:
        """Find the end of the word at ``at``: a blank, a comma, or a closing bracket that the word did not open."""
        inner = 0
        while found := _STOP.search(self._text, at):
            at, sign = found.start(), found[0]
            if sign == "(":
                inner += 1
            elif sign == ")":
                run = _after(_CLOSING, self._text, at)
                if run - at > inner and self._ends_word(run):
                    return at + inner
                inner = max(0, inner - (run - at))
                at = run - 1
            elif not self._between_digits(at):
                return at
            at += 1
        return len(self._text)

    def _item(self, at: int) -> int:
        """Read the item at ``at``; return where to continue."""
        sign = self._text[at]
        if sign in COMMAS:
            self.tokens.append(Token("comma", at, at + 1, at))
            return at + 1
        if sign == ")" and self._ends_word(_after(_CLOSING, self._text, at)):
            return self._close(at)
        body = at + self.prefix(at)
        token = Token("word", at, at, body)
        if body > at:
            token = self._weighed(token)
        return self._thing(token)

    def _weighed(self, token: Token) -> Token:
        found = _PREFIX.match(self._text, token.start)
        digits = found[2] if found else None
        weight = float(digits.replace(",", ".")) if digits else 1.0
        if not 0 < weight <= MOST_WEIGHT:
            hint = tr("10 was used.") if weight else tr("To exclude something, use a minus, as in -beach.")
            self._mistake(token.start, token.body, tr("A weight must be above 0 and at most 10."), hint)
            weight = MOST_WEIGHT if weight else 1.0
        return replace(token, weight=weight, minus="-" in self._text[token.start : token.body])

    def _thing(self, token: Token) -> int:
        at = token.body
        sign = self._text[at]
        if sign in QUOTES and (end := self._quote_end(at)):
            return self._add(replace(token, kind="quote", text=self._text[at + 1 : end]), end + 1)
        if sign == "(" and not self._is_name(token):
            return self._bracket(token)
        if sign == "\\":
            end = self._literal_end(at)
            if is_special(self._text[at + 1 : end]):
                return self._add(replace(token, text=self._text[at + 1 : end]), end)
        if field := _FIELD.match(self._text, at):
            return self._named(token, field[1].casefold(), field.end())
        return self._word(token)

    def _word(self, token: Token) -> int:
        end = self.word_end(token.body)
        text = self._text[token.body : end]
        if token.own:
            return self._add(replace(token, text=text), end)
        kind: Kind = "not" if text.casefold() in NEGATIONS else "or" if text == "OR" and self._open else "word"
        # Not by replace(): a pasted page has hundreds of words, and that would take a third of the time.
        self.tokens.append(Token(kind, token.start, end, token.body, text))
        return end

    def _named(self, token: Token, name: str, at: int) -> int:
        """Read an item that starts with a name and a colon; its value begins at ``at``."""
        if name == "my":
            return self._concept(token, at)
        if name in {"like", "style"}:
            return self._like(replace(token, field=name), at)
        if name == "in" and (stack := _STACK.match(self._text, at)):
            return self._add(replace(token, kind="filter", field=STACKED.field, text=STACKED.value), stack.end())
        if name not in HELP:
            self._look_at_unknown(token, name, at)
            return self._word(token)
        kind: Kind = "setting" if name in SETTINGS else "filter"
        if name in _SPACED and (spaced := _SPACED[name].match(self._text, at)):
            text = "".join(spaced[0].split())
            return self._add(replace(token, kind=kind, field=name, text=text), spaced.end())
        text, end, quoted = self._value(at)
        if not text.strip():
            return self._no_value(token, name, end)
        return self._add(replace(token, kind=kind, field=name, text=text, quoted=quoted), end)

    def _concept(self, token: Token, at: int) -> int:
        text, end, quoted = self._value(at)
        if quoted and text.strip():
            name = " ".join(text.replace('"', " ").split())
            return self._add(replace(token, text=f'{self._text[token.body : at]}"{name}"'), end)
        if not text.strip():
            self._mistake(token.start, end, tr("my: needs the name of a learned tag."), tr("For example: my:Fluffy."))
        return self._word(token)

    def _like(self, token: Token, at: int) -> int:
        text, end, quoted = self._value(at)
        region = ""
        if quoted and self._text[end : end + 1] == "#":
            stop = _REGION.match(self._text, end)
            region = (stop[0] if stop else self._text[end : self.word_end(end)]).rstrip(",")
            end += len(region)
        found = None if quoted else _REGION.search(self._text, at + 1, end + _LONGEST_REGION)
        if found and found.start() <= end:
            region = found[0].rstrip(",")
            text, end = self._text[at : found.start()].lstrip("".join(QUOTES)), found.start() + len(region)
        if not text.strip():
            return self._no_value(token, token.field, end)
        return self._add(replace(token, kind="like", text=text, quoted=quoted, region=region), end)

    def _value(self, at: int) -> tuple[str, int, bool]:
        """Return the value after a colon, its end, and whether it is quoted; an unclosed quotation mark is dropped."""
        if at < len(self._text) and self._text[at] in QUOTES:
            if end := self._quote_end(at):
                return self._text[at + 1 : end], end + 1, True
            end = self.word_end(at + 1)
            return self._text[at + 1 : end], end, False
        end = self.word_end(at)
        return self._text[at:end], end, False

    def _no_value(self, token: Token, name: str, end: int) -> int:
        hint = tr("For example: {filter}, without a space after the colon.", filter=f"{name}:{HELP[name].example}")
        self._mistake(token.start, end, tr("A value is missing."), hint)
        return end

    def _look_at_unknown(self, token: Token, name: str, at: int) -> None:
        """Report what looks like a mistyped filter, except addresses, times and words that end with a colon."""
        follows = self._text[at : at + 1]
        if len(name) < 2 or name in _NO_FIELDS or len(self.mistakes) > _ENOUGH:
            return
        if not (follows.isalnum() or follows in ("<", ">", *QUOTES)):
            return
        known = get_close_matches(name[:20], HELP, 1, 0.65)
        near = _OTHER_NAMES.get(name) or (known[0] if known else None)
        hint = tr("Use quotation marks to search for the exact text.")
        self._mistake(
            token.body,
            at,
            tr("There is no filter “{field}:”.", field=name),
            f"{tr('Did you mean {field}:?', field=near)} {hint}" if near else hint,
        )

    def _is_name(self, token: Token) -> bool:
        """Return whether a bracket is part of a word, as in a file name."""
        if _BRACKET_IN_WORD.match(self._text, token.body):
            return True
        return not token.own and bool(_BRACKET_OF_NUMBER.match(self._text, token.body))

    def _bracket(self, token: Token) -> int:
        at = token.body + 1
        if len(self._open) < DEEPEST:
            self._open.append(len(self.tokens))
            return self._add(replace(token, kind="open"), at)
        self._open.append(-1)
        if not self._has_warned:
            self._has_warned = True
            hint = tr("The words in them were used.")
            self._mistake(token.start, at, tr("Too many nested brackets; they were ignored."), hint)
        return at

    def _close(self, at: int) -> int:
        if self._open:
            if self._open.pop() >= 0:
                self._add(Token("close", at, at, at), at + 1)
            return at + 1
        run = _after(_CLOSING, self._text, at)
        self._mistake(
            at,
            run,
            tr("This bracket has no opening bracket."),
            tr("To search for it as text, put a \\ before the word."),
        )
        return run

    def _settle_negations(self) -> None:
        """Turn a ``not`` without anything to exclude into a word."""
        nothing = {"comma", "close", "or", "not", "setting"}
        for number, token in enumerate(self.tokens):
            following = self.tokens[number + 1].kind if number + 1 < len(self.tokens) else "close"
            if token.kind == "not" and following in nothing:
                self.tokens[number] = replace(token, kind="word")

    def _quote_end(self, at: int) -> int:
        """Position of the mark that closes the quotation at ``at``, or 0."""
        closing = QUOTES[self._text[at]]
        if max(self._last[mark] for mark in closing) <= at:
            return 0
        found = re.compile(f"[{closing}]").search(self._text, at + 1)
        return found.start() if found else 0

    def _literal_end(self, at: int) -> int:
        while (found := _LITERAL_STOP.search(self._text, at)) and self._between_digits(found.start()):
            at = found.end()
        return found.start() if found else len(self._text)

    def _ends_word(self, at: int) -> bool:
        return at == len(self._text) or self._text[at].isspace() or self._text[at] in COMMAS

    def _between_digits(self, at: int) -> bool:
        """Return whether a comma is part of a number: 1,000."""
        around = self._text[max(at - 1, 0) : at + 2]
        return len(around) == 3 and around[1] == "," and (around[0] + around[2]).isdecimal()

    def _add(self, token: Token, end: int) -> int:
        self.tokens.append(replace(token, end=end))
        return end

    def _mistake(self, start: int, end: int, message: str, hint: str = "") -> None:
        self.mistakes.append(Mistake(start, end, message, hint))


def _after(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
