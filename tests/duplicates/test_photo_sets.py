"""Sets of a library: what is offered and what never is, and the best photo of a set, with correct reasons."""

from dataclasses import replace

from photon.domain.photo.photo_set import set_key
from photon.duplicates.best_of_set import order_copies, order_moment, reasons_for
from photon.duplicates.photo_sets import make_copies, make_sets
from photon.duplicates.same_picture import are_different_exposures
from tests.duplicates.shot_samples import COPY, MARK, OTHER, shot


def _nothing(*_: int) -> float:
    return 0.0


def test_copies_are_offered_and_a_photo_that_disagrees_with_one_is_in_no_set() -> None:
    shots = [shot(1), shot(2, width=1000, height=1000, path="/q/2.jpg"), shot(3, path="/q/3.jpg")]
    (one,) = make_sets(shots, {(1, 2): COPY, (2, 3): replace(COPY, worst=0.9), (1, 3): OTHER}, _nothing)
    assert (one.kind, one.photos, one.offer) == ("same-picture", (1, 2), True)
    assert one.reasons == ("4× as many pixels as the next",)


def test_two_strong_edits_of_a_picture_are_in_its_set_but_alone_are_no_copies() -> None:
    shots = [shot(1, width=1000, height=1000), shot(2, path="/q/2.jpg"), shot(3, path="/q/3.jpg")]
    edits = replace(COPY, worst=0.68, most=0.76)
    (one,) = make_copies(shots, {(1, 2): COPY, (1, 3): COPY, (2, 3): edits})
    assert set(one.photos) == {1, 2, 3}
    assert make_copies(shots, {(2, 3): edits}) == []


def test_shots_with_other_times_or_exposures_are_no_copies() -> None:
    one = shot(1, taken="2021-01-01T10:00:00", camera="C", exposure=0.01)
    assert are_different_exposures(one, replace(one, photo=2, image_hash=b"2", taken="2021-01-01T10:00:00.5"))
    assert are_different_exposures(one, replace(one, photo=2, image_hash=b"2", exposure=0.02))
    assert are_different_exposures(one, replace(one, photo=2, image_hash=b"2", path="/p/IMG_0002.jpg"))
    assert not are_different_exposures(one, replace(one, photo=2, path="/p/IMG_0002.jpg"))  # equal pixels
    assert not are_different_exposures(one, replace(one, photo=2, image_hash=b"2", path="/p/IMG_0001 (1).jpg"))
    assert not are_different_exposures(one, shot(2, path="/q/sent.jpg"))
    bracket = [replace(one, photo=number, image_hash=bytes([number]), exposure=0.01 * 4**number) for number in range(3)]
    likenesses = {(0, 1): COPY, (0, 2): COPY, (1, 2): COPY}
    (found,) = make_sets(bracket, likenesses, lambda *_: 0.9)
    assert found.offer is False


def test_a_pair_of_raw_and_jpeg_is_never_offered() -> None:
    raw = shot(1, path="/p/a.NEF", format="NEF")
    jpeg, small = shot(2, path="/p/a.jpg"), shot(3, path="/q/sent.jpg", width=500, height=500)
    sets = make_sets([raw, jpeg, small], {(1, 2): COPY, (1, 3): COPY, (2, 3): COPY}, _nothing)
    assert [(one.kind, one.photos, one.offer) for one in sets] == [
        ("pair", (1, 2), False),
        ("same-picture", (1, 3), True),
    ]


def test_the_picture_of_a_raw_file_that_is_not_among_the_photos_is_never_offered() -> None:
    jpeg, small = shot(2, path="/p/a.jpg"), shot(3, path="/q/sent.jpg", width=500, height=500)
    (alone,) = make_sets([jpeg, small], {(2, 3): COPY}, _nothing)
    assert alone.offer
    assert make_sets([jpeg, small], {(2, 3): COPY}, _nothing, behind={2}) == []


def test_separated_photos_are_in_no_set_and_are_not_rejoined_by_chains() -> None:
    shots = [shot(number, image_hash=bytes([number]), path=f"/p/{number}.jpg") for number in range(1, 5)]
    all_alike = dict.fromkeys([(1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4)], COPY)
    ((whole,), nothing) = (make_copies(shots, all_alike), {one.photo: frozenset({"k"}) for one in shots})
    assert set(whole.photos) == {1, 2, 3, 4}
    assert make_copies(shots, all_alike, nothing) == []
    apart = {1: frozenset({"k"}), 2: frozenset({"k"})}
    sets = make_copies(shots, all_alike, apart)
    assert sets
    assert not any({1, 2} <= set(one.photos) for one in sets)


def test_separated_equal_pictures_are_still_copies_of_a_third() -> None:
    shots = [shot(1, image_hash=b"same", path="/p/1.jpg"), shot(2, image_hash=b"same", path="/p/2.jpg")]
    apart = {1: frozenset({"k"}), 2: frozenset({"k"})}
    assert make_copies(shots, {}, apart) == []
    small = shot(3, image_hash=b"small", width=500, height=500, path="/q/3.jpg")
    (one,) = make_copies([*shots, small], {(1, 3): COPY}, apart)
    assert 3 in one.photos
    assert len(one.photos) == 2


def test_a_third_equal_picture_does_not_rejoin_separated_ones() -> None:
    shots = [shot(number, image_hash=b"same", path=f"/p/{number}.jpg") for number in (1, 2, 3)]
    apart = {2: frozenset({"k"}), 3: frozenset({"k"})}
    assert [sorted(one.photos) for one in make_copies(shots, {}, apart)] == [[1, 2]]


def test_files_with_equal_content_are_no_duplicates_if_all_are_kept() -> None:
    twice = shot(1, files=2, image_hash=b"one")
    assert [one.kind for one in make_sets([twice], {}, _nothing)] == ["same-file"]
    assert make_sets([twice], {}, _nothing, {1: frozenset({set_key([b"one"])})}) == []


def test_thousands_of_equal_icons_form_one_set() -> None:
    icons = [shot(number, image_hash=b"icon", width=16, height=16, size=300) for number in range(5000)]
    (found,) = make_copies(icons, {})
    assert len(found.photos) == 5000


def test_the_original_ranks_before_enlarged_small_poor_and_edited_copies() -> None:
    original = shot(1, camera="C")
    enlarged = shot(2, width=3000, height=3000, size=2_500_000, fingerprint=replace(MARK, sharpness=6.0))
    small = shot(3, width=1000, height=1000)
    poor = shot(4, size=600_000)
    bright = shot(5, size=2_100_000, fingerprint=replace(MARK, level=160.0, clipped=0.2, sharpness=8.6))
    ordered = order_copies([poor, enlarged, bright, small, original])
    assert ordered[0] == original
    assert reasons_for([original, poor, bright], copies=True) == (
        "the camera's own data is still in it",
        "less compressed than 1 other",
        "fewer pixels are pure black or white than in 1 other",
    )


def test_the_sharp_shot_ranks_first_and_noise_does_not_count_as_sharpness() -> None:
    sharp, soft = shot(1), shot(2, fingerprint=replace(MARK, sharpness=6.5))
    noisy = shot(3, fingerprint=replace(MARK, sharpness=8.2, noise=10.0, level=60.0))
    assert order_moment([noisy, soft, sharp])[0] == sharp
    assert reasons_for([sharp, soft, noisy], copies=False) == ("sharper", "less noise than 1 other")
    rated = replace(soft, merit=4)
    assert order_moment([sharp, rated])[0] == rated
    assert reasons_for([rated, sharp], copies=False) == ("you gave it more stars or a heart",)


def test_unmeasured_photos_have_an_order_without_reasons() -> None:
    plain = [shot(number, fingerprint=None) for number in range(3)]
    assert len(order_copies(plain)) == len(order_moment(plain)) == 3
    assert reasons_for(order_moment(plain), copies=False) == ()


def test_of_equal_pixels_the_clearly_sharper_one_is_kept_unless_it_was_sharpened() -> None:
    soft = shot(1, path="/p/a.jpg", size=1_000_000, fingerprint=replace(MARK, sharpness=6.5))
    sharp = shot(2, path="/p/bb.jpg", size=2_000_000)
    assert order_copies([soft, sharp])[0] == sharp
    assert "sharper" in reasons_for([sharp, soft], copies=True)
    assert order_copies([replace(soft, merit=1), sharp])[0].photo == 1
    own = replace(soft, camera="C", size=1_900_000)
    assert order_copies([own, sharp])[0] == own  # no more bytes to speak of, and no camera's data
    small = replace(soft, width=2100, height=2100)
    assert "sharper" not in reasons_for([sharp, small], copies=True)
