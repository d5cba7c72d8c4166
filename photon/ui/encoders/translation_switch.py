"""The switch in the preferences for translating queries from other languages."""

from PySide6.QtWidgets import QCheckBox, QWidget

from photon.app.session import Session
from photon.domain import Changes
from photon.language import tr
from photon.library.searches.search_settings import TRANSLATE
from photon.search.language import language_words
from photon.search.lexicons.lexicon import lexicon_codes
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import vbox


class TranslationSwitch(QWidget):
    """Shows and changes the setting of the library."""

    def __init__(self, session: Session, bridge: Bridge) -> None:
        super().__init__()
        self._vocabularies, self._bridge = session.vocabularies, bridge
        self.switch = QCheckBox(tr("Translate searches"))
        explanation = tr(
            "If the search model understands only English, Photon translates everyday words from {languages} and shows"
            " what it searched for. Names and rare words stay untranslated.",
            languages=language_words(lexicon_codes()),
        )
        below = make_label(explanation, "quiet", wraps=True)
        vbox(self.switch, below, to=self, margins=(0, 0, 0, 0), spacing=tokens.TIGHT)
        self.switch.setAccessibleDescription(explanation)
        self.switch.clicked.connect(self._choose)
        bridge.changed.connect(self._hear)
        self._refresh()

    def _choose(self, is_on: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._bridge.call(self._vocabularies.choose(TRANSLATE, is_on), self._hear, self, lambda _: self._refresh())

    def _hear(self, changes: Changes) -> None:
        if "vocabulary" in changes.kinds:
            self._refresh()

    def _refresh(self) -> None:
        self._bridge.call(self._vocabularies.setting(TRANSLATE), self._show, self)

    def _show(self, is_on: bool) -> None:  # noqa: FBT001 - the value of a setting
        self.switch.setChecked(is_on)
