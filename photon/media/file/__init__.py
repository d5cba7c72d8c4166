"""Files: reading bytes, kinds by name and content, safe replacement, limits of decoder processes."""
