"""Demo accounts: random passwords, kept in one private file, never in a real deployment, never over a person's own."""

import stat

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from events.sample.accounts import ACCOUNTS, account, make_accounts

pytestmark = pytest.mark.django_db


def test_four_accounts_with_random_passwords_that_open_them(tmp_path):
    passwords = make_accounts(tmp_path / "accounts.txt")

    assert list(passwords) == list(ACCOUNTS)
    assert len(set(passwords.values())) == 4
    for name, password in passwords.items():
        user = User.objects.get(username=name)
        assert user.check_password(password)
        assert user.is_staff
        assert not user.is_superuser
        assert [group.name for group in user.groups.all()] == [ACCOUNTS[name]]


def test_the_file_is_private_and_the_same_passwords_are_given_again(tmp_path):
    file = tmp_path / "accounts.txt"
    first = make_accounts(file)

    assert make_accounts(file) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_new_database_gets_the_passwords_in_the_file(tmp_path):
    first = make_accounts(tmp_path / "accounts.txt")
    User.objects.all().delete()

    assert make_accounts(tmp_path / "accounts.txt") == first


def test_a_password_that_somebody_chose_is_neither_overwritten_nor_shown(tmp_path):
    make_accounts(tmp_path / "accounts.txt")
    editor = User.objects.get(username="editor")
    editor.set_password("chosen by a person")
    editor.save()

    assert make_accounts(tmp_path / "accounts.txt")["editor"] == ""
    assert User.objects.get(username="editor").check_password("chosen by a person")


def test_an_account_made_for_the_sample_opens_only_after_this_command(tmp_path):
    assert not account("analyst").has_usable_password()

    passwords = make_accounts(tmp_path / "accounts.txt")

    assert account("analyst").check_password(passwords["analyst"])


def test_the_command_prints_them(tmp_path, settings, capsys):
    settings.BASE_DIR, settings.VAR_DIR, settings.EMBEDDED = tmp_path, tmp_path, True

    call_command("demo_accounts")

    name, password = (tmp_path / "demo-accounts.txt").read_text().splitlines()[0].split()
    printed = capsys.readouterr().out
    assert name in printed
    assert password in printed


def test_a_real_deployment_is_refused_unless_forced(tmp_path, settings):
    settings.BASE_DIR, settings.VAR_DIR, settings.EMBEDDED = tmp_path, tmp_path, False

    with pytest.raises(CommandError, match="DATABASE_URL"):
        call_command("demo_accounts")
    assert not User.objects.exists()

    call_command("demo_accounts", force=True)
    assert User.objects.count() == 4
