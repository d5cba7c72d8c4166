"""Which JSON file of a Google Takeout belongs to which photo; all these kinds of names occurred in exports."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.media.sidecar.takeout_names import Claim, fits, paired

LONG = "Screenshot_20220207_102421_com.snapchat.android"  # 47 characters, the maximum in a name


@pytest.mark.parametrize(
    ("photo", "export"),
    [
        ("IMG_1.jpg", "IMG_1.jpg.json"),
        ("IMG_1.jpg", "IMG_1.jpg.supplemental-metadata.json"),
        ("IMG_1.HEIC", "IMG_1.HEIC.json"),
        ("IMG_1.JPG", "IMG_1.jpg.JSON"),
        ("IMG_1(1).jpg", "IMG_1.jpg(1).json"),
        ("IMG_1(1).jpg", "IMG_1(1).jpg.json"),
        ("IMG_1(1).jpg", "IMG_1.JPG(1).json"),
        ("IMG_1(12).jpg", "IMG_1.jpg.supplemental-metadata(12).json"),
        ("Screenshot_2017-07-05-10-05-26.png", "Screenshot_2017-07-05-10-05-26.png.supplementa.json"),
        ("Screenshot_20241227_105539_Edge.jpg", "Screenshot_20241227_105539_Edge.jpg.supplement.json"),
        ("D7157814-D2D5-4A62-AFCE-9CF465CB7D66.jpeg", "D7157814-D2D5-4A62-AFCE-9CF465CB7D66.jpeg.supp.json"),
        ("1581270440551-d356c6b2-6178-49af-bcdf-b3.jpg", "1581270440551-d356c6b2-6178-49af-bcdf-b3.jpg.s.json"),
        ("1581270440551-d356c6b2-6178-49af-bcdf-b30.jpg", "1581270440551-d356c6b2-6178-49af-bcdf-b30.jpg..json"),
        ("IMG_1-edited.jpg", "IMG_1.jpg.json"),
        ("IMG_1-edited(1).jpg", "IMG_1.jpg(1).json"),
        ("IMG-20150118-WA0000-modifié.jpg", "IMG-20150118-WA0000.jpg.supplemental-metadata.json"),
        ("IMG-20150118-WA0000-modifie\u0301.jpg", "IMG-20150118-WA0000.jpg.supplemental-metadata.json"),
        ("IMG_1-EDITED.jpg", "IMG_1.HEIC.supplemental-metadata.json"),
        ("IMG_1.MP4", "IMG_1.HEIC.json"),
        ("IMG_1.HEIC", "IMG_1.MP4.supplemental-metadata.json"),
        ("IMG_1(2).MOV", "IMG_1.HEIC.supplemental-metadata(2).json"),
    ],
)
def test_every_naming_scheme(photo: str, export: str) -> None:
    assert paired([photo], [export]) == {photo: Claim(export)}


@pytest.mark.parametrize(
    ("photo", "export"),
    [
        ("Urlaub in Knaufspesch in der Schneifel (38).JPG", "Urlaub in Knaufspesch in der Schneifel (38).JP.json"),
        ("1581270440551-d356c6b2-6178-49af-bcdf-b308a5b4b.jpg", "1581270440551-d356c6b2-6178-49af-bcdf-b308a5b4.json"),
        (f"{LONG}.jpg", f"{LONG[:46]}.json"),
        (f"{LONG}(1).jpg", f"{LONG[:46]}(1).json"),
        (f"{LONG}-edited.jpg", f"{LONG[:46]}.json"),
        ("IMG_1.jpg", "IMG_1.json"),
        ("IMG_1(1).jpg", "IMG_1(1).json"),
    ],
)
def test_truncated_or_shortened_names_must_match_by_title(photo: str, export: str) -> None:
    assert paired([photo], [export]) == {photo: Claim(export, is_sure=False)}


@pytest.mark.parametrize(
    ("photos", "exports"),
    [
        (["IMG_1.jpg"], ["IMG_2.jpg.json", "IMG_1.png.json", "metadata.json", "IMG_10.jpg.json", "IMG_1.jpg(1).json"]),
        (["IMG_1(1).jpg"], ["IMG_1.jpg.json", "IMG_1.jpg.supplemental-metadata(2).json"]),
        (["IMG_1.jpg", "IMG_1.png"], ["IMG_1.json"]),
        (["IMG_1.HEIC", "IMG_1.jpg"], ["IMG_1.MP4.json"]),
        (["IMG_1-rome.jpg", "-edited.jpg", "edited.jpg"], ["IMG_1.jpg.json", ".jpg.json"]),
        (["a-long-name-but-one-that-was-not-cut.jpg"], ["a-long-name-but-one-that-was-not-.json"]),
        ([], ["IMG_1.jpg.json"]),
        (["IMG_1.jpg"], []),
    ],
)
def test_files_of_no_photo(photos: list[str], exports: list[str]) -> None:
    assert paired(photos, exports) == {}


def test_the_file_of_one_photo_belongs_to_no_other() -> None:
    photos = ["IMG_1.jpg", "IMG_1.JPG", "IMG_1(1).jpg", "IMG_1-edited.jpg", "IMG_1.png"]
    assert paired(photos, ["IMG_1.jpg.json"]) == {
        "IMG_1.jpg": Claim("IMG_1.jpg.json"),
        "IMG_1-edited.jpg": Claim("IMG_1.jpg.json"),
    }
    both = paired(photos, ["IMG_1.jpg.json", "IMG_1.JPG.json", "IMG_1.jpg(1).json", "IMG_1(1).jpg.json"])
    assert {photo: claim.name for photo, claim in both.items()} == {
        "IMG_1.jpg": "IMG_1.jpg.json",
        "IMG_1.JPG": "IMG_1.JPG.json",
        "IMG_1(1).jpg": "IMG_1(1).jpg.json",
        "IMG_1-edited.jpg": "IMG_1.jpg.json",
    }


def test_the_newer_name_wins_and_an_edited_photo_prefers_its_own() -> None:
    exports = ["a.jpg.json", "a.jpg.supplemental-metadata.json", "a-edited.jpg.json"]
    assert paired(["a.jpg", "a-edited.jpg"], exports) == {
        "a.jpg": Claim("a.jpg.supplemental-metadata.json"),
        "a-edited.jpg": Claim("a-edited.jpg.json"),
    }


def test_the_number_of_a_truncated_name_decides() -> None:
    stem = f"i{'1' * 43}n"  # a dot remains of the extension
    exports = [f"{stem}..json", f"{stem}.(1).json"]
    found = paired([f"{stem}.jpg", f"{stem}(1).jpg", f"{stem}-edited(1).jpg"], exports)
    assert [found[name].name for name in sorted(found)] == [exports[1], exports[1], exports[0]]


@pytest.mark.parametrize(
    ("title", "photo", "does"),
    [
        ("IMG_1.jpg", "IMG_1.jpg", True),
        ("IMG_1", "IMG_1.jpg", True),
        ("IMG_1.HEIC", "IMG_1(1).jpg", True),
        ("IMG_1(1).jpg", "IMG_1(1).jpg", True),
        ("IMG_1.jpg", "IMG_1-edited.jpg", True),
        ("Tom & Anna: 50%?.jpg", "Tom _ Anna_ 50__.jpg", True),
        (f"{LONG}_2.jpg", f"{LONG}.jpg", True),
        ("IMG_12.jpg", "IMG_1.jpg", False),
        ("IMG_1.jpg", "IMG_12.jpg", False),
        (f"{LONG[:46]}x_2.jpg", f"{LONG}.jpg", False),
        ("", "IMG_1.jpg", False),
        ("", "().jpg", False),
    ],
)
def test_titles_match(title: str, photo: str, *, does: bool) -> None:
    assert fits(title, photo) == does


def exported(title: str, number: int, *, is_new: bool) -> tuple[str, str]:
    """Return the names of a photo and its JSON file in an export."""
    stem, dot, tail = title.rpartition(".")
    mark = f"({number})" if number else ""
    name = stem[:47] + dot + tail
    inner = name + (".supplemental-metadata" if is_new else "")
    return stem[:47] + mark + dot + tail, inner[:46] + mark + ".json"


stems = st.text("abAB_-12é ", min_size=1, max_size=50).map(lambda text: f"i{text}n")
titles = st.tuples(stems, st.sampled_from(["jpg", "JPG", "heic", "png"])).map(".".join)
folders = st.lists(titles, max_size=8, unique_by=lambda title: title.rpartition(".")[0].casefold()[:46])


@given(folders, st.integers(0, 3), st.booleans(), st.randoms(use_true_random=False))
def test_a_whole_folder_is_matched(titles: list[str], doubles: int, is_new: bool, random: object) -> None:
    """Photos with different names, each several times, edited and live, are matched with their file in any order."""
    pairs = {}
    for title in titles:
        for number in range(doubles + 1):
            photo, export = exported(title, number, is_new=is_new)
            pairs[photo] = export
            stem, dot, tail = photo.rpartition(".")
            mark = f"({number})" if number else ""
            base = stem.removesuffix(mark)
            pairs[f"{base}-edited{mark}{dot}{tail}"] = export
            if len(stem) < 40:
                pairs[f"{stem}.MP4"] = export
    media, exports = list(pairs), list({*pairs.values(), "metadata.json"})
    found = paired(media, exports)
    assert {name: claim.name for name, claim in found.items()} == pairs
    random.shuffle(media)  # type: ignore[attr-defined]
    random.shuffle(exports)  # type: ignore[attr-defined]
    assert paired(media, exports) == found


names = st.text("aA.()1-js", max_size=12)


@given(
    st.lists(st.one_of(titles, names.map("{}.jpg".format), names.map("{}-edited.mp4".format)), max_size=8),
    st.lists(st.one_of(titles.map("{}.json".format), names.map("{}.json".format)), max_size=8),
)
def test_a_certain_match_belongs_to_one_original(media: list[str], exports: list[str]) -> None:
    found = paired(media, exports)
    assert set(found) <= set(media)
    assert {claim.name for claim in found.values()} <= set(exports)
    for name, claim in found.items():
        if f"{name}.json" in exports:
            assert claim == paired([name], [one for one in exports if one.startswith(name)])[name]
        for other in media:
            if (
                claim.name == f"{other}.json" and other != name
            ):  # another photo's: this one is its edited version, or its video
                assert "-edited" in name or other.rpartition(".")[0].casefold() == name.rpartition(".")[0].casefold()
