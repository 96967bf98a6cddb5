#!/bin/bash
# Run once by the PostgreSQL image on an empty volume: two roles, and a database that belongs to the first.
set -euo pipefail
psql --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname=postgres \
  --set=owner_password="$OWNER_PASSWORD" --set=app_password="$APP_PASSWORD" <<'SQL'
CREATE ROLE probata_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE probata_app LOGIN PASSWORD :'app_password';
CREATE DATABASE probata OWNER probata_owner;
SQL
