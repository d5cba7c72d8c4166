"""The use cases of a library's settings as a whole: which are stored, and those from elsewhere that are off."""

from collections.abc import Callable
from concurrent.futures import Future

from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes, PhotonError
from photon.domain.unseen_characters import shortened_line
from photon.language import tr
from photon.library import Library
from photon.library.backups.backup_settings import refusals, store_settings
from photon.library.db import settings
from photon.library.recovery.foreign_work import off_lines, switch_on
from photon.library.settings.known_settings import StoredSetting, stored_settings


class LibrarySettings:
    """Reads and resets settings. Methods never wait; the Futures may raise PhotonError."""

    def __init__(self, store: LibraryThreads, scan: Callable[[], object]) -> None:
        """Take the library, and what scans all folders."""
        self._store, self._scan = store, scan

    def stored(self) -> Future[list[StoredSetting]]:
        """Return all stored settings that people may see, including those that this version of Photon does not know."""
        return self._store.read(shown_settings)

    def off_lines(self) -> Future[list[str]]:
        """Say what came from another library or computer and is off: settings, folders, patterns, undo."""
        return self._store.read(off_lines)

    def switch_on(self) -> Future[Changes]:
        """Switch on everything that ``off_lines`` lists, and scan the folders."""

        def act(library: Library) -> Changes:
            changes = switch_on(library)
            self._scan()
            return changes

        return self._store.write(act)

    def reset(self, name: str) -> Future[Changes]:
        """Restore the default of a stored setting; one that this version of Photon does not know is deleted."""
        return self._store.write(_reset, name)


def shown_settings(library: Library) -> list[StoredSetting]:
    """Return all stored settings that people may see."""
    return [one for one in stored_settings(library.db) if not one.setting or one.setting.noun]


def reset_impossible(library: Library) -> Changes:
    """Restore the defaults of settings whose stored values are not possible; a step of the journal."""
    changes = Changes()
    with library.transaction():
        for one in stored_settings(library.db):
            if not one.is_possible:
                changes |= settings.store_named(library, one.name, None)
    if refusals(library.directory):
        store_settings(library.directory)
    return changes


def _reset(library: Library, name: str) -> Changes:
    found = next((one for one in shown_settings(library) if name in {one.name, shortened_line(one.name)}), None)
    if found is None:
        raise PhotonError(tr("No setting “{name}” is stored.", name=name), tr("To see the settings: photon settings"))
    return settings.store_named(library, found.name, None)
