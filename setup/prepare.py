"""Brings the database and static files up to date, in one process (`make run`); does little when nothing is new."""

import os
import sys
from pathlib import Path

import django
from django.core.management import call_command

STEPS = [
    ["migrate", "--verbosity=0"],
    ["load_codebook"],
    ["load_gazetteer"],
    ["load_sample"],
    ["collectstatic", "--noinput", "--verbosity=0"],
    ["demo_accounts"],
]

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conflictdb.settings")
    django.setup()
    for step in STEPS:
        call_command(*step)
