"""Which items of photos come first."""

import numpy as np
import pytest

from photon.index.item_owners import ItemOwners, find_firsts


@pytest.mark.parametrize("largest", [300, 1 << 60])
def test_first_items_are_found_without_sorting_them(largest: int) -> None:
    photos = np.random.default_rng(1).choice(np.array([7, 8, 9, 250, largest]), 2000)
    assert photos[find_firsts(photos)].tolist() == list(dict.fromkeys(photos.tolist()))
    assert find_firsts(photos[:0]).tolist() == []


def test_each_photo_stays_at_the_place_of_its_first_item() -> None:
    owners = ItemOwners()
    owners.assign({-1: 5, -3: 6})
    assert owners.firsts(np.array([-3, 5, -1, 6, 9])).tolist() == [0, 1, 4]
    assert owners.firsts(np.array([5, 6])).tolist() == [0, 1]
