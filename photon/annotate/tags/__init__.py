"""Tags suggested from stored vectors: the vocabulary, scores, choices, learning from decisions."""
