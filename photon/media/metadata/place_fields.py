"""Where a photo was taken, in words: which fields say so, and which of them Photon wrote.

The sidecar's XMP comes first, then the file's, then IPTC; the first that states anything is used, and what it leaves
out is taken from those that contradict it nowhere, so that parts of two places are never mixed. Within a packet,
``photoshop:`` and ``Iptc4xmpCore:``, which most programs edit, come before ``Iptc4xmpExt:LocationCreated``.
``LocationShown`` is what the picture shows, perhaps from afar, and is not read.

``photon:Place`` has the parts that Photon wrote: a part is Photon's as long as the field has the same text. A decision
of a person is marked by ``photon:Located``, see ``decided_place``.
"""

from collections.abc import Sequence
from contextlib import suppress

from photon.domain.metadata.place_words import FiledPlace
from photon.domain.places.place import StatedPlace
from photon.domain.places.stated_place import clean_stated, join_stated, read_stated
from photon.media.metadata.charsets import readable
from photon.media.metadata.facts import coordinates_of, decided_place
from photon.media.metadata.packets import Packets
from photon.media.metadata.rdf import Properties, as_text

CREATED, OWN_PLACE = "Iptc4xmpExt:LocationCreated", "photon:Place"
STATED = (
    "Iptc4xmpCore:Location", "photoshop:City", "photoshop:State", "photoshop:Country", "Iptc4xmpCore:CountryCode"
)  # fmt: skip
"""Properties in the order of the parts of a stated place."""
CREATED_PARTS = tuple(
    f"Iptc4xmpExt:{name}" for name in ("Sublocation", "City", "ProvinceState", "CountryName", "CountryCode")
)
"""Fields of the structure, likewise."""
_PLAIN = frozenset((*STATED, CREATED))


def stated_in(properties: Properties) -> StatedPlace:
    """Return what a packet states.

    Args:
        properties: Its properties.
    """
    if _PLAIN.isdisjoint(properties.values):  # most packets: reading nothing takes a fifth of reading a sidecar
        return StatedPlace()
    plain = clean_stated(readable(properties.text(name)) for name in STATED)
    structs = properties.structs(CREATED)[:1]
    inner = (clean_stated(readable(as_text(one.get(name))) for name in CREATED_PARTS) for one in structs)
    return join_stated((plain, *inner))


def own_in(properties: Properties) -> StatedPlace:
    """Return the parts of what a packet states that Photon wrote, and nobody has changed since.

    Args:
        properties: Its properties.
    """
    with suppress(ValueError):
        if OWN_PLACE not in properties.values:
            return StatedPlace()
        own, there = (one.parts for one in (read_stated(properties.text(OWN_PLACE)), stated_in(properties)))
        return StatedPlace(*(text if text == now else "" for text, now in zip(own, there, strict=True)))
    return StatedPlace()


def place_of(packets: Packets, sidecars: Sequence[Properties] = ()) -> FiledPlace:
    """Find what a file and its sidecars say of where the photo was taken.

    Args:
        packets: Metadata packets of the file.
        sidecars: Properties of its sidecars, the most specific first.
    """
    every = (*sidecars, packets.xmp)
    stated = join_stated((*map(stated_in, every), clean_stated(packets.iptc.place)))
    own = join_stated(map(own_in, every))
    same = (text if text == now else "" for text, now in zip(own.parts, stated.parts, strict=True))
    return FiledPlace(stated, StatedPlace(*same), coordinates_of(packets, sidecars), decided_place(every))
