"""``photon places``: list places, see where photos were taken, and name, rename and forget places of your own."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

import click

from photon.app.places import place_edits
from photon.app.places.place_lookup import joined_names, names_text
from photon.app.places.place_names import list_places
from photon.app.places.places import read_state
from photon.cli.kit.columns import aligned
from photon.cli.kit.options import common, echo_json, open_session, path_text
from photon.cli.kit.selection import Selection
from photon.cli.places_match import match
from photon.domain import PhotonError
from photon.domain.places.coordinates import DIGITS, Coordinates, check_coordinates
from photon.domain.places.own_place import OwnPlace, new_place_key
from photon.domain.places.place import CountedPlace, PhotoPlace, PlaceDoubt
from photon.domain.unseen_characters import line_written_out
from photon.language import counted, tr

_LEVELS = {
    "own": tr("your place"), "quarter": tr("quarter"), "town": tr("town"), "region": tr("region"),
    "country": tr("country"),
}  # fmt: skip
_DOUBTS: Mapping[PlaceDoubt, str] = {
    "default": tr("its location is one that devices write when they know none"),
    "jump": tr("its location is more than 500 km from photos of the same hour"),
}


class FilesOrCommand(click.Group):
    """A group whose arguments are files, unless the first one is a command."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is named, or that for files; a file named as a command is ./name."""
        if args and args[0] in self.commands:
            return super().resolve_command(ctx, args)
        return "files", self.commands["files"], args


@click.group(cls=FilesOrCommand, invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per place, or per file, and line.")
@common
def places(context: click.Context, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    """List places with their numbers of photos; with FILEs, say where these were taken.

    photon places name "our house" 38.72,-9.14,100 names a circle: latitude, longitude and a radius in metres.
    photon undo takes each step back. Names come from data on this computer; nothing is asked of a server.
    """
    context.obj = {**context.obj, "as_json": as_json}
    if context.invoked_subcommand is not None:
        return
    with open_session(context) as session:
        found = session.store.count(list_places).result()
        left = 0 if as_json else session.store.count(read_state).result().left
    if as_json:
        for one in found:
            echo_json(_place_as_dict(one))
        return
    for line in aligned([_cells(one) for one in found]):
        click.echo(line)
    if left:
        click.echo(tr("{photos} not named yet. To do it now: photon index", photos=counted(left, "photo")), err=True)
    elif not found:
        click.echo(tr("No photo has a location yet."))


@places.command(hidden=True)
@click.argument("files", nargs=-1, metavar="FILE...", required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per file and line.")
@common
def files(context: click.Context, files: tuple[str, ...], as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    """Say where the photos of each FILE were taken. Files in the library only."""
    as_json = as_json or context.obj["as_json"]
    with open_session(context) as session:
        photos = Selection(files, None, None, None).photos(session)
        paths, found = session.browsing.paths(photos).result(), session.places.places_of(photos).result()
        all_named = not as_json and not session.store.count(read_state).result().left
    for photo in photos:
        if as_json:
            echo_json(_photo_as_dict(path_text(paths[photo]), found[photo]))
        else:
            click.echo(f"{path_text(paths[photo])}: {line_written_out(_photo_text(found[photo], all_named=all_named))}")


@places.command(context_settings={"ignore_unknown_options": True})  # a latitude may begin with a minus
@click.argument("name")
@click.argument("circle", metavar="LAT,LON,RADIUS")
@click.option("--private", is_flag=True, help="Leave out of exports and metadata where photos inside were taken.")
@common
def name(context: click.Context, name: str, circle: str, private: bool) -> None:  # noqa: FBT001 - click passes flags
    """Name a circle: its LATitude and LONgitude in degrees, and its RADIUS in metres.

    photon places name "our house" 38.72,-9.14,100
    """
    centre, radius = _read_circle(circle)
    with open_session(context) as session:
        place = OwnPlace(new_place_key(), name, centre, radius, private)
        session.places.edit(place_edits.name_place, place).result()
        count = next(one.photos for one in session.store.count(list_places).result() if one.key == place.key)
        more = session.places.tell_filed(place).result()
    click.echo(tr("Named “{name}”: {photos}.", name=line_written_out(name), photos=counted(count, "photo")))
    click.echo(more, nl=bool(more))


places.add_command(match)


@places.command()
@click.argument("place")
@click.argument("name")
@common
def rename(context: click.Context, place: str, name: str) -> None:
    """Give your PLACE another NAME. PLACE is a name or the key that --json prints."""
    with open_session(context) as session:
        one = session.store.read(place_edits.find_own, place).result()
        session.places.edit(place_edits.change_place, replace(one, name=name)).result()
    before, now = line_written_out(one.name), line_written_out(name)
    click.echo(tr("Renamed “{before}” to “{now}”.", before=before, now=now))


@places.command()
@click.argument("place")
@click.option("--off", is_flag=True, help="Make it public again.")
@common
def private(context: click.Context, place: str, off: bool) -> None:  # noqa: FBT001 - click passes flags
    """Leave out of exports and metadata where photos in your PLACE were taken."""
    with open_session(context) as session:
        one = replace(session.store.read(place_edits.find_own, place).result(), is_private=not off)
        session.places.edit(place_edits.change_place, one).result()
        more = session.places.tell_filed(one).result()
    name = line_written_out(one.name)
    if off:
        click.echo(tr("“{name}” is no longer private.", name=name))
    else:
        click.echo(tr("“{name}” is left out of exports and written metadata.", name=name))
    click.echo(more, nl=bool(more))


@places.command()
@click.argument("place")
@common
def forget(context: click.Context, place: str) -> None:
    """Delete your PLACE; photos keep their locations. PLACE is a name or the key that --json prints."""
    with open_session(context) as session:
        one = session.store.read(place_edits.find_own, place).result()
        session.places.edit(place_edits.delete_place, one).result()
    click.echo(tr("Forgot “{name}”. For it back: photon undo", name=line_written_out(one.name)))


def _read_circle(text: str) -> tuple[Coordinates, float]:
    parts = text.split(",")
    with suppress(ValueError):
        latitude, longitude, radius = map(float, parts)
        return check_coordinates(latitude, longitude), radius
    raise PhotonError(
        tr("“{text}” is no circle; nothing was changed.", text=line_written_out(text)),
        tr("Write latitude, longitude and radius in metres, such as 38.72,-9.14,100"),
    )


def _cells(one: CountedPlace) -> list[str]:
    return [line_written_out(joined_names(one.name, *one.within)), counted(one.photos, "photo"), _LEVELS[one.level]]


def _place_as_dict(one: CountedPlace) -> dict[str, object]:
    return {
        "place": one.name,
        "level": one.level,
        "within": list(one.within),
        "photos": one.photos,
        "latitude": round(one.coordinates.latitude, 6),
        "longitude": round(one.coordinates.longitude, 6),
        "key": one.key,
        "search": one.value,
    }


def _photo_as_dict(path: str, place: PhotoPlace) -> dict[str, object]:
    latitude, longitude = (
        (round(degrees, DIGITS) for degrees in place.coordinates) if place.coordinates else (None, None)
    )
    names = place.names
    return {
        "path": path,
        "latitude": latitude,
        "longitude": longitude,
        "quarter": names.quarter,
        "town": names.town,
        "region": names.region,
        "country": names.country,
        "place": next(iter(place.own), ""),
        "state": place.state,
    }


def _photo_text(place: PhotoPlace, *, all_named: bool) -> str:
    text = joined_names(*place.own, names_text(place.names))
    if place.coordinates is not None:
        point = ", ".join(f"{degrees:.5f}" for degrees in place.coordinates)
        text = f"{text} ({point})" if text else point
        if all_named and not place.names.country:
            text = tr("at sea: {point}", point=point) if not place.own else text
    states = {"suggested": tr("suggested"), "confirmed": tr("confirmed")}
    notes = [
        states.get(place.state, "") if place.coordinates else "",
        _DOUBTS.get(place.doubt, ""),
        tr("its file says: {place}", place=place.stated.text) if place.stated.text else "",
    ]
    return " · ".join(filter(None, (text or tr("no location"), *notes)))
