"""Nouns of a search: the query, its filters, its answer, saved searches."""
