"""Groups and names of made-up faces of families through the years: figures that must not fall."""

import numpy as np
import pytest
from lab.people import group_baselines
from lab.people.grouping import Known, score_names, score_pairs
from lab.people.planted_faces import plant_faces

from photon.annotate.people.face_groups import group_faces


@pytest.fixture(scope="module")
def known() -> Known:
    planted = plant_faces(4000, 200, seed=2)
    return Known(planted.table, planted.persons)


def test_groups_are_people_whose_years_are_linked(known: Known):
    groups = group_faces(known.table).groups
    right, found = score_pairs(
        np.unique(np.where(groups > 0, groups, -known.table.ids), return_inverse=True)[1], known.truth
    )
    assert right > 0.98
    assert found > 0.88


def test_one_name_finds_the_other_faces(known: Known):
    people = np.argsort(-np.bincount(known.truth))[:20]
    right, found = score_names(known, people, np.random.default_rng(1))
    assert right > 0.97
    assert found > 0.88


def test_the_same_seed_plants_the_same_faces():
    one, other = plant_faces(300, 40, seed=5), plant_faces(300, 40, seed=5)
    assert (one.table.embeddings == other.table.embeddings).all()
    assert (one.persons == other.persons).all()


def test_simple_ways_find_two_people_who_do_not_look_alike():
    vectors = np.repeat(np.eye(4, dtype=np.float32)[:2], 4, axis=0)
    graph = group_baselines.make_graph(vectors, 0.4)
    for group in (
        group_baselines.connect,
        group_baselines.scan_densely,
        group_baselines.whisper,
        group_baselines.grow_density_tree,
    ):
        assert len(set(group(8, graph)[:4])) == len(set(group(8, graph)[4:])) == 1
        assert len(set(group(8, graph))) == 2
