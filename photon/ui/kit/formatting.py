"""Numbers and times, formatted for people."""

from datetime import date

from PySide6.QtCore import QDate, QDateTime, QLocale, Qt

from photon.domain import Activity, Counts
from photon.domain.query.periods import days_text
from photon.language import counted, number, tr, tr_n

_LAG = 0.1  # of the photos that were read: so few become searchable soon
_LONG = ("texts", "faces", "frames")  # what takes hours, and goes on after each start
_STAGES = {
    "preparing": tr("Preparing search (about 30 seconds, only once)"),
    "scanning": tr("Looking for photos"),
    "reading": tr("Reading photos"),
    "embedding": tr("Making photos searchable"),
    "tagging": tr("Suggesting tags"),
    "describing": tr("Drafting captions"),
    "texts": tr("Reading text in photos"),
    "faces": tr("Finding people"),
    "frames": tr("Looking through videos"),
    "regions": tr("Looking for small things"),
    "waiting": tr("Waiting for another Photon process that is indexing this library"),
}


def duration(seconds: float) -> str:
    """Return a duration as roughly as it is known: ``about 4 minutes left``, ``about 35 minutes left``."""
    minutes = round(seconds / 60)
    if not minutes:
        return tr("less than a minute left")
    if minutes < 100:
        minutes = minutes if minutes <= 10 else 5 * round(minutes / 5)
        return tr_n("about {count:,} minute left", "about {count:,} minutes left", minutes)
    return tr_n("about {count:,} hour left", "about {count:,} hours left", round(seconds / 3600))


def percent(share: float) -> str:
    """Return a share as a whole percentage that reaches 100 only when everything is done."""
    return whole_percent(min(99, int(share * 100)) if share < 1 else 100)


def whole_percent(percentage: int) -> str:
    """Format a whole percentage: ``25%``."""
    return tr("{share:,.0%}", share=percentage / 100)


def rough_size(length: int) -> str:
    """Return a rounded number of bytes: ``350 kB``, ``12 MB``, ``1.5 GB``."""
    if length >= 1e9:
        return f"{number(length / 1e9, 1)} {tr('GB')}"
    unit, bytes_of_unit = (tr("MB"), 1e6) if length >= 1e5 else (tr("kB"), 1e3)
    return f"{number(max(1, round(length / bytes_of_unit)))} {unit}"


def shutter_time(seconds: float) -> str:
    """Return an exposure time as cameras show it: ``1/250 s``; from 0.3 s on, ``2.5 s``."""
    if seconds >= 0.3:
        return tr("{seconds:.3g} s", seconds=seconds)
    return tr("1/{part:,} s", part=round(1 / seconds))


def period_name(start: str) -> str:
    """Format a month or day: ``July 2024`` for ``2024-07``, ``15 July 2024`` for ``2024-07-15``.

    An empty text stands for no date; other texts are returned unchanged.
    """
    if not start:
        return tr("Undated")
    month, day = (QDate.fromString(start, written) for written in ("yyyy-M", "yyyy-M-d"))
    if day.isValid():
        return _days(day, day)
    return QLocale().toString(month, tr("MMMM yyyy")) if month.isValid() else start


def event_name(first: str, last: str) -> str:
    """Format when an event was, from the times of its first and last photo to the minute; empty for other texts.

    ``15 July 2024, 09:12 – 11:30`` within a day; ``12–19 June 2024`` or ``30 December 2023 – 2 January 2024``.
    """
    start, end = (QDateTime.fromString(text, "yyyy-MM-ddTHH:mm") for text in (first, last))
    if not (start.isValid() and end.isValid()):
        return ""
    locale = QLocale()
    days = _days(start.date(), end.date())
    if start.date() != end.date():
        return days
    times = dict.fromkeys(locale.toString(one.time(), QLocale.FormatType.ShortFormat) for one in (start, end))
    return tr("{day}, {times}", day=days, times=" – ".join(times))


def _days(first: QDate, last: QDate) -> str:
    return days_text(*(date(day.year(), day.month(), day.day()) for day in (first, last)))


def local_moment(text: str) -> str:
    """Format an ISO 8601 time (UTC) as a local date and time; return other texts unchanged."""
    moment = QDateTime.fromString(text, Qt.DateFormat.ISODate).toLocalTime()
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat) if moment.isValid() else text


def upgraded(activity: Activity, counts: Counts) -> tuple[int, int]:
    """Return how many photos have vectors of the encoder that will take over, and how many photos there are."""
    everything = max(counts.photos, activity.total)
    return max(0, everything - (activity.total - activity.done)), everything


def progress_of(activity: Activity, counts: Counts) -> tuple[int, int]:
    """Return how many photos are done, out of how many; for searchability, out of the whole library."""
    if activity.stage == "upgrading":
        return upgraded(activity, counts)
    if activity.stage == "embedding" and counts.searchable < counts.photos:
        return counts.searchable, counts.photos
    return activity.done, activity.total


def activity_sentence(activity: Activity, counts: Counts, upgrade: tuple[str, str] = ("", "")) -> str:
    """Describe what Photon is doing: the work, its progress, its speed and the time left.

    Args:
        activity: What Photon is doing.
        counts: Counts of the library.
        upgrade: Titles of the encoder that will take over and of the one that is used until then.
    """
    if activity.note and activity.stage == "idle":
        return activity.note
    if activity.stage == "idle":
        return _beginning(*upgrade) or _idle_sentence(counts)
    if activity.stage == "upgrading":
        return _upgrade_sentence(activity, counts, upgrade)
    if activity.paused:
        return " · ".join([tr("Paused"), *_paused_share(activity, counts)])
    parts = [_STAGES[activity.stage], *_share(activity, counts)]
    if activity.per_second > 0 and activity.stage != "preparing":
        parts.append(tr("{photos:,.0f} per second", photos=activity.per_second))
    left = activity.seconds_left
    # while photos are read faster than they become searchable, nobody knows how long the second takes
    is_known = activity.stage == "embedding" or (
        activity.stage == "reading" and counts.photos - counts.searchable <= _LAG * counts.photos
    )
    if left is not None and is_known:
        parts.append(duration(left))
    if activity.note:
        parts.append(activity.note)
    return " · ".join(parts)


def _upgrade_sentence(activity: Activity, counts: Counts, upgrade: tuple[str, str]) -> str:
    coming, answering = upgrade
    done, everything = upgraded(activity, counts)
    parts = [_upgrade_progress(coming, done, everything)]
    if activity.paused:
        return " · ".join([tr("Paused"), *parts])
    if activity.seconds_left is not None:
        parts.append(duration(activity.seconds_left))
    if answering:
        parts.append(tr("{model} answers until then", model=answering))
    if activity.note:
        parts.append(activity.note)
    return " · ".join(parts)


def _beginning(coming: str, answering: str) -> str:
    """Return the start of the sentence while the next encoder is being loaded; empty if there is none."""
    if not coming:
        return ""
    parts = [tr("Preparing {model}", model=coming)]
    if answering:
        parts.append(tr("{model} answers until then", model=answering))
    return " · ".join(parts)


def _upgrade_progress(coming: str, done: int, everything: int) -> str:
    if coming:
        return tr_n(
            "Preparing {model}: {done:,} of {count:,} photo",
            "Preparing {model}: {done:,} of {count:,} photos",
            everything,
            model=coming,
            done=done,
        )
    return tr_n(
        "Preparing the new model: {done:,} of {count:,} photo",
        "Preparing the new model: {done:,} of {count:,} photos",
        everything,
        done=done,
    )


def _share(activity: Activity, counts: Counts) -> list[str]:
    done, total = progress_of(activity, counts)
    if total > 0 and activity.stage in _LONG:
        return [tr("{count:,} left", count=total - done)]
    if total > 0:
        return [percent(done / total)]
    return [counted(done, "photo")] if done else []


def _paused_share(activity: Activity, counts: Counts) -> list[str]:
    done, total = progress_of(activity, counts)
    if total > 0:
        return [tr("{share} done", share=percent(done / total))]
    return [counted(done, "photo")] if done else []


def _idle_sentence(counts: Counts) -> str:
    if counts.searchable >= counts.photos:
        return ""
    return tr("{share} of your photos are searchable", share=percent(counts.searchable / counts.photos))
