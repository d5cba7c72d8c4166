"""Show files in the system's file manager and open them in other applications."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QDir, QObject, QProcess, QUrl
from PySide6.QtGui import QDesktopServices

from photon.language import tr

Complain = Callable[[str, str], None]
"""Called with what failed, and a remedy."""

DBUS_MS = 3000


def file_url(path: str) -> QUrl:
    """Return the file's URL, even if its name is not valid text."""
    return QUrl.fromEncoded(Path(path).as_uri().encode())


def open_files(paths: Sequence[str], complain: Complain) -> None:
    """Open each file in the system's default application."""
    for path in paths:
        if not QDesktopServices.openUrl(file_url(path)):
            complain(
                tr("Can't open {name}.", name=Path(path).name),
                tr("Choose an application for this file type in your system settings."),
            )
            return


def open_folder(folder: str, complain: Complain) -> None:
    """Open a folder in the file manager."""
    if not QDesktopServices.openUrl(file_url(folder)):
        complain(
            tr("Can't open {folder} in a file manager.", folder=folder),
            tr("Copy the path and open the folder manually."),
        )


def show_files(paths: Sequence[str], owner: QObject, complain: Complain) -> None:
    """Open the folder of the files and select them; if that fails, only open the folder.

    Args:
        paths: Absolute paths; they are not checked, so a missing file still shows its folder.
        owner: Parent of the pending call; the answer is ignored once it is deleted.
        complain: Called when no file manager could be opened.
    """
    if not paths:
        return
    if sys.platform == "win32":
        QProcess.startDetached("explorer.exe", ["/select,", QDir.toNativeSeparators(paths[0])])
    elif sys.platform == "darwin":
        QProcess.startDetached("open", ["-R", *paths])
    else:
        _show_by_dbus(paths, owner, complain)


def _show_by_dbus(paths: Sequence[str], owner: QObject, complain: Complain) -> None:
    """Ask the desktop's file manager (Files, Dolphin, Thunar and Nemo support this)."""
    from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

    folder = str(Path(paths[0]).parent)
    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        open_folder(folder, complain)
        return
    ask = QDBusMessage.createMethodCall(
        "org.freedesktop.FileManager1",
        "/org/freedesktop/FileManager1",
        "org.freedesktop.FileManager1",
        "ShowItems",
    )
    ask.setArguments([[file_url(path).toString(QUrl.ComponentFormattingOption.FullyEncoded) for path in paths], ""])
    watcher = QDBusPendingCallWatcher(bus.asyncCall(ask, DBUS_MS), owner)

    def answered(_call: object) -> None:
        if watcher.isError():
            open_folder(folder, complain)
        watcher.deleteLater()

    watcher.finished.connect(answered)
