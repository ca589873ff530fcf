#!/usr/bin/env bash
# The embedded PostgreSQL + PostGIS under var/: start | stop | status. Called by make; safe to call at any time, from
# several processes at once, and after a crash.
#
# It listens on no TCP port. Its Unix socket lies in a directory that only the server's user (and root) may enter, so
# the two application roles need no password there; the superuser role is open to the server's user and root alone.
set -euo pipefail
umask 022

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
name=conflictdb-$(printf %s "$root" | sha256sum | cut -c1-12)
var=$root/var            # where the application looks: var/pgdata and var/socket,
data=                    # each a directory or a symbolic link to one: where they really are
socket=
database=${CONFLICTDB_NAME:-conflictdb}

# A caller's PGPORT, PGOPTIONS and the like are about other servers.
for variable in "${!PG@}"; do unset "$variable"; done
export LC_ALL=C.UTF-8
cd /    # the server's user may not be allowed to stand where the caller stands

fail() { printf 'conflictdb: %s\n' "$1" >&2; exit 1; }

# --- Who runs it, and where ------------------------------------------------------------------------------------------

# PostgreSQL refuses to run as root. An existing cluster keeps its owner.
server_user() {
    if [ -d "$data" ]; then
        stat -c %U "$data"
    elif [ "$(id -u)" != 0 ]; then
        id -un
    elif id postgres >/dev/null 2>&1; then
        echo postgres
    else
        echo nobody
    fi
}

as_server() {
    if [ "$(id -un)" = "$user" ]; then "$@"; else runuser -u "$user" -- "$@"; fi
}

# The newest PostgreSQL here that has PostGIS; an existing cluster keeps its own major version.
server_programs() {
    local major majors
    if ! majors=$(as_server cat "$data/cluster/PG_VERSION" 2>/dev/null); then
        majors=$(find /usr/lib/postgresql -mindepth 1 -maxdepth 1 -printf '%f\n' 2>/dev/null | sort -rn)
    fi
    for major in $majors; do
        if [ -x "/usr/lib/postgresql/$major/bin/postgres" ] \
            && [ -e "/usr/share/postgresql/$major/extension/postgis.control" ]; then
            echo "/usr/lib/postgresql/$major/bin"
            return
        fi
    done
    fail "PostgreSQL ${majors:-15 or newer} with PostGIS is not installed; 'make packages' installs it"
}

# A directory that only the server's user may enter. In /tmp somebody else may have made one of that name first.
private_directory() {
    [ ! -L "$1" ] || fail "$1 is in the way; remove it"
    if [ ! -d "$1" ]; then
        mkdir -p "$(dirname "$1")"
        mkdir -m 700 "$1"
        [ "$(id -un)" = "$user" ] || chown "$user:" "$1"
    fi
    [ "$(stat -c %U "$1")" = "$user" ] || fail "$1 belongs to somebody else than $user; remove it"
    [ "$(stat -c %a "$1")" = 700 ] || as_server chmod 700 "$1"
}

# Root's checkout may lie where the server's user cannot go: then the data live under /var/lib.
place_data() {
    if [ ! -e "$data" ] && ! as_server test -x "$var"; then
        data=/var/lib/conflictdb/$name
        ln -sfn "$data" "$var/pgdata"
    fi
    private_directory "$data"
}

# A socket's whole path has at most 107 bytes, and a comma or quote in it would mean something to PostgreSQL.
place_socket() {
    socket=$var/socket
    if [[ ${#socket} -gt 85 || ! $socket =~ ^[A-Za-z0-9/._+-]*$ ]] || ! as_server test -x "$var"; then
        socket=/tmp/$name-$user
        [ -L "$var/socket" ] || rm -rf "$var/socket"
        ln -sfn "$socket" "$var/socket"
    elif [ -L "$socket" ]; then
        rm "$socket"    # the checkout was moved here from such a place
    fi
    private_directory "$socket"
}

# --- The cluster -----------------------------------------------------------------------------------------------------

# Sizes follow the machine's memory, up to what two cores make use of. Durability (fsync) stays on.
configuration() {
    local memory shared
    memory=$(awk '/^MemTotal:/ { print int($2 / 1024) }' /proc/meminfo)
    shared=$((memory / 8 < 2048 ? memory / 8 : 2048))
    cat <<CONF
listen_addresses = ''
port = 5432
unix_socket_directories = '$socket'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = ${shared}MB
effective_cache_size = $((memory / 2))MB
maintenance_work_mem = $((shared / 4))MB
work_mem = 32MB
random_page_cost = 1.1
effective_io_concurrency = 100
max_wal_size = 8GB
checkpoint_timeout = 15min
wal_level = minimal
max_wal_senders = 0
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
# What a reader asked, and whom a row names, stays out of the log, also when a statement fails or takes too long.
log_min_error_statement = panic
log_error_verbosity = terse
logging_collector = on
log_filename = 'postgresql-%a.log'
log_rotation_size = 0
log_truncate_on_rotation = on
CONF
}

# Built aside and moved when complete, so that an interruption leaves nothing half made. The extensions go into
# template1: the application's role is no superuser, and its databases (test databases too) are copies of it.
initialise() {
    local new=$data/new private
    echo "Creating the embedded database in var/"
    as_server rm -rf "$new"
    as_server "$bin/initdb" -D "$new" -U postgres --encoding=UTF8 --locale=C.UTF-8 --auth=peer >/dev/null
    as_server tee -a "$new/postgresql.conf" >/dev/null <<<"include = 'conflictdb.conf'"
    as_server tee "$new/pg_ident.conf" >/dev/null <<<"server $user postgres"$'\n'"server root postgres"
    as_server tee "$new/pg_hba.conf" >/dev/null <<'HBA'
local all conflictdb,conflictdb_reader trust
local all postgres peer map=server
HBA
    configuration | as_server tee "$new/conflictdb.conf" >/dev/null
    private=$(as_server mktemp -d)    # a socket where nobody looks yet
    as_server "$bin/pg_ctl" -D "$new" -l "$data/start.log" -s -o "-k $private" start 9<&-
    as_server "$bin/psql" -Xq -v ON_ERROR_STOP=1 -h "$private" -U postgres -d template1 <<'SQL'
create role conflictdb login createdb;
create role conflictdb_reader login;
create extension postgis;
create extension pg_trgm;
create extension unaccent;
create extension btree_gist;
SQL
    as_server "$bin/pg_ctl" -D "$new" -s stop
    as_server rm -rf "$private"
    as_server mv "$new" "$data/cluster"
}

# The process number of the server that runs on our data, if one does.
server_process() {
    local process
    process=$(as_server head -n 1 "$data/cluster/postmaster.pid" 2>/dev/null) || return 1
    [ "$(as_server readlink "/proc/$process/cwd")" = "$data/cluster" ] && echo "$process"
}

answers() { "$bin/pg_isready" -q -h "$socket"; }

launch() {
    # The lock (9) must not pass to the server, or it would hold it for ever.
    as_server "$bin/pg_ctl" -D "$data/cluster" -l "$data/start.log" -t 300 -s "$1" 9<&- >/dev/null 2>&1
}

# What a kill -9 or a power cut leaves: backends that still hold the dead server's memory and so keep a new one out, and
# files with a process number that may be anybody's by now, which PostgreSQL would take for a running server's.
clear_leftovers() {
    local directory
    while read -r directory; do
        as_server kill -KILL "${directory#/proc/}" || true
    done < <(as_server find /proc -maxdepth 2 -name cwd -lname "$data/cluster" -printf '%h\n' 2>/dev/null)
    as_server rm -f "$data/cluster/postmaster.pid" "$socket/.s.PGSQL.5432" "$socket/.s.PGSQL.5432.lock"
}

bring_up() {
    configuration | as_server tee "$data/cluster/conflictdb.conf" >/dev/null
    if server_process >/dev/null; then
        launch restart && return    # it runs, but not where we look for it: the checkout was moved
    fi
    clear_leftovers
    for _ in 1 2 3 4 5; do
        launch start && return
        sleep 1
    done
    as_server tail -n 20 "$data/start.log" >&2
    fail "the embedded database does not start (see above)"
}

query() { "$bin/psql" -XAtq -h "$socket" -U conflictdb -d "${2:-postgres}" -c "$1"; }

create_database() {
    [[ $database =~ ^[a-z_][a-z0-9_]*$ ]] || fail "CONFLICTDB_NAME=$database: small letters, digits and _ only"
    [ "$(query "select 1 from pg_database where datname = '$database'")" = 1 ] || query "create database $database"
}

# Signs sessions and the like; goes with the embedded database, since a real deployment states its own.
make_secret_key() {
    [ ! -e "$var/secret_key" ] || return 0
    (umask 077 && head -c 48 /dev/urandom | base64 --wrap=0 >"$var/secret_key.new")
    mv "$var/secret_key.new" "$var/secret_key"
}

# --- Commands --------------------------------------------------------------------------------------------------------

mkdir -p "$var"
[ -e "$var/database.lock" ] || : >"$var/database.lock"
exec 9<"$var/database.lock"
flock 9

data=$(readlink -m "$var/pgdata")
user=$(server_user)
[ "$(id -u)" = 0 ] || [ "$(id -un)" = "$user" ] || fail "the embedded database belongs to $user: become $user or root"
bin=$(server_programs)

case ${1:-} in
    start)
        place_data
        place_socket
        [ -e "$data/cluster/PG_VERSION" ] || initialise
        answers || bring_up
        create_database
        make_secret_key
        ;;
    stop)
        if server_process >/dev/null; then launch stop; fi
        ;;
    status)
        server=$(server_process) || { echo "stopped"; exit 3; }
        echo "running (process $server), socket in $(readlink -f "$var/socket")"
        ;;
    *)
        fail "usage: setup/database.sh start|stop|status"
        ;;
esac
