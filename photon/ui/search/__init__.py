"""The search bar, its chips and completion, results and saved searches."""
