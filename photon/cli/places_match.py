"""``photon places match``: places photos by tracks."""

from typing import TYPE_CHECKING, Any

import click

from photon.annotate.places.clock_offset import ClockOffset, read_offset
from photon.annotate.places.local_time import known_zone
from photon.app.places.track_placing import apply_plan
from photon.app.places.track_plan import TrackRequest, plan_lines
from photon.cli.kit.options import common, echo_json, open_session, path_text
from photon.cli.kit.selection import Selection
from photon.domain.photo.date_change import read_zone
from photon.language import tr, tr_n

if TYPE_CHECKING:
    from photon.app.places.track_plan import TrackPlan
    from photon.app.session import Session

_SHOWN = 20


@click.command()
@click.argument("tracks", nargs=-1, required=True, metavar="TRACK...")
@click.option(
    "--offset", metavar="TIME", help="What to add to the camera's times, such as “+1:30”, “-45s” or “2 days”."
)
@click.option(
    "--clock", metavar="FILE=TIME", help="A photo of a clock and the time that it shows, such as clock.jpg=14:03:20."
)
@click.option(
    "--photos", metavar="QUERY", help="Only photos that match QUERY; otherwise all from the time of the tracks."
)
@click.option(
    "--zone", default="", metavar="ZONE", help="Time zone of the camera's clock, such as Europe/Lisbon or +05:30."
)
@click.option("--replace", is_flag=True, help="Also move photos that have a location already.")
@click.option("--dry-run", is_flag=True, help="Show locations; change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per photo and line.")
@common
def match(context: click.Context, /, tracks: tuple[str, ...], **given: Any) -> None:  # noqa: ANN401 - click's options
    """Place photos by TRACKs: GPX, NMEA, KML and KMZ files, and JSON files of Google's timeline.

    Without --offset and --clock, Photon finds out how wrong each camera's clock was, from photos of a phone or from
    photos that have a location. Files are not changed. To undo: photon undo. The exit code is 1 if no track could be
    read.
    """
    given["zone"] = read_zone(given["zone"]) or given["zone"]
    if given["zone"] and known_zone(given["zone"]) is None:
        raise _not_understood(tr("--zone can't be “{text}”.", text=given["zone"]), "Europe/Lisbon, UTC+05:30")
    with open_session(context) as session:
        photos = Selection((), given["photos"], None, None).photos(session) if given["photos"] else None
        meant = None if photos is None else tuple(photos)
        request = TrackRequest(meant, _offset(session, **given), given["zone"], given["replace"])
        plan = session.places.tracks.plan(tracks, request).result()
        paths = session.browsing.paths(list(plan.coordinates)).result()
        if given["as_json"] or given["dry_run"]:
            _tell_plan(plan, paths, as_json=given["as_json"])
        for line in plan_lines(plan):
            click.echo(line, err=given["as_json"])
        if plan.unzoned:
            click.echo(tr("Give the time zone of the camera's clock, such as --zone Europe/Lisbon"), err=True)
        if not plan.tracks:
            context.exit(1)
        if given["dry_run"] or not plan.coordinates:
            return
        count = len(session.places.edit(apply_plan, plan).result().photos)
    text = tr_n("Placed {count:,} photo.", "Placed {count:,} photos.", count)
    click.echo(text, err=given["as_json"])


def _offset(session: "Session", *, offset: str | None, clock: str | None, zone: str, **_: object) -> ClockOffset | None:
    if offset and clock:
        raise click.UsageError(tr("Use either --offset or --clock."))
    file, mark, shown = (clock or "").rpartition("=")
    if clock and not mark:
        raise _not_understood(tr("--clock can't be “{text}”.", text=clock), "clock.jpg=14:03:20")
    for photo in Selection((file,), None, None, None).photos(session) if clock else ():
        return session.places.tracks.offset_from(photo, shown, zone).result()
    found = read_offset(offset) if offset else None
    if offset and found is None:
        raise _not_understood(tr("--offset can't be “{text}”.", text=offset), "+01:02:30")
    return found


def _not_understood(text: str, example: str) -> click.UsageError:
    return click.UsageError(f"{text} {tr('Write it like {example}.', example=example)}")


def _tell_plan(plan: "TrackPlan", paths: dict[int, str], *, as_json: bool) -> None:
    for at, (photo, path) in enumerate(paths.items()):
        latitude, longitude = (round(degrees, 6) for degrees in plan.coordinates[photo])
        if as_json:
            echo_json({"path": path_text(path), "latitude": latitude, "longitude": longitude})
        elif at < _SHOWN:
            click.echo(f"{path_text(path)}  {latitude},{longitude}")
        elif at == _SHOWN:
            more = len(paths) - _SHOWN
            click.echo(tr_n("… and {count:,} more photo", "… and {count:,} more photos", more))
