"""Background work that keeps the library in step with the watched folders."""
