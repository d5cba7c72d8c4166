"""The active encoder, its index, and the migration to another encoder."""
