"""What is below a film in the loupe: the bar, its scenes, or why it can't be played; and the film itself."""

from collections.abc import Sequence
from functools import partial
from typing import cast

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QBoxLayout, QWidget

from photon.domain.films.film import Frame
from photon.language import tr
from photon.ui.films.film_picture import FilmPicture
from photon.ui.films.film_player import SPEEDS, FilmPlayback
from photon.ui.films.play_bar import PlayBar
from photon.ui.films.storyboard import Storyboard
from photon.ui.kit import tokens
from photon.ui.kit.key_filter import Act, KeyFilter
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import vbox
from photon.ui.kit.settings import remembered_switch, settings
from photon.ui.loupe.loupe import Loupe

_SOUND = "films/sound"
_JUMP = 5.0  # seconds


class FilmPanel(QWidget):
    """Lies between photo and filmstrip; in full screen over the film, while the loupe shows its bar."""

    def __init__(self, loupe: Loupe) -> None:
        super().__init__(loupe)
        self._loupe, self._is_alone = loupe, False
        self._layout = cast("QBoxLayout", loupe.layout())
        player = self.player = FilmPlayback(self)
        self.bar, self.board = PlayBar(player), Storyboard()
        self.picture = FilmPicture(loupe.view, player, KeyFilter(commands=self._acts(), blocks_letters=False))
        self.complaint = make_label(tr("This video can't be played here, so Photon shows a picture of it."), "quiet")
        self.complaint.setContentsMargins(tokens.SPACE, tokens.TIGHT, tokens.SPACE, tokens.TIGHT)
        vbox(self.bar, self.complaint, self.board, to=self, margins=0, spacing=0)
        self.setAutoFillBackground(True)
        self.bar.loop.clicked.connect(self._toggle_loop)
        self.bar.sound.clicked.connect(lambda: settings().setValue(_SOUND, player.has_sound))
        self.board.chosen.connect(player.seek)
        player.framed.connect(lambda _: self.board.follow(player.seconds))
        player.framed.connect(lambda _: loupe.heat.show_moment(player.seconds))
        player.failed.connect(partial(self._show_complaint, shown=True))
        loupe.view.placed.connect(self._place)
        for part in (loupe.bar, loupe.filmstrip):
            part.installEventFilter(self)
        self._layout.insertWidget(1, self)
        self.hide()

    def open(self, path: str, start: float, found: Sequence[float]) -> None:
        """Show a film at a time, with these moments marked; it takes the keys of the loupe that it has itself."""
        self.board.found = sorted(found)
        self._show_complaint(shown=False)
        self.player.set_sound(on=remembered_switch(_SOUND, usual=False))
        self.player.open(path, start)
        self.bar.follow()
        self._loupe.setFocusProxy(self.picture)
        self._show_here()

    def show_frames(self, frames: Sequence[Frame]) -> None:
        """Show the scenes of the film."""
        self.board.show_frames(frames)
        self.board.follow(self.player.seconds)
        self._place()

    def leave(self) -> None:
        """Let go of the film; the loupe has its keys again."""
        had_focus = self._loupe.hasFocus()
        self._loupe.setFocusProxy(None)  # type: ignore[arg-type] # as Qt says
        if had_focus:
            self._loupe.setFocus()
        self.player.close()
        self.picture.clear()
        self.board.show_frames(())
        self.hide()

    def _show_complaint(self, *, shown: bool) -> None:
        self.complaint.setVisible(shown)
        self.bar.setHidden(shown)
        if shown:
            self.picture.clear()

    # -- keys --------------------------------------------------------------------------------------

    def _acts(self) -> dict[str, Act]:
        player = self.player
        return {
            "film.play": player.toggle,
            "film.next": partial(player.step, 1),
            "film.previous": partial(player.step, -1),
            "film.forward": lambda: player.seek(player.seconds + _JUMP),
            "film.back": lambda: player.seek(player.seconds - _JUMP),
            "film.next-scene": partial(self._change_scene, 1),
            "film.previous-scene": partial(self._change_scene, -1),
            "film.next-moment": partial(self._change_scene, 1, is_found=True),
            "film.previous-moment": partial(self._change_scene, -1, is_found=True),
            "film.faster": partial(self._change_speed, 1),
            "film.slower": partial(self._change_speed, -1),
            "film.loop": self._toggle_loop,
            "film.sound": self.bar.sound.click,
        }

    def _change_scene(self, step: int, *, is_found: bool = False) -> None:
        place = self.board.beside(self.player.seconds, step, is_found=is_found)
        if place is not None:
            self.player.seek(place)

    def _change_speed(self, step: int) -> None:
        at = SPEEDS.index(self.player.speed) + step
        self.player.set_speed(SPEEDS[min(max(at, 0), len(SPEEDS) - 1)])

    def _toggle_loop(self) -> None:
        player = self.player
        player.repeat(None if player.span else self.board.span(player.seconds, player.length))

    # -- place -------------------------------------------------------------------------------------

    def _place(self) -> None:
        """Follow the loupe into full screen, and back."""
        is_alone = self._loupe.chrome.is_alone
        if is_alone != self._is_alone:
            self._is_alone = is_alone
            self._layout.removeWidget(self) if is_alone else self._layout.insertWidget(1, self)
            self._show_here()
        if is_alone:
            self._loupe.chrome.place()  # the view has grown once more
            size, strip = self._loupe.size(), self._loupe.filmstrip
            height = self.sizeHint().height()
            below = strip.height() if strip.isVisible() else 0
            self.setGeometry(0, size.height() - below - height, size.width(), height)

    def _show_here(self) -> None:
        self.setVisible(self._loupe.focusProxy() is not None and (not self._is_alone or self._loupe.bar.isVisible()))
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In full screen, appear with the bar of the loupe, and stay while the pointer is here."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide) and self._is_alone and not self.underMouse():
            self._place()
            self._show_here()
        return super().eventFilter(watched, event)

    def leaveEvent(self, event: QEvent) -> None:
        """In full screen, disappear if the bar has."""
        super().leaveEvent(event)
        self._show_here()
