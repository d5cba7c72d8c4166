"""The features that show what is related: to a photo in the details, to a search below its sentence."""

from photon.ui.explore.related_section import RelatedSection
from photon.ui.explore.related_words import RelatedWords
from photon.ui.kit.window_feature import WindowFeature

RELATED = WindowFeature(RelatedSection, shows={"details": lambda section: section})
RELATED_WORDS = WindowFeature(RelatedWords, shows={"answer": lambda words: words})
