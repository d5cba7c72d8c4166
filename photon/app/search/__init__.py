"""Queries answered: text and example vectors, evidence, ranking, explanation, completion."""
