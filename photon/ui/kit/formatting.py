"""Numbers and times as people read them."""

from photon.domain import Activity, Counts
from photon.language import counted

_STAGES = {
    "preparing": "Preparing search (about 30 seconds, only once)",
    "scanning": "Looking for photos",
    "reading": "Reading photos",
    "embedding": "Making photos searchable",
    "tagging": "Suggesting tags",
    "describing": "Drafting captions",
    "waiting": "Waiting for another Photon process that is indexing this library",
}


def number(count: int) -> str:
    """With thousands separators."""
    return f"{count:,}"


def duration(seconds: float) -> str:
    """Roughly, as one would say it: ``40 s left``, ``12 min left``, ``3 h left``."""
    if seconds < 1:
        return "almost done"
    if seconds < 100:
        return f"{seconds:.0f} s left"
    if seconds < 100 * 60:
        return f"{seconds / 60:.0f} min left"
    return f"{seconds / 3600:.0f} h left"


def percent(share: float) -> str:
    """A share as a whole percentage that says 100 only when all is done."""
    return f"{min(99, int(share * 100)) if share < 1 else 100}%"


def rough_size(length: int) -> str:
    """About how many bytes: ``350 kB``, ``12 MB``, ``1.5 GB``."""
    if length >= 1e9:
        return f"{length / 1e9:.1f} GB"
    return f"{max(1, round(length / 1e6)):,} MB" if length >= 1e5 else f"{max(1, round(length / 1e3)):,} kB"


def exact_size(length: int) -> str:
    """How many bytes with one decimal: ``312 bytes``, ``3.4 MB``."""
    for unit, power in (("GB", 3), ("MB", 2), ("kB", 1)):
        if length >= 1000**power:
            return f"{length / 1000**power:,.1f} {unit}"
    return f"{length} bytes"


def shutter_time(seconds: float) -> str:
    """Exposure time as on cameras: ``1/250 s``, from 0.3 s on ``2.5 s``."""
    return f"{seconds:.3g} s" if seconds >= 0.3 else f"1/{round(1 / seconds):,} s"


def upgraded(activity: Activity, counts: Counts) -> tuple[int, int]:
    """Photos that have the vectors of the encoder that is to take over, and all photos."""
    everything = max(counts.photos, activity.total)
    return max(0, everything - (activity.total - activity.done)), everything


def progress_of(activity: Activity, counts: Counts) -> tuple[int, int]:
    """How many photos of how many are done; while they become searchable all of the library counts, as everywhere."""
    if activity.stage == "upgrading":
        return upgraded(activity, counts)
    if activity.stage == "embedding" and counts.searchable < counts.photos:
        return counts.searchable, counts.photos
    return activity.done, activity.total


def activity_sentence(activity: Activity, counts: Counts, upgrade: tuple[str, str] = ("", "")) -> str:
    """What Photon is doing: what, how much of it, how fast, how long yet.

    Args:
        activity: It.
        counts: Of the library.
        upgrade: Titles of the encoder that is to take over and of the one that answers until then.
    """
    if activity.note and activity.stage == "idle":
        return activity.note
    if activity.stage == "idle":
        return _beginning(*upgrade) or _idle_sentence(counts)
    if activity.stage == "upgrading":
        return _upgrade_sentence(activity, counts, upgrade)
    if activity.paused:
        return " · ".join(["Paused", *_share(activity, counts, "done")])
    parts = [_STAGES[activity.stage], *_share(activity, counts)]
    if activity.per_second > 0 and activity.stage != "preparing":
        parts.append(f"{activity.per_second:,.0f} per second")
    left = activity.seconds_left
    if left is not None and activity.stage in ("reading", "embedding"):
        parts.append(duration(left))
    if activity.note:
        parts.append(activity.note)
    return " · ".join(parts)


def _upgrade_sentence(activity: Activity, counts: Counts, upgrade: tuple[str, str]) -> str:
    coming, answering = upgrade
    done, everything = upgraded(activity, counts)
    parts = [f"Preparing {coming or 'the new model'}: {number(done)} of {counted(everything, 'photo')}"]
    if activity.paused:
        return " · ".join(["Paused", *parts])
    if activity.seconds_left is not None:
        parts.append(duration(activity.seconds_left))
    if answering:
        parts.append(f"{answering} answers until then")
    if activity.note:
        parts.append(activity.note)
    return " · ".join(parts)


def _beginning(coming: str, answering: str) -> str:
    """While the encoder that is to take over is being loaded; empty where there is none."""
    until = f" · {answering} answers until then" if answering else ""
    return f"Preparing {coming}{until}" if coming else ""


def _share(activity: Activity, counts: Counts, word: str = "") -> list[str]:
    done, total = progress_of(activity, counts)
    if total > 0:
        return [f"{percent(done / total)} {word}".strip()]
    return [counted(done, "photo")] if done else []


def _idle_sentence(counts: Counts) -> str:
    if counts.photos == 0:
        return ""
    if counts.searchable >= counts.photos:
        return "All photos are searchable"
    return f"{percent(counts.searchable / counts.photos)} of your photos are searchable"
