"""The use cases of a library's settings as a whole: which are stored, and their defaults."""

from photon.domain import Changes, PhotonError
from photon.domain.unseen_characters import shortened_line
from photon.language import tr
from photon.library import Library
from photon.library.backups.backup_settings import refusals, store_settings
from photon.library.db import settings
from photon.library.settings.known_settings import StoredSetting, stored_settings


def shown_settings(library: Library) -> list[StoredSetting]:
    """Return all stored settings that people may see, including those that this version of Photon does not know."""
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


def reset_setting(library: Library, name: str) -> Changes:
    """Restore the default of a stored setting; one that this version of Photon does not know is deleted.

    Raises:
        PhotonError: None of this name is stored.
    """
    found = next((one for one in shown_settings(library) if name in {one.name, shortened_line(one.name)}), None)
    if found is None:
        raise PhotonError(tr("No setting “{name}” is stored.", name=name), tr("To see the settings: photon settings"))
    return settings.store_named(library, found.name, None)
