#!/usr/bin/env bash
# Prints the Python that .venv is made with: the first of 3.11 or newer that can make one. Exit status 1: there is none.
for python in python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3; do
    if "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        command -v "$python"
        exit
    fi
done
exit 1
