"""Accounts for trying the site out: random passwords, written once to a file that only its owner may read."""

import os
import secrets
from pathlib import Path

from django.contrib.auth.models import Group, User

#: Account → group. Two analysts, to try out two people editing one event.
ACCOUNTS = {"analyst": "Analyst", "analyst2": "Analyst", "editor": "Editor", "maintainer": "Maintainer"}

# 16 of 32 signs are 80 bits; none of them is easily taken for another.
SIGNS = "abcdefghijkmnpqrstuvwxyz23456789"


def account(name: str) -> User:
    """The account of that name; if there is none, one is made in its group, with no password that opens it."""
    user = User.objects.filter(username=name).first()
    if user is None:
        user = User.objects.create_user(name, is_staff=True)
        user.groups.add(Group.objects.get(name=ACCOUNTS[name]))
    return user


def make_accounts(file: Path) -> dict[str, str]:
    """Make the accounts that are missing; returns each account's password, "" where `file` does not hold it.

    An account that already has a password of its own is left alone.
    """
    passwords = _read(file) or _write(file)
    for name in ACCOUNTS:
        user = account(name)
        if not user.has_usable_password():
            user.set_password(passwords[name])
            user.save()
    return {name: password if account(name).check_password(password) else "" for name, password in passwords.items()}


def _read(file: Path) -> dict[str, str]:
    """The accounts in the file, one "name password" a line; nothing if there is no file."""
    if not file.exists():
        return {}
    return dict(line.split() for line in file.read_text(encoding="utf-8").splitlines())


def _write(file: Path) -> dict[str, str]:
    passwords = {name: "-".join(_random(4) for _ in range(4)) for name in ACCOUNTS}
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8") as out:
        out.writelines(f"{name} {password}\n" for name, password in passwords.items())
    return passwords


def _random(length: int) -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(length))
