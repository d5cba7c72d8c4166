"""Metadata of a file, merged from all fields that contain it.

The rules are implemented in ``captions`` (caption, title), ``rating_fields`` (rating, label, pick), ``keywords``,
``faces``, ``place_fields`` (the place in words) and ``facts`` (time, coordinates, camera). In all of them, a sidecar
overrides caption, title, rating, label, pick, faces and the place in words; its keywords are added; its time and
coordinates only fill gaps.
"""

from collections.abc import Sequence

from photon.domain.metadata.file_metadata import Metadata
from photon.media.metadata import captions, faces, facts, keywords, place_fields, rating_fields, text_fields
from photon.media.metadata.packets import Packets
from photon.media.metadata.rdf import Properties


def merge_metadata(packets: Packets, sidecars: Sequence[Properties] = (), orientation: int = 1) -> Metadata:
    """Merge the metadata of a file and its sidecars.

    Args:
        packets: Metadata packets of the file.
        sidecars: Properties of its sidecars, the most specific first.
        orientation: EXIF orientation of the stored picture, 1..8.
    """
    marked = faces.faces_of(packets, sidecars, orientation)
    return Metadata(
        keywords=keywords.keywords_of(packets, sidecars),
        caption=captions.caption_of(packets, sidecars),
        title=captions.title_of(packets, sidecars),
        rating=rating_fields.rating_of(packets, sidecars),
        label=rating_fields.label_of(packets, sidecars),
        pick=rating_fields.pick_of(packets, sidecars),
        faces=marked,
        people=faces.people_of(packets, sidecars, marked),
        direction=facts.direction(packets),
        altitude=facts.altitude(packets),
        albums=keywords.albums_of(packets, sidecars),
        text=text_fields.text_of((*sidecars, packets.xmp)),
        place=place_fields.place_of(packets, sidecars),
    )
