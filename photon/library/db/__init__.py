"""Opening the databases: connections, schemas, migrations, settings, health."""
