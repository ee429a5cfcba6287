# Starts a PostgreSQL to test on, or finds one. Sourced by .ci/run, which gives fail and install_packages.

postgres_url=
own_postgres=   # the folder of the cluster that we started, if we did

# Sets postgres_url; never comes back without one.
find_postgres() {
    if [ -n "${DATABASE_URL_TEST:-}" ]; then
        may_create_databases "$DATABASE_URL_TEST" || fail "DATABASE_URL_TEST: does not answer, or may not create databases"
        postgres_url=$DATABASE_URL_TEST
        return
    fi
    # One of our own, if its programs are here: it need not keep what it is told, which makes it quicker.
    if [ -n "$(postgres_programs)" ] && as_postgres true 2>/dev/null; then
        start_own_postgres
        return
    fi
    local user
    for user in postgres root; do
        if may_create_databases "postgres://$user@127.0.0.1:5432/postgres"; then
            # A name of our own, so that two runs on one server do not share a test database.
            postgres_url="postgres://$user@127.0.0.1:5432/bihuan_ci_$$"
            echo "ci: PostgreSQL: the one on 127.0.0.1:5432, as $user"
            return
        fi
    done
    start_own_postgres
}

may_create_databases() {
    .venv/bin/python - "$1" 2>/dev/null <<'PYTHON'
import sys

import psycopg

with psycopg.connect(sys.argv[1], connect_timeout=3) as connection:
    asked = "select rolcreatedb or rolsuper from pg_roles where rolname = current_user"
    sys.exit(0 if connection.execute(asked).fetchone()[0] else 1)
PYTHON
}

start_own_postgres() {
    local bin port
    bin=$(postgres_programs)
    if [ -z "$bin" ]; then
        install_packages postgresql
        bin=$(postgres_programs)
        [ -n "$bin" ] || fail "PostgreSQL was installed, but its initdb is not found"
    fi
    own_postgres=$(mktemp -d -p /tmp)
    port=$(.venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    [ "$(id -u)" != 0 ] || chown postgres "$own_postgres"
    as_postgres "$bin/initdb" -D "$own_postgres/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >/dev/null ||
        fail "initdb"
    # Durability is off: the cluster is thrown away.
    as_postgres "$bin/pg_ctl" -D "$own_postgres/data" -w -l "$own_postgres/log" \
        -o "-p $port -k $own_postgres -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c autovacuum=off -c max_connections=250" start >/dev/null ||
        fail "PostgreSQL did not start: $(tail -n 3 "$own_postgres/log")"
    postgres_url="postgres://postgres@127.0.0.1:$port/postgres"
    echo "ci: PostgreSQL: a cluster of our own, $bin"
}

stop_own_postgres() {
    [ -n "$own_postgres" ] || return 0
    as_postgres "$(postgres_programs)/pg_ctl" -D "$own_postgres/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$own_postgres"
}

# The folder of initdb and pg_ctl, the newest; Debian keeps them off the path.
postgres_programs() {
    local found
    found=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1) || true
    if [ -z "$found" ] && command -v initdb >/dev/null; then
        found=$(dirname "$(command -v initdb)")
    fi
    printf '%s' "$found"
}

# PostgreSQL refuses to run as root, and complains of a working folder that it may not read.
as_postgres() (
    cd /
    if [ "$(id -u)" = 0 ]; then
        runuser -u postgres -- "$@"
    else
        "$@"
    fi
)
