"""``photon people``: list people, see whose faces are in photos, and name, merge, split, hide and forget people."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from photon.app.people import person_edits
from photon.app.people.file_faces import FileFaces, faces_in_files
from photon.app.people.people import CONSENT
from photon.app.people.person_edits import shown_name
from photon.app.runtime.library_threads import ignore_faults
from photon.cli.kit.columns import aligned
from photon.cli.kit.options import common, echo_json, open_session, path_text
from photon.cli.kit.selection import Selection
from photon.domain import PhotonError
from photon.domain.people.face import FaceKey, PhotoFace
from photon.domain.people.person import CountedPerson, FaceGroup
from photon.language import counted, tr, tr_n

if TYPE_CHECKING:
    from photon.app.session import Session

_EVERY = 1_000_000  # more groups than a library has
_LISTED = 3  # files of a group that are named
_KEY = 16  # digits of the key of a person


@click.group(invoke_without_command=True)
@click.option("--hidden", is_flag=True, help="List the people that you hid instead.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per person and line.")
@common
def people(context: click.Context, hidden: bool, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    """List people with their numbers of photos; name, merge, split, hide and forget them.

    PERSON is a name or, where two people have the same one, the key that --json prints. photon undo takes each step
    back. Faces are only looked for after photon people start, and nothing of them leaves this computer.
    """
    if context.invoked_subcommand is not None:
        return
    with open_session(context) as session:
        _regroup(session)
        found = session.people.people(hidden=hidden).result()
        shown = [one for one in found if one.person.is_hidden == hidden]
        is_on = as_json or session.people.state().result().is_on
    if as_json:
        for one in shown:
            echo_json(_as_dict(one))
        return
    for line in aligned([_cells(one) for one in shown]):
        click.echo(line)
    if not is_on:
        click.echo(tr("Photon isn't looking for faces. To start: photon people start"), err=True)
    elif not shown and not hidden:
        click.echo(tr("Nobody has a name yet. For faces to name: photon people groups"))


@people.command()
@common
def start(context: click.Context) -> None:
    """Find people: look for faces in all photos. For that at once: photon index --people."""
    with open_session(context) as session:
        session.people.start().result()
    click.echo(CONSENT)
    click.echo(tr("To do it now: photon index --people"))


@people.command()
@common
def stop(context: click.Context) -> None:
    """Look for no more faces; what was found stays, and so do all names."""
    with open_session(context) as session:
        session.people.stop().result()
    click.echo(tr("Photon looks for no more faces. What it found, and all names, stay."))


@people.command()
@click.option("--names", is_flag=True, help="Delete all people and their names, too.")
@common
def delete(context: click.Context, names: bool) -> None:  # noqa: FBT001 - click passes flags
    """Delete all that was found of faces, and look for no more. Names that you gave stay, except with --names."""
    with open_session(context) as session:
        session.people.delete_all(names=names).result()
    if names:
        click.echo(tr("Deleted all face data, all people and their names. For the names back: photon undo"))
    else:
        click.echo(tr("Deleted all face data. The names that you gave are kept, and used if you start again."))


@people.command()
@click.argument("files", nargs=-1, metavar="FILE...", required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per file and line.")
@common
def faces(context: click.Context, files: tuple[str, ...], as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    """Show whose faces are in each FILE.

    The files need not be in the library, and are never changed. The exit code is 1 if one of them could not be read.
    """
    failed = False
    with open_session(context) as session:
        _regroup(session)
        for found in faces_in_files(session.store, session.people, files):
            if as_json:
                echo_json(_file_as_dict(found))
            elif found.problem is not None:
                problem = f"{found.problem.message} {found.problem.hint}".rstrip()
                click.echo(f"{path_text(found.path)}: {problem}", err=True)
            else:
                click.echo("\n  ".join([path_text(found.path), *map(_face_line, found.faces)]))
            failed = failed or found.problem is not None
    if failed:
        context.exit(1)


@people.command()
@click.option("--unnamed", is_flag=True, help="Only groups that nobody named and nobody is suggested for.")
@click.option("--least", type=click.IntRange(1), default=2, show_default=True, help="Fewest faces of a group.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per group and line.")
@common
def groups(context: click.Context, unnamed: bool, least: int, as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    """List groups of faces that Photon takes for one person each, the largest first."""
    with open_session(context) as session:
        _regroup(session)
        found = (session.people.groups(least, _EVERY) if unnamed else session.people.all_groups()).result()
        found = [one for one in found if len(one.faces) >= least]
        names = _names(session)
        paths = session.browsing.paths(sorted({face.key.photo for one in found for face in one.faces})).result()
    for one in found:
        if as_json:
            own = [{"path": path_text(paths[face.key.photo]), **_box(face)} for face in one.faces]
            whose = one.person and (names.get(one.person) or one.person)
            echo_json({"group": one.number, "person": whose or None, "faces": own})
        else:
            click.echo(_group_text(one, names, paths))
    if not found and not as_json:
        click.echo(tr("There are no groups of faces yet."))


@people.command()
@click.argument("group", type=int)
@click.argument("name")
@click.option("--only", multiple=True, metavar="FILE", help="Only the faces in this file; may be repeated.")
@click.option("--except", "without", multiple=True, metavar="FILE", help="Not the faces in this file.")
@common
def name(context: click.Context, group: int, name: str, only: tuple[str, ...], without: tuple[str, ...]) -> None:
    """Say who the faces of GROUP are: NAME is a new name, or somebody with this name or key.

    photon people name 7 "Ana Silva" --except beach.jpg
    """
    with open_session(context) as session:
        chosen = _faces_of_group(session, group)
        if only:
            chosen = _in_files(session, chosen, only)
        if without:
            left_out = _in_files(session, chosen, without)
            chosen = [face for face in chosen if face not in left_out]
        known = name if name in _names(session) else ""
        key = session.people.edit(person_edits.name_faces, chosen, name, known).result()
        named = _names(session).get(key, name)
    click.echo(
        tr_n("Named {count:,} face: {name}.", "Named {count:,} faces: {name}.", len(chosen), name=shown_name(named))
    )


@people.command()
@click.argument("person")
@click.argument("others", nargs=-1, metavar="OTHER...", required=True)
@common
def merge(context: click.Context, person: str, others: tuple[str, ...]) -> None:
    """Merge each OTHER into PERSON, whose name and birthday stay."""
    with open_session(context) as session:
        into = session.people.find(person).result()
        keys = [session.people.find(other).result().key for other in others]
        session.people.edit(person_edits.merge_people, into.key, keys).result()
    click.echo(tr("Merged into {name}.", name=shown_name(into.name)))


@people.command()
@click.argument("person")
@click.argument("files", nargs=-1, metavar="FILE...", required=True)
@click.option("--name", default="", help="Name of the other person.")
@common
def split(context: click.Context, person: str, files: tuple[str, ...], name: str) -> None:
    """Say that the face of PERSON in each FILE is somebody else's. PERSON may also be the number of a group."""
    with open_session(context) as session:
        if person.isdecimal() and len(person) < _KEY:
            everyone = _faces_of_group(session, int(person))
        else:
            whose = session.people.find(person).result().key
            everyone = [face.key for face in session.people.faces_of_person(whose).result()]
        chosen = _in_files(session, everyone, files)
        key = session.people.edit(person_edits.split_faces, chosen, name).result()
    whom = shown_name(name) if name else key
    click.echo(
        tr_n("{count:,} face is of another person now: {name}", "{count:,} faces are of another person now: {name}",
             len(chosen), name=whom)
    )  # fmt: skip


@people.command()
@click.argument("person")
@click.argument("name")
@common
def rename(context: click.Context, person: str, name: str) -> None:
    """Give PERSON another NAME."""
    with open_session(context) as session:
        one = session.people.find(person).result()
        session.people.edit(person_edits.rename_person, one.key, name).result()
    click.echo(tr("Renamed “{before}” to “{now}”.", before=shown_name(one.name), now=shown_name(name)))


@people.command()
@click.argument("person")
@common
def forget(context: click.Context, person: str) -> None:
    """Remove PERSON; the faces have no name then. To undo: photon undo."""
    with open_session(context) as session:
        one = session.people.find(person).result()
        count = session.people.edit(person_edits.forget_person, one.key).result()
    click.echo(
        tr_n("Forgot {name}; {count:,} face has no name now.", "Forgot {name}; {count:,} faces have no name now.",
             count, name=shown_name(one.name))
    )  # fmt: skip


@people.command()
@click.argument("person")
@common
def hide(context: click.Context, person: str) -> None:
    """Leave PERSON out of lists, suggestions, searches, exports and captions."""
    _set_hidden(context, person, tr("{name} is hidden. To show them again: photon people show {name}"), on=True)


@people.command()
@click.argument("person")
@common
def show(context: click.Context, person: str) -> None:
    """Show PERSON again, whom you hid."""
    _set_hidden(context, person, tr("{name} is shown again."), on=False)


@people.command()
@click.argument("person")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]), required=False)
@common
def birthday(context: click.Context, person: str, day: datetime | None) -> None:
    """Say that PERSON was born on DAY, such as 2019-05-17; without DAY, that this is unknown."""
    with open_session(context) as session:
        one = session.people.find(person).result()
        session.people.edit(person_edits.set_birthday, one.key, day and day.date()).result()
    shown = shown_name(one.name)
    if day is None:
        click.echo(tr("{name} has no birthday now.", name=shown))
    else:
        click.echo(tr("{name} was born on {day}.", name=shown, day=day.date().isoformat()))


def _set_hidden(context: click.Context, person: str, sentence: str, *, on: bool) -> None:
    with open_session(context) as session:
        one = session.people.find(person).result()
        session.people.edit(person_edits.hide_person, one.key, hidden=on).result()
    click.echo(sentence.format(name=shown_name(one.name)))


def _names(session: "Session") -> dict[str, str]:
    """Return the names of people who are not hidden, by key."""
    return {one.person.key: one.person.name for one in session.people.people().result()}


def _regroup(session: "Session") -> None:
    """Make groups again if faces were found or named since, unless nothing can be written."""
    ignore_faults(lambda: session.people.regroup().result())


def _faces_of_group(session: "Session", number: int) -> list[FaceKey]:
    found = session.people.faces_in_group(number).result()
    if not found:
        raise PhotonError(
            tr("There is no group {number} without a name.", number=number),
            tr("Groups change when photos come or faces get names. For a list: photon people groups"),
        )
    return found


def _in_files(session: "Session", faces: Sequence[FaceKey], files: Sequence[str]) -> list[FaceKey]:
    photos = Selection(tuple(files), None, None, None).photos(session)
    chosen = [face for face in faces if face.photo in photos]
    if not chosen:
        raise PhotonError(tr("None of these faces is in the files; nothing was changed."))
    return chosen


def _as_dict(one: CountedPerson) -> dict[str, object]:
    person = one.person
    return {
        "person": person.name,
        "key": person.key,
        "photos": one.photos,
        "suggested": one.suggested,
        "birthday": person.birthday and person.birthday.isoformat(),
        "favourite": person.is_favourite,
    }


def _cells(one: CountedPerson) -> list[str]:
    suggested = tr_n("{count:,} face suggested", "{count:,} faces suggested", one.suggested) if one.suggested else ""
    name = shown_name(one.person.name)
    return [name if one.person.name else f"{name} ({one.person.key})", counted(one.photos, "photo"), suggested]


def _box(face: PhotoFace) -> dict[str, float]:
    region = face.key.region
    sides = {"x": region.x, "y": region.y, "width": region.width, "height": region.height}
    when = {"seconds": round(region.seconds, 3)} if region.seconds else {}
    return {side: round(share, 4) for side, share in sides.items()} | when


def _file_as_dict(found: FileFaces) -> dict[str, object]:
    own = [
        {
            **_box(face),
            "person": face.name or face.person or None,
            "state": face.state,
            "certainty": round(face.certainty, 3),
            "group": face.group or None,
        }
        for face in found.faces
    ]
    result: dict[str, object] = {"path": path_text(found.path), "faces": own}
    if found.problem is not None:
        result["error"] = f"{found.problem.message} {found.problem.hint}".rstrip()
    return result


def _face_line(face: PhotoFace) -> str:
    name = shown_name(face.name)
    if face.state == "confirmed":
        return name
    if face.state == "suggested":
        return tr("{name}? {share:.0%} sure", name=name, share=face.certainty)
    return tr("unknown, group {number}", number=face.group) if face.group else tr("unknown")


def _group_text(one: FaceGroup, names: Mapping[str, str], paths: Mapping[int, str]) -> str:
    count = counted(len(one.faces), "face")
    title = tr("Group {number}: {faces}", number=one.number, faces=count)
    if one.person in names:
        title = tr(
            "Group {number}: {faces}, {name}", number=one.number, faces=count, name=shown_name(names[one.person])
        )
    files = list(dict.fromkeys(path_text(paths[face.key.photo]) for face in one.faces if face.key.photo in paths))
    more = ["…"] if len(files) > _LISTED else []
    return "\n  ".join([title, *files[:_LISTED], *more])
