"""The Explore page: what there is in the library, seen from above."""
