"""Checks of the library's own files: catalogue, cache and previews, their content, backups and disk space."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from photon.app.backups.backups import BackupState
from photon.app.backups.reason_texts import moment_text
from photon.app.engine.index_store import saved_hashes
from photon.app.health.health_check import HealthCheck, HealthPart, HealthState
from photon.language import counted, exact_size, tr, tr_n
from photon.library import Library
from photon.library.db.catalog_checks import turned_bits
from photon.library.db.health import broken_references, damage_of, obstacle
from photon.library.db.integrity import CACHE, CATALOG, PREVIEWS, illegible_text
from photon.library.photos import photos
from photon.library.vectors import vectors

_OLD = timedelta(days=14)
_LITTLE = 1_000_000_000
"""Bytes of free disk space: with less, there is no room for the previews of 10,000 more photos."""
_TOO_LITTLE = 100_000_000


def check_catalogue(library: Library) -> HealthCheck:
    """Check that the catalogue is intact, including its indexes; 1 s for 100,000 photos."""
    reason = damage_of(library, "main") or broken_references(library) or turned_bits(library.directory)
    reason = reason or illegible_text(library.db)
    if not reason:
        return HealthCheck("catalogue", "good", tr("{name} is intact.", name=CATALOG))
    return HealthCheck(
        "catalogue",
        "bad",
        tr("{name} is damaged ({reason}).", name=CATALOG, reason=reason),
        tr("It holds your tags, captions and ratings. Photon saves what can be read, takes the rest from the newest"
           " backup, and keeps the damaged file."),
        "repair",
    )  # fmt: skip


def check_rebuilt(library: Library, part: HealthPart, renewed: tuple[str, ...]) -> HealthCheck:
    """Check that the cache or the previews are intact.

    Args:
        library: The library.
        part: ``cache`` or ``previews``.
        renewed: What was recreated since the library was opened, as sentences.
    """
    name = CACHE if part == "cache" else PREVIEWS
    again = tr("Photon rebuilds it from your photos in the background. None of your metadata is lost.")
    news = next((sentence for sentence in renewed if sentence.startswith(name)), "")
    reason = damage_of(library, part)
    if reason:
        return HealthCheck(part, "bad", tr("{name} is damaged ({reason}).", name=name, reason=reason), again)
    if news:
        return HealthCheck(part, "notice", news, again)
    return HealthCheck(part, "good", tr("{name} is intact.", name=name))


def check_access(library: Library) -> HealthCheck:
    """Check that the library is writable."""
    found = obstacle(library)
    if not found:
        return HealthCheck("access", "good", tr("The library can be read and written."))
    return HealthCheck("access", "bad", found, tr("You can search, but nothing you change is stored."))


def check_vectors(library: Library, encoder: str) -> HealthCheck:
    """Check that each photo has a vector of an encoder, and that the saved index contains all photos with vectors."""
    waiting, known = vectors.count_pending(library, encoder), vectors.hashes(library, encoder)
    if waiting:
        return HealthCheck(
            "vectors",
            "notice",
            tr_n("{count:,} photo waits to be indexed.", "{count:,} photos wait to be indexed.", waiting),
            tr("Photon indexes them in the background."),
        )
    saved = saved_hashes(library, encoder)
    apart = len(known.items() ^ saved.items()) if saved else 0
    if apart:
        return HealthCheck(
            "vectors",
            "notice",
            tr_n(
                "The saved index differs from the photos in {count:,} place.",
                "The saved index differs from the photos in {count:,} places.",
                apart,
            ),
            tr("Photon corrects it when it loads and saves the index. Searches already find the right photos."),
        )
    return HealthCheck("vectors", "good", tr("{photos} can be found by words.", photos=counted(len(known), "photo")))


def check_photos(library: Library) -> HealthCheck:
    """Check that each photo that is present has its preview."""
    waiting = photos.count_without_preview(library)
    there = counted(photos.count(library), "photo")
    if not waiting:
        return HealthCheck("photos", "good", tr("{photos}, all with thumbnails.", photos=there))
    return HealthCheck(
        "photos",
        "notice",
        tr_n("{count:,} photo has no thumbnail.", "{count:,} photos have no thumbnail.", waiting),
        tr("Photon makes it when it reads the file again. If it doesn't, rescan the folders."),
        "rescan",
    )


def check_backups(state: BackupState, now: datetime, *, is_behind: bool) -> HealthCheck:
    """Check that there is a backup of what the user decided, and that the last one succeeded.

    Args:
        state: The backups.
        now: The present time.
        is_behind: Whether the last one is too old for what was decided since.
    """
    if state.failure is not None:
        return HealthCheck("backups", "bad", state.failure.message, tr("Photon tries again later."), "open backups")
    if not state.backups:
        return HealthCheck(
            "backups", "notice", tr("There are no backups in {folder} yet.", folder=state.settings.folder),
            tr("Photon makes one a day when you changed something."), "back up",
        )  # fmt: skip
    last = state.backups[0].facts.made
    text = tr("The last backup is from {time}, in {folder}.", time=moment_text(last), folder=state.settings.folder)
    if last > now:
        text = tr("The last backup is dated {time}, in the future.", time=moment_text(last))
        meaning = tr("This computer's clock was wrong then, or is wrong now. Photon makes a new backup anyway.")
        return HealthCheck("backups", "notice", text, meaning, "back up")
    if is_behind:
        return HealthCheck("backups", "notice", text, tr("It doesn't include your latest changes."), "back up")
    if now - last > _OLD:
        return HealthCheck("backups", "good", f"{text} {tr('Nothing has changed since.')}")
    return HealthCheck("backups", "good", text)


def check_space(directory: Path) -> HealthCheck:
    """Check that the library's disk has free space."""
    used = sum(file.stat().st_size for file in directory.glob("*.db*") if file.is_file())
    free = shutil.disk_usage(directory).free
    text = tr("The library takes {used}; {free} are free.", used=exact_size(used), free=exact_size(free))
    if free >= _LITTLE:
        return HealthCheck("space", "good", text)
    state: HealthState = "bad" if free < _TOO_LITTLE else "notice"
    return HealthCheck("space", state, text, tr("Free some space on the disk with the photo library."))


def check_leftovers(directory: Path) -> HealthCheck:
    """Check whether damaged files that were rebuilt still exist."""
    found = leftovers(directory)
    if not found:
        return HealthCheck("leftovers", "good", tr("No damaged files are set aside."))
    size = exact_size(sum(path.stat().st_size for path in found))
    return HealthCheck(
        "leftovers",
        "notice",
        tr("{names} were damaged and take {size}.", names=", ".join(path.name for path in found), size=size),
        tr("Photon no longer needs them."),
        "delete leftovers",
    )


def leftovers(directory: Path) -> list[Path]:
    """Return damaged files that Photon set aside and can rebuild; never a damaged catalogue."""
    return sorted(path for stem in ("cache", "previews") for path in directory.glob(f"{stem}-set-aside.db*"))


def utc_now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)
