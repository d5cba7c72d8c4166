"""The switches in the preferences for translating queries from other languages, and for finding small things."""

from PySide6.QtWidgets import QCheckBox, QWidget

from photon.app.session import Session
from photon.domain import Changes
from photon.domain.setting import LibrarySetting
from photon.language import tr
from photon.library.searches.search_settings import FIND_THINGS, TRANSLATE
from photon.search.language import language_words
from photon.search.lexicons.lexicon import lexicon_codes
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import vbox


class SearchSwitch(QWidget):
    """Shows and changes a setting of the library."""

    def __init__(self, session: Session, bridge: Bridge, setting: LibrarySetting[bool], texts: tuple[str, str]) -> None:
        super().__init__()
        self._vocabularies, self._bridge, self._setting = session.vocabularies, bridge, setting
        title, explanation = texts
        self.switch = QCheckBox(title)
        below = make_label(explanation, "quiet", wraps=True)
        vbox(self.switch, below, to=self, margins=(0, 0, 0, 0), spacing=tokens.TIGHT)
        self.switch.setAccessibleDescription(explanation)
        self.switch.clicked.connect(self._choose)
        bridge.changed.connect(self._hear)
        self._refresh()

    def _choose(self, is_on: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._bridge.call(self._vocabularies.choose(self._setting, is_on), self._hear, self, lambda _: self._refresh())

    def _hear(self, changes: Changes) -> None:
        if "vocabulary" in changes.kinds:
            self._refresh()

    def _refresh(self) -> None:
        self._bridge.call(self._vocabularies.setting(self._setting), self._show, self)

    def _show(self, is_on: bool) -> None:  # noqa: FBT001 - the value of a setting
        self.switch.setChecked(is_on)


def make_translation_switch(session: Session, bridge: Bridge) -> SearchSwitch:
    """Make the switch for translating queries."""
    explanation = tr(
        "If the search model understands only English, Photon translates everyday words from {languages} and shows"
        " what it searched for. Names and rare words stay untranslated.",
        languages=language_words(lexicon_codes()),
    )
    return SearchSwitch(session, bridge, TRANSLATE, (tr("Translate searches"), explanation))


def make_things_switch(session: Session, bridge: Bridge) -> SearchSwitch:
    """Make the switch for looking at parts of photos."""
    explanation = tr(
        "Photon looks at parts of each photo, so that find:“red kite” finds small things, and a part that you draw is"
        " found in other photos. Indexing takes 20 to 25% longer, in the background, and 2 kB more per photo. If you"
        " turn it off, Photon deletes what it has found."
    )
    return SearchSwitch(session, bridge, FIND_THINGS, (tr("Find small things"), explanation))
