"""People: faces named, rejected, drawn; people told apart, merged, hidden, forgotten; each one step to undo."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest

from photon.app.people.people import SURE, PeopleState
from photon.app.people.person_edits import (
    draw_face,
    favour_person,
    forget_person,
    hide_person,
    mark_no_faces,
    merge_people,
    name_faces,
    reject_faces,
    rename_person,
    set_birthday,
    set_cover,
    split_faces,
)
from photon.domain import PhotonError, Region
from photon.domain.metadata.tag import TagMark
from photon.domain.people.found_face import FoundFace
from photon.library.db import settings
from photon.library.people.people_settings import FIND_PEOPLE
from photon.library.tags import learned_tags, tags
from tests.app.people.family import PHOTOS, Family, keys
from tests.library.people.drawn_faces import face_at, key_at, store

UNNAMED = {1: ["", ""], 2: [""], 3: ["", ""], 4: [""]}


def test_a_named_group_is_confirmed_except_for_faces_that_were_left_out(family: Family) -> None:
    (largest, _) = family.people.groups().result()
    assert family.groups() == [{1, 2, 3}, {1, 3}]
    chosen = [key for key in keys(largest.faces) if key.photo != 3]
    anna = family.name("Anna", *chosen)
    assert family.states() == {1: ["Anna", ""], 2: ["Anna"], 3: ["Anna?", ""], 4: [""]}
    assert family.groups() == [{1, 3}]
    (person,) = family.people.people().result()
    assert (person.person.key, person.photos, person.suggested) == (anna, 2, 1)
    found = family.people.suggested(anna).result()
    assert keys(found.faces) == [key_at(3, 1)]
    assert found.sure == (found.faces[0].certainty >= SURE)
    assert keys(family.people.faces_of_person(anna).result()) == [key_at(1, 0), key_at(2, 1)]
    assert any("people" in one.kinds and {1, 2} <= one.photos for one in family.told)
    assert family.undo() == "named 2 faces: Anna"
    family.people.regroup().result()
    assert family.states() == UNNAMED
    assert family.people.people().result() == []


def test_the_same_name_means_the_same_person_unless_two_have_it(family: Family) -> None:
    anna = family.name("Anna", key_at(1, 0))
    assert family.people.edit(name_faces, [key_at(2, 1)], " anna ").result() == anna
    other = family.people.edit(split_faces, [key_at(4, 0)]).result()
    assert other != anna
    family.people.edit(rename_person, other, "Anna").result()
    with pytest.raises(PhotonError, match="2 people named “Anna”") as error:
        family.people.edit(name_faces, [key_at(1, 3)], "Anna").result()
    assert "--json" in error.value.hint
    assert family.people.edit(name_faces, [key_at(1, 3)], "Anna", other).result() == other
    with pytest.raises(PhotonError, match="2 people named"):
        family.people.find("ANNA").result()
    assert family.people.find(other).result().key == other


@pytest.mark.parametrize("name", ["Silva, Ana/Maria", "أميرة 'Amira'", "小林 さくら", "work"])
def test_any_name_will_do_also_that_of_a_tag(family: Family, name: str) -> None:
    family.store.write(lambda library: tags.mark(library, [TagMark(1, ("work",), "confirmed")])).result()
    family.name(name, key_at(1, 0))
    assert family.states()[1] == [name, ""]
    assert family.people.find(name).result().name == name
    assert family.store.read(tags.all_tags).result() == [(("work",), 1)]


@pytest.mark.parametrize("name", ["", "  \u200b ", "x" * 201])
def test_names_that_cannot_be_change_nothing(family: Family, name: str) -> None:
    anna = family.name("Anna", key_at(1, 0))
    for edit in (family.people.edit(name_faces, [key_at(2, 1)], name), family.people.edit(rename_person, anna, name)):
        with pytest.raises(PhotonError):
            edit.result()
    assert len(family.people.people().result()) == 1
    assert family.undo() == "named 1 face: Anna"


def test_not_this_person_holds_for_ever(family: Family) -> None:
    anna = family.name("Anna", key_at(1, 0), key_at(2, 1))
    assert family.states()[3] == ["Anna?", ""]
    assert family.people.edit(reject_faces, [key_at(3, 1)], anna).result() == 1
    assert family.states()[3] == ["", ""]
    family.people.regroup().result()
    assert family.states()[3] == ["", ""]
    assert family.people.suggested(anna).result().faces == []
    family.people.delete_all().result()
    again: dict[int, Sequence[FoundFace]] = {
        photo: [face_at(at, who) for at, who in own.items()] for photo, own in PHOTOS.items()
    }
    family.store.write(store, again).result()
    family.people.regroup().result()
    assert family.states() == {1: ["Anna", ""], 2: ["Anna"], 3: ["", ""], 4: [""]}
    assert family.undo() == "said that 1 face is not Anna"
    family.people.regroup().result()
    assert family.states()[3] == ["Anna?", ""]


def test_a_face_that_no_model_found_is_drawn(family: Family) -> None:
    face = family.people.edit(draw_face, 5, Region(0.9, 0.5, 0.4, 0.2), "Dora").result()
    assert family.faces(5)[0].key == face
    assert face.region.x + face.region.width == pytest.approx(1)
    assert family.states()[5] == ["Dora"]
    for region in (Region(1.2, 0.1, 0.1, 0.1), Region(0.2, 0.2, 0.0, 0.0)):
        with pytest.raises(PhotonError, match="outside the photo"):
            family.people.edit(draw_face, 5, region, "Dora").result()
    assert family.undo() == "drew the face of Dora"
    assert 5 not in family.states()


def test_regions_are_no_faces_until_that_is_undone(family: Family) -> None:
    assert family.people.edit(mark_no_faces, [key_at(4, 0)]).result() == 1
    assert 4 not in family.states()
    assert family.undo() == "said that 1 region is no face"
    assert family.states()[4] == [""]


def test_people_are_merged_and_told_apart(family: Family) -> None:
    anna, ann = family.name("Anna", key_at(1, 0)), family.name("Ann", key_at(2, 1), key_at(3, 1))
    assert family.people.edit(merge_people, anna, [ann]).result() == 3
    assert [(one.person.name, one.photos) for one in family.people.people().result()] == [("Anna", 3)]
    assert family.undo() == "merged people into Anna"
    assert {one.person.name: one.photos for one in family.people.people().result()} == {"Anna": 1, "Ann": 2}
    other = family.people.edit(split_faces, [key_at(3, 1)], "Eva").result()
    assert family.states()[3] == ["Eva", ""]
    assert family.people.edit(split_faces, [key_at(2, 1)], "eva").result() == other
    assert family.undo() == "told 1 face apart as another person"
    assert family.states()[2] == ["Ann"]


def test_what_stays_of_a_divided_group_never_joins_the_rest_again(family: Family) -> None:
    other = family.people.edit(split_faces, [key_at(3, 1)]).result()
    family.people.regroup().result()
    assert family.groups() == [{1, 2}, {1, 3}]
    assert family.people.suggested(other).result().faces == []
    assert [(one.person.name, one.photos) for one in family.people.people().result()] == [("", 1)]
    family.people.delete_all().result()
    again: dict[int, Sequence[FoundFace]] = {1: [face_at(0, 0)], 2: [face_at(1, 0)], 3: [face_at(1, 0)]}
    family.store.write(store, again).result()
    family.people.regroup().result()
    assert family.groups() == [{1, 2}]
    assert family.undo() == "told 1 face apart as another person"
    family.people.regroup().result()
    assert family.groups() == [{1, 2, 3}]


def test_a_person_is_not_merged_with_itself(family: Family) -> None:
    anna = family.name("Anna", key_at(1, 0))
    with pytest.raises(PhotonError, match="one person already"):
        family.people.edit(merge_people, anna, [anna]).result()
    assert family.undo() == "named 1 face: Anna"


def test_hidden_people_appear_nowhere_unless_asked_for(family: Family) -> None:
    anna = family.name("Anna", key_at(1, 0), key_at(2, 1))
    family.people.edit(hide_person, anna, hidden=True).result()
    family.people.regroup().result()
    assert family.people.people().result() == []
    assert family.people.complete_names("an").result() == []
    assert family.states() == UNNAMED
    assert family.people.suggested(anna).result().faces == []
    assert family.groups() == [{1, 3}]  # of Ben
    assert [one.person.name for one in family.people.people(hidden=True).result()] == ["Anna"]
    assert family.people.find("Anna").result().key == anna
    family.people.edit(hide_person, anna, hidden=False).result()
    assert family.states()[1] == ["Anna", ""]
    assert [family.undo(), family.undo()] == ["showed Anna again", "hid Anna"]


def test_what_is_known_of_a_person_is_undone(family: Family) -> None:
    anna = family.name("Anna", key_at(1, 0), key_at(2, 1))
    acts: dict[str, Callable[[], object]] = {
        "renamed Anna to Ana": lambda: family.people.edit(rename_person, anna, "Ana").result(),
        "added Ana to the favourites": lambda: family.people.edit(favour_person, anna, on=True).result(),
        "removed Ana from the favourites": lambda: family.people.edit(favour_person, anna, on=False).result(),
        "changed the birthday of Ana": lambda: family.people.edit(set_birthday, anna, date(2019, 5, 17)).result(),
        "chose another face for Ana": lambda: family.people.edit(set_cover, anna, key_at(1, 0)).result(),
        "forgot Ana": lambda: family.people.edit(forget_person, anna).result(),
    }
    for act in acts.values():
        act()
    assert family.people.people(hidden=True).result() == []
    assert family.states()[1] == ["", ""]
    names = list(acts)[::-1]
    assert family.undo() == names[0]
    (person,) = family.people.people().result()
    assert (person.person.birthday, person.cover) == (date(2019, 5, 17), key_at(1, 0))
    assert [family.undo() for _ in names[1:]] == names[1:]
    (person,) = family.people.people().result()
    assert (person.person.name, person.person.birthday, person.person.is_favourite) == ("Anna", None, False)


def test_nobody_is_born_tomorrow(family: Family) -> None:
    anna = family.name("Anna", key_at(1, 0))
    with pytest.raises(PhotonError, match="future"):
        family.people.edit(set_birthday, anna, date.today() + timedelta(days=2)).result()  # noqa: DTZ011 - as people say it


def test_finding_is_off_until_it_is_started(family: Family) -> None:
    assert family.people.state().result() == PeopleState(False, 6, 0, 2)
    family.people.start().result()
    assert family.people.state().result().is_on
    family.people.stop().result()
    state = family.people.state().result()
    assert (state.is_on, state.faces) == (False, 6)


def test_all_face_data_is_deleted_and_names_only_on_demand(family: Family) -> None:
    family.people.start().result()
    anna = family.name("Anna", key_at(1, 0), key_at(2, 1))
    family.people.delete_all().result()
    assert family.people.state().result() == PeopleState()
    assert not settings.get(family.store.here(), FIND_PEOPLE)
    for table in ("face_details", "face_groups", "face_photos"):
        assert family.store.here().column(f"SELECT count(*) FROM {table}") == [0]
    assert family.store.here().column("SELECT count(*) FROM items WHERE kind = 'face'") == [0]
    assert family.states() == {1: ["Anna"], 2: ["Anna"]}
    family.people.delete_all(names=True).result()
    assert (family.states(), family.people.people(hidden=True).result()) == ({}, [])
    assert family.undo() == "deleted all people and their names"
    assert keys(family.people.faces_of_person(anna).result()) == [key_at(1, 0), key_at(2, 1)]


def test_names_are_completed_by_any_word_and_taught_tags_are_offered(family: Family) -> None:
    family.name("Ana María Silva", key_at(1, 0))
    marks = [TagMark(1, ("People", "Marco"), "confirmed"), TagMark(1, ("Places", "Marbella"), "confirmed")]
    family.store.write(lambda library: tags.mark(library, [*marks, TagMark(2, ("Mara",), "confirmed")])).result()
    family.store.write(lambda library: learned_tags.set_learned(library, ("Mara",), taught=True)).result()

    def names(text: str) -> list[str]:
        return [one.person.name for one in family.people.complete_names(text).result()]

    assert names("mar") == ["Ana María Silva", "Mara", "Marco"] or names("mar") == ["Ana María Silva", "Marco", "Mara"]
    assert names("maria si") == ["Ana María Silva"]
    assert names("ilva") == []
    assert all(not one.person.key for one in family.people.complete_names("marc").result())
    assert family.name("Marco", key_at(1, 3)) == family.people.complete_names("marc").result()[0].person.key


def test_thousands_of_faces_are_one_step(family: Family) -> None:
    crowd = [face_at(at, 3 + at) for at in range(9)]
    family.store.write(store, {5: crowd}).result()
    some = [key_at(5, at) for at in range(9)] * 300
    person = family.people.edit(name_faces, some, "Everybody").result()
    assert len(family.people.faces_of_person(person).result()) == 9
    assert family.undo() == "named 2,700 faces: Everybody"
    assert family.states()[5] == [""] * 9


def test_nothing_is_found_of_somebody_unknown(family: Family) -> None:
    with pytest.raises(PhotonError, match="nobody named “Zoe”") as error:
        family.people.find("Zoe").result()
    assert "photon people" in error.value.hint
    with pytest.raises(PhotonError):
        family.people.edit(rename_person, "0123456789abcdef", "Zoe").result()
