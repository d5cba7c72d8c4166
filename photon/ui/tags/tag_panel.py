"""The tags of the selected photos in the right panel: the user's, suggestions, and a line for adding some."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from photon.annotate.tags.tag_order import narrowest
from photon.app.session import Session
from photon.domain import Changes, PhotonError
from photon.domain.metadata.tag import TagPath
from photon.language import counted, tr, tr_n
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.latest_request import LatestRequest, combined
from photon.ui.kit.layouts import vbox
from photon.ui.kit.timers import SpacedTimer
from photon.ui.tags.tag_chip import TagChip
from photon.ui.tags.tag_input import TagInput
from photon.ui.tags.tag_labels import given, query_of, rejected, taken
from photon.ui.tags.tag_summary import SharedTag, chip_names, shared_tags
from photon.ui.widgets.flow_layout import FlowLayout

COMPARED = 3000
"""Maximum number of photos whose tags are compared, in a tenth of a second; tags are added to and removed from all."""
MOST_OWN, MOST_SUGGESTED, MOST_SHARED = 60, 24, 12  # chips
WORTH = 0.25
"""Certainty from which a suggestion for one photo is shown at once; two in three suggestions below it are wrong."""
HEARD = frozenset({"tags", "suggestions", "photos"})
REFRESH_MS = 100


class TagPanel(QWidget):
    """Shows and changes tags.

    Signals:
        asked: Brings a Query for a tag.
        added: Brings the TagPaths that were added to photos here.
        done: Brings a message about a step that can be undone.
        quitted: The panel gave up the focus.
    """

    asked = Signal(object)
    added = Signal(list)
    done = Signal(str)
    quitted = Signal()

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._bridge = bridge
        self._photos: list[int] = []
        self._tags, self._later = LatestRequest(bridge, self), SpacedTimer(self, REFRESH_MS, self._ask)
        self._shown: tuple[list[SharedTag], list[SharedTag]] | None = None
        self._offered: list[SharedTag] = []
        self._shows_all = self._is_outdated = False
        self._ambiguous: frozenset[str] = frozenset()
        self.own, self.suggested = FlowLayout(self), FlowLayout(self)
        self.heading = make_label(tr("Photon suggests"), "small", wraps=True)
        self.more, self.mistake = make_label(role="small", wraps=True), make_label(role="danger", wraps=True)
        self.all_right = make_button(tr("Confirm all"), clicked=lambda: self._decide_all("confirmed"), role="link")
        self.none_right = make_button(tr("Reject all"), clicked=lambda: self._decide_all("rejected"), role="link")
        self.less_sure = make_button(clicked=self._show_all, role="link")
        self.line = TagInput(session, bridge, self)
        self._compose()
        self.line.entered.connect(self._enter)
        self.line.refused.connect(self._refuse)
        self.line.edited.connect(lambda: self._refuse(""))
        self.line.quitted.connect(self.quitted)
        bridge.changed.connect(self._hear)

    def _compose(self) -> None:
        self.links = FlowLayout(self)
        self.links.replace_parts((self.all_right, self.none_right, self.less_sure))
        vbox(
            self.own,
            self.line,
            self.mistake,
            self.heading,
            self.suggested,
            self.links,
            self.more,
            to=self,
            margins=(2, 0, tokens.HAIR, tokens.HAIR),
            spacing=tokens.TIGHT,
        )
        self.mistake.hide()
        self._show(([], []))

    # -- display -------------------------------------------------------------------------------

    def show_photos(self, photos: Sequence[int]) -> None:
        """Show the tags of these photos; the old content stays until the answer arrives."""
        if list(photos) != self._photos:
            self._photos, self._is_outdated = list(photos), True
            self._tags.forget()
            if self._shows_all:
                self._shows_all, self._shown = False, None
            self._refuse("")
            self._ask()

    def drop_outdated(self) -> None:
        """Show nothing until the answer arrives, instead of the tags of the previous photos."""
        if self._is_outdated:
            self._show(([], []))

    def show_ambiguous(self, names: frozenset[str]) -> None:
        """Show the full path of tags whose last name has one of these keys."""
        if names != self._ambiguous:
            self._ambiguous = names
            self._put_shown(*(self._shown or ([], [])))

    @property
    def photos(self) -> list[int]:
        """The current photos."""
        return list(self._photos)

    def _ask(self) -> None:
        if self._photos:
            tags = self._session.tags.tags_for_photos(self._photos[:COMPARED])
            self._tags.ask(combined(shared_tags, tags), self._show)
        else:
            self._show(([], []))

    def _hear(self, changes: Changes) -> None:
        if not changes.kinds & HEARD or (changes.photos and changes.photos.isdisjoint(self._photos)):
            return
        if "tags" in changes.kinds:
            self._ask()
        else:  # moving 1,000 photos announces twenty changes
            self._later.request()

    def _show(self, shown: tuple[list[SharedTag], list[SharedTag]]) -> None:
        self._is_outdated = False
        if shown != self._shown:
            self._shown = shown
            self._put_shown(*shown)

    def _put_shown(self, own: Sequence[SharedTag], suggested: Sequence[SharedTag]) -> None:
        place = self._focused_place()
        several = len(self._photos) > 1
        self._fill(self.own, own[:MOST_OWN])
        if several:
            shared = [tag for tag in suggested if len(tag.photos) > 1][:MOST_SHARED]
            others = [tag for tag in suggested if tag not in shared]
            self._offered = [*shared, *others][:MOST_OWN] if self._shows_all else shared
        else:
            self._offered = [tag for tag in suggested if self._shows_all or tag.certainty >= WORTH][:MOST_SUGGESTED]
        self._fill(self.suggested, self._offered)
        left = len(suggested) - len(self._offered)
        self.heading.setVisible(bool(self._offered) or left > 0)
        for button in (self.all_right, self.none_right):
            button.setVisible(len(self._offered) > 1 and not several)
        more = tr_n("{count:,} more suggestion", "{count:,} more suggestions", left)
        more = more if self._offered else counted(left, "suggestion")
        self.less_sure.setText(more if several else tr_n("{count:,} less certain", "{count:,} less certain", left))
        self.less_sure.setVisible(left > 0 and not self._shows_all)
        self.links.setVisible((len(self._offered) > 1 and not several) or (left > 0 and not self._shows_all))
        show_text(self.more, self._left_out(len(own), left))
        self._focus_again(place)

    def _show_all(self) -> None:
        """Show less certain suggestions, too, until other photos are shown."""
        at = len(self._offered)
        self._shows_all = True
        self._put_shown(*(self._shown or ([], [])))
        self.suggested.parts[at].setFocus()

    def _left_out(self, own: int, suggested: int) -> str:
        parts = []
        if len(self._photos) > COMPARED:
            parts.append(tr("Based on the first {photos:,} photos.", photos=COMPARED))
        if own > MOST_OWN:
            parts.append(tr_n("{count:,} more tag.", "{count:,} more tags.", own - MOST_OWN))
        if len(self._photos) > 1 and self._shows_all and suggested:
            parts.append(tr_n("{count:,} more suggestion.", "{count:,} more suggestions.", suggested))
        return " ".join(parts)

    def _fill(self, flow: FlowLayout, tags: Sequence[SharedTag]) -> None:
        """Show these tags in the existing chips, which is faster than creating new ones."""
        named = list(zip(tags, chip_names(tags, self._ambiguous), strict=True))
        chips = [part for part in flow.parts if isinstance(part, TagChip)][: len(named)]
        for chip, (tag, name) in zip(chips, named, strict=False):
            chip.show_tag(tag, name)
        flow.replace_parts([*chips, *(self._make_chip(tag, name, flow) for tag, name in named[len(chips) :])])

    def _make_chip(self, tag: SharedTag, name: str, flow: FlowLayout) -> TagChip:
        chip = TagChip(tag, name, flow)
        chip.pressed.connect(lambda: self._press(chip.tag))
        chip.dropped.connect(lambda: self._drop(chip.tag))
        chip.spread.connect(lambda: self._give([chip.tag.path]))
        chip.moved.connect(partial(self._move, chip))
        chip.quitted.connect(self.quitted)
        return chip

    # -- the keyboard --------------------------------------------------------------------------------

    def _chips(self) -> list[QWidget]:
        return [*self.own.parts, *self.suggested.parts]

    def _move(self, chip: TagChip, step: int) -> None:
        chips = self._chips()
        place = chips.index(chip) + step
        if 0 <= place < len(chips):
            chips[place].setFocus()

    def _focused_place(self) -> tuple[FlowLayout, int] | None:
        places = [(flow, at) for flow in (self.own, self.suggested) for at, chip in enumerate(flow.parts)
                  if chip.hasFocus()]  # fmt: skip
        return next(iter(places), None)

    def _focus_again(self, place: tuple[FlowLayout, int] | None) -> None:
        """Focus the next chip after a decision removed one, or the line if no chip is left."""
        if place is not None:
            chips = place[0].parts
            (chips[min(place[1], len(chips) - 1)] if chips else self.line).setFocus()

    # -- actions ----------------------------------------------------------------------------

    def _press(self, tag: SharedTag) -> None:
        if tag.state == "suggested":
            self._mark([tag.path], "confirmed", tag.photos)
        else:
            self.asked.emit(query_of(tag.path))

    def _drop(self, tag: SharedTag) -> None:
        self._mark([tag.path], "rejected" if tag.state == "suggested" else None, tag.photos)

    def _decide_all(self, state: str) -> None:
        photos = self._offered[0].photos if self._offered else ()  # of the chips, even while others load
        paths = [tag.path for tag in self._offered]
        self._mark(narrowest(paths) if state == "confirmed" else paths, state, photos)

    def _enter(self, paths: Sequence[TagPath]) -> None:
        text = self.line.text()
        self.line.accept_text()  # now: the next tag may already be being typed
        self._mark(paths, "confirmed", self._photos, typed=text, by_hand=True)

    def _give(self, paths: Sequence[TagPath]) -> None:
        self._mark(paths, "confirmed", self._photos, by_hand=True)

    def _mark(
        self,
        paths: Sequence[TagPath],
        state: str | None,
        photos: Sequence[int],
        typed: str = "",
        *,
        by_hand: bool = False,
    ) -> None:
        if not (paths and photos):
            return
        # Tags are compared on some of the photos, but removed from all.
        meant = self._photos if state is None and len(self._photos) > COMPARED else list(photos)
        words = {"confirmed": given, "rejected": rejected, None: taken}[state]

        def refused(error: PhotonError) -> None:
            self._refuse(str(error))
            if typed and not self.line.text():
                self.line.setText(typed)  # to be corrected

        def marked(changes: Changes) -> None:
            if state == "confirmed":
                self.added.emit(list(paths))
            self.done.emit(words(paths, len(changes.photos) or len(meant)))

        try:
            future = self._session.tags.mark(meant, paths, state, by_hand=by_hand)
        except PhotonError as error:
            refused(error)
            return
        self._bridge.call(future, marked, self, refused)

    def _refuse(self, sentence: str) -> None:
        show_text(self.mistake, sentence)
