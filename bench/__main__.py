"""`python -m bench`: prepare the database, measure, print. EVENTS sets the size, 200,000 by default."""

import os
import sys

if os.environ.get("DATABASE_URL"):
    sys.exit("The benchmark fills a database of its own on the embedded server: unset DATABASE_URL.")
os.environ["CONFLICTDB_NAME"] = "conflictdb_bench"
os.environ["DJANGO_SETTINGS_MODULE"] = "conflictdb.settings"

import django

django.setup()

from bench.run import run  # noqa: E402  # needs the settings

run(int(os.environ.get("EVENTS") or 200_000))
