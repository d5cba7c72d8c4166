"""Cards of the recommended encoders, and of any pair of architecture and weights that open_clip knows."""

import re

from photon.domain import PhotonError
from photon.domain.encoders.encoder_info import EncoderCard
from photon.language import tr
from photon.vision.clip.catalog.weight_pairs import Pair, every_pair, find_pair, near_names
from photon.vision.kit.built_in_names import BUILT_IN

_OPEN_CLIP = "MIT (open_clip)"
_TIMM = "MIT (open_clip), Apache-2.0 (timm)"
_APPLE = tr("Apple Machine Learning Research Model License: for non-commercial research only")

# Sizes are those of the weights; a multilingual tokenizer adds 34 MB. The image towers of the first and the third use
# 64 patches, the second 196, the others 576. Sources of the licences: for the first two, the pages of these weights;
# for SigLIP 2, the pages of its authors' weights and of other conversions to open_clip; for Perception Encoder, its
# authors' statement about all its weights.
_RECOMMENDED = (
    EncoderCard(
        name="clip-b-32",
        title="CLIP B/32",
        architecture="ViT-B-32-256",
        weights="datacomp_s34b_b86k",
        quality="better",
        tier=tr("For laptops"),
        about=tr("Fast without a graphics card; understands far more words than the starter."),
        dimension=512,
        megabytes=605,
        licence="MIT",
        code_licence=_OPEN_CLIP,
        languages=("en",),
    ),
    EncoderCard(
        name="clip-b-16",
        title="CLIP B/16",
        architecture="ViT-B-16",
        weights="datacomp_xl_s13b_b90k",
        quality="better",
        tier=tr("For fast processors"),
        about=tr("Sees finer detail than CLIP B/32 but takes longer."),
        dimension=512,
        megabytes=598,
        licence="MIT",
        code_licence=_OPEN_CLIP,
        languages=("en",),
    ),
    EncoderCard(
        name="siglip2-b-32",
        title="SigLIP 2 B/32",
        architecture="ViT-B-32-SigLIP2-256",
        weights="webli",
        quality="better",
        tier=tr("For many languages"),
        about=tr("Understands many languages and is nearly as fast as CLIP B/32, but larger."),
        dimension=768,
        megabytes=1507,
        licence="Apache-2.0",
        code_licence=_TIMM,
        languages=(),
    ),
    EncoderCard(
        name="pe-s-16",
        title="Perception Encoder S/16",
        architecture="PE-Core-S-16-384",
        weights="meta",
        quality="better",
        tier=tr("For small details"),
        about=tr("A small download that uses larger previews; finds small details without a graphics card."),
        dimension=512,
        megabytes=349,
        licence="Apache-2.0",
        code_licence=_TIMM,
        languages=("en",),
    ),
    EncoderCard(
        name="pe-l-14",
        title="Perception Encoder L/14",
        architecture="PE-Core-L-14-336",
        weights="meta",
        quality="best",
        tier=tr("For graphics cards"),
        about=tr("One of the best for English; slow without a graphics card."),
        dimension=1024,
        megabytes=2685,
        licence="Apache-2.0",
        code_licence=_TIMM,
        languages=("en",),
    ),
    EncoderCard(
        name="siglip2-so400m",
        title="SigLIP 2 So400m",
        architecture="ViT-SO400M-16-SigLIP2-384",
        weights="webli",
        quality="best",
        tier=tr("For graphics cards, many languages and fine detail"),
        about=tr("Many languages and small details; a large download, very slow without a graphics card."),
        dimension=1152,
        megabytes=4544,
        licence="Apache-2.0",
        code_licence=_TIMM,
        languages=(),
    ),
)

# Licences of weights by prefix of their repository, where all pages that were checked agree.
_LICENCES = (
    ("laion/CLIP-", "MIT"),
    ("apple/", _APPLE),
    ("timm/MobileCLIP2-", _APPLE),
    ("timm/PE-Core-", "Apache-2.0"),
    ("timm/ViT-", "Apache-2.0"),  # SigLIP and SigLIP 2
)
_MANY_LANGUAGES = ("SigLIP2", "i18n", "worldwide")


def recommended() -> tuple[EncoderCard, ...]:
    """The recommended encoders, from the lightest to the heaviest."""
    return _RECOMMENDED


def card_of(name: str) -> EncoderCard:
    """Find the card of a recommended encoder, or of any pair that open_clip knows.

    Args:
        name: The short name of a card, or ``ARCHITECTURE/TAG`` in open_clip's names, e.g.
            ``ViT-L-14/laion2b_s32b_b82k``.

    Returns:
        The card.

    Raises:
        PhotonError: There is no such encoder (similar names are suggested), it comes with Photon, or Photon cannot use
            it.
    """
    wanted = name.strip()
    if "/" in wanted:
        architecture, _, tag = wanted.partition("/")
        return _card_of_pair(find_pair(architecture, tag))
    for card in _RECOMMENDED:
        if card.name == wanted.lower():
            return card
    if wanted.lower() in BUILT_IN:
        raise PhotonError(
            tr("The model “{name}” comes with Photon and needs no installation.", name=wanted.lower()),
            tr("To search with it: photon encoders use {name}", name=wanted.lower()),
        )
    for pair in every_pair():
        if _name_of(pair) == wanted:
            return _card_of_pair(pair)
    hint = near_names(wanted, [card.name for card in _RECOMMENDED])
    raise PhotonError(
        tr("There is no model “{name}”.", name=name),
        hint or tr("For a list: photon encoders list. Other open_clip models are named ARCHITECTURE/TAG."),
    )


def _name_of(pair: Pair) -> str:
    """Short name of a pair, without the slash, which a file name cannot contain."""
    return re.sub(r"[^\w.-]", "-", f"{pair.architecture}.{pair.tag}")


def _card_of_pair(pair: Pair) -> EncoderCard:
    """The recommended card of a pair, else one built from open_clip's table."""
    if pair.foreign_text:
        raise PhotonError(
            tr(
                "Photon can't use {architecture} yet: its text part comes from separate files.",
                architecture=pair.architecture,
            ),
            tr("For many languages, choose siglip2-b-32."),
        )
    for card in _RECOMMENDED:
        if (card.architecture, card.weights) == (pair.architecture, pair.tag):
            return card
    licences = (licence for beginning, licence in _LICENCES if pair.source.startswith(beginning))
    return EncoderCard(
        name=_name_of(pair),
        title=f"{pair.architecture} ({pair.tag})",
        architecture=pair.architecture,
        weights=pair.tag,
        dimension=pair.dimension,
        megabytes=pair.megabytes,
        licence=next(licences, ""),
        code_licence=_OPEN_CLIP,
        languages=() if any(word in pair.architecture for word in _MANY_LANGUAGES) else ("en",),
    )
