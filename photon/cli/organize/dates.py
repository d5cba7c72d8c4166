"""``photon dates``: corrects when photos were taken."""

from typing import TYPE_CHECKING, Any

import click

from photon.app.dates.date_texts import date_text, plan_sentences
from photon.cli.kit.options import common, echo_json, open_session
from photon.cli.kit.selection import Selection, selecting
from photon.domain.photo.date_change import (
    DateChange,
    DateFromName,
    DateReset,
    DateSetting,
    DateShift,
    ZoneCorrection,
    read_setting,
    read_shift,
    read_zone,
)
from photon.language import tr, tr_n

if TYPE_CHECKING:
    from photon.app.dates.dating import DatePlan

_SHOWN = 20  # photos before and after


@click.command()
@selecting
@click.option("--shift", metavar="TIME", help="Move dates, such as “+1d 2h” or “-30m” (days, hours, minutes, seconds).")
@click.option("--set", "setting", metavar="DATE", help="Give all the same date, such as “2020-01-31 12:34”.")
@click.option("--from-name", is_flag=True, help="Take the date from the file name, such as IMG_20200131_123456.jpg.")
@click.option("--zone", metavar="ZONE", help="The photos were taken in this time zone, such as +09:00.")
@click.option("--camera-zone", metavar="ZONE", help="With --zone: the time zone to which the camera's clock was set.")
@click.option("--reset", is_flag=True, help="Go back to the dates in the files.")
@click.option("--dry-run", is_flag=True, help="Show dates before and after; change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per photo.")
@common
def dates(context: click.Context, /, selection: Selection, **given: Any) -> None:  # noqa: ANN401 - click's options
    """Correct the dates of photos.

    Name the photos, or find them with --query. Files are not changed; to save dates to files: photon write-metadata. To
    undo: photon undo
    """
    change = _change(given)
    if selection.is_everything:
        raise click.UsageError(tr("No photos are named. Name photos or folders, or use --query."))
    with open_session(context) as session:
        photos = selection.photos(session)
        plan = session.dates.plan(photos, change).result()
        paths = session.browsing.paths(list(plan.dates)).result() if given["as_json"] or given["dry_run"] else {}
        _tell_plan(plan, paths, as_json=given["as_json"])
        for sentence in plan_sentences(plan) if photos else [tr("No photo found.")]:
            click.echo(sentence, err=given["as_json"])
        if given["dry_run"]:
            return
        count = len(session.dates.correct(photos, change).result().photos)
    if count:
        text = tr_n("Corrected the date of {count:,} photo.", "Corrected the dates of {count:,} photos.", count)
        click.echo(text, err=given["as_json"])


def _tell_plan(plan: "DatePlan", paths: dict[int, str], *, as_json: bool) -> None:
    for at, (photo, path) in enumerate(paths.items()):
        before, after = plan.photos[photo].taken or "", plan.after(photo)
        if as_json:
            echo_json({"path": path, "before": before or None, "after": after or None})
        elif at < _SHOWN:
            click.echo(f"{path}  {date_text(before)} → {date_text(after)}")
        elif at == _SHOWN:
            more = len(paths) - _SHOWN
            click.echo(tr_n("… and {count:,} more photo", "… and {count:,} more photos", more))


def _change(given: dict[str, Any]) -> DateChange:
    asked = [name for name in ("shift", "setting", "from_name", "zone", "reset") if given[name]]
    if len(asked) != 1 or (given["camera_zone"] and asked != ["zone"]):
        raise click.UsageError(tr("Use one of --shift, --set, --from-name, --zone and --reset."))
    if given["shift"]:
        by = read_shift(given["shift"])
        if by is None:
            raise _unread("--shift", given["shift"], tr("Write it as in “+1d 2h” or “-30m”."))
        return DateShift(by)
    if given["setting"]:
        found: DateSetting | None = read_setting(given["setting"])
        if found is None:
            raise _unread("--set", given["setting"], tr("Write it as in “2020-01-31 12:34”."))
        return found
    if given["zone"]:
        return ZoneCorrection(_zone("--zone", given["zone"]), _zone("--camera-zone", given["camera_zone"]))
    return DateFromName() if given["from_name"] else DateReset()


def _zone(option: str, text: str | None) -> str:
    found = read_zone(text) if text else ""
    if found is None:
        raise _unread(option, text or "", tr("Write it as in “+09:00”."))
    return found


def _unread(option: str, text: str, hint: str) -> click.UsageError:
    return click.UsageError(tr("{option} can't be “{text}”. {hint}", option=option, text=text, hint=hint))
