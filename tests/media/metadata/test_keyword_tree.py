"""The MWG's hierarchy of keywords and ACDSee's categories: read, merged node by node, and kept."""

import pytest

from photon.domain.metadata.writing import PROFILES, MetadataEdit
from photon.media.metadata.keyword_tree import paths_of
from photon.media.metadata.xmp import read_sidecar
from photon.media.write.album_writing import keywords_in
from photon.media.write.xmp_writing import check_for, merged
from tests.media.packets import bag, branch, hierarchy, packet

FLAT = "apple"  # a profile without fields for levels: only the hierarchy can hold them
ROME = ("Places", "Italy", "Rome")
NOTE = '<ours:Note xmlns:ours="urn:ours">kept</ours:Note>'
FLAT_ATTRIBUTES = packet(
    "<mwg-kw:Keywords><rdf:Description><mwg-kw:Hierarchy><rdf:Bag>"
    '<rdf:li><rdf:Description mwg-kw:Keyword="cat"><mwg-kw:Children><rdf:Bag>'
    '<rdf:li mwg-kw:Keyword="Siamese"/></rdf:Bag></mwg-kw:Children></rdf:Description></rdf:li>'
    '<rdf:li mwg-kw:Keyword="dog" xmlns:ours="urn:ours" ours:Note="kept"/>'
    "</rdf:Bag></mwg-kw:Hierarchy></rdf:Description></mwg-kw:Keywords>"
)


def write(raw: bytes, *keywords: tuple[str, ...], profile: str = "everywhere") -> bytes:
    words = MetadataEdit(keywords)
    new, _ = merged(raw, words, PROFILES[profile])
    check_for(raw, words, PROFILES[profile])(new)
    assert merged(new, words, PROFILES[profile]) == (new, ())
    return new


def held(raw: bytes) -> list[tuple[str, ...]]:
    return list(paths_of(read_sidecar(raw).values.get("mwg-kw:Keywords")))


def test_hierarchies_are_merged_with_the_other_fields() -> None:
    rome = branch("Places", branch("Italy", branch("Rome", applied=True), applied=False), applied=False)
    both = packet(bag("dc:subject", "Sunset") + hierarchy(rome, branch("Boat")))
    assert set(keywords_in(read_sidecar(both))) == {ROME, ("Boat",), ("Sunset",)}
    assert set(keywords_in(read_sidecar(FLAT_ATTRIBUTES))) == {("cat", "Siamese"), ("dog",)}


def test_unapplied_nodes_are_no_keywords_and_are_kept() -> None:
    raw = packet(hierarchy(branch("Offered", applied=False), branch("Boat", applied=True)))
    assert keywords_in(read_sidecar(raw)) == (("Boat",),)
    assert b"Offered" in write(raw, ("Boat",), ("new",))


def test_a_new_keyword_is_written_where_levels_are_possible_and_the_hierarchy_is_unchanged() -> None:
    nested = hierarchy(branch("Places", branch("Rome"), more=NOTE), branch("Boat"))
    new = write(packet(nested), ("Places", "Rome"), ("Boat",), ("Places", "Pisa"), ("new",))
    assert held(new) == [("Places", "Rome"), ("Boat",)]
    assert set(read_sidecar(new).texts("lr:hierarchicalSubject")) >= {"Places|Pisa", "new"}


def test_adding_a_keyword_keeps_every_branch_and_its_other_fields() -> None:
    raw = packet(hierarchy(branch("Places", branch("Italy", branch("Rome"), more=NOTE)), branch("Boat", more=NOTE)))
    new = write(raw, ROME, ("Boat",), ("Places", "Italy", "Pisa"), ("Boat", "Sail"), profile=FLAT)
    assert held(new) == [ROME, ("Places", "Italy", "Pisa"), ("Boat",), ("Boat", "Sail")]
    assert new.count(b">kept<") == 2
    assert new.count(b"<mwg-kw:Keyword>Italy<") == 1


def test_a_hierarchy_of_attributes_is_extended_without_losses() -> None:
    keywords = (("cat", "Siamese"), ("dog",), ("dog", "Poodle"), ("cat", "Siamese", "Blue"))
    new = write(FLAT_ATTRIBUTES, *keywords, profile=FLAT)
    assert set(held(new)) == {("cat", "Siamese"), ("cat", "Siamese", "Blue"), ("dog",), ("dog", "Poodle")}
    assert b">kept<" in new
    assert b'mwg-kw:Keyword="cat"' in new


def test_a_removed_keyword_is_removed_from_the_hierarchy_too() -> None:
    raw = packet(
        bag("dc:subject", "Rome", "Boat")
        + hierarchy(
            branch("Places", branch("Italy", branch("Rome"))), branch("Boat", branch("Sail"), applied=True, more=NOTE)
        )
    )
    new = write(raw, ("Boat", "Sail"))
    assert held(new) == [("Boat",), ("Boat", "Sail")]
    assert not any(name in new for name in (b"Rome", b"Italy", b"Places"))
    last = write(new, ("Boat",))
    assert held(last) == [("Boat",)]
    assert b">kept<" in last
    assert b"mwg-kw" not in write(last).replace(b"xmlns:mwg-kw", b"")


def test_a_branch_with_other_fields_stays_without_its_keyword() -> None:
    raw = packet(hierarchy(branch("Places", branch("Rome"), more=NOTE)))
    new = write(raw, ("new",))
    assert (held(new), b">kept<" in new) == ([], True)


def test_unassigned_categories_and_their_attributes_stay() -> None:
    tree = (
        "<Categories><Category Assigned='0' Color='7'>Places<Category Assigned='1'>Rome</Category></Category>"
        "<Category Assigned='0'>Offered</Category></Categories>"
    )
    raw = packet(f"<acdsee:categories><![CDATA[{tree}]]></acdsee:categories>")
    text = read_sidecar(write(raw, ("Places", "Rome"), ("Places", "Pisa"))).text("acdsee:categories")
    assert 'Color="7"' in text
    assert "Offered</Category>" in text
    assert text.count("Places") == 1
    assert 'Assigned="1">Pisa' in text


@pytest.mark.parametrize("text", ["Categories, as nobody writes them", "&lt;Categories&gt;&lt;Category"])
def test_unreadable_categories_are_not_touched(text: str) -> None:
    raw = packet(f"<acdsee:categories>{text}</acdsee:categories>")
    said = read_sidecar(raw).text("acdsee:categories")
    assert read_sidecar(write(raw, *keywords_in(read_sidecar(raw)), ("new",))).text("acdsee:categories") == said
