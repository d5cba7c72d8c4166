"""The map of the world on which photos lie: painted, moved, and asked for points."""
