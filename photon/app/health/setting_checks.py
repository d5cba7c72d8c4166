"""Check of the settings of a library: whether their values are possible, and which are left off."""

from photon.app.health.health_check import HealthCheck
from photon.domain.name_list import listed
from photon.language import tr
from photon.library import Library
from photon.library.backups.backup_settings import refusals
from photon.library.recovery.foreign_work import off_lines
from photon.library.settings.known_settings import StoredSetting, stored_settings
from photon.library.settings.travelling import left_off, setting_line


def check_settings(library: Library) -> HealthCheck:
    """Check that all settings have possible values, and that none from elsewhere is left off."""
    stored = list(stored_settings(library.db))
    faults = [*(_fault(one) for one in stored if not one.is_possible), *refusals(library.directory)]
    if faults:
        return HealthCheck(
            "settings", "bad", " ".join(faults), tr("Photon uses the default instead. Nothing else is affected."),
            "reset settings",
        )  # fmt: skip
    off = off_lines(library)
    if off:
        acting = [tr("These settings let Photon send or remove something automatically.")] if left_off(library) else []
        return HealthCheck(
            "settings",
            "notice",
            tr(
                "Off, because it comes from another library or computer: {what}.",
                what=", ".join(off),
            ),
            " ".join([*acting, tr("Switch it on only if it is yours.")]),
            "switch on",
        )
    unknown = [setting_line(one) for one in stored if one.setting is None]
    if unknown:
        text = tr("Unknown to this version of Photon, kept for a newer one: {settings}.", settings=listed(unknown))
        return HealthCheck("settings", "good", text)
    return HealthCheck("settings", "good", tr("All settings are valid."))


def _fault(one: StoredSetting) -> str:
    return str(one.setting.refusal(one.value)) if one.setting else tr("“{name}” can't be read.", name=one.noun)
