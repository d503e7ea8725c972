#!/bin/bash
# Run once by the Postgres image when its volume is empty: a login and a database each for Airflow and for the project.
# CREATEROLE serves the project's first migration, which makes its four roles. Passwords come from the environment.
set -euo pipefail
psql --set=ON_ERROR_STOP=1 --no-psqlrc --quiet --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\getenv airflow_password AIRFLOW_DATABASE_PASSWORD
\getenv chorus_password CHORUS_DATABASE_PASSWORD
CREATE ROLE airflow LOGIN PASSWORD :'airflow_password';
CREATE ROLE chorus LOGIN CREATEROLE PASSWORD :'chorus_password';
CREATE DATABASE airflow OWNER airflow ENCODING 'UTF8' TEMPLATE template0;
CREATE DATABASE chorus OWNER chorus ENCODING 'UTF8' TEMPLATE template0;
REVOKE CONNECT ON DATABASE airflow, chorus FROM PUBLIC;
SQL
