"""What is understood of a file's words, and how the fields that hold them are weighed against each other.

One rule for each, written where it is carried out: ``captions`` (caption, title), ``marks`` (rating, label, pick),
``keywords``, ``faces``, ``facts`` (time, place, camera). In all of them a sidecar overrides caption, title, rating,
label, pick and faces of the file; its keywords are added; its time and place only fill gaps.
"""

from collections.abc import Sequence

from photon.domain.metadata.file_metadata import Metadata
from photon.media.metadata import captions, faces, facts, keywords, rating_fields
from photon.media.metadata.packets import Packets
from photon.media.metadata.rdf import Properties


def words_of(packets: Packets, sidecars: Sequence[Properties] = (), orientation: int = 1) -> Metadata:
    """The words in a file and its sidecars.

    Args:
        packets: Of the file.
        sidecars: The most particular first.
        orientation: How the stored picture is turned upright, 1..8.
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
    )
