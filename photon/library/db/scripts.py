"""Run several SQL statements in the transaction of the caller; ``sqlite3`` itself would commit it first."""

import sqlite3


def run_script(db: sqlite3.Connection, script: str) -> None:
    """Run statements, which contain no semicolons, in a text.

    Args:
        db: Connection, in a transaction.
        script: The statements.
    """
    for statement in script.split(";"):
        if statement.strip():
            db.execute(statement)
