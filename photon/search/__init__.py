"""From a query to ranked hits: compose the vectors, score them against the library, decide what is strong.

This unit is handed vectors and an index; it opens nothing and starts no thread.
"""

from photon.search.beside import EvidenceChannel, looked_up
from photon.search.binding import binds_colours
from photon.search.completion import NamesInUse, complete
from photon.search.composition import Lexicon, PhotoWords, changed_texts, compose
from photon.search.folding import fold_ranked
from photon.search.fusion import Fused, Meaning, first_of, fuse, merged
from photon.search.heat import EVERYDAY, WINDOWS, contrast, heat_of, joined, standing_alone
from photon.search.query_language import Parsed, format_query, parse, part_text, read_like
from photon.search.ranking import SAMPLE, Ranked, Term, probability, rank, standing_among
from photon.search.similar import rank_similar
from photon.search.style_words import find_styles
from photon.search.variants import MOST_VARIANTS, count_variants, variants
from photon.search.vocabulary import subjects
from photon.search.wording import sentence_for, sentence_for_filters, sentence_for_words
from photon.search.yardstick import Evidence, ScoreCalibrator

__all__ = [
    "EVERYDAY",
    "MOST_VARIANTS",
    "SAMPLE",
    "WINDOWS",
    "Evidence",
    "EvidenceChannel",
    "Fused",
    "Lexicon",
    "Meaning",
    "NamesInUse",
    "Parsed",
    "PhotoWords",
    "Ranked",
    "ScoreCalibrator",
    "Term",
    "binds_colours",
    "changed_texts",
    "complete",
    "compose",
    "contrast",
    "count_variants",
    "find_styles",
    "first_of",
    "fold_ranked",
    "format_query",
    "fuse",
    "heat_of",
    "joined",
    "looked_up",
    "merged",
    "parse",
    "part_text",
    "probability",
    "rank",
    "rank_similar",
    "read_like",
    "sentence_for",
    "sentence_for_filters",
    "sentence_for_words",
    "standing_alone",
    "standing_among",
    "subjects",
    "variants",
]
