"""Who groups and faces may be: whom they resemble, and who they can't be."""

from dataclasses import replace

import numpy as np

from photon.annotate.people.face_groups import group_faces
from photon.annotate.people.person_matching import MatchingSettings, match_persons
from photon.domain.arrays import Ids
from photon.domain.people.face_table import FaceTable
from tests.annotate.people.made_faces import confirm, make_faces, reject

ALONE = MatchingSettings()


def alone(table: FaceTable) -> Ids:
    """Return a group for each face, so that only likeness decides."""
    return table.ids.copy()


def test_the_group_of_a_confirmed_face_is_the_person():
    grouping = group_faces(confirm(make_faces([0, 0, 0, 1, 1]), {0: 0}))
    assert grouping.persons.tolist() == [0, 0, 0, -1, -1]
    assert grouping.certainty[0] == 1
    assert (grouping.certainty[1:3] > 0.8).all()
    assert grouping.certainty[3:].tolist() == [0, 0]


def test_a_face_in_no_group_of_the_person_is_suggested_by_likeness():
    table = confirm(make_faces([0, 0, 1, 1], noise=0.4), {0: 0, 2: 1})
    assert match_persons(table, alone(table), ALONE).persons.tolist() == [0, 0, 1, 1]


def test_whom_the_user_rejected_is_not_suggested_again():
    table = reject(confirm(make_faces([0] * 4, noise=0.1), {0: 0}), (2, 0))
    assert match_persons(table, alone(table), ALONE).persons.tolist() == [0, 0, -1, 0]


def test_a_person_is_suggested_once_in_a_photo():
    table = confirm(make_faces([0, 0, 0], photos=[1, 1, 2], noise=0.1), {2: 0})
    persons = match_persons(table, alone(table), ALONE).persons
    assert sorted(persons.tolist()) == [-1, 0, 0]


def test_a_person_who_is_confirmed_in_a_photo_is_suggested_for_no_other_face_of_it():
    table = confirm(make_faces([0, 0, 0], photos=[1, 1, 2], noise=0.1), {0: 0})
    assert match_persons(table, alone(table), ALONE).persons.tolist() == [0, -1, 0]


def test_nobody_is_suggested_before_the_birth():
    table = confirm(make_faces([0] * 3, noise=0.1), {0: 0})
    table = replace(table, days=np.array([9_000, 7_000, 8_000]), births=np.array([7_500]))
    assert group_faces(table).persons.tolist() == [0, -1, 0]
    assert match_persons(table, alone(table), ALONE).persons.tolist() == [0, -1, 0]


def test_a_hidden_person_is_known_but_without_certainty():
    table = replace(confirm(make_faces([0] * 3), {0: 0}), hidden=np.array([True]))
    grouping = group_faces(table)
    assert grouping.persons.tolist() == [0, 0, 0]
    assert grouping.certainty.tolist() == [1, 0, 0]


def test_a_group_of_which_many_are_beside_the_person_is_somebody_else():
    table = confirm(make_faces([0] * 6, photos=[0, 1, 2, 0, 1, 3], noise=0.1), {0: 0, 1: 0, 2: 0})
    groups = np.array([1, 1, 1, 4, 4, 4])
    assert match_persons(table, groups, ALONE).persons.tolist() == [0, 0, 0, -1, -1, -1]


def test_the_more_alike_face_is_the_surer_one():
    table = confirm(make_faces([0] * 4, noise=0.1), {0: 0})
    other = make_faces([1]).embeddings[0]
    turned = table.embeddings[3] + 1.2 * other
    embeddings = np.vstack([table.embeddings[:3], turned / np.linalg.norm(turned)])
    certainty = match_persons(replace(table, embeddings=embeddings), alone(table), ALONE).certainty
    assert certainty[3] < certainty[1]


def test_names_are_kept_when_embeddings_come_from_another_model():
    table = confirm(make_faces([0, 1, 2] * 6, noise=0.4), {0: 0, 1: 1, 2: 2})
    before = group_faces(table)
    random = np.random.default_rng(3)
    turned, _ = np.linalg.qr(random.normal(size=(32, 32)))
    other = table.embeddings @ turned + 0.03 * random.normal(size=table.embeddings.shape)
    other = (other / np.linalg.norm(other, axis=1, keepdims=True)).astype(np.float32)
    after = group_faces(replace(table, ids=table.ids + 100, embeddings=other))
    assert after.persons.tolist() == before.persons.tolist() == [0, 1, 2] * 6
