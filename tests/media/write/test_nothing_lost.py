"""Writing metadata loses nothing that is not Photon's, for generated packets and every file of the corpus.

The content of packets is read with independent code, because Photon's own reader would not miss what it ignores.
"""

import json
import re
import shutil
import subprocess
import tarfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from photon.domain.metadata.writing import PROFILES, MetadataEdit, TargetMetadata, UnsafeToEmbed
from photon.media.metadata.iptc import datasets
from photon.media.metadata.xmp import UnreadableXmp, read_sidecar
from photon.media.read.metadata_reading import read_words
from photon.media.write.album_writing import keywords_in
from photon.media.write.iptc_writing import with_words
from photon.media.write.xmp_writing import check_for, merged
from tests.media.packets import bag, branch, dataset, hierarchy, languages, packet
from tests.media.photos import plan_photo

Said = tuple[str, str]  # the path to a value, and the value
_NOTATION = ("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}", "{http://www.w3.org/XML/1998/namespace}")
APPLIED = ("}Applied", "@Assigned")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def snapshot_of(raw: bytes) -> Counter[Said]:
    """Return every value in a packet, in any notation, with the path to it; the order in lists does not matter."""
    root = etree.fromstring(raw.decode("utf-8", "ignore").encode(), etree.XMLParser(encoding="utf-8", recover=True))
    return Counter(one for node in root.iter("{*}Description") for one in _fields(node, "") if _is_top(node))


def _is_top(node: Any) -> bool:
    return etree.QName(node.getparent()).localname == "RDF"


def _fields(node: Any, way: str) -> Iterator[Said]:
    for name, text in node.attrib.items():
        if not name.startswith(_NOTATION):
            yield f"{way}/{name}", text
    for child in node:
        if isinstance(child.tag, str):
            yield from _values(child, way if child.tag.startswith(_NOTATION) else f"{way}/{child.tag}")


def _values(node: Any, way: str) -> Iterator[Said]:
    language = node.get(_LANG)
    way = f"{way}@{language}" if language else way
    found = list(_fields(node, way))
    yield from found
    text = (node.text or "").strip()
    if text.startswith("<Categories>"):
        yield from _nested(etree.fromstring(text), way)
    elif text or not (found or len(node)):
        yield way, text


def _nested(node: Any, way: str) -> Iterator[Said]:
    for child in node:
        inner = f"{way}/{child.text}"
        yield inner, (child.text or "").strip()
        yield from ((f"{inner}@{name}", value) for name, value in child.attrib.items())
        yield from _nested(child, inner)


def lost(before: bytes, after: bytes) -> set[Said]:
    return {one for one in (snapshot_of(before) - snapshot_of(after)) if one[1]}


# -- generated packets ---------------------------------------------------------------------------

OURS = 'xmlns:ours="urn:ours"'
names = st.sampled_from(["Rome", "Italy", "Places", "Boat", "été", "AC/DC", "a|b", "x, y", "long " * 60, "rome"])
paths = st.lists(names, min_size=1, max_size=3)
applied = st.sampled_from([None, True, False])


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def noted(name: str, below: list[str], is_applied: bool | None, has_notes: bool) -> str:
    """Generate a branch, possibly with fields that only another program knows."""
    note = f"<ours:Id {OURS}>of {name}</ours:Id><ours:List {OURS}>{bag('ours:In', name)}</ours:List>"
    return branch(name, *below, applied=is_applied, more=note * has_notes)


branches = st.recursive(
    st.builds(noted, names, st.just([]), applied, st.booleans()),
    lambda inner: st.builds(noted, names, st.lists(inner, min_size=1, max_size=2), applied, st.booleans()),
    max_leaves=5,
)
categories = st.recursive(
    st.builds(lambda name, on: f'<Category Assigned="{on}" Id="3">{name}</Category>', names, st.integers(0, 1)),
    lambda inner: st.builds(
        lambda name, on, below: f'<Category Assigned="{on}">{name}{"".join(below)}</Category>',
        names, st.integers(0, 1), st.lists(inner, max_size=2),
    ),
    max_leaves=5,
)  # fmt: skip
alternatives = st.lists(
    st.tuples(st.sampled_from(["x-default", "de", "fr", "x-repair"]), st.sampled_from(["old", "alt", "vieux"])),
    max_size=3, unique_by=lambda one: one[0],
)  # fmt: skip


def lists(field: str, mark: str) -> st.SearchStrategy[str]:
    """Generate a list, in any notation that a program may choose."""

    def written(some: list[list[str]], kind: str) -> str:
        texts = list(dict.fromkeys(mark.join(path) for path in some))
        if kind == "text":
            return f"<{field}>{texts[0]}</{field}>"
        if kind == "Alt":
            items = zip(["x-default", "de", "fr", "it"], texts, strict=False)
            return (
                f"<{field}><rdf:Alt>"
                + "".join(f'<rdf:li xml:lang="{tag}">{one}</rdf:li>' for tag, one in items)
                + f"</rdf:Alt></{field}>"
            )
        return bag(field, *texts, kind=kind)

    return st.builds(written, st.lists(paths, min_size=1, max_size=4), st.sampled_from(["Bag", "Seq", "text", "Alt"]))


def texts(field: str) -> st.SearchStrategy[str]:
    return alternatives.map(
        lambda some: (
            f"<{field}><rdf:Alt>"
            + "".join(f'<rdf:li xml:lang="{tag}">{text}</rdf:li>' for tag, text in some)
            + f"</rdf:Alt></{field}>"
        )
    )


FOREIGN = (
    bag("dc:creator", "me", "you", kind="Seq") + '<xmpMM:History xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" '
    'xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#">'
    '<rdf:Seq><rdf:li stEvt:action="saved" stEvt:when="2020"/></rdf:Seq></xmpMM:History>'
    "<Iptc4xmpExt:LocationCreated><rdf:Bag><rdf:li rdf:parseType='Resource'>"
    "<Iptc4xmpExt:City>Rome</Iptc4xmpExt:City></rdf:li></rdf:Bag>"
    "</Iptc4xmpExt:LocationCreated><digiKam:ColorLabel>3</digiKam:ColorLabel><digiKam:PickLabel>2</digiKam:PickLabel>"
)
bodies = st.lists(
    st.one_of(
        lists("dc:subject", " "), lists("lr:hierarchicalSubject", "|"), lists("digiKam:TagsList", "/"),
        lists("MicrosoftPhoto:LastKeywordXMP", "/"), lists("mediapro:CatalogSets", "|"),
        st.lists(branches, min_size=1, max_size=3).map(lambda some: hierarchy(*some)),
        st.lists(categories, max_size=3).map(lambda some: escaped(f"<Categories>{''.join(some)}</Categories>"))
        .map(lambda text: f"<acdsee:categories>{text}</acdsee:categories>"),
        texts("dc:title"), texts("dc:description"), texts("dc:rights"),
    ),
    max_size=6,
    unique_by=lambda body: body.split(">")[0],
).map(lambda some: packet(FOREIGN + "".join(some), 'xmp:Label="Red" photoshop:Urgency="2"'))  # fmt: skip


@settings(max_examples=60)
@given(bodies, st.sampled_from(sorted(PROFILES)))
def test_adding_a_keyword_and_a_caption_loses_nothing_else(raw: bytes, profile: str) -> None:
    before = read_sidecar(raw)
    words = MetadataEdit((*keywords_in(before), ("new",)), "new caption", "new title")
    new, _ = merged(raw, words, PROFILES[profile])
    check_for(raw, words, PROFILES[profile])(new)
    assert merged(new, words, PROFILES[profile]) == (new, ())
    told = {"title": before.text("dc:title"), "description": before.text("dc:description")}
    for way, text in lost(raw, new):
        is_former = told.get(way.partition("@")[0].partition("}")[2]) == text
        is_applied_now = way.endswith(APPLIED) and text in {"False", "0"}
        assert is_former or is_applied_now, (way, text)


@settings(max_examples=60)
@given(bodies, st.sampled_from(sorted(PROFILES)), st.data())
def test_removing_a_keyword_removes_only_that_keyword(raw: bytes, profile: str, data: st.DataObject) -> None:
    before = keywords_in(read_sidecar(raw))
    if not before:
        return
    gone = data.draw(st.sampled_from(before))
    words = MetadataEdit(tuple(path for path in before if path != gone))
    new, _ = merged(raw, words, PROFILES[profile])
    check_for(raw, words, PROFILES[profile])(new)
    assert merged(new, words, PROFILES[profile]) == (new, ())
    for way, text in lost(raw, new):
        is_about_it = any(" ".join(name.split()).casefold() in f"{way}{text}".casefold() for name in gone)
        assert is_about_it or way.endswith(APPLIED), (way, text)


def test_other_languages_stay_when_the_caption_is_removed() -> None:
    alternatives = languages("dc:description", x_default="Hall", de="Halle", fr="salle") + bag("dc:title", "a", "b")
    new, _ = merged(packet(alternatives), MetadataEdit(caption="", title=""), PROFILES["everywhere"])
    said = read_sidecar(new)
    assert (said.text("dc:description"), said.text("dc:title")) == ("", "")
    assert {text for _, text in snapshot_of(new)} >= {"Halle", "salle", "b"}
    assert b"Hall<" not in new


@pytest.mark.parametrize("caption", ["new", ""])
def test_a_caption_without_a_default_and_one_in_two_places_keep_their_languages(caption: str) -> None:
    parts = [languages("dc:description", fr="salle", de="Halle"), languages("dc:description", it="sala")]
    raw = packet('</rdf:Description><rdf:Description rdf:about="">'.join(parts))
    new, _ = merged(raw, MetadataEdit(caption=caption), PROFILES["everywhere"])
    assert read_sidecar(new).text("dc:description") == caption
    assert {text for _, text in snapshot_of(new)} >= {"Halle", "sala"}


def test_keywords_longer_than_the_standard_stay_in_iptc() -> None:
    long, block = b"l" * 80, b"".join(dataset(25, name) for name in (b"l" * 80, b" Rome ", b"gone"))
    words = MetadataEdit((("l" * 80,), ("Rome",), ("été",)))
    new, _ = with_words(block, words, PROFILES["everywhere"])
    assert [raw for record, number, raw in datasets(new) if (record, number) == (2, 25)] == [
        long, b" Rome ", "été".encode(),
    ]  # fmt: skip


def test_a_packet_with_too_many_keywords_is_not_written() -> None:
    raw = packet(bag("dc:subject", *map(str, range(5001))))
    words = MetadataEdit((*keywords_in(read_sidecar(raw)), ("new",)))
    with pytest.raises(UnreadableXmp, match="5,000 keywords"):
        merged(raw, words, PROFILES["everywhere"])


# -- the corpus ------------------------------------------------------------------------------------

KINDS = re.compile(r"^(\./)?(sidecar|keywords|charset|rating|faces|malformed_meta)/")
MANAGED = re.compile(
    "XMP-dc:(Title|Description)|XMP-(acdsee:Cat|mwg-kw|photon)|XMP-microsoft:Rating|"
    "XMP-xmp:Rating|XMP-tiff:ImageDescription|XMP-exif:UserComment|IPTC:(Keywords|Caption-Abstract|ObjectName|Coded)|"
    "IFD0:(ImageDescription|XPKeywords|Rating)|ExifIFD:UserComment"
)
OF_THE_FILE = re.compile(
    r"^(System|Composite|ExifTool|SourceFile)|^File:(FileSize|MIMEEnc|ByteOrderMark|Newlines|CurrentIPTC|FileType)|"
    r"IPTCDigest|Offset|Start$|Length$|ByteCounts|MediaDataSize|WebP_Flags|XMPToolkit"
)


def with_more(path: Path) -> bytes | None:
    """Return a photo or sidecar with another caption, title and rating, and a further keyword; None if refused."""
    raw, profile = path.read_bytes(), PROFILES["everywhere"]
    words = MetadataEdit((("new",),), "new caption", "new title", 4)
    try:
        if path.suffix.lower() == ".xmp":
            words = replace(words, keywords=(*keywords_in(read_sidecar(raw)), ("new",)))
            return merged(raw, words, profile)[0]
        known = read_words(str(path)).metadata
        if known is None:
            return None
        plan = plan_photo(str(path), TargetMetadata(replace(words, keywords=(*known.keywords, ("new",)))), profile)
        return None if plan is None else plan.splice.applied(raw)
    except (UnsafeToEmbed, UnreadableXmp):
        return None


def told_by_exiftool(folder: Path) -> dict[str, dict[str, Any]]:
    done = subprocess.run(
        ["exiftool", "-q", "-q", "-j", "-struct", "-G1", "-a", "-n", str(folder)], capture_output=True, check=False
    )
    return {Path(one["SourceFile"]).name: one for one in json.loads(done.stdout)}


@pytest.fixture
def rewritten(shared: Callable[[str], Path], tmp_path: Path) -> list[Path]:
    """Two folders: files of the corpus, and the same with changed metadata."""
    tar = shared("data/corpus/corpus.tar")
    if shutil.which("exiftool") is None:
        pytest.skip("needs exiftool")
    here, before, after = folders = [tmp_path / name for name in ("here", "before", "after")]
    for folder in folders:
        folder.mkdir()
    with tarfile.open(tar) as files:
        for at, entry in enumerate(files):
            if entry.isfile() and KINDS.match(entry.name) and entry.size < 120_000:
                entry.name = f"{at}{Path(entry.name).suffix}"
                files.extract(entry, here, filter="data")
    for path in sorted(here.iterdir()):
        made = with_more(path)
        if made is not None:
            path.rename(before / path.name)
            (after / path.name).write_bytes(made)
    return [before, after]


@pytest.mark.slow
def test_no_file_of_the_corpus_loses_foreign_metadata(rewritten: list[Path]) -> None:
    before, after = map(told_by_exiftool, rewritten)
    assert len(before) > 60
    for name, said in before.items():
        for field, value in said.items():
            now = after[name].get(field)
            is_kept = now == value or (isinstance(value, list) and all(one in (now or ()) for one in value))
            default = re.sub("-[a-z]{2}(-[A-Z]{2})?$", "", field)  # its copy in another language is removed with it
            is_managed = MANAGED.match(field) and (field == default or said.get(default) == value)
            assert is_kept or is_managed or OF_THE_FILE.search(field), (name, field, value, now)
