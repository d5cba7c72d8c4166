"""Commands that maintain a library: backups, repair, the journal, files of decisions, the self-test."""
