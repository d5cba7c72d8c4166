"""From a query to ranked hits: compose the vectors, score them against the library, decide what is strong.

This unit is handed vectors and an index; it opens nothing and starts no thread.
"""

from photon.search.folding import fold_ranked
from photon.search.fusion import Fused, Meaning, fuse
from photon.search.heat import EVERYDAY, WINDOWS, contrast, heat_of, joined, standing_alone
from photon.search.query_language import Parsed, format_query, parse
from photon.search.ranking import SAMPLE, Ranked, Term, probability, rank, standing_among
from photon.search.similar import rank_similar
from photon.search.wording import sentence_for, sentence_for_words
from photon.search.yardstick import Evidence, Yardstick

__all__ = [
    "EVERYDAY",
    "SAMPLE",
    "WINDOWS",
    "Evidence",
    "Fused",
    "Meaning",
    "Parsed",
    "Ranked",
    "Term",
    "Yardstick",
    "contrast",
    "fold_ranked",
    "format_query",
    "fuse",
    "heat_of",
    "joined",
    "parse",
    "probability",
    "rank",
    "rank_similar",
    "sentence_for",
    "sentence_for_words",
    "standing_alone",
    "standing_among",
]
