#!/usr/bin/env bash
# Collects the messages of the public side into locale/, and compiles what is translated (docs/translating.md).
# The folder to work in may be given; the tests give a copy of the project.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "${1:-$here}"
PYTHON=${PYTHON:-$here/.venv/bin/python}

# Django would read its settings; what it does with them is this, and it needs no database.
collect() {
    "$PYTHON" - "$@" <<'PYTHON'
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

settings.configure(LOCALE_PATHS=[Path("locale").resolve()], LANGUAGES=[("ar", "Arabic")], USE_I18N=True)
django.setup()
domain, *ignored = sys.argv[1:]
call_command("makemessages", locale=["ar"], domain=domain, no_location=True, no_obsolete=True, verbosity=0,
             ignore_patterns=[".venv", "var", "bench", "tests", *ignored])
PYTHON
}

collect django "events/admin/*" "templates/admin/*"
collect djangojs "static/vendor/*" "static/admin-desk/*" "static/basemap/*"
for file in locale/*/LC_MESSAGES/*.po; do
    # Dates and names of tools change with each run and tell nothing.
    sed -i -E '/^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To)/d' "$file"
    msgfmt --check-format -o "${file%.po}.mo" "$file"
done
