"""Commands that keep a library whole: backups, repair, the journal, files of decisions, the self-test."""
