"""From a query to ranked hits: compose the vectors, score them against the library, decide what is strong.

This unit is handed vectors and an index; it opens nothing and starts no thread.
"""

from photon.search.heat import EVERYDAY, WINDOWS, chance_alone, contrast, heat_of, joined
from photon.search.ranking import SAMPLE, Ranked, Term, chance_among, rank
from photon.search.similar import rank_similar
from photon.search.wording import sentence_for

__all__ = [
    "EVERYDAY",
    "SAMPLE",
    "WINDOWS",
    "Ranked",
    "Term",
    "chance_alone",
    "chance_among",
    "contrast",
    "heat_of",
    "joined",
    "rank",
    "rank_similar",
    "sentence_for",
]
