"""Names that are valid on every file system, by the user's template."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain import PhotonError
from photon.domain.metadata.export_recipe import ExportPhoto, FileChoice, Reencode
from photon.export.naming import name_for_comparison, read_template, safe_part
from photon.export.plan import PlanContext, example_names, plan_files

LAKE = ExportPhoto(
    1,
    "/photos/Italy/lake.JPG",
    10,
    1_600_000_000_000_000_000,
    "2021-07-03T10:11:12+02:00",
    "The lake",
    "JPEG",
    camera="Canon EOS R5",
    album=("Trips", "Italy: 2021"),
)


def name(template: str, photo: ExportPhoto = LAKE, number: int = 7, among: int = 120) -> str:
    return read_template(template).name(photo, number, among)


@pytest.mark.parametrize(
    ("template", "wanted"),
    [
        ("{name}", "lake"),
        ("{date}", "2021-07-03"),
        ("{date:%Y/%m}/{number}-{title}", "2021/07/007-The lake"),
        ("{folder}/{name} {number:5}", "Italy/lake 00007"),
        ("{camera}/{name}", "Canon EOS R5/lake"),
        ("{album}/{name}", "Trips/Italy_ 2021/lake"),
        ("{date:%H:%M} {name}", "10_11 lake"),
        ("  {name} .", "lake"),
    ],
)
def test_placeholders(template: str, wanted: str) -> None:
    assert name(template) == wanted


def test_unknown_values_have_a_substitute() -> None:
    bare = ExportPhoto(1, "/photos/a.jpg", 10, 1_600_000_000_000_000_000)
    assert name("{title} {date}", bare) == "a 2020-09-13"
    assert name("{album}/{name}", bare) == "a"


@pytest.mark.parametrize(
    "template",
    ["", "  ", "{nam}", "{name", "name}", "{date:%Q}", "{date:%}", "{number:x}", "{number:0}", "{number:10}",
     "{number:²}", f"{{number:{'1' * 5000}}}", "/{name}", "../{name}", "a/../{name}",
     "{name}/", "a\\{name}", "{name:3}", "/".join("a" * 40)],
)  # fmt: skip
def test_invalid_templates_are_reported(template: str) -> None:
    with pytest.raises(PhotonError) as caught:
        read_template(template)
    assert caught.value.message


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("CON", "CON_"),
        ("com1.old", "com1_.old"),
        ("a/b\\c:d*e", "a_b_c_d_e"),
        (".hidden", "_hidden"),
        ("trailing. . ", "trailing"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("\u202egpj.exe", "_gpj.exe"),
        ("...", "_"),
    ],
)
def test_dangerous_names(text: str, wanted: str) -> None:
    assert safe_part(text) == wanted


@given(st.text(max_size=400))
def test_every_text_becomes_a_name_valid_on_every_file_system(text: str) -> None:
    part = safe_part(text)
    assert part
    assert part == safe_part(part) == unicodedata.normalize("NFC", part)
    assert len(part.encode()) <= 160
    assert not set(part) & set('<>:"/\\|?*\0')
    assert part[0] not in ". "
    assert part[-1] not in ". "


TITLES = st.sampled_from(["", "a", "A", "a.", "b", "a (2)", "Ä", "A\u0308", "ä", "con", "x/y"])


@given(st.lists(TITLES, min_size=1, max_size=30), st.sampled_from(["{title}", "{title}/{name}", "{date}", "{name}"]))
def test_no_two_photos_get_names_that_collide_on_some_file_system(titles: list[str], template: str) -> None:
    photos = [ExportPhoto(at, f"/p{at % 3}/x.jpg", 1, at, None, title, "JPEG") for at, title in enumerate(titles)]
    targets, left_out = plan_files(
        photos, FileChoice(template), PlanContext(lambda one: name_for_comparison(one) != "a.jpg")
    )
    assert not left_out
    keys = [name_for_comparison(one.name) for one in targets]
    assert len(set(keys)) == len(photos)
    assert "a.jpg" not in keys


def test_a_thousand_equal_names_are_fast() -> None:
    photos = [ExportPhoto(at, f"/p/{at}.jpg", 1, 1, "2020-01-01", "", "JPEG") for at in range(3000)]
    targets, _ = plan_files(photos, FileChoice("{date}"), PlanContext(lambda _: True))
    assert [one.name for one in targets[::2999]] == ["2020-01-01.jpg", "2020-01-01 (3000).jpg"]


@pytest.mark.parametrize(
    ("format_", "drawn", "ending"), [("PNG", "same", ".png"), ("HEIC", "same", ".jpg"), ("JPEG", "webp", ".webp")]
)
def test_extensions(format_: str, drawn: str, ending: str) -> None:
    photo = ExportPhoto(1, "/p/a.any", 1, 1, None, "", format_)
    assert example_names([photo], FileChoice(redrawn=Reencode(drawn)), 1) == ["a" + ending]  # type: ignore[arg-type]
    assert example_names([photo], FileChoice(), 1) == ["a.any"]
