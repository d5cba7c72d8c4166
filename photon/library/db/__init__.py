"""Open the databases: connections, schemas, migrations, settings, health."""
