"""The forty faults that no word and no photo may be lost in; see README.md, and run packaging/test-faults."""
