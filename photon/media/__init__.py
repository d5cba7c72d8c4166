"""Files to pixels and facts."""
