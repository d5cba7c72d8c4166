r"""Measure caption drafts on photos held out from the maps and from the training sentences.

    python -m lab.captions.bench_captions --wordnet DICT --captions captions.csv --captioned-photos FOLDER \
        --labels labels.csv --labelled-photos FOLDER --sentences one.txt other.txt \
        [--captioner resources/starter] [--drafts drafts.tsv]

Five folds by photo. The networks are those of ``--captioner``, trained on sentence files without the captions of these
photos. For each fold, the maps from photos are fitted, and the adapter, which scores sentences, is trained on the other
photos.

- *nearness*: mean over photos of the best cosine (MiniLM) between a sentence and the photo's captions;
- *unsupported*: fraction of sentences that name an object (``resources/starter/objects.txt``) that no caption of the
  photo names; for humans, each caption against the other four;
- *copies*: fraction of drafts that occur verbatim in the sentence files.

Baselines are the sentence of the files nearest to the photo in the joint space of an adapter trained without it, the
one nearest to the prediction, and the single sentence that is best for all photos. The last table shows how labelled
photos of things are described that no captioned photo shows.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from lab.captions.caption_figures import bleu4, cider
from lab.captions.caption_things import report_things
from lab.captions.supported_objects import borne_out, unsupported
from lab.captions.train_captioner import Described, describe, with_photos
from lab.starter.starter_calibration import area_under, fit_curve
from lab.starter.starter_figures import Fold, Trials
from lab.starter.starter_kept import kept_training
from lab.starter.starter_towers import Towers
from lab.starter.starter_training import Recipe
from lab.starter.train_starter import add_inputs, gather

from photon.annotate.captions.draft_choice import choose, support
from photon.annotate.captions.named_objects import caption_objects, words_of
from photon.vision.kit.adapter import normalise
from photon.vision.starter.caption_scoring import CaptionCandidates, CaptionScorer
from photon.vision.starter.captioner import photo_features, stretched
from photon.vision.starter.captioner_files import read_captioner
from photon.vision.starter.starter_install import starter_folder
from photon.vision.starter.text_tower import StarterTextTower

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Draft:
    """The draft for one photo.

    Attributes:
        text: The sentence.
        certainty: 0..1.
        support: 0..1, of the objects it names.
        nearest: The sentence of the files nearest to the prediction.
    """

    text: str
    certainty: float
    support: float
    nearest: str


class Judge:
    """Compares sentences with human captions.

    Attributes:
        captions: Captions of each photo.
        usual: float32 (384,), mean sentence embedding of all captions.
    """

    def __init__(self, described: Described, towers: Towers) -> None:
        """Set the captions."""
        owner, captions = described.captioned.owner, described.captioned.captions
        self.captions = [[captions[at] for at in np.flatnonzero(owner == photo)] for photo in range(owner.max() + 1)]
        self._vectors = [described.captions[owner == photo] for photo in range(len(self.captions))]
        self.usual: FloatArray = described.captions.mean(axis=0)
        self._texts, self._objects = towers.texts, caption_objects()
        self._held = [borne_out(self._objects, together) for together in self.captions]

    def nearness(self, sentences: Sequence[str]) -> FloatArray:
        """The best cosine of each photo's sentence with its captions: float32 (photos,)."""
        vectors = self._texts(list(sentences))
        near = [(own @ vector).max() for own, vector in zip(self._vectors, vectors, strict=True)]
        return np.array(near, np.float32)

    def unsupported(self, sentences: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Whether each photo's sentence names something that no caption of the photo names: bool (photos,)."""
        bad = [bool(unsupported(self._objects, text, held)) for text, held in zip(sentences, self._held, strict=True)]
        return np.array(bad, bool)

    def people(self) -> tuple[float, float, float, float]:
        """Each caption against the others of its photo: nearness, unsupported, CIDEr and BLEU-4."""
        near, bad, texts, others = [], [], [], []
        for together, own in zip(self.captions, self._vectors, strict=True):
            for at, caption in enumerate(together):
                rest = [other for place, other in enumerate(together) if place != at]
                near.append(np.delete(own @ own[at], at).max())
                bad.append(bool(unsupported(self._objects, caption, borne_out(self._objects, rest))))
                texts.append(caption)
                others.append(rest)
        sample = slice(0, None, 5)  # one per photo, as CIDEr counts photos
        return float(np.mean(near)), float(np.mean(bad)), cider(texts[sample], others[sample]), bleu4(texts, others)


def main() -> None:
    """Parse the arguments and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_inputs(parser)
    parser.add_argument("--captioner", type=Path, default=Path("resources/starter"), help="folder of the captioner")
    parser.add_argument("--drafts", type=Path, help="write photo, draft, certainty and verdict there")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    towers, trials = Towers(arguments.threads), Trials(gather(arguments))
    described = describe(towers, arguments)
    corpus = Sentences(trials, described)
    folds = list(trials.described_folds(kept_training(Recipe())))
    drafts, judge = write(described, arguments, corpus, folds), Judge(described, towers)
    report(judge, drafts, corpus, joint_nearest(trials, corpus, folds))
    report_certainty(judge, drafts)
    named = trials.named_folds(kept_training(Recipe()))
    report_things(
        read_captioner(arguments.captioner), described, named, StarterTextTower(starter_folder(), arguments.threads)
    )
    if arguments.drafts:
        keep(arguments.drafts, described, judge, drafts)


class Sentences:
    """The sentences of the files, without captions of the photos.

    Attributes:
        texts: The sentences.
        vectors: float32 (n, 384).
    """

    def __init__(self, trials: Trials, described: Described) -> None:
        """Select them from the data."""
        hidden = {caption.strip() for caption in described.captioned.captions}
        material = trials.material
        rows = [row for row, text in enumerate(material.sentences) if text not in hidden]
        self.texts = [material.sentences[row] for row in rows]
        self.vectors: FloatArray = material.sentence_vectors[rows]


def joint_nearest(trials: Trials, corpus: Sentences, folds: Sequence[Fold]) -> list[str]:
    """For each photo, the nearest sentence in the joint space of an adapter trained without it."""
    found: dict[int, str] = {}
    for fold in folds:
        words = fold.adapter.join_texts(corpus.vectors)
        photos = fold.adapter.join_images(trials.material.photos[0, fold.held])
        for photo, row in zip(fold.held.tolist(), (photos @ words.T).argmax(axis=1), strict=True):
            found[photo] = corpus.texts[row]
    return [found[photo] for photo in sorted(found)]


def write(described: Described, arguments: argparse.Namespace, corpus: Sentences, folds: Sequence[Fold]) -> list[Draft]:
    """Draft captions for every photo, with maps fitted and an adapter trained without it."""
    captioner = read_captioner(arguments.captioner)
    tower, objects = StarterTextTower(starter_folder(), arguments.threads), caption_objects()
    everyone = np.arange(len(described.captioned.files))
    drafts: dict[int, Draft] = {}
    spent = 0.0
    for held, adapter in ((fold.held, fold.adapter) for fold in folds):
        fitted = with_photos(captioner, described, np.setdiff1d(everyone, held))
        looks = normalise(described.pooled[0, held])
        predicted = fitted.predict(photo_features(looks, described.classifier))
        goals = stretched(predicted, fitted.weights.usual)
        began = time.process_time()
        written = CaptionScorer(fitted, described.classifier, adapter, tower.encode).write(looks, [{}] * len(held))
        spent += time.process_time() - began
        for photo, one, wanted in zip(held.tolist(), written, goals, strict=True):
            nearest = corpus.texts[int((corpus.vectors @ wanted).argmax())]
            drafts[photo] = _draft(one, nearest)
    print(f"{1000 * spent / len(drafts):.0f} ms of processor a photo, with {len(objects.names)} objects", flush=True)
    return [drafts[photo] for photo in everyone.tolist()]


def _draft(written: CaptionCandidates, nearest: str) -> Draft:
    objects = caption_objects()
    choice = choose(written.sentences, written.chances, objects)
    text = choice.text if choice else ""
    held = support(objects.mentions(text), written.chances)
    return Draft(text, choice.certainty if choice else 0.0, held, nearest)


def report(judge: Judge, drafts: Sequence[Draft], corpus: Sentences, joint: Sequence[str]) -> None:
    """Print nearness, unsupported objects, copies, CIDEr and BLEU-4."""
    constant = corpus.texts[int((corpus.vectors @ judge.usual).argmax())]
    rows = {
        "drafts": [draft.text for draft in drafts],
        "nearest sentence in the joint space": list(joint),
        "nearest sentence to what was predicted": [draft.nearest for draft in drafts],
        "one sentence for all": [constant] * len(drafts),
    }
    print(f"{'':44}nearness  unsupported  CIDEr  BLEU-4  words")
    for name, texts in rows.items():
        near, bad = judge.nearness(texts), judge.unsupported(texts)
        words = np.mean([len(words_of(text)) for text in texts])
        likeness = f"{cider(texts, judge.captions):5.2f}   {bleu4(texts, judge.captions):.3f}"
        print(f"{name:44}  {near.mean():.3f}     {bad.mean():.3f}     {likeness}   {words:4.1f}", flush=True)
    near_, bad_, cider_, bleu_ = judge.people()
    print(f"{'people, each against the other four':44}  {near_:.3f}     {bad_:.3f}     {cider_:5.2f}   {bleu_:.3f}")
    known = {tuple(words_of(sentence)) for sentence in corpus.texts}
    print(f"copies: {np.mean([tuple(words_of(draft.text)) in known for draft in drafts]):.3f}")


def report_certainty(judge: Judge, drafts: Sequence[Draft]) -> None:
    """Print the calibration of certainties."""
    good = ~judge.unsupported([draft.text for draft in drafts])
    held = np.clip([draft.support for draft in drafts], 1e-4, 1 - 1e-4)
    told = np.array([draft.certainty for draft in drafts])
    curve = fit_curve(np.log(held / (1 - held)), good)
    print(f"certainty: AUROC {area_under(told, good):.3f}, mean {told.mean():.3f}, true {good.mean():.3f}; {curve}")
    for low in np.arange(0, 1, 0.2):
        inside = (told >= low) & (told < low + 0.2 + 1e-9)
        if inside.any():
            print(f"  {low:.1f} to {low + 0.2:.1f}: {inside.sum():>4} drafts, {good[inside].mean():.2f} all supported")


def keep(path: Path, described: Described, judge: Judge, drafts: Sequence[Draft]) -> None:
    """Write photo, draft, certainty and verdict, one per line, without human captions."""
    bad = judge.unsupported([draft.text for draft in drafts])
    lines = ["photo\tdraft\tcertainty\tunsupported"]
    for file, draft, wrong in zip(described.captioned.files, drafts, bad, strict=True):
        lines.append(f"{file.name}\t{draft.text}\t{draft.certainty:.2f}\t{int(wrong)}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
