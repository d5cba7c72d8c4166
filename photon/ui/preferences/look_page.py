"""The page of preferences about the appearance of the window."""

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QComboBox, QMessageBox

from photon.language import tr
from photon.language.language import LANGUAGES, SYSTEM, choose_language, chosen_language
from photon.ui.kit import tokens
from photon.ui.kit.formatting import whole_percent
from photon.ui.kit.labels import make_label
from photon.ui.kit.settings import settings
from photon.ui.kit.theme import CALM_KEY, Scheme, recall_motion, theme
from photon.ui.widgets.scroll_page import ScrollPage
from photon.ui.widgets.setting_fields import CheckField, ChoiceField
from photon.ui.widgets.window_scale import SCALE_KEY, SCALES

INTRODUCTION = tr("How Photon shows itself. Your photos always keep their own colours.")
GREY = tr("Neutral grey has no colours of its own: choose it to judge the colours of photos.")
LATER = tr("Takes effect the next time Photon starts.")


class LookPage(ScrollPage):
    """Offers the View menu's commands for colours and thumbnails, and settings found only here."""

    def __init__(self, schemes: Mapping[Scheme, QAction], switches: Sequence[QAction]) -> None:
        """Create the page for these commands.

        Args:
            schemes: The commands that choose colours, by the names of the schemes.
            switches: Commands that are on or off.
        """
        super().__init__()
        self._schemes = dict(schemes)
        self.colours = QComboBox()
        self.colours.setAccessibleName(tr("Colours"))
        for name, action in self._schemes.items():
            self.colours.addItem(action.text(), name)
            action.toggled.connect(lambda _: self._follow())
        self.scale = ChoiceField(
            SCALE_KEY, {str(one): whole_percent(one) for one in SCALES}, tr("Size of text and controls")
        )
        self.language = _language_box()
        self.language.activated.connect(self._choose_language)
        self.calm = CheckField(CALM_KEY, tr("Reduce motion"), usual=False)
        self.films = CheckField("films/hover", tr("Play videos under the pointer"), usual=False)
        self.switches = [_box_for(action.text(), action) for action in switches]
        self._compose(
            tr("Look"),
            INTRODUCTION,
            make_label(tr("Colours"), "heading"),
            self.colours,
            make_label(GREY, "quiet", wraps=True),
            tokens.TIGHT,
            make_label(tr("Size of text and controls"), "heading"),
            self.scale,
            make_label(LATER, "quiet", wraps=True),
            tokens.TIGHT,
            make_label(tr("Language"), "heading"),
            self.language,
            make_label(LATER, "quiet", wraps=True),
            tokens.TIGHT,
            make_label(tr("Motion"), "heading"),
            self.calm,
            make_label(tr("Thumbnails appear at once, and the filmstrip does not glide."), "quiet", wraps=True),
            tokens.TIGHT,
            make_label(tr("Grid"), "heading"),
            *self.switches,
            self.films,
            make_label(tr("Without sound, and not while the battery saver is on."), "quiet", wraps=True),
        )
        for box in (self.colours, self.scale, self.language):
            box.setMaximumWidth(tokens.SIDEBAR[1])
        self.colours.activated.connect(lambda _: self._schemes[self.colours.currentData()].trigger())
        self.scale.edited.connect(self.scale.remember)
        self.calm.edited.connect(self._choose_motion)
        self.films.edited.connect(self.films.remember)
        self._follow()

    def _follow(self) -> None:
        """Show the current colours, also in the menu."""
        chosen = next((name for name, action in self._schemes.items() if action.isChecked()), theme().scheme)
        self.colours.setCurrentIndex(self.colours.findData(chosen))

    def _choose_language(self) -> None:
        try:
            choose_language(self.language.currentData())
        except OSError as error:
            self.language.setCurrentIndex(self.language.findData(chosen_language()))
            refusal = tr("Photon could not save the language: {reason}.", reason=error.strerror)
            QMessageBox.warning(self, "Photon", refusal)

    def _choose_motion(self) -> None:
        self.calm.remember()
        settings().sync()
        recall_motion()


def _language_box() -> QComboBox:
    """Make a box of languages by their own names, and the system's; it shows the current choice."""
    box = QComboBox()
    box.setAccessibleName(tr("Language"))
    for code, name in ((SYSTEM, tr("Same as the system")), *LANGUAGES.items()):
        box.addItem(name, code)
    box.setCurrentIndex(box.findData(chosen_language()))
    return box


def _box_for(text: str, action: QAction) -> QCheckBox:
    """Make a check box that runs a command and follows it."""
    box = QCheckBox(text)
    box.setChecked(action.isChecked())
    box.toggled.connect(action.setChecked)
    action.toggled.connect(box.setChecked)
    return box
