"""From a query to ranked hits: compose the vectors, score them against the library, decide what is strong.

This unit is handed vectors and an index; it opens nothing and starts no thread.
"""

from photon.search.folding import fold_ranked
from photon.search.ranking import Ranked, Term, rank
from photon.search.similar import rank_similar
from photon.search.wording import sentence_for

__all__ = ["Ranked", "Term", "fold_ranked", "rank", "rank_similar", "sentence_for"]
