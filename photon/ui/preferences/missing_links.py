"""Link a missing photo to the file that it is now, wherever in the window this is asked for."""

from collections.abc import Callable

from PySide6.QtWidgets import QFileDialog, QWidget

from photon.app.indexing.missing_texts import linked_words, nearest_folder
from photon.app.session import Session
from photon.domain import PhotonError
from photon.domain.photo.missing_photo import MissingPhoto
from photon.language import tr
from photon.ui.kit.bridge import Bridge


def link_to_chosen_file(
    session: Session,
    bridge: Bridge,
    parent: QWidget,
    one: MissingPhoto,
    done: tuple[Callable[[str], None], Callable[[PhotonError], None] | None],
) -> None:
    """Ask which file a missing photo is now, and link it.

    Args:
        session: The session.
        bridge: Delivers the result.
        parent: The widget that asks.
        one: The photo.
        done: Called with a sentence once it is linked, and with the error if that fails; None for the window's message.
    """
    path, _ = QFileDialog.getOpenFileName(parent, tr("Which file is this photo now?"), nearest_folder(one.path))
    if path:
        sentence, linked = linked_words(path), done[0]
        bridge.call(session.watched.link_missing(one.photo, path), lambda _: linked(sentence), parent, done[1])
