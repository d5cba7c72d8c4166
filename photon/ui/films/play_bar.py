"""The bar below a film: plays and pauses it, says where it is, and leads to any time."""

from functools import partial

from PySide6.QtCore import QPoint, QSignalBlocker, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QToolButton, QWidget

from photon.domain.films.play_time import play_time
from photon.language import tr
from photon.ui.films.film_player import SPEEDS, FilmPlayback
from photon.ui.keys.key_texts import KeyedText
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_icon_button, show_icon
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import hbox
from photon.ui.kit.menus import make_menu

_HEIGHT = 36


class PlayBar(QWidget):
    """Buttons and a slider; the keyboard does the same while the film has the focus."""

    def __init__(self, player: FilmPlayback) -> None:
        super().__init__()
        self._player = player
        self.setFixedHeight(_HEIGHT)
        self.play = _button("play", KeyedText(tr("Play"), "film.play"))
        self.time = make_label(role="quiet")
        self.slider = _TimeSlider(Qt.Orientation.Horizontal)
        self.slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.slider.setAccessibleName(tr("Position in the video"))
        self.loop = _button("repeat", KeyedText(tr("Repeat this moment"), "film.loop"))
        self.loop.setCheckable(True)
        self.speed = _button("", KeyedText(tr("Speed"), "film.faster"))
        self.sound = _button("", "")
        self.save = _button("camera", KeyedText(tr("Save this frame as a photo"), "save-frame"))
        row = (self.play, self.time, (self.slider, 1), self.loop, self.speed, self.sound, self.save)
        hbox(*row, to=self, margins=(tokens.TIGHT, 0), spacing=tokens.HAIR)
        self.play.clicked.connect(player.toggle)
        self.speed.clicked.connect(self._offer_speeds)
        self.sound.clicked.connect(lambda: player.set_sound(on=not player.has_sound))
        self.slider.valueChanged.connect(self._scrub)
        player.changed.connect(self.follow)
        player.framed.connect(self.follow)

    def follow(self) -> None:
        """Show where the film is, and how it is played."""
        player = self._player
        if not self.slider.isSliderDown():
            with QSignalBlocker(self.slider):
                self.slider.setRange(0, round(player.length * 1000))
                self.slider.setValue(round(player.seconds * 1000))
        self.time.setText(f"{play_time(player.seconds)} / {play_time(player.length)}")
        name, hint = ("pause", tr("Pause")) if player.is_playing else ("play", tr("Play"))
        show_icon(self.play, name, KeyedText(hint, "film.play"), "text")
        name, hint = ("speaker-high", tr("Sound off")) if player.has_sound else ("speaker-slash", tr("Sound on"))
        show_icon(self.sound, name, KeyedText(hint, "film.sound"), "text")
        self.speed.setText(_speed_words(player.speed))
        self.loop.setChecked(player.span is not None)

    def _scrub(self, milliseconds: int) -> None:
        if self.slider.isSliderDown():
            self._player.pause()
        self._player.seek(milliseconds / 1000)

    def _offer_speeds(self) -> None:
        menu = make_menu(self)
        for speed in SPEEDS:
            action = menu.addAction(_speed_words(speed), partial(self._player.set_speed, speed))
            action.setCheckable(True)
            action.setChecked(speed == self._player.speed)
        menu.popup(self.speed.mapToGlobal(QPoint(0, -menu.sizeHint().height())))


class _TimeSlider(QSlider):
    """A slider that jumps to where it is pressed."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Move the handle under the pointer, then let it be dragged."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_SliderHandle
        handle = self.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, self).width()
        at = round(event.position().x()) - handle // 2
        self.setSliderDown(True)
        self.setValue(QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), at, self.width() - handle))
        super().mousePressEvent(event)


def _speed_words(speed: float) -> str:
    return tr("{speed:g}×", speed=speed)


def _button(name: str, hint: str) -> QToolButton:
    made = make_icon_button(name, hint, colour="text")
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # keys do the same
    return made
