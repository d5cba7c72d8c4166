"""Cards of encoders: the table agrees with open_clip, and any of its pairs has a card."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab.speed import encoder_tables

from photon.domain import PhotonError
from photon.vision.clip.catalog.encoder_cards import card_of, recommended
from photon.vision.clip.catalog.weight_pairs import QUICK, every_pair, find_pair

ROOT = Path(__file__).resolve().parents[3]
RESEARCH_ONLY = ("apple", "research", "-nc", "noncommercial")


@pytest.fixture
def quiet() -> Iterator[None]:
    """The library says that weights are random, once for each."""
    import logging
    import warnings

    logging.disable(logging.WARNING)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
    logging.disable(logging.NOTSET)


def test_recommended_encoders_are_free_for_everybody_and_say_for_whom_they_are() -> None:
    cards = recommended()
    assert 4 <= len(cards) <= 6
    assert len({card.name for card in cards}) == len({card.tier for card in cards}) == len(cards)
    for card in cards:
        assert card.licence in {"MIT", "Apache-2.0"}
        assert not any(word in card.licence.lower() for word in RESEARCH_ONLY)
        assert card.about.endswith(".")
    assert any(card.languages == () for card in cards)
    assert sum(card.megabytes < 1000 for card in cards) >= 2


@pytest.mark.slow
@pytest.mark.usefixtures("quiet")
def test_the_table_agrees_with_open_clip() -> None:
    """Built on the meta device: no memory, no time."""
    import open_clip
    import torch

    for card in recommended():
        assert card.architecture in open_clip.list_models()
        assert card.weights in open_clip.list_pretrained_tags_by_model(card.architecture)
        assert open_clip.get_model_config(card.architecture)["embed_dim"] == card.dimension
        with torch.device("meta"):
            net = open_clip.create_model(card.architecture, device="meta")
        megabytes = sum(numbers.numel() for numbers in net.parameters()) * 4 / 1e6
        assert card.megabytes == pytest.approx(megabytes, rel=0.05), card.name


def test_every_pair_comes_from_open_clip() -> None:
    from open_clip.pretrained import get_pretrained_cfg, list_pretrained

    for pair in every_pair():
        facts = get_pretrained_cfg(pair.architecture, pair.tag)
        assert pair.source == facts["hf_hub"] or (not facts["hf_hub"] and pair.source == facts["url"])
        assert bool(facts.get("quick_gelu")) == pair.architecture.endswith(QUICK)
    known = {(pair.architecture.removesuffix(QUICK), pair.tag) for pair in every_pair()}
    assert {(architecture.removesuffix(QUICK), tag) for architecture, tag in list_pretrained()} - known == set()


def test_a_pair_of_open_clip_has_a_card() -> None:
    card = card_of("vit-l-14/laion2b-s32b-b82k")
    assert (card.architecture, card.weights) == ("ViT-L-14", "laion2b_s32b_b82k")
    assert (card.dimension, card.licence, card.tier) == (768, "MIT", "")
    assert card_of(card.name) == card
    assert card_of("ViT-B-16/datacomp_xl_s13b_b90k") == card_of("clip-b-16")
    assert "research only" in card_of("MobileCLIP2-S0/dfndr2b").licence
    assert card_of("ViT-L-14-CLIPA/datacomp1b").licence == ""


def test_weights_trained_with_quick_gelu_never_get_the_plain_architecture() -> None:
    assert card_of("ViT-B-32/openai").architecture == "ViT-B-32-quickgelu"
    assert find_pair("ViT-B-32", "laion2b_s34b_b79k").architecture == "ViT-B-32"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("clip-b32", "clip-b-32"),
        ("ViT-B-33/openai", "ViT-B-32"),
        ("ViT-B-16-SigLIP2/openai", "Available: webli."),
        ("xlm-roberta-base-ViT-B-32/laion5b_s13b_b90k", "siglip2-b-32"),
        ("nothing-like-it-at-all", "photon encoders list"),
    ],
)
def test_what_cannot_be_had_is_refused_with_advice(name: str, words: str) -> None:
    with pytest.raises(PhotonError) as caught:
        card_of(name)
    assert words in caught.value.hint


def test_what_comes_with_photon_needs_no_installation() -> None:
    with pytest.raises(PhotonError, match="“starter-closer” comes with Photon") as caught:
        card_of("Starter-closer")
    assert "photon encoders use starter-closer" in caught.value.hint


def test_cards_import_nothing_heavy() -> None:
    code = (
        "import sys; from photon.vision.clip.catalog.encoder_cards import card_of, recommended; recommended();"
        "card_of('ViT-L-14/openai');"
        "print([name for name in ('torch', 'open_clip', 'huggingface_hub', 'numpy') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert said.stdout.strip() == "[]"


def test_the_table_was_written_by_its_script() -> None:
    """One architecture, made again."""
    made = encoder_tables.tags_of("ViT-B-32")
    assert made == {pair.tag: pair.source for pair in every_pair() if pair.architecture == "ViT-B-32"}
