"""What files say: imports, conflicts, the journal of writes, queries for exports."""
