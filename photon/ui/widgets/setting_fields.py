"""Fields whose value is stored in the settings of the window."""

from collections.abc import Mapping
from typing import Final, TypeVar

from PySide6.QtCore import QSignalBlocker, SignalInstance
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSpinBox

from photon.ui.kit.settings import remembered_number, remembered_switch, remembered_word, settings

LONGEST: Final = 260  # maximum length of a stored path or template
ALBUMS_KEY: Final = "writing/albums"
TEXT_KEY: Final = "writing/text"
"""Keys of how albums and text in photos are saved to files, which copies follow, too."""
_MARGIN: Final = 6
S = TypeVar("S", bound=str)


class SettingField:
    """A field that has a key in the settings.

    Attributes:
        edited: Emitted when the value changes.
    """

    edited: SignalInstance
    _key: str

    def remember(self) -> None:
        """Store the value for the next start."""
        settings().setValue(self._key, self._setting())

    def _setting(self) -> object:
        raise NotImplementedError


class LineField(QLineEdit, SettingField):
    """A line of text."""

    def __init__(self, key: str, name: str, default: str = "", placeholder: str = "") -> None:
        super().__init__(str(settings().value(key, default))[:LONGEST] or default)
        self._key, self.edited = key, self.textChanged
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)

    def _setting(self) -> str:
        return self.text()


class ChoiceField(QComboBox, SettingField):
    """A choice among texts.

    Args:
        key: Key in the settings.
        texts: What is shown for each value; the first value is the default.
        name: The accessible name.
    """

    def __init__(self, key: str, texts: Mapping[S, str], name: str) -> None:
        super().__init__()
        self._key, self.edited, self._values = key, self.currentIndexChanged, tuple(texts)
        for value, text in texts.items():
            self.addItem(text, value)
        self.setAccessibleName(name)
        self.recall()

    @property
    def value(self) -> str:
        """The chosen value."""
        return str(self.currentData())

    def recall(self) -> None:
        """Show the value stored now, without emitting a signal."""
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findData(remembered_word(self._key, str(self.itemData(0)), self._values)))

    def _setting(self) -> str:
        return self.value


class CheckField(QCheckBox, SettingField):
    """A check box."""

    def __init__(self, key: str, text: str, *, usual: bool) -> None:
        super().__init__(text)
        self._key, self.edited = key, self.toggled
        self._usual = usual
        self.setChecked(remembered_switch(key, usual=usual))

    def recall(self) -> None:
        """Show the value stored now, without emitting a signal."""
        with QSignalBlocker(self):
            self.setChecked(remembered_switch(self._key, usual=self._usual))

    def _setting(self) -> bool:
        return self.isChecked()


class NumberField(QSpinBox, SettingField):
    """A whole number."""

    def __init__(self, key: str, usual: int, least: int, most: int, *, unit: str = "") -> None:
        super().__init__()
        self._key, self.edited = key, self.valueChanged
        self.setRange(least, most)
        self.setSuffix(unit)
        self.setValue(remembered_number(key, usual))
        self.setMinimumWidth(88)
        self.lineEdit().setTextMargins(_MARGIN, 0, _MARGIN, 0)

    def _setting(self) -> int:
        return self.value()
