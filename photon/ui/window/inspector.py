"""The right panel: facts about the selected photos, and their marks."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from photon.app.indexing.missing_texts import no_file_words
from photon.app.session import Session
from photon.domain import Card, Changes, Hit, Photo, Query
from photon.domain.photo.heat import Strength, strength
from photon.domain.unseen_characters import shortened_line
from photon.language import counted, tr
from photon.ui.keys.key_texts import KeyedText, show_tip
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_icon_button
from photon.ui.kit.file_manager import show_files
from photon.ui.kit.icons import wear
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.latest_request import OUTDATED_MS, LatestRequest, combined
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.kit.theme import figures_font
from photon.ui.kit.timers import single_shot
from photon.ui.photos.facts_text import rows_of_many, rows_of_one
from photon.ui.photos.mark_badge import MarkBadge
from photon.ui.widgets.property_table import PathsView, PropertyTable, WrappedText
from photon.ui.widgets.section import DetailsSection, Section
from photon.ui.widgets.stars import MIXED, StarRow, favourite_hint

COMPARED = 300
"""Largest number of photos whose facts are compared; the facts of more are hardly ever the same."""
NOTHING, LOADING = tr("Select a photo to see its details."), tr("Loading details…")
CHANNELS = {
    "meaning": tr("what it shows"),
    "look": tr("how it looks"),
    "concept": tr("a learned tag"),
    "style": tr("the type of image"),
    "region": tr("a part of it"),
    "filter": tr("your filters"),
    "text": tr("text in the photo"),
}
STRENGTHS: dict[Strength, str] = {"strong": tr("strong"), "fair": tr("fair"), "weak": tr("weak")}
MARKS = frozenset({"photos", "marks", "folders"})
_FAIREST = 0.49  # highest score of a photo that is no good match


class Inspector(QFrame):
    """Shows facts and marks; ``rated`` and ``favoured`` request changes, which the main window makes."""

    rated = Signal(list, int)
    favoured = Signal(list, bool)
    _answer: Sequence[Hit] = ()
    _continued: Query | None = None
    _is_good: Callable[[int], bool] | None = None

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._bridge = session, bridge
        self._photos: list[int] = []
        self._question = LatestRequest(bridge, self)
        self._is_favourite = self._is_outdated = False
        self._cards: Mapping[int, Card] = {}
        self._found: list[Photo] = []
        self.title = WrappedText("")
        self.empty = make_label(NOTHING, "quiet", wraps=True, is_plain=True, is_selectable=True)
        self.note = make_label(role="raised", wraps=True, is_plain=True, is_selectable=True)
        self.stars, self.mixed = StarRow(20), make_label(tr("Mixed"), "quiet")
        self.heart, self.badge = make_icon_button("", "", self._favour, pixels=20), MarkBadge()
        self.facts, self.paths, self.reasons = PropertyTable(), PathsView(), PropertyTable()
        self.why = Section(tr("Why this matched"), self.reasons, kept_as="Why this matched")
        self._hits: dict[int, Hit] = {}
        self._hit = LatestRequest(bridge, self)
        self.body = QWidget()
        self.sections = [
            Section(tr("Rating"), self._marks_row(), kept_as="Rating"),
            Section(tr("Facts"), self.facts, kept_as="Facts"),
            Section(tr("Files"), self.paths, kept_as="Files"),
        ]
        self.rating_section, self.facts_section, self.paths_section = self.sections
        self.details: list[DetailsSection] = []
        self._scroll = QScrollArea()
        self._scroll.setAccessibleName(tr("Details"))
        self._outdated = single_shot(self, OUTDATED_MS, self._drop_outdated)
        self._arrange()
        self.stars.chosen.connect(lambda stars: self.rated.emit(list(self._photos), stars))
        self.paths.show_asked.connect(lambda path: show_files([path], self, bridge.problem.emit))
        bridge.changed.connect(self._hear)

    def _marks_row(self) -> QWidget:
        row = QWidget()
        self.heart.setFixedHeight(self.stars.height())
        hbox(self.stars, self.mixed, None, self.badge, self.heart, to=row, margins=(0, 0, tokens.HAIR, 0))
        return row

    def _arrange(self) -> None:
        self.setProperty("role", "panel")
        font = figures_font(self.title.font(), tokens.HEADING)
        font.setWeight(font.Weight.DemiBold)
        self.title.setFont(font)
        self.setAccessibleName(tr("Details"))
        self.note.setContentsMargins(tokens.TIGHT, tokens.TIGHT, tokens.TIGHT, tokens.TIGHT)
        parts, margins = (self.title, self.note, self.why, *self.sections, self.empty), (tokens.SPACE, tokens.WIDE)
        self._column = vbox(*parts, None, to=self.body, margins=margins, spacing=tokens.TIGHT)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self.body)
        vbox(self._scroll, to=self, margins=0)
        self._show()

    def add(self, section: DetailsSection, *, is_first: bool) -> None:
        """Add the section of a feature, above everything but the title or, by default, below the rating."""
        self._column.insertWidget(self._column.indexOf(self.why if is_first else self.facts_section), section)
        self.details.append(section)
        self._show()

    # -- selection ---------------------------------------------------------------------------------

    def show_photos(self, photos: Sequence[int]) -> None:
        """Show facts about these photos; the previous content stays briefly, until the answer arrives."""
        if list(photos) != self._photos:
            self._is_outdated = True
            self._outdated.start()
        self._photos = list(photos)
        self._question.forget()
        self._hit.forget()
        self._ask_hit()
        for section in self.details:
            section.content.show_photos(photos)
        self._ask()

    def _drop_outdated(self) -> None:
        """Clear the panel when an answer is late, so that it does not describe the previous photos."""
        if self._is_outdated:
            self._cards, self._found = {}, []
            self._show()
        for section in self.details:
            section.content.drop_outdated()

    def _forget(self, photos: Set[int]) -> None:
        """Remove photos from the panel and show the facts of the others."""
        self._hits = {photo: hit for photo, hit in self._hits.items() if photo not in photos}
        if photos.isdisjoint({*self._photos, *self._cards}):  # the panel may still show the previous photos
            return
        left = [photo for photo in self._photos if photo not in photos]
        self.show_photos(())  # so that nothing of them stays until the answer arrives
        self.show_photos(left)

    def reveal(self, part: QWidget) -> None:
        """Unfold the section of a part and scroll to it, even if its content has not arrived yet."""
        section = next(one for one in (*self.details, *self.sections) if one.isAncestorOf(part))
        section.show()
        if not section.is_open:
            section.toggle()
        QTimer.singleShot(0, section, lambda: self._scroll.ensureWidgetVisible(section))

    def show_hits(
        self, hits: Sequence[Hit], continued: Query | None = None, is_good: Callable[[int], bool] | None = None
    ) -> None:
        """Set the answer that is shown beside this panel; empty if there is none.

        Args:
            hits: Its first photos.
            continued: The query whose answer has more photos after them, or None.
            is_good: Returns whether one of these is among the good matches.
        """
        if hits is not self._answer:
            self._answer, self._hits = hits, {hit.photo: hit for hit in hits}
        self._continued, self._is_good = continued, is_good
        self._ask_hit()
        self._show_reasons()

    def _ask_hit(self) -> None:
        """Request the reasons for a photo that comes after the first hits."""
        photo = self._photos[0] if len(self._photos) == 1 else 0
        if self._continued is not None and photo and photo not in self._hits and not self._hit.is_awaited:
            hit = self._session.searching.hits(self._continued, [photo])
            self._hit.ask(hit, self._add_hits, lambda _: None)

    def _add_hits(self, hits: Sequence[Hit]) -> None:
        """Take hits that were scored alone; they are as strong as the answer, which scored all photos, has them."""
        for hit in hits:
            is_good = self._is_good is None or self._is_good(hit.photo)
            score = hit.score if is_good else min(hit.score, _FAIREST)
            self._hits[hit.photo] = replace(hit, strong=is_good, score=score)
        self._show_reasons()

    def _ask(self) -> None:
        if not self._photos:
            self._show_photos({}, ())
            return
        compared = self._photos if len(self._photos) <= COMPARED else []
        cards, photos = self._session.browsing.cards(self._photos), map(self._session.browsing.photo, compared)
        whole = combined(lambda cards, *photos: (cards, photos), cards, *photos)
        self._question.ask(whole, lambda found: self._show_photos(*found))

    def _show_photos(self, cards: Mapping[int, Card], photos: Sequence[Photo | None]) -> None:
        self._cards, self._is_outdated = cards, False
        self._found = [photo for photo in photos if photo is not None and photo.files]
        self._show()

    def _hear(self, changes: Changes) -> None:
        self._forget(changes.gone)
        if changes.kinds & MARKS and (not changes.photos or changes.photos & set(self._photos)):
            self._ask()

    # -- display -----------------------------------------------------------------------------------

    def _show(self) -> None:
        is_empty = not self._photos or not (self._cards or self._found)
        is_late = is_empty and bool(self._photos) and self._is_outdated
        self.empty.setText(LOADING if is_late else NOTHING)
        self.empty.setVisible(is_empty)
        for part in (self.title, *self.sections):
            part.setVisible(not is_empty)
        for section in self.details:
            section.setVisible(not is_empty or is_late)  # input fields stay in place, emptied
        show_text(self.note, "" if is_empty else self._note())
        self._show_reasons()
        if is_empty:
            self.title.set_text("")
            self.facts.set_rows([])
            self.paths.set_files(())
            return
        one = self._found[0] if len(self._photos) == 1 and self._found else None
        self.title.set_text(one.path.rpartition("/")[2] if one else counted(len(self._photos), "photo"))
        self._show_marks()
        self.facts.set_rows(rows_of_one(one) if one else rows_of_many(self._found) if self._found else [])
        self.facts_section.setVisible(bool(self.facts.rows))
        self.paths.set_files(one.files if one else ())
        self.paths_section.setVisible(one is not None)

    def _show_reasons(self) -> None:
        hit = self._hits.get(self._photos[0]) if len(self._photos) == 1 and self.empty.isHidden() else None
        self.reasons.set_rows(reasons_of(hit) if hit else [])
        self.why.setVisible(hit is not None)

    def _show_marks(self) -> None:
        marked: list[Photo] | list[Card] = self._found or list(self._cards.values())
        ratings = {photo.rating for photo in marked}
        self.stars.set_stars(ratings.pop() if len(ratings) == 1 else MIXED)
        self.mixed.setVisible(self.stars.stars == MIXED)
        self.badge.show_marks({photo.flag for photo in marked}, {photo.label for photo in marked})
        hearts = {photo.favourite for photo in marked}
        self._is_favourite = hearts == {True}
        some = len(hearts) > 1
        words = tr("Some are favourites") if some else tr("Favourite") if self._is_favourite else tr("Not a favourite")
        hint = favourite_hint(is_favourite=self._is_favourite)
        show_tip(self.heart, KeyedText(f"{words}\n{hint}", "favourite") if some else hint)
        self.heart.setAccessibleName(words)
        wear(self.heart, *(("heart-fill", "accent") if self._is_favourite else ("heart", "quiet")))

    def _favour(self) -> None:
        self.favoured.emit(list(self._photos), not self._is_favourite)

    def _note(self) -> str:
        """Describe the problems of the photos as sentences; empty if there are none."""
        if len(self._photos) == 1 and self._found:
            photo = self._found[0]
            sentences = [photo.damage or ""]
            if photo.missing:
                sentences.append(no_file_words(1)[0])
            elif all(file.offline for file in photo.files):
                sentences.append(tr("This photo's folder is offline. Showing the saved preview."))
            return "\n".join(sentence for sentence in sentences if sentence)
        gone = sum(card.missing for card in self._cards.values())
        away = sum(card.offline and not card.missing for card in self._cards.values())
        damaged = sum(card.damaged for card in self._cards.values())
        return "\n".join(
            sentence
            for count, sentence in (
                (gone, counted(gone, "missing photo")),
                (away, counted(away, "offline photo")),
                (damaged, counted(damaged, "damaged photo")),
            )
            if count
        )


def reasons_of(hit: Hit) -> list[tuple[str, str]]:
    """Return the reasons why a photo is in an answer, as names and values for the user."""
    match = STRENGTHS["strong" if hit.strong else strength(hit.score)]
    named = dict.fromkeys((*hit.why, "text") if hit.line else hit.why)
    line = {"text": tr("text in the photo: “{line}”", line=shortened_line(hit.line))} if hit.line else {}
    by = ", ".join((CHANNELS | line).get(channel, channel) for channel in named)
    return [(tr("Match"), match), (tr("Based on"), by)] if by else [(tr("Match"), match)]
