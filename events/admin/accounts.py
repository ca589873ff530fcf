"""Accounts and groups. Only a superuser hands out single permissions; everybody else works through the groups."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from django_otp.plugins.otp_static.admin import StaticDeviceAdmin
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDeviceAdmin
from django_otp.plugins.otp_totp.models import TOTPDevice

from events.admin.collisions import Collisions
from events.admin.site import site


@admin.register(User, site=site)
class AccountAdmin(Collisions, UserAdmin):
    list_display = ["username", "first_name", "last_name", "is_active", "is_staff", "last_login"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or request.user.is_superuser:
            return fieldsets
        return [
            (name, {**options, "fields": [field for field in options["fields"] if field not in SUPERUSERS_ONLY]})
            for name, options in fieldsets
        ]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody raises themselves by changing a superuser's account."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)


SUPERUSERS_ONLY = {"is_superuser", "user_permissions"}


@admin.register(Group, site=site)
class GroupsAdmin(Collisions, GroupAdmin):
    """Groups, as Django shows them."""


@admin.register(TOTPDevice, site=site)
class AuthenticatorAdmin(Collisions, TOTPDeviceAdmin):
    """Authenticators, as django-otp shows them."""


@admin.register(StaticDevice, site=site)
class PaperCodesAdmin(Collisions, StaticDeviceAdmin):
    """Codes on paper, as django-otp shows them."""
