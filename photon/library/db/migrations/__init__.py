"""The migrations of ``catalog.db``: one module for each feature that brought tables."""
