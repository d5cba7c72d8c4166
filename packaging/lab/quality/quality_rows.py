"""The rows of the table: results of Photon, of the simplest method, and by chance."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from lab.captions.caption_figures import cider_of_each
from lab.quality.quality_asking import AskedLibrary
from lab.quality.quality_measures import (
    FIRST,
    Truth,
    average_precision,
    balanced_accuracy,
    best_threshold,
    bootstrap,
    mean_interval,
    rank_of,
    ratio_interval,
    share_right,
)
from lab.quality.quality_memory import PlainVectors, SentenceMemory
from lab.quality.quality_sources import Source
from lab.quality.quality_truth import Exclusion, SourceTruth, one_of
from lab.starter.starter_words import WordNet
from lab.tags.tag_figures import COMMON, first_specific
from lab.tags.tag_figures import FIRST as FIRST_TAGS
from lab.tags.tag_truth import Naming

from photon.annotate.captions.plain_draft import name_thing
from photon.annotate.tags.vocabulary import TagVocabulary
from photon.annotate.tags.vocabulary_file import everyday
from photon.domain import Like, Query
from photon.search.evaluation import Interval
from photon.vision.starter.query_sentence import as_sentence

IntArray = npt.NDArray[np.int64]
Doubles = npt.NDArray[np.float64]
_RANDOM_ORDERS = 20
_SEED = 11
_NOWHERE = (0.5, 0.5)
_KNOWN = "knowing by captions and boxes what shows B"  # no way to search: the limit of leaving out


@dataclass(frozen=True)
class Row:
    """One figure of one source.

    Attributes:
        what: What is measured.
        of: Number of queries, photos or boxes.
        photon: Photon's figure.
        simple: Figures of the simplest methods, by name.
        chance: Figure by chance, or of a method that ignores the photo; None if it is uninformative.
    """

    what: str
    of: str
    photon: Interval
    simple: Mapping[str, Interval] = field(default_factory=dict)
    chance: float | None = None


@dataclass(frozen=True)
class Bench:
    """A source with everything needed for the measurements.

    Attributes:
        source: The photos.
        truth: What the photos show.
        photon: Photon.
        plain: Plain vectors of the same photos.
        memory: Sentences of other photos.
        vocabulary: Photon's vocabulary.
        words: WordNet, for rows about nouns of any kind; None omits them.
    """

    source: Source
    truth: SourceTruth
    photon: AskedLibrary
    plain: PlainVectors
    memory: SentenceMemory
    vocabulary: TagVocabulary
    words: WordNet | None = None


@dataclass(frozen=True)
class Presence:
    """The things queried, and the largest product of each with a photo.

    Attributes:
        present, absent: Things.
        highest_present, highest_absent: float64 (things,).
    """

    present: list[str]
    absent: list[str]
    highest_present: Doubles
    highest_absent: Doubles


def caption_rows(bench: Bench) -> Iterator[Row]:
    """Yield rows for captions typed as they are: is their photo among the first 1, 5, 10?"""
    asked = [(caption, photo) for photo, captions in enumerate(bench.source.captions) for caption in captions]
    count, owners = len(bench.photon), [photo for _, photo in asked]
    vectors = bench.plain.texts([caption for caption, _ in asked])
    ranks = np.array([rank_of(bench.photon.order(caption), photo, count) for caption, photo in asked])
    plain = np.array([rank_of(bench.plain.order(vectors[at]), owner, count) for at, owner in enumerate(owners)])
    for first in (1, 5, 10):
        yield Row(
            f"caption → photo, R@{first}",
            f"{len(asked):,} captions",
            mean_interval(ranks <= first, owners),
            {"largest product": mean_interval(plain <= first, owners)},
            first / count,
        )


def presence_of(bench: Bench) -> Presence:
    """Return the things to query, with the products of their bare names."""
    present, absent = bench.truth.present(), bench.truth.absent()
    sentences = [as_sentence(name) for name in (*present, *absent)]
    best = (bench.plain.texts(sentences) @ bench.plain.meanings.T).max(axis=1).astype(np.float64)
    return Presence(present, absent, best[: len(present)], best[len(present) :])


def presence_rows(bench: Bench, own: Presence, other: Presence | None) -> Iterator[Row]:
    """Yield rows for bare names: is the first hit strong if there is such a photo, and only then?

    Args:
        bench: The source.
        own: The presence of this source.
        other: The presence of another source, which determines the threshold of the simplest method; None for none.
    """
    answers = [bench.photon.answer(name) for name in (*own.present, *own.absent)]
    strong = np.array([bool(answer.hits and answer.hits[0].strong) for answer in answers])
    present = np.arange(len(strong)) < len(own.present)
    simple = {}
    if other is not None:
        least = best_threshold(other.highest_present, other.highest_absent)
        called = np.concatenate([own.highest_present, own.highest_absent]) >= least
        simple = {"largest product above the other source's best threshold": _balanced(called, present)}
    of = f"{len(own.present)} present, {len(own.absent)} absent"
    yield Row("thing with ≥ 4 photos: first hit strong", of, mean_interval(strong[present]))
    yield Row("absent thing: first hit strong (less is better)", of, mean_interval(strong[~present]))
    yield Row("  both: balanced accuracy", of, _balanced(strong, present), simple, 0.5)


def _balanced(called: Truth, present: Truth) -> Interval:
    def figure(rows: IntArray) -> float:
        there = present[rows]
        if there.all() or not there.any():
            return float("nan")
        return balanced_accuracy(called[rows][there], called[rows][~there])

    return bootstrap(figure, np.arange(len(called)))


def name_rows(bench: Bench) -> Iterator[Row]:
    """Yield the row for bare names of things that are there: are the photos that show them first?"""
    names = bench.truth.present()
    if not names:
        return
    tables, count, random = bench.truth.tables(names), len(bench.photon), np.random.default_rng(_SEED)
    ways: dict[str, list[float]] = {"photon": [], "plain": [], "chance": []}
    vectors = bench.plain.texts([as_sentence(name) for name in names])
    for name, vector in zip(names, vectors, strict=True):
        shows, lacks = tables.of(name)
        ways["photon"].append(average_precision(bench.photon.order(name), shows, lacks))
        ways["plain"].append(average_precision(bench.plain.order(vector), shows, lacks))
        orders = (random.permutation(count).tolist() for _ in range(_RANDOM_ORDERS))
        ways["chance"].append(float(np.mean([average_precision(order, shows, lacks) for order in orders])))
    yield Row(
        "thing with ≥ 4 photos: mAP@10",
        f"{len(names)} things",
        mean_interval(ways["photon"]),
        {"largest product": mean_interval(ways["plain"])},
        float(np.mean(ways["chance"])),
    )


def addition_rows(bench: Bench) -> Iterator[Row]:
    """Yield rows for a photo of A and "with a B": photos with both, compared with "a B" and the photo alone."""
    queries = bench.truth.additions()
    if not queries:
        return
    ways: dict[str, list[list[int]]] = {"photon": [], "words": [], "photo": [], "sum": [], "both": []}
    vectors = bench.plain.texts([query.words for query in queries])
    alone = {words: bench.photon.order(words) for words in dict.fromkeys(query.alone for query in queries)}
    by_photo = {photo: _like(bench, photo, "") for photo in dict.fromkeys(query.photo for query in queries)}
    for query, vector in zip(queries, vectors, strict=True):
        ways["photon"].append(_like(bench, query.photo, query.words))
        ways["words"].append(alone[query.alone])
        ways["photo"].append(by_photo[query.photo])
        ways["sum"].append(bench.plain.order(bench.plain.meanings[query.photo] + vector))
        ways["both"].append(bench.plain.order_of_both(bench.plain.meanings[query.photo], vector))
    found = {
        name: [
            average_precision([photo for photo in order if photo != query.photo], query.right, query.wrong)
            for query, order in zip(queries, orders, strict=True)
        ]
        for name, orders in ways.items()
    }
    count, random = len(bench.photon), np.random.default_rng(_SEED)
    by_chance = np.mean(
        [
            average_precision(random.permutation(count).tolist(), query.right, query.wrong)
            for query in queries
            for _ in range(_RANDOM_ORDERS)
        ]
    )
    owners, singles = [query.photo for query in queries], [found["words"], found["photo"]]
    of = f"{len(queries):,} queries from {len(set(owners))} photos"
    yield Row(
        "photo + “with a B”, mAP@10",
        of,
        mean_interval(found["photon"], owners),
        {
            "“a B” alone": mean_interval(found["words"], owners),
            "the photo alone": mean_interval(found["photo"], owners),
            "sum of vectors": mean_interval(found["sum"], owners),
            "sum of standardised products": mean_interval(found["both"], owners),
        },
        float(by_chance),
    )
    yield Row(
        "  the same ÷ the better single",
        of,
        ratio_interval(found["photon"], singles, owners),
        {
            "better single": Interval(1.0, 1.0, 1.0),
            "sum of vectors": ratio_interval(found["sum"], singles, owners),
            "sum of standardised products": ratio_interval(found["both"], singles, owners),
        },
        float(by_chance / np.mean(singles, axis=1).max()),
    )


def _like(bench: Bench, photo: int, words: str) -> list[int]:
    like = Like(photo=bench.photon.photo(photo))
    return bench.photon.order(Query.build(words, likes=(like,), top=len(bench.photon)))


def exclusion_rows(bench: Bench) -> Iterator[Row]:
    """Yield rows for "a A -(B)": the share of the first ten with A and without B, divided by the same for "a A"."""
    everything = bench.truth.exclusions()
    people = [query for query in everything if query.unwanted == "people"]
    yield from _exclusion_row(bench, "“a A -(B)” ÷ “a A”: A without B in the first ten", everything, "")
    yield from _exclusion_row(bench, "  only “a A -person”", people, "person")
    yield from _exclusion_row(bench, "  only “a A -people”", people, "people")


def _exclusion_row(bench: Bench, what: str, queries: Sequence[Exclusion], word: str) -> Iterator[Row]:
    if not queries:
        return
    names = [word or query.unwanted for query in queries]
    unwanted_texts = [as_sentence(one_of(name)) for name in names]
    texts = bench.plain.texts([query.wanted for query in queries]), bench.plain.texts(unwanted_texts)
    alone = {words: bench.photon.order(words) for words in dict.fromkeys(query.wanted for query in queries)}
    without, before, plain, chance, left, best = [], [], [], [], [], []
    for query, name, wanted, unwanted in zip(queries, names, *texts, strict=True):
        typed = f"{query.wanted} -{f'({name})' if not word else name}"
        without.append(share_right(bench.photon.order(typed), query.right, query.wrong))
        before.append(share_right(alone[query.wanted], query.right, query.wrong))
        plain.append(share_right(bench.plain.order(wanted - unwanted), query.right, query.wrong))
        chance.append(query.right.sum() / (query.right | query.wrong).sum())
        kept = [photo for photo in alone[query.wanted] if not query.shown[photo]]
        left.append(share_right(kept, query.right, query.wrong))
        best.append(min(1.0, query.right.sum() / FIRST))
    owners = np.unique([query.wanted for query in queries], return_inverse=True)[1].tolist()
    of = f"{len(queries)} pairs, {len(set(owners))} A"
    shares = {"“a A” alone": before, "difference of vectors": plain, _KNOWN: left, "at best": best}
    if not word:
        simple = {name: mean_interval(share, owners) for name, share in shares.items()}
        by_chance, itself = float(np.mean(chance)), mean_interval(without, owners)
        yield Row("“a A -(B)”: A without B in the first ten", of, itself, simple, by_chance)
    ratios = {name: ratio_interval(share, [before], owners) for name, share in shares.items()}
    compared = ratio_interval(without, [before], owners)
    yield Row(what, of, compared, ratios, float(np.mean(chance) / np.mean(before)))


def tag_rows(bench: Bench) -> Iterator[Row]:
    """Yield rows for tags: are the first three, except those of over 30% of the photos, named by a caption or box?"""
    true, vocabulary = bench.truth.named, bench.vocabulary
    is_common = true.mean(axis=0) > COMMON
    naming = Naming(vocabulary)
    by_memory = [bench.memory.tags(meaning, naming, vocabulary) for meaning in bench.plain.meanings]
    frequent = np.where(is_common | ~vocabulary.suggestable, 0, true.mean(axis=0))
    most: list[int] = np.argsort(-frequent, kind="stable").tolist()

    def judged(shown: Sequence[Sequence[int]]) -> Interval:
        rows = [
            (photo, float(true[photo, first].mean()))
            for photo, places in enumerate(shown)
            if (first := first_specific(places, vocabulary, is_common))
        ]
        return mean_interval([value for _, value in rows], [photo for photo, _ in rows])

    simple = {"tags that the 150 nearest sentences name": judged(by_memory)}
    if bench.words is not None:
        simple["any nouns of these sentences"] = mean_interval(_nouns_right(bench, bench.words))
    yield Row(
        "first three tags, named by a caption or box",
        f"{len(true)} photos",
        judged(bench.photon.tags(vocabulary)),
        simple,
        judged([most[:9]] * len(true)).value,
    )


def _nouns_right(bench: Bench, words: WordNet) -> list[float]:
    """Return the share of the first three uncommon nouns that a caption or box names, for each photo that has any."""
    named = [{noun for caption in captions for noun in words.nouns(caption)} for captions in bench.source.captions]
    for box in bench.source.boxes:
        named[box.photo].add(box.label)
    photos = Counter(noun for nouns in named for noun in nouns)
    usual = {noun for noun, count in photos.items() if count > COMMON * len(named)}
    shares = []
    for nouns, meaning in zip(named, bench.plain.meanings, strict=True):
        first = [noun for noun in bench.memory.nouns(meaning, words) if noun not in usual][:FIRST_TAGS]
        if first:
            shares.append(float(np.mean([noun in nouns for noun in first])))
    return shares


def draft_rows(bench: Bench) -> Iterator[Row]:
    """Yield CIDEr-D of drafted sentences, and with plain drafts ("A dog."), which are shorter than captions."""
    references = bench.source.captions
    drafts = bench.photon.drafts()
    nearest, by_words = (
        [bench.memory.draft(meaning, by_words=by_words) for meaning in bench.plain.meanings]
        for by_words in (False, True)
    )
    people = cider_of_each([captions[0] for captions in references], [captions[1:] for captions in references])
    plain = {"", *(name_thing(entry.name) for entry in everyday().entries)}
    figures, has_draft = np.array(cider_of_each(drafts, references)), np.array([draft not in plain for draft in drafts])
    by_vectors = np.array(cider_of_each(nearest, references))
    if has_draft.any():
        yield Row(
            "drafts, CIDEr-D where there is one",
            f"{has_draft.sum()} photos",
            mean_interval(figures[has_draft]),
            {"sentence the 80 nearest agree on, by vectors": mean_interval(by_vectors[has_draft])},
        )
    yield Row(
        "  of all photos, 0 without a draft",
        f"{len(drafts)} photos",
        mean_interval(figures),
        {
            "sentence the 80 nearest agree on, by vectors": mean_interval(by_vectors),
            "the same by words": mean_interval(cider_of_each(by_words, references)),
            "one person against the others": mean_interval(people),
        },
        float(np.mean(cider_of_each(bench.memory.any_sentences(len(drafts)), references))),
    )


def heat_rows(bench: Bench) -> Iterator[Row]:
    """Yield rows for heat maps: is the maximum for a thing's name in the only box of its kind?"""
    boxes = list(bench.truth.only_boxes())
    if not boxes:
        return
    owners = [box.photo for box in boxes]
    peaks = [bench.photon.peak(box.photo, box.label) for box in boxes]
    hits = [box.contains(*peak) for box, peak in zip(boxes, peaks, strict=True)]
    yield Row(
        "hottest place in the only box (2-40% of the photo)",
        f"{len(boxes)} boxes",
        mean_interval(hits, owners),
        {"middle of the photo": mean_interval([box.contains(*_NOWHERE) for box in boxes], owners)},
        float(np.mean([box.area for box in boxes])),
    )
