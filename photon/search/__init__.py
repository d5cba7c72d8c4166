"""Turn a query into ranked hits: compose vectors, score them against the library, and decide which hits are strong.

Callers pass in the vectors and the index. Nothing here opens a file or starts a thread.
"""

from photon.search.alternatives import MAX_ALTERNATIVES, count_alternatives, expand_alternatives
from photon.search.answer_summary import summarize_answer, summarize_filter_matches, summarize_text_matches
from photon.search.binding import binds_colours
from photon.search.completion import NamesInUse, complete
from photon.search.composition import Lexicon, PhotoWords, changed_texts, compose
from photon.search.evidence_channel import EvidenceChannel, lookup_odds
from photon.search.fusion import Fused, Meaning, fuse, limit_hits, merge_answers
from photon.search.heat import REFERENCE_SENTENCES, WINDOWS, contrast, estimate_z_score, heat_values, join_windows
from photon.search.near_duplicates import fold_ranked
from photon.search.query_language import Parsed, format_query, parse, part_text, read_like
from photon.search.ranking import SAMPLE, Ranked, Term, probability, rank, z_score_in_sample
from photon.search.score_calibrator import Evidence, ScoreCalibrator
from photon.search.similar import rank_similar
from photon.search.style_words import find_styles
from photon.search.vocabulary import load_subject_names

__all__ = [
    "MAX_ALTERNATIVES",
    "REFERENCE_SENTENCES",
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
    "count_alternatives",
    "estimate_z_score",
    "expand_alternatives",
    "find_styles",
    "fold_ranked",
    "format_query",
    "fuse",
    "heat_values",
    "join_windows",
    "limit_hits",
    "load_subject_names",
    "lookup_odds",
    "merge_answers",
    "parse",
    "part_text",
    "probability",
    "rank",
    "rank_similar",
    "read_like",
    "summarize_answer",
    "summarize_filter_matches",
    "summarize_text_matches",
    "z_score_in_sample",
]
