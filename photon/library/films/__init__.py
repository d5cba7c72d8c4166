"""Films in the library: stills, moments, and which film belongs to which photo."""
