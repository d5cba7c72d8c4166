"""Which colour belongs to which thing: "red car, blue door" is not "blue car, red door".

The vector of a text hardly tells the two apart, nor does the vector of a photo. The map of a photo says where each
thing with its colour would be (one vector per place, see heat.py); that the colour is really there is read off the
pixels of that place. So for each pair of a colour and a thing

    share  = mean over places of the colour's share, weighted by softmax(map of "there is a red car" / WIDTH)
    odds  += WEIGHT * log (share + LEAST) / (usual share + LEAST)

with the phrase as a query of the map (attention without training, as FLAIR pools: Xiao et al., "FLAIR: VLM with
Fine-grained Language-informed Image Representations", CVPR 2025), and the binding checked by pairs (as SynGen: Rassin
et al., "Linguistic Binding in Diffusion Models", NeurIPS 2023): a colour of another pair at this pair's place counts
against it. One pair is worth checking, too.

Of unseen photos (``packaging/lab/search/bench_binding.py``): captions with two pairs R@1 .394 to .467 and R@10 .841 to
.882 in pools of 200, with one pair .364 to .404 and .826 to .853; of two pictures with exchanged colours the right one
wins in 84% (by the text alone in 50%, by maps alone, phrase against exchanged phrase, in 72%). For captions the
colours anywhere in the photo were no help, and neither were maps alone (MRR .537 for .545): so materials, sizes and
patterns, which no pixel tells, are left to the text.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from photon.domain import Query
from photon.domain.photo.colours import COLOURS
from photon.search.fusion import Fused
from photon.search.heat import blur_map
from photon.search.ranking import STRONG

Floats = npt.NDArray[np.float32]
Pairs = tuple[tuple[str, str], ...]

_SAME = {"gray": "grey", "silver": "grey", "maroon": "red", "violet": "purple", "gold": "golden", "navy": "blue"}
_COLOURS = frozenset(COLOURS) | _SAME.keys()
# What may stand between a colour and its thing, and before a colour.
_ALSO_LINE = """
wooden metal glass plastic leather concrete brick paper big large huge small tiny little tall short long wide narrow
thick thin striped spotted checked checkered plaid dotted flowered floral plain young old wet dry clean dirty bright
dark light pale coloured colored empty full open closed round square
"""
_ALSO = frozenset(_ALSO_LINE.split())
_SMALL_LINE = """
a an the this that these those my his her its our their some two three four and or but with without in on at by to for
from of near under over behind beside between into onto through against across around along up down off out is are was
were be has have who which while as not no very
"""
_SMALL = frozenset(_SMALL_LINE.split())
_PIECE = re.compile(r"[a-z]+(?:['-][a-z]+)*|[^a-z\s]+")
_MOST = 4  # pairs
_LONGEST = 2000  # characters that are looked at

_WIDTH = 0.5  # of the softmax, in standard deviations of the phrase's maps; from .25 to 1 much the same
_LEAST = 0.05  # share; less is noise
_WEIGHT, _SWAPPED = 0.75, 0.25


def binds_colours(query: Query) -> bool:
    """Whether the words of a query bind a colour to a thing, so that a closer look at photos is worth its time."""
    return bool(find_colour_pairs(query.words))


def find_colour_pairs(text: str) -> Pairs:
    """The pairs of a colour and a thing in a text.

    A thing is what follows a colour, at most two words, until a small word, a word in -ing, or a sign; adjectives
    between the two are left out, and so is a colour with no thing ("a man in black").

    Args:
        text: Words of a query.

    Returns:
        At most four pairs in their order; the colours are one name of COLOURS or more, joined by spaces.
    """
    words = _PIECE.findall(text[:_LONGEST].lower())
    pairs: list[tuple[str, str]] = []
    at = 0
    while at < len(words):
        colours, at = _colours(words, at)
        thing = _thing(words, at) if colours else []
        if thing:
            pairs.append((" ".join(dict.fromkeys(colours)), " ".join(thing)))
        at += max(len(thing), not colours)
    return tuple(dict.fromkeys(pairs))[:_MOST]


def pair_sentence(pair: tuple[str, str]) -> str:
    """The sentence whose vector says where a pair is."""
    return f"there is a {pair[0].replace(' ', ' and ')} {pair[1]}"


def binding_odds(maps: Floats, colours: Floats, pairs: Pairs, vectors: Floats, everyday: Floats) -> Floats:
    """Log-odds that photos gain, or lose, by the colours at the places of the things.

    Args:
        maps: float32 (n, rows, columns, d), the encoder's maps of photos; n at least 1.
        colours: float32 (n, rows, columns, c), shares of COLOURS at the same places.
        pairs: ``bound_phrases`` of the query.
        vectors: float32 (k, d), unit length, of ``phrase_of`` each pair.
        everyday: float32 (m, d), of sentences that fit any photo (EVERYDAY).

    Returns:
        float32 (n,); what is usual is usual among these n photos, so that their mean is near 0.
    """
    total = np.zeros(len(maps), np.float32)
    for pair, vector in zip(pairs, vectors, strict=True):
        weights = _places(maps, vector - everyday.mean(axis=0))
        total += _WEIGHT * _evidence(weights, colours, pair[0])
        for other in pairs:
            if other[0] != pair[0] and other[1] != pair[1]:
                total -= _WEIGHT * _SWAPPED * _evidence(weights, colours, other[0])
    return total


def rerank(fused: Fused, odds: Floats) -> Fused:
    """An answer in which some photos were checked.

    Whatever has the file name that was typed stays first.

    Args:
        fused: The answer.
        odds: float32 (m,), log-odds that each photo of it gains or loses; 0 for those that were not checked.
    """
    chances = np.clip(fused.scores.astype(np.float64), 1e-12, 1 - 1e-7)
    weights = np.log(chances / (1 - chances)) + odds
    is_first = np.arange(len(weights)) < fused.filename_matches
    scores = np.where(is_first, fused.scores, 1 / (1 + np.exp(-weights))).astype(np.float32)
    order = np.lexsort((np.arange(len(weights)), -weights, ~is_first))
    order[: fused.filename_matches] = np.arange(fused.filename_matches)
    strong = int((scores >= STRONG).sum())
    return replace(
        fused,
        photos=fused.photos[order],
        scores=scores[order],
        strong=strong,
        why=tuple(fused.why[place] for place in order.tolist()),
        confident_total=fused.confident_total + strong - fused.strong,
    )


def _places(maps: Floats, direction: Floats) -> Floats:
    """How much each place counts, float32 (n, rows, columns), adding to 1 for each photo."""
    products = np.stack([blur_map(places) for places in maps @ direction])
    products /= _WIDTH * max(float(products.std()), 1e-6)
    weights = np.exp(products - products.max(axis=(1, 2), keepdims=True))
    return np.asarray(weights / weights.sum(axis=(1, 2), keepdims=True), np.float32)


def _evidence(weights: Floats, colours: Floats, names: str) -> Floats:
    """Logarithm of how much more of a colour is there than usual; of several names the one that fits best counts."""
    at = [COLOURS.index(name) for name in names.split()]
    shares = np.einsum("nrc,nrc->n", weights, colours[..., at].max(axis=-1))
    return np.asarray(np.log((shares + _LEAST) / (shares.mean() + _LEAST)), np.float32)


def _colours(words: Sequence[str], at: int) -> tuple[list[str], int]:
    """The colours that begin at a word ("black and white", "red, striped"), and where what follows them begins."""
    found: list[str] = []
    while at < len(words):
        if words[at] in _COLOURS:
            found.append(_SAME.get(words[at], words[at]))
        elif not found or (words[at] not in _ALSO and not _joins(words, at)):
            break
        at += 1
    return found, at


def _joins(words: Sequence[str], at: int) -> bool:
    """Whether a word is an "and" before one more colour of the same thing."""
    return words[at] == "and" and at + 1 < len(words) and words[at + 1] in _COLOURS | _ALSO


def _thing(words: Sequence[str], at: int) -> list[str]:
    thing: list[str] = []
    for word in words[at : at + 2]:
        if not word[0].isalpha() or word in _SMALL | _COLOURS | _ALSO or word.endswith("ing"):
            break
        thing.append(word)
    return thing
