"""Use cases of captions: writing, drafting and auditing them."""
