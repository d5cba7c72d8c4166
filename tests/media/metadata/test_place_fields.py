"""What files state of the place in words, by the documented precedence."""

import pytest

from photon.domain.metadata.place_words import FiledPlace
from photon.domain.places.place import StatedPlace
from photon.media.metadata.place_fields import own_in, place_of, stated_in
from photon.media.metadata.xmp import read_packet
from tests.media.packets import dataset, packet, packets, resource

LISBON = StatedPlace("Alfama", "Lisboa", "Lisboa", "Portugal", "PT")
PLAIN = (
    'Iptc4xmpCore:Location="Alfama" photoshop:City="Lisboa" photoshop:State="Lisboa" photoshop:Country="Portugal"'
    ' Iptc4xmpCore:CountryCode="PT"'
)
FIELDS = (
    "<Iptc4xmpExt:Sublocation>Alfama</Iptc4xmpExt:Sublocation><Iptc4xmpExt:City>Lisboa</Iptc4xmpExt:City>"
    "<Iptc4xmpExt:ProvinceState>Lisboa</Iptc4xmpExt:ProvinceState>"
    "<Iptc4xmpExt:CountryName>Portugal</Iptc4xmpExt:CountryName>"
    "<Iptc4xmpExt:CountryCode>pt</Iptc4xmpExt:CountryCode>"
)
IN_LIST = f'<rdf:Bag><rdf:li rdf:parseType="Resource">{FIELDS}</rdf:li></rdf:Bag>'
ALONE = f"<rdf:Description>{FIELDS}</rdf:Description>"


def iptc(city: bytes, charset: bytes = b"", **more: bytes) -> bytes:
    numbers = {"location": 92, "region": 95, "country": 101, "code": 100}
    declared = dataset(90, charset, 1) if charset else b""
    return resource(
        declared + dataset(90, city) + b"".join(dataset(numbers[name], text) for name, text in more.items())
    )


@pytest.mark.parametrize("body", [IN_LIST, ALONE])
def test_the_structure_in_its_notations(body: str) -> None:
    created = packet(f"<Iptc4xmpExt:LocationCreated>{body}</Iptc4xmpExt:LocationCreated>")
    assert stated_in(read_packet(created)) == LISBON
    shown = created.replace(b"LocationCreated", b"LocationShown")
    assert stated_in(read_packet(shown)) == StatedPlace()


def test_the_fields_that_programs_edit_precede_the_structure() -> None:
    created = "<Iptc4xmpExt:LocationCreated>{}</Iptc4xmpExt:LocationCreated>"
    assert stated_in(read_packet(packet("", PLAIN))) == LISBON
    filled = packet(created.format(IN_LIST), 'photoshop:City="LISBOA"')
    assert stated_in(read_packet(filled)) == StatedPlace("Alfama", "LISBOA", "Lisboa", "Portugal", "PT")
    other = packet(created.format(IN_LIST), 'photoshop:City="Porto"')
    assert stated_in(read_packet(other)) == StatedPlace(city="Porto")


def test_the_precedence_of_sources() -> None:
    beside = read_packet(packet("", 'photoshop:City="Faro" photoshop:Country="Portugal"'))
    xmp, photoshop = packet("", PLAIN), iptc(b"Beja", code=b"PRT")
    every = packets(xmp=xmp, photoshop=photoshop)
    assert place_of(every, [beside]).stated == StatedPlace(city="Faro", country="Portugal")
    assert place_of(every).stated == LISBON
    assert place_of(packets(photoshop=photoshop)).stated == StatedPlace(city="Beja", country_code="PRT")
    assert place_of(packets()) == FiledPlace()


def test_a_sidecar_is_completed_by_the_file_only_if_both_agree() -> None:
    country = read_packet(packet("", 'photoshop:Country="Portugal"'))
    assert place_of(packets(photoshop=iptc(b"Beja")), [country]).stated == StatedPlace(city="Beja", country="Portugal")
    spain = read_packet(packet("", 'photoshop:Country="Spain"'))
    assert place_of(packets(xmp=packet("", PLAIN)), [spain]).stated == StatedPlace(country="Spain")


@pytest.mark.parametrize(
    ("raw", "charset", "city"),
    [
        ("Łódź".encode(), b"\x1b%G", "Łódź"),
        ("東京".encode(), b"", "東京"),
        ("München".encode("cp1252"), b"", "München"),
        ("חיפה".encode(), b"\x1b%G", "חיפה"),
        (b"Par\0is\x07", b"", ""),
        (b"", b"", ""),
    ],
)
def test_character_sets_of_iptc(raw: bytes, charset: bytes, city: str) -> None:
    assert place_of(packets(photoshop=iptc(raw, charset))).stated.city == city


def test_parts_are_photons_until_somebody_changes_them() -> None:
    mark = """photon:Place='{"city":"Lisboa","country":"Portugal"}'"""
    ours = 'photoshop:City="Lisboa" photoshop:Country="Portugal"'
    assert own_in(read_packet(packet("", f"{ours} {mark}"))) == StatedPlace(city="Lisboa", country="Portugal")
    assert own_in(read_packet(packet("", ours))) == StatedPlace()
    changed = place_of(packets(xmp=packet("", f"{ours} {mark}".replace('City="Lisboa', 'City="Faro'))))
    assert changed == FiledPlace(StatedPlace(city="Faro", country="Portugal"), StatedPlace(country="Portugal"))
    assert own_in(read_packet(packet("", f"{ours} photon:Place='[1'"))) == StatedPlace()


def test_places_in_malformed_structures_are_none() -> None:
    for body in ("text", "<rdf:Bag/>", "<rdf:Bag><rdf:li>text</rdf:li></rdf:Bag>", "<rdf:Seq><rdf:li/></rdf:Seq>"):
        created = packet(f"<Iptc4xmpExt:LocationCreated>{body}</Iptc4xmpExt:LocationCreated>")
        assert stated_in(read_packet(created)) == StatedPlace()
