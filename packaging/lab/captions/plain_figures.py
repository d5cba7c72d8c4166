r"""Fit how sure plain drafts are ("A daisy."), and count right and wrong drafts on sources of very different kinds.

    python -m lab.captions.plain_figures PICTURES --labels OTHERS/labels.csv --wordnet DICT --work FOLDER \
        [--tags SOURCE=tags.safetensors …] [--drafts FILE]

The inputs are those of ``lab.tags.train_tags``, whose ``--work`` has the vectors and whose ``--without SOURCE --out``
makes the file of ``--tags`` with which a source is judged. Weights for ``photon/annotate/captions/plain_draft.py`` are
printed; each source is judged by weights that were fitted without it.

A draft is right if what it names, or its family, is what the label or the captions name, and if it names nobody where
nobody is. The simplest ways: "A" and the best class of the image tower, for as many photos (the surest) and for all;
and a sentence of the nearest of other captioned photos. ``--drafts`` writes the drafts for reading.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from lab.quality.quality_sources import read_source
from lab.tags.mixed_truth import MixedTruth
from lab.tags.tag_heads import MixedSource
from lab.tags.tag_sources import read_sources, suggestion_context
from lab.tags.tag_truth import Naming

from photon.annotate.captions import plain_draft as plain
from photon.annotate.captions.draft_choice import choose, known_objects
from photon.annotate.captions.named_objects import caption_objects
from photon.annotate.captions.sentence_check import known_by
from photon.annotate.tags.tag_suggester import TagSuggester
from photon.annotate.tags.vocabulary_file import everyday
from photon.domain.metadata.tag import Tagged
from photon.vision.knowledge.tag_knowledge import read_tag_knowledge
from photon.vision.starter import starter

Doubles = npt.NDArray[np.float64]
_CAPTIONED = "others of flickr8k"
_OF_ONE_THING = ("flowers5", "caltech101", "imagenet1k")  # what their labels don't imply is wrong
_PULL, _BATCH = 1.0, 50


def main() -> None:
    """Parse the arguments, fit, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pictures", type=Path, help="folder of the sources")
    parser.add_argument("--labels", type=Path, nargs="*", default=[])
    parser.add_argument("--wordnet", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--tags", nargs="*", default=[], help="SOURCE=FILE")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--drafts", type=Path)
    given = parser.parse_args()
    vocabulary, captions = everyday(), read_source(given.pictures, "flickr8k", "")
    context = suggestion_context(vocabulary, given)
    known = {name: read_tag_knowledge(Path(file)) for name, file in (one.split("=") for one in given.tags)}
    judged: dict[str, JudgedSource] = {}
    for one in read_sources(given, vocabulary):
        knowledge = known.get(one.truth.name, context.knowledge)
        judged[one.truth.name] = JudgedSource(one, TagSuggester(vocabulary, replace(context, knowledge=knowledge)))
    likely = {name: one.likely() for name, one in judged.items()}
    print("weights of all:", _fit(list(likely.values())).round(2).tolist())
    near = judged[_CAPTIONED]
    by_photo = dict(zip(captions.photos, captions.captions, strict=True))
    written = {}
    for name, source in judged.items():
        plain._WEIGHTS = tuple(_fit([some for other, some in likely.items() if other != name]))  # noqa: SLF001
        first = [by_photo[near.truth.photos[at]][0] for at in (source.looks @ near.looks.T).argmax(axis=1)]
        written[name] = source.report(first)
    if given.drafts:
        given.drafts.write_text(json.dumps(written, indent=1), encoding="utf-8")


class JudgedSource:
    """A source with what is known of its photos."""

    def __init__(self, source: MixedSource, suggester: TagSuggester) -> None:
        """Suggest tags and write the memory's sentences; takes some 50 ms of a core for a photo."""
        self.truth: MixedTruth = source.truth
        self.looks, self._find = source.seen.looks, starter.class_labels().find
        self._naming, objects = Naming(everyday()), caption_objects()
        tags = [[Tagged(path, "suggested", sure) for path, sure in some] for some in suggester.suggest(source.seen)]
        self.known = [plain.known_things(some, everyday()) for some in tags]
        self.written = []
        describer = starter.Starter(1).describer
        for at in range(0, len(tags), _BATCH):
            known = [
                known_objects({tag.path[-1]: tag.certainty for tag in some}, objects) for some in tags[at : at + _BATCH]
            ]
            self.written += describer.write(self.looks[at : at + _BATCH], known)
        chosen = [
            choose(one.sentences, one.chances, objects, known_by(some, objects))
            for one, some in zip(self.written, tags, strict=True)
        ]
        self.sentences = ["" if one is None else one.text for one in chosen]

    def likely(self) -> tuple[Doubles, Doubles]:
        """Return features float64 (n, 7) of all that is likely, and whether it is right, 0 or 1."""
        rows, right = [], []
        for marks, known, one in zip(self.truth.marks, self.known, self.written, strict=True):
            for at, _, features in plain.likely_things(known, one.classes, self._find):
                if marks[at] or self.truth.name in _OF_ONE_THING:
                    rows.append(features)
                    right.append(marks[at] > 0)
        return np.array(rows), np.array(right, float)

    def report(self, nearest: Sequence[str]) -> list[dict[str, object]]:
        """Print the line of this source, and return its drafts."""
        drafts, objects = [], caption_objects()
        for sentence, known, one in zip(self.sentences, self.known, self.written, strict=True):
            choice = None
            if not sentence or objects.names_person(sentence):
                choice = plain.plain_draft(known, one.classes, self._find)
            drafts.append(choice.text if choice else sentence)
        best = [max(one.classes, key=lambda kind: one.classes[kind], default=-1) for one in self.written]
        names = self._class_names()
        named = [plain.name_thing(names[kind]) if kind in names else "" for kind in best]
        chances = np.array([one.classes.get(kind, 0.0) for one, kind in zip(self.written, best, strict=True)])
        least = np.sort(chances)[::-1][max(0, sum(map(bool, drafts)) - 1)]
        surest = [text if sure >= least else "" for text, sure in zip(named, chances, strict=True)]
        is_plain = [draft != sentence for draft, sentence in zip(drafts, self.sentences, strict=True)]
        print(f"{self.truth.name}, {len(drafts)} photos")
        for way, texts in {
            "drafts": drafts,
            "  of them plain": [text if own else "" for text, own in zip(drafts, is_plain, strict=True)],
            "sentences of the memory alone": self.sentences, "best class, as many": surest, "best class": named,
            "sentence of the nearest": nearest,
        }.items():  # fmt: skip
            right = [self._is_right(row, text) for row, text in enumerate(texts) if text]
            share, wrong = len(right) / len(texts), right.count(False) / len(texts)
            print(
                f"  {way:30} {share:.2f} of photos, {np.mean(right or [False]):.2f} right, {wrong:.3f} of photos wrong",
                flush=True,
            )
        each = zip(self.truth.photos, drafts, is_plain, strict=True)
        return [
            {"photo": photo, "draft": text, "plain": own, "right": self._is_right(row, text)}
            for row, (photo, text, own) in enumerate(each)
        ]

    def _is_right(self, row: int, text: str) -> bool:
        named, marks = list(self._naming.named(text)), self.truth.marks[row]
        people = any(everyday().entries[at].path[0] == "people" for at in named) and self.truth.people[row] < 0
        narrow = [at for at in named if not any(at in everyday().ancestors(one) for one in named)]
        if self.truth.labels:
            return bool((marks[narrow] > 0).any()) and not people
        return bool((marks[narrow] > 0).all()) and bool(narrow)

    def _class_names(self) -> dict[int, str]:
        single = ((name, self._find(name)) for entry in everyday().entries for name in entry.words)
        return {found.kinds[0]: name for name, found in single if found and len(found.kinds) == 1}


def _fit(parts: Sequence[tuple[Doubles, Doubles]]) -> Doubles:
    """Fit a logistic regression by Newton's method, all sources with the same weight: float64 (7,)."""
    rows, right = (np.concatenate(some) for some in zip(*parts, strict=True))
    weights = np.concatenate([np.full(len(some), 1000 / len(some)) for some, _ in parts])
    found = np.zeros(rows.shape[1])
    for _ in range(40):
        chances = 1 / (1 + np.exp(-rows @ found))
        bend = rows.T @ (rows * (weights * chances * (1 - chances))[:, None]) + _PULL * np.eye(len(found))
        found -= np.linalg.solve(bend, rows.T @ (weights * (chances - right)) + _PULL * found)
    return found


if __name__ == "__main__":
    main()
