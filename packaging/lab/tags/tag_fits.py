"""What suggests tags after a fit without some sources, and how well it does on these."""

from collections.abc import Sequence, Set
from dataclasses import replace
from pathlib import Path

import numpy as np
from lab.quality.quality_sources import SEEN
from lab.tags.tag_figures import SourceFigures, figures_of
from lab.tags.tag_heads import HeadFits, MixedSource, fit_choice
from lab.tags.tag_sources import UNFITTED

from photon.annotate.tags.tag_choice import TagChoice
from photon.annotate.tags.tag_order import order_by_lines
from photon.annotate.tags.tag_scores import TagScores
from photon.annotate.tags.tag_suggester import SuggestionContext, TagSuggester
from photon.annotate.tags.vocabulary import TagVocabulary
from photon.domain.metadata.tag import tag_key
from photon.vision.knowledge.tag_knowledge import TagKnowledge

Shown = list[list[tuple[int, float]]]


class TagFits:
    """Fits tag knowledge to sources; what ``quality_table`` judges is never fitted to."""

    def __init__(
        self, sources: Sequence[MixedSource], vocabulary: TagVocabulary, context: SuggestionContext, work: Path
    ) -> None:
        """Set the sources, the tags, what else suggests them, and a folder for regressions."""
        self.sources = {one.truth.name: one for one in sources}
        self._vocabulary, self._context = vocabulary, context
        self._fitted = [name for name in self.sources if name not in {*SEEN, *UNFITTED}]
        self._usable = vocabulary.suggestable & ~np.array([entry.is_sensitive for entry in vocabulary.entries])
        self._heads = HeadFits([self.sources[name] for name in self._fitted], self._usable, work)

    def knowledge(self, without: Set[str]) -> TagKnowledge:
        """Fit regressions and curve to all sources but these."""
        tags = self._heads.tags(without)
        headed = tuple(tag_key(self._vocabulary.entries[at].path) for at in tags)
        known = replace(self._context.knowledge, headed=headed, heads=self._heads.heads(without))
        scores = TagScores(self._vocabulary, self._context.concepts, self._context.scale, known, self._context.memory)
        scores.name_kinds(self._vocabulary, self._context.kind_of)
        names = [name for name in self._fitted if name not in without]
        odds = [self._heads.unseen(name, without) for name in names]
        sources, choice = [self.sources[name] for name in names], TagChoice(self._vocabulary)
        return replace(known, choice=fit_choice(sources, odds, scores, choice, ~self._usable))

    def suggester(self, known: TagKnowledge) -> TagSuggester:
        """Return what suggests tags by this knowledge."""
        return TagSuggester(self._vocabulary, replace(self._context, knowledge=known))

    def shown(self, source: MixedSource, known: TagKnowledge) -> Shown:
        """Return the entries that are suggested for each photo, with their certainties, in the order of the window."""
        keywords = {self._vocabulary.keyword(at): at for at in np.flatnonzero(self._vocabulary.suggestable).tolist()}
        found = self.suggester(known).suggest(source.seen)
        orders = [order_by_lines([path for path, _ in tags], [sure for _, sure in tags]) for tags in found]
        return [
            [(keywords[tags[at][0]], tags[at][1]) for at in order] for tags, order in zip(found, orders, strict=True)
        ]

    def judge(self, source: MixedSource, known: TagKnowledge) -> SourceFigures:
        """Return the figures of a source, or of a library of several."""
        return figures_of(source.truth, self.shown(source, known), self._vocabulary)
