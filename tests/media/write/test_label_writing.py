"""Colour labels and flags in XMP: what other programs wrote is read, kept and changed only on request."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain.metadata.merge import MetadataSnapshot, from_text, merge, snapshot_of, to_text
from photon.domain.metadata.writing import PROFILES, MetadataEdit, TargetMetadata
from photon.domain.photo.label_names import WRITTEN, label_named
from photon.domain.photo.marks import LABELS, Flag, Label
from photon.media.metadata.container import ContainerParts
from photon.media.metadata.merge_rules import merge_metadata
from photon.media.metadata.packets import Packets
from photon.media.metadata.xmp import read_sidecar
from photon.media.write.xmp_document import XmpDocument
from photon.media.write.xmp_writing import OWNED, check_for, merged
from tests.media.packets import packet


def write(raw: bytes | None, words: MetadataEdit, profile: str = "everywhere") -> bytes:
    """Merge, and check the result as a reader would."""
    new, _ = merged(raw, words, PROFILES[profile])
    check_for(raw, words, PROFILES[profile])(new)
    return new


def said(raw: bytes) -> MetadataSnapshot:
    """Return what Photon reads from a sidecar."""
    return snapshot_of(merge_metadata(Packets({}, ContainerParts()), [read_sidecar(raw)]))


@pytest.mark.parametrize(
    ("written", "label"),
    [("Red", "red"), ("ROT", "red"), (" Jaune ", "yellow"), ("Grün", "green"), ("Azul", "blue"), ("Lila", "purple"),
     ("レッド", "red"), ("To Do", "purple"), ("Select", "red"), ("Желтый", "yellow"), ("Second  round", ""), ("", ""),
     (None, ""), ("Orange", ""), ("Reddish", "")],
)  # fmt: skip
def test_labels_in_all_languages_are_colours_and_other_texts_are_not(written: str | None, label: Label) -> None:
    assert label_named(written) == label


def test_every_profile_is_read_as_written() -> None:
    for profile in PROFILES:
        for label in LABELS:
            for flag in (-1, 0, 1):
                new = write(None, MetadataEdit(label=label, flag=flag), profile)  # type: ignore[arg-type]
                assert (said(new).label, said(new).flag) == (label, flag)
                assert (b"digiKam" in new) == (profile in {"everywhere", "digikam"})


def test_lightroom_and_digikam_read_the_same() -> None:
    found = read_sidecar(write(None, MetadataEdit(label="yellow", flag=-1)))
    assert (found.text("xmp:Label"), found.text("digiKam:ColorLabel")) == ("Yellow", "3")
    assert (found.text("xmpDM:pick"), found.text("digiKam:PickLabel")) == ("-1", "1")


@pytest.mark.parametrize("text", ["Second round", "zu prüfen", "Orange", "🟥"])
def test_an_unknown_label_is_kept_until_another_is_set(text: str) -> None:
    raw = packet("", f'xmp:Label="{text}" xmp:Rating="2"')
    assert said(raw).label == ""
    left = TargetMetadata(MetadataEdit((), "", "", 4, label="", flag=0)).beyond(said(raw))
    assert left.label is None
    assert read_sidecar(write(raw, left)).text("xmp:Label") == text
    asked = TargetMetadata(MetadataEdit((), "", "", 2, label="red", flag=0)).beyond(said(raw))
    assert read_sidecar(write(raw, asked)).text("xmp:Label") == "Red"


def test_a_label_in_another_language_is_not_translated() -> None:
    raw = packet("", 'xmp:Label="Rot"')
    words = MetadataEdit((), "new", "", 0, label="red", flag=0)
    new = write(raw, TargetMetadata(words).beyond(said(raw)))
    assert read_sidecar(new).text("xmp:Label") == "Rot"
    assert read_sidecar(new).text("dc:description") == "new"


def test_a_removed_label_and_flag_do_not_come_back_from_another_field() -> None:
    raw = packet("", 'xmp:Label="Red" digiKam:ColorLabel="1" xmpDM:pick="1" xmpDM:good="True" digiKam:PickLabel="3"')
    assert (said(raw).label, said(raw).flag) == ("red", 1)
    for profile in PROFILES:
        new = write(raw, MetadataEdit(label="", flag=0), profile)
        assert (said(new).label, said(new).flag) == ("", 0)
    over = [read_sidecar(new), read_sidecar(raw)]  # the sidecar, then the content of the photo itself
    assert merge_metadata(Packets({}, ContainerParts()), over).label is None
    assert merge_metadata(Packets({}, ContainerParts()), over).pick == 0


def test_xmpdm_good_alone_is_a_flag_and_is_kept_consistent() -> None:
    raw = packet("", 'xmpDM:good="false"')
    assert said(raw).flag == -1
    assert read_sidecar(write(raw, MetadataEdit(flag=1))).text("xmpDM:good") == "True"


def test_a_rejection_by_rating_stays_with_stars_and_is_removed_with_another_flag() -> None:
    raw = packet("", 'xmp:Rating="-1"')
    assert (said(raw).rating, said(raw).flag) == (0, -1)
    starred = write(raw, MetadataEdit(rating=3))
    assert (said(starred).rating, said(starred).flag) == (3, -1)
    assert said(write(raw, MetadataEdit(rating=math.nan))).flag == -1
    lifted = write(raw, MetadataEdit(flag=0))
    assert (said(lifted).flag, read_sidecar(lifted).text("xmp:Rating")) == (0, "0")
    assert read_sidecar(write(raw, MetadataEdit(caption="x"))).text("xmp:Rating") == "-1"


def test_other_edits_keep_label_and_flag_unchanged() -> None:
    raw = packet("", 'xmp:Label="Bleu" xmpDM:pick="1" digiKam:ColorLabel="9" digiKam:PickLabel="2"')
    new = write(raw, MetadataEdit(caption="new", rating=5))
    for field in ("xmp:Label", "xmpDM:pick", "digiKam:ColorLabel", "digiKam:PickLabel"):
        assert read_sidecar(new).text(field) == read_sidecar(raw).text(field)


@given(st.sampled_from(["", *LABELS]), st.sampled_from([-1, 0, 1]), st.sampled_from(sorted(PROFILES)), st.text())
def test_any_marks_are_read_back_and_repeating_changes_nothing(
    label: Label, flag: Flag, profile: str, before: str
) -> None:
    raw = packet("<dc:rights>me</dc:rights>")
    document = XmpDocument(raw)
    clean = "".join(sign for sign in before if sign.isprintable())
    document.set_text("xmp:Label", clean)
    raw = document.to_bytes()
    words = MetadataEdit(label=label, flag=flag)
    new = write(raw, words, profile)
    assert (said(new).label, said(new).flag) == (label, flag)
    assert merged(new, words, PROFILES[profile]) == (new, ())
    assert XmpDocument(new).without(OWNED) == XmpDocument(raw).without(OWNED)


def test_written_names_are_read_back() -> None:
    assert {label_named(name) for name in WRITTEN.values()} == set(LABELS)


def test_texts_of_older_catalogues_are_canonical() -> None:
    old = '{"caption":"","favourite":false,"keywords":[],"rating":2,"title":""}'
    assert to_text(from_text(old)) == old
    marked = MetadataSnapshot(rating=2, label="red", flag=-1)
    assert from_text(to_text(marked)) == marked


def test_changes_on_both_sides_are_a_conflict_and_on_one_side_are_taken() -> None:
    known = MetadataSnapshot(label="red", flag=1)
    taken = merge(known, MetadataSnapshot(label="blue", flag=1), known)
    assert (taken.metadata.label, taken.metadata.flag, taken.conflicts) == ("blue", 1, ())
    both = merge(known, MetadataSnapshot(label="blue", flag=-1), MetadataSnapshot(label="green", flag=0))
    assert both.conflicts == ("label", "flag")
    assert (both.metadata.label, both.metadata.flag) == ("green", 0)
