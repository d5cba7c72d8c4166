"""From a query to ranked hits: compose the vectors, score them against the library, decide what is strong.

This unit is handed vectors and an index; it opens nothing and starts no thread.
"""

from photon.search.heat import EVERYDAY, WINDOWS, contrast, heat_of, joined, standing_alone
from photon.search.ranking import SAMPLE, Ranked, Term, probability, rank, standing_among
from photon.search.similar import rank_similar
from photon.search.wording import sentence_for

__all__ = [
    "EVERYDAY",
    "SAMPLE",
    "WINDOWS",
    "Ranked",
    "Term",
    "contrast",
    "heat_of",
    "joined",
    "probability",
    "rank",
    "rank_similar",
    "sentence_for",
    "standing_alone",
    "standing_among",
]
