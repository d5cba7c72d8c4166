"""Move files for the user: into the bin, to other names, and back."""
