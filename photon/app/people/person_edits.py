"""Edits of people and faces, run by ``People.edit``: each names its step of the journal, and returns what changed."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from photon.domain import Changes, PhotonError, Region
from photon.domain.people.face import FaceKey, box_text
from photon.domain.people.person import Person, clean_name
from photon.domain.photo.region import visible
from photon.domain.unseen_characters import line_written_out
from photon.language import tr, tr_n
from photon.library import Library
from photon.library.people import face_groups, faces, people

Edited = tuple[str, Changes]
Counted = tuple[int, Changes]


def find_person(library: Library, text: str) -> Person:
    """Return the only person with this key or name.

    Raises:
        PhotonError: There is none, or several people have this name.
    """
    known = people.all_people(library)
    found = [known[text]] if text in known else _named(library, text)
    if not found:
        raise PhotonError(
            tr("There is nobody named “{name}”.", name=line_written_out(text)),
            tr("To see who there is: photon people"),
        )
    return found[0]


def _named(library: Library, name: str) -> list[Person]:
    """Return the person of a name, if there is one; raise PhotonError if there are several."""
    found = people.people_named(library, name)
    if len(found) > 1:
        raise PhotonError(
            tr("There are {count} people named “{name}”; nothing was changed.",
               count=len(found), name=line_written_out(found[0].name)),
            tr("Choose one of them from the list; in the terminal, use the key that photon people --json prints."),
        )  # fmt: skip
    return found


def name_faces(library: Library, some: Sequence[FaceKey], name: str, person: str = "") -> Edited:
    """Confirm whose faces these are; return the key of the person.

    Args:
        library: Open for writing.
        some: Any number of faces, of any photos.
        name: A name. The only person of this name is meant, or a new one.
        person: The key of a person, who keeps their name; ``name`` does not count then.

    Raises:
        PhotonError: Several people have this name, or it is empty.
    """
    key, shown, changes = _meant(library, name, person)
    library.journal.name_step(
        tr_n("named {count:,} face: {name}", "named {count:,} faces: {name}", len(some), name=shown)
    )
    return key, people.confirm_faces(library, some, key) or changes


def draw_face(library: Library, photo: int, region: Region, name: str, person: str = "") -> tuple[FaceKey, Changes]:
    """Add a face that no model found, and say whose it is, as ``name_faces`` does."""
    seen = visible(region)
    if seen is None:
        raise PhotonError(tr("This frame is outside the photo."), tr("Draw it around the face."))
    key, shown, changes = _meant(library, name, person)
    face = FaceKey(photo, box_text(seen))
    library.journal.name_step(tr("drew the face of {name}", name=shown))
    return face, people.confirm_faces(library, [face], key) or changes


def split_faces(library: Library, some: Sequence[FaceKey], name: str = "") -> Edited:
    """Say that faces of a person or group are somebody else's; return the key of that person.

    A name is taken as by ``name_faces``; without one, it is a new person without a name yet. What stays of a group
    without a name is not this person, so that it never joins them again.
    """
    rest = _rest_of_groups(library, some)
    if clean_name(name):
        key, _, changes = _meant(library, name, "")
    else:
        key, changes = people.create_person(library, "")
    library.journal.name_step(
        tr_n("told {count:,} face apart as another person", "told {count:,} faces apart as another person", len(some))
    )
    changes = people.confirm_faces(library, some, key) or changes
    return key, (changes | people.reject_faces(library, rest, key) if rest else changes)


def _rest_of_groups(library: Library, some: Sequence[FaceKey]) -> list[FaceKey]:
    """Return the other faces in the groups of faces that nobody decided about."""
    known = faces.faces_of(library, sorted({face.photo for face in some}))
    chosen = set(some)
    numbers = {face.group for own in known.values() for face in own if face.key in chosen and face.state != "confirmed"}
    rest = face_groups.faces_in_groups(library, numbers - {0})
    return [face for face in rest if face not in chosen]


def _meant(library: Library, name: str, person: str) -> tuple[str, str, Changes]:
    """Return key and name of the person who is meant, and what changed if it is a new one."""
    known = [people.all_people(library)[person]] if person in people.all_people(library) else _named(library, name)
    if known:
        return known[0].key, shown_name(known[0].name), Changes()
    clean = clean_name(name)
    if not clean:
        raise PhotonError(tr("A person needs a name; nothing was changed."), tr("Type a name."))
    key, changes = people.create_person(library, clean)
    return key, shown_name(clean), changes


def shown_name(name: str) -> str:
    """Return the name of a person as one line; of one without a name, that there is none yet."""
    return line_written_out(name) or tr("somebody without a name")


def reject_faces(library: Library, some: Sequence[FaceKey], person: str) -> Counted:
    """Say that faces are not this person, for ever; return their number."""
    name = _name_of(library, person)
    library.journal.name_step(
        tr_n("said that {count:,} face is not {name}", "said that {count:,} faces are not {name}", len(some), name=name)
    )
    return len(some), people.reject_faces(library, some, person)


def mark_no_faces(library: Library, some: Sequence[FaceKey]) -> Counted:
    """Say that there are no faces, but statues, posters or patterns; return their number."""
    name = tr_n("said that {count:,} region is no face", "said that {count:,} regions are no faces", len(some))
    library.journal.name_step(name)
    return len(some), people.mark_no_faces(library, some)


def rename_person(library: Library, person: str, name: str) -> tuple[None, Changes]:
    """Give a person another name; other people may have the same."""
    if not clean_name(name):
        raise PhotonError(tr("A person needs a name; nothing was changed."), tr("Type a name."))
    before = _name_of(library, person)
    library.journal.name_step(tr("renamed {before} to {now}", before=before, now=shown_name(clean_name(name))))
    return None, people.rename_person(library, person, name)


def merge_people(library: Library, into: str, others: Collection[str]) -> Counted:
    """Say that several people are one, who keeps name, birthday and cover of ``into``; return their faces."""
    if set(others) <= {into}:
        raise PhotonError(tr("This is one person already; nothing was changed."), tr("Choose somebody else, too."))
    name = _name_of(library, into)
    library.journal.name_step(tr("merged people into {name}", name=name))
    changes = people.merge_people(library, into, others)
    return len(people.faces_of_person(library, into)), changes


def forget_person(library: Library, person: str) -> Counted:
    """Remove a person and withdraw the name from all faces; return their number."""
    count, name = len(people.faces_of_person(library, person)), _name_of(library, person)
    library.journal.name_step(tr("forgot {name}", name=name))
    return count, people.forget_person(library, person)


def forget_people(library: Library) -> tuple[None, Changes]:
    """Remove all people and all that was said of faces."""
    library.journal.name_step(tr("deleted all people and their names"))
    return None, people.forget_people(library)


def hide_person(library: Library, person: str, *, hidden: bool) -> tuple[None, Changes]:
    """Leave a person out of suggestions, lists, exports and captions, or show them again."""
    name = _name_of(library, person)
    library.journal.name_step(tr("hid {name}", name=name) if hidden else tr("showed {name} again", name=name))
    return None, people.hide_person(library, person, hidden=hidden)


def favour_person(library: Library, person: str, *, on: bool) -> tuple[None, Changes]:
    """Put a person first, or no longer."""
    name = _name_of(library, person)
    library.journal.name_step(
        tr("added {name} to the favourites", name=name) if on else tr("removed {name} from the favourites", name=name)
    )
    return None, people.favour_person(library, person, on=on)


def set_birthday(library: Library, person: str, day: date | None) -> tuple[None, Changes]:
    """Store when a person was born, None for unknown; nothing before that is suggested."""
    if day is not None and day > datetime.now().astimezone().date():
        raise PhotonError(tr("A birthday can't be in the future; nothing was changed."), tr("Check the year."))
    library.journal.name_step(tr("changed the birthday of {name}", name=_name_of(library, person)))
    return None, people.set_birthday(library, person, day)


def set_cover(library: Library, person: str, face: FaceKey) -> tuple[None, Changes]:
    """Choose the face that stands for a person."""
    library.journal.name_step(tr("chose another face for {name}", name=_name_of(library, person)))
    return None, people.set_cover(library, person, face)


def _name_of(library: Library, person: str) -> str:
    known = people.all_people(library).get(person)
    return shown_name(known.name) if known else ""
