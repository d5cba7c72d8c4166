"""Corrections of dates in words, for the window and the terminal."""

from collections.abc import Iterator

from photon.app.dates.dating import DatePlan
from photon.domain.photo.date_change import FIRST_YEAR
from photon.language import tr, tr_n


def date_text(date: str) -> str:
    """A date as people read it: ``2020-01-31 12:34:56 +02:00``; fractions of a second are left out."""
    if not date:
        return tr("no date")
    zone = date[19:].lstrip(".0123456789")
    return f"{date[:10]} {date[11:19]} {zone}".rstrip()


def plan_sentences(plan: DatePlan) -> Iterator[str]:
    """What a correction would do, and what it would leave."""
    if plan.dates:
        yield tr_n("{count:,} photo gets another date.", "{count:,} photos get another date.", len(plan.dates))
    else:
        yield tr("No photo gets another date.")
    if plan.same:
        yield tr_n("{count:,} photo has this date already.", "{count:,} photos have this date already.", plan.same)
    texts = {
        "no date": lambda count: tr_n(
            "{count:,} photo has no date to start from.", "{count:,} photos have no date to start from.", count
        ),
        "no date in name": lambda count: tr_n(
            "{count:,} file name has no date.", "{count:,} file names have no date.", count
        ),
        "no time zone": lambda count: tr_n(
            "{count:,} photo has no time zone; say to which one the camera's clock was set.",
            "{count:,} photos have no time zone; say to which one the camera's clock was set.",
            count,
        ),
        "out of range": lambda count: tr_n(
            "{count:,} photo would have an impossible date.", "{count:,} photos would have an impossible date.", count
        ),
    }
    yield from (texts[why](count) for why, count in plan.obstacles.items())
    if plan.far:
        yield tr_n(
            "{count:,} photo gets a date before {year} or in the future. Check it.",
            "{count:,} photos get a date before {year} or in the future. Check them.",
            plan.far,
            year=FIRST_YEAR,
        )
