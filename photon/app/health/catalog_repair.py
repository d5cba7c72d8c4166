"""The use case of repairing a damaged catalogue, for a library that is not open."""

from pathlib import Path

from photon.app.backups.reason_texts import content_sentence, moment_text
from photon.language import counted, tr, tr_n
from photon.library.backups.backup_file import CatalogCounts
from photon.library.db.catalog_checks import check_seal, check_texts, usable_catalog
from photon.library.db.database_errors import LostCatalog, translated_errors
from photon.library.recovery.repairing import RepairPlan


def find_damage(directory: Path) -> LostCatalog | None:
    """Return why the catalogue of a folder cannot be used; None if it can.

    Raises:
        PhotonError: It cannot be checked, or comes from a newer Photon.
    """
    try:
        with translated_errors(directory):
            usable_catalog(directory)
            check_seal(directory)
            check_texts(directory)
    except LostCatalog as error:
        return error
    return None


def plan_sentences(plan: RepairPlan) -> list[str]:
    """Describe what repairing would save, and what the newest backup alone would lack."""
    if not plan.read:
        return [tr("Nothing in it can be read.")]
    sentences = [tr("Photon can still read {content}.", content=content_sentence(plan.holds))]
    if plan.backup is not None:
        made = moment_text(plan.backup.facts.made)
        if plan.filled:
            sentences.append(
                tr_n(
                    "{count:,} entry that can't be read comes from the backup of {time}.",
                    "{count:,} entries that can't be read come from the backup of {time}.",
                    plan.filled,
                    time=made,
                )
            )
        lacking = counts_text(plan.lacking) if plan.lacking is not None else ""
        if lacking:
            sentences.append(
                tr("To restore the backup of {time} instead would lose {content}.", time=made, content=lacking)
            )
        else:
            sentences.append(tr("The backup of {time} has all of that, too.", time=made))
    return sentences


def counts_text(counts: CatalogCounts) -> str:
    """Count everything of each kind, as ``12 tags, 1 caption``; empty if there is nothing."""
    kinds = (
        (counts.photos, counted(counts.photos, "photo")),
        (counts.tags, counted(counts.tags, "tag")),
        (counts.captions, counted(counts.captions, "caption")),
        (counts.ratings, counted(counts.ratings, "rating")),
        (counts.favourites, counted(counts.favourites, "favourite")),
        (counts.labels, counted(counts.labels, "colour label")),
        (counts.flags, counted(counts.flags, "flag")),
        (counts.dates, counted(counts.dates, "corrected date")),
        (counts.turns, counted(counts.turns, "turned photo")),
        (counts.locations, counted(counts.locations, "location that you set", "locations that you set")),
        (counts.rejections, counted(counts.rejections, "rejected tag")),
        (counts.examples, counted(counts.examples, "taught example")),
        (counts.searches, counted(counts.searches, "saved search", "saved searches")),
        (counts.in_albums, counted(counts.in_albums, "photo in an album", "photos in albums")),
        (counts.in_stacks, counted(counts.in_stacks, "photo in a stack", "photos in stacks")),
        (counts.faces, counted(counts.faces, "named face")),
        (counts.places, counted(counts.places, "named place")),
        (counts.topics, tr_n("{count:,} theme or thing", "{count:,} themes and things", counts.topics)),
    )
    return ", ".join(text for count, text in kinds if count)
