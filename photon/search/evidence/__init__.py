"""Evidence from what was learned about visual features: captions that people would write, and styles."""
