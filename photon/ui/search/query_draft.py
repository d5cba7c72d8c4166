"""The content of the search bar, as a query and as text."""

from dataclasses import replace
from typing import Self

from photon.domain import Part, Query
from photon.domain.query.query import BALANCE, STRENGTH
from photon.quick_dataclass import dataclass
from photon.search.query_language import format_query
from photon.ui.search.chip_parsing import has_photo_and_words, is_plain, joined, parse_once, settings_text


@dataclass(frozen=True, slots=True)
class QueryDraft:
    """The content of the search bar.

    Attributes:
        parts: The parts of the chips, in order.
        text: The text typed beside them.
        balance: Balance of example photos and words, see ``Query``.
        strength: Strength of the words, see ``Query``.
    """

    parts: tuple[Part, ...] = ()
    text: str = ""
    balance: float = BALANCE
    strength: float = STRENGTH

    @classmethod
    def from_query(cls, query: Query | None) -> Self:
        """Return a draft with text for plain words and chips for all other parts."""
        if query is None:
            return cls()
        plain = tuple(part for part in query.parts if is_plain(part))
        chips = tuple(part for part in query.parts if not is_plain(part))
        return cls(chips, format_query(Query(plain)), query.balance, query.strength)

    @property
    def query(self) -> Query | None:
        """The query, or None if the bar is empty."""
        around = Query(self.parts, balance=self.balance, strength=self.strength)
        # Without chips, as mistakes and hints are looked for, so that the text is parsed once.
        asked = (parse_once(self.text) if around == Query() else parse_once(self.text, around)).query
        if not has_photo_and_words(asked):
            asked = replace(asked, balance=BALANCE, strength=STRENGTH)
        return None if asked.empty else asked

    @property
    def is_weighed(self) -> bool:
        """Whether balance and strength matter: there are an example photo and words."""
        return has_photo_and_words(self.query)

    @property
    def written(self) -> str:
        """The whole content as one text, with its mistakes."""
        text = self.text
        if self.is_weighed:
            text = f"{text} {settings_text(self.balance, self.strength)}".strip()
        for part in reversed(self.parts):
            text = joined(part, text)
        return text
