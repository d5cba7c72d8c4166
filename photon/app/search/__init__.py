"""Answering queries: text and example vectors, evidence, ranking, explanation, completion."""
