#!/usr/bin/env python
"""Django's command line; `make help` lists what is usually wanted."""

import os
import sys

from django.conf import settings
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conflictdb.settings")
    if sys.argv[1:] == ["version"]:  # by itself Django would say its own
        sys.stdout.write(f"conflictdb {settings.VERSION}\n")
    else:
        execute_from_command_line(sys.argv)
