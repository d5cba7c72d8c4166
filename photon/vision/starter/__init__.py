"""The starter: EfficientNet-Lite2 and MiniLM joined by a linear adapter, with tags and captions."""
