#!/usr/bin/env bash
# Installs the packages of Debian or Ubuntu that are missing; with --browser, also what the tests need, with --bench what
# the benchmark needs.
# Does not ask apt for anything when all is there. What cannot be installed is named in one message.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

oldest=15    # PostgreSQL
reason=

# --- What is there ---------------------------------------------------------------------------------------------------

has_postgis() {
    local control
    for control in /usr/share/postgresql/*/extension/postgis.control; do
        if [ -e "$control" ] && [ "$(cut -d/ -f5 <<<"$control")" -ge "$oldest" ]; then return; fi
    done
    return 1
}

# GeoDjango loads these by name; PostGIS brings them along.
has_geo_libraries() {
    local library libraries
    libraries=$(/sbin/ldconfig -p)
    for library in libgdal libgeos_c libproj; do
        [[ $libraries == *"$library.so"* ]] || return 1
    done
}

missing_packages() {
    if ! has_postgis; then
        postgis_package
    elif ! has_geo_libraries; then
        echo gdal-bin
    fi
    setup/python.sh >/dev/null || echo python3-venv
    if [ "${1:-}" = --browser ]; then missing_for_the_browser; fi
    if [ "${1:-}" = --bench ]; then missing_for_the_benchmark; fi
}

missing_for_the_browser() {
    if ! command -v chromium-headless-shell >/dev/null && grep -q '^ID=debian' /etc/os-release; then
        echo chromium-headless-shell    # without windows, so it takes two thirds; on Ubuntu it is Playwright's own
    fi
    [[ $(/sbin/ldconfig -p) == *libatomic.so.1* ]] || echo libatomic1    # Playwright's driver needs it
    command -v msgfmt >/dev/null || echo gettext    # the tests of translations
}

# Many readers at once.
missing_for_the_benchmark() {
    command -v wrk >/dev/null || echo wrk
    command -v siege >/dev/null || echo siege
}

# --- What can be installed -------------------------------------------------------------------------------------------

# PostGIS for the newest PostgreSQL that this release offers; the plain name when apt knows none (yet).
postgis_package() {
    local newest
    newest=$(apt-cache --names-only search '^postgresql-[0-9]+-postgis-3$' 2>/dev/null | cut -d- -f2 | sort -n | tail -n 1)
    [ "${newest:-0}" -ge "$oldest" ] || newest=$oldest
    echo "postgresql-$newest-postgis-3"
}

# Runs a command as root, or tells why it cannot.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif ! command -v sudo >/dev/null; then
        reason="you are not root and there is no sudo"
        return 1
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

# Debian's package would start a server of its own on a TCP port. Where no server was before, none shall be left behind.
without_a_system_server() {
    local switch=/etc/postgresql-common/createcluster.d/conflictdb.conf
    if [ -e /etc/postgresql ]; then
        "$@"
        return
    fi
    as_root mkdir -p "${switch%/*}"
    echo "create_main_cluster = false" | as_root tee "$switch" >/dev/null
    "$@" || { as_root rm -f "$switch"; return 1; }
    as_root rm -f "$switch"
}

apt_get() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@" >&2; }

install_packages() {
    apt_get update || return 1
    mapfile -t packages < <(missing_packages "$@")    # apt now knows the release's names
    without_a_system_server apt_get install --no-install-recommends -y "${packages[@]}"
}

mapfile -t packages < <(missing_packages "$@")
[ ${#packages[@]} -gt 0 ] || exit 0

echo "Installing system packages: ${packages[*]}"
if ! command -v apt-get >/dev/null; then
    reason="this is not Debian or Ubuntu"
elif ! install_packages "$@"; then
    reason=${reason:-"apt-get did not succeed, see above"}
fi
mapfile -t packages < <(missing_packages "$@")
[ ${#packages[@]} -gt 0 ] || exit 0

echo >&2 "conflictdb: these system packages are missing and could not be installed (${reason:-they are not enough}):

    ${packages[*]}

Needed: Debian 12, Ubuntu 24.04 or newer, with Python 3.11 and PostgreSQL $oldest or newer. As root: apt-get install ${packages[*]}"
exit 1
