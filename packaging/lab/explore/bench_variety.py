"""Balance of groups in the order *Varied*, and what it costs: ``python -m lab.explore.bench_variety SHARED KEPT``.

Groups are what captions name, known only here; the order gets 30 examples of each. MaxSkew@20 (Geyik,
Ambler and Kenthapadi, "Fairness-aware ranking in search and recommendation systems", 2019) is the logarithm of the
larger group's share by half: of the groups as the order found them, and of those that captions name. Beside it: the
plain order, and groups dealt in turn.
"""

import csv
import io
import re
import sys
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from lab.quality.known_library import know_photos
from PIL import Image

from photon.annotate.explore.variety import NONE, group_by_examples, vary
from photon.app.explore.varied_order import REACH, WEIGHTS
from photon.domain.arrays import Floats, Ids
from photon.vision.starter import starter

TOP, EXAMPLES, PHOTOS = 20, 30, {"flickr1k": 1000, "flickr8k": 3500}
_MATCHES = 1.5  # standard deviations above the mean from which on photos may match
_KINDS = ("meaning", "look")
Queries = dict[str, str]
_PEOPLE = {
    "riding a bike": r"\bbik|bicycl|cycl",
    "in the snow": r"\bsnow|\bski",
    "in the water": r"\bwater|\bpool|\bswim|\bocean|\bsea\b|\blake",
    "jumping": r"\bjump|\bleap|midair|mid-air",
    "climbing a rock": r"\bclimb|\brock",
    "playing with a ball": r"\bball|soccer|tennis|football|basket",
    "on the street": r"\bstreet|sidewalk|\broad",
    "running": r"\brun|\brac(?:e|ing)",
    "playing": r"\bplay",
    "sitting": r"\bsit|\bseat|bench",
}
_GROUND = {
    "a dog": r"\bdogs?\b",
    "a dog running": r"\bdog.*\brun|\brun.*\bdog",
    "a child playing": r"child|\bboys?\b|\bgirls?\b|\bkids?\b|toddler",
    "jumping": r"\bjump|\bleap|midair|mid-air",
    "playing": r"\bplay",
    "two people": r"\btwo\b|\bcouple",
}
GROUPS = {
    "dogs and people": (r"\bdogs?\b", r"\bm[ae]n\b|wom[ae]n|\bboy|\bgirl|people|person|child", _PEOPLE),
    "children and adults": (r"child|\bboys?\b|\bgirls?\b|\bkids?\b", r"\bm[ae]n\b|\bwom[ae]n\b|lady|\bguy", _PEOPLE),
    "water and grass": (r"\bwater|\bocean|\bpool|\bsea\b", r"\bgrass|\bfield", _GROUND),
    "men and women": (r"\bm[ae]n\b|\bboys?\b|\bguys?\b", r"\bwom[ae]n\b|\bgirls?\b|\blad(?:y|ies)\b", _PEOPLE),
}
"""Words of two groups, and queries with what is right for them, as expressions for captions."""


def main(shared: Path, kept: Path) -> None:
    """Print figures of both sources."""
    for source in ("flickr1k", "flickr8k"):
        names, captions = _captions(shared, source)
        photos = know_photos(_pictures(shared, source, names), kept / f"{source}-{PHOTOS[source]}.npz", 2)
        vectors = [np.stack([getattr(one, kind) for one in photos.embedded]).astype(np.float32) for kind in _KINDS]
        for title, group in GROUPS.items():
            print(f"{source}, {title}")
            _balance([captions[name] for name in names], (vectors[0], vectors[1]), *group)


def _balance(captions: list[list[str]], vectors: tuple[Floats, Floats], one: str, other: str, queries: Queries) -> None:
    """Print figures of two groups."""
    encoder, (meanings, looks) = starter.load(2), vectors
    groups = np.array([_group(some, one, other) for some in captions])
    draw = np.random.default_rng(1)
    examples = [draw.choice(np.flatnonzero(groups == group), EXAMPLES, replace=False) for group in (0, 1)]
    left = np.setdiff1d(np.arange(len(captions)), np.concatenate(examples))
    found = group_by_examples(meanings[left], [meanings[some] for some in examples])
    sure = (found != NONE) & (groups[left] != NONE)
    share, right = (found != NONE).mean(), (found == groups[left])[sure].mean()
    print(f"  {len(left)} photos, {share:.0%} in a group, {right:.0%} of these right")
    totals: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for query, words in queries.items():
        is_right = np.array([bool(re.search(words, " ".join(captions[row]))) for row in left])
        cosines = meanings[left] @ encoder.encode_texts([query])[0]
        section = np.argsort(-cosines)[: max(TOP, int((cosines >= cosines.mean() + _MATCHES * cosines.std()).sum()))]
        for name, order in _orders(section, found, looks[left]).items():
            top = order[:TOP]
            totals[name].append((_skew(found[top]), _skew(groups[left][top]), float(is_right[top].mean())))
    for name, values in totals.items():
        mine, theirs, good = np.mean(values, axis=0)
        print(f"  {name:12} skew@{TOP} {mine:.3f}, by captions {theirs:.3f}, right {good:.3f}")


def _orders(plain: Ids, groups: Ids, looks: Floats) -> dict[str, Ids]:
    """Return the photos of a section in different orders."""
    none = np.full(len(plain), NONE, np.int64)
    values, shown = np.stack([none, none, none, groups[plain]], axis=1), looks[plain]
    both = {"plain": plain, "varied": plain[vary(values, WEIGHTS, shown, REACH * len(plain), TOP)]}
    for share in (0.125, 0.25, 1, 2):
        both[f"reach {share}"] = plain[vary(values, WEIGHTS, shown, share * len(plain), TOP)]
    both["groups only"] = plain[vary(values, WEIGHTS, np.zeros_like(looks[plain]), REACH * len(plain), TOP)]
    turns = [plain[groups[plain] == group] for group in (0, 1)]
    both["in turn"] = np.array([some[at] for at in range(TOP) for some in turns if at < len(some)])
    return both


def _skew(groups: Ids) -> float:
    counts = np.bincount(groups[groups != NONE], minlength=2)
    return float(np.log(2 * counts.max() / counts.sum())) if counts.sum() else 0.0


def _group(sentences: list[str], *words: str) -> int:
    """Return the group that at least two of the sentences name, and none the other; else none."""
    counts = [sum(bool(re.search(one, sentence)) for sentence in sentences) for one in words]
    return NONE if min(counts) or max(counts) < 2 else int(np.argmax(counts))


def _captions(shared: Path, source: str) -> tuple[list[str], dict[str, list[str]]]:
    found: dict[str, list[str]] = defaultdict(list)
    path = shared / "flickr1k/captions.csv" if source == "flickr1k" else shared / "pictures/flickr8k.csv"
    with path.open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            found[row["image"]].append(row["caption"].lower())
    return sorted(found)[: PHOTOS[source]], found


def _pictures(shared: Path, source: str, names: list[str]) -> Iterator[bytes]:
    if source == "flickr1k":
        yield from ((shared / "flickr1k/images" / name).read_bytes() for name in names)
        return
    with tarfile.open(shared / "pictures/flickr8k.tar") as tar:
        for name in names:
            member = tar.extractfile(f"flickr8k/{name}")
            out = io.BytesIO()
            Image.open(io.BytesIO(member.read() if member else b"")).convert("RGB").save(out, "JPEG", quality=92)
            yield out.getvalue()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
