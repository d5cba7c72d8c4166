"""The forty faults that must not lose any metadata or photo; see README.md, and run packaging/test-faults."""
