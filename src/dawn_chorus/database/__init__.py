"""The database: an embedded Postgres or your own, migrations, roles, and statements kept in sql/."""
