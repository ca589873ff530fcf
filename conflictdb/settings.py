"""All settings, in Django's order. With no environment variables: the embedded database, for one machine.

`.env.example` lists every variable read here. DATABASE_URL marks a real deployment, which states its secrets itself.
"""

import os
import re
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"  # everything that this installation makes, and nothing that is under version control
TESTING = "pytest" in sys.modules


def env_bool(name: str, *, default: bool = False) -> bool:
    value = os.environ.get(name, "") or str(int(default))
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} must be 0 or 1, not {value!r}.")
    return value == "1"


def env_int(name: str, *, default: int) -> int:
    value = os.environ.get(name, "") or str(default)
    if not re.fullmatch(r"[0-9]{1,9}", value):
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def env_list(name: str, *, default: list[str]) -> list[str]:
    items = [item.strip() for item in os.environ.get(name, "").split(",")]
    if items == [""]:
        return default
    if "" in items:
        raise ImproperlyConfigured(f"{name} must be a list separated by commas, with no empty item.")
    return items


DEBUG = env_bool("DJANGO_DEBUG")
EMBEDDED = not os.environ.get("DATABASE_URL")

SECRET_KEY = os.environ.get("SECRET_KEY", "")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", default=[])
if EMBEDDED:
    SECRET_KEY = SECRET_KEY or (VAR_DIR / "secret_key").read_text()  # `make db` makes both, once
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
elif not (SECRET_KEY and ALLOWED_HOSTS and os.environ.get("PUBLIC_DATABASE_URL")):
    raise ImproperlyConfigured(
        "DATABASE_URL is set, so SECRET_KEY, ALLOWED_HOSTS and PUBLIC_DATABASE_URL (which logs in as the role that may "
        "read the published tables and nothing else) must be set too; .env.example describes them."
    )

# --- Applications ----------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "events",  # first, so that its templates win over those of the applications below
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "django_filters",
    "leaflet",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "drf_spectacular",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "pghistory.middleware.HistoryMiddleware",  # history rows say who made the change
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",  # last, as its documentation asks
]

ROOT_URLCONF = "conflictdb.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Databases -------------------------------------------------------------------------------------------------------


def database(url_variable: str, role: str, options: str) -> dict[str, Any]:
    """The server that the variable names, else the embedded one; `options` are server settings for each connection."""
    embedded = {
        "NAME": os.environ.get("CONFLICTDB_NAME") or "conflictdb",
        "USER": role,
        "HOST": str((VAR_DIR / "socket").resolve()),
        "PORT": "5432",
    }
    settings: dict[str, Any] = embedded if EMBEDDED else {**dj_database_url.parse(os.environ[url_variable])}
    pool_size = env_int("DATABASE_POOL_SIZE", default=0)  # set by the web server; commands and tests connect as needed
    own: dict[str, Any] = {"options": options}
    if pool_size:
        own["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 10}
    settings["OPTIONS"] = {**settings.get("OPTIONS", {}), **own}
    return {**settings, "ENGINE": "django.contrib.gis.db.backends.postgis", "CONN_HEALTH_CHECKS": True}


# Public pages say .using("public"): a role that PostgreSQL itself confines to the published tables. Tests do not need
# to survive a power cut.
DATABASES = {
    "default": database("DATABASE_URL", "conflictdb", "-c synchronous_commit=off" if TESTING else ""),
    "public": database(
        "PUBLIC_DATABASE_URL",
        "conflictdb_reader",
        "-c statement_timeout=15000 -c default_transaction_read_only=on",
    ),
}
DATABASES["public"]["TEST"] = {"MIRROR": "default"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Who may log in --------------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # together: a stranger cannot lock an editor out from elsewhere
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "events.views.client.address"
TRUSTED_PROXIES = env_int("TRUSTED_PROXIES", default=0)  # how many of our own proxies add to X-Forwarded-For
REQUIRE_SECOND_FACTOR = env_bool("REQUIRE_SECOND_FACTOR")  # a code from an authenticator, to enter the admin
OTP_TOTP_ISSUER = "conflictdb"

# --- What a browser is told ------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "img-src": ["'self'", "data:", "blob:"],
        **dict.fromkeys(["script-src", "style-src", "font-src", "connect-src", "manifest-src", "form-action"], ["'self'"]),
        **dict.fromkeys(["default-src", "base-uri", "frame-ancestors"], ["'none'"]),
    },
}
SECURE_REFERRER_POLICY = "same-origin"

BEHIND_HTTPS = env_bool("BEHIND_HTTPS")  # a proxy of ours speaks HTTPS and sets (never passes on) X-Forwarded-Proto
if BEHIND_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

# --- Language, time, files, log --------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
PLAIN_STATIC_FILES = DEBUG or TESTING  # else compressed, under names that carry a hash of the content
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if PLAIN_STATIC_FILES
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = PLAIN_STATIC_FILES

# What a reader looks at is nobody's business: no query string is ever logged (django.server would log them).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": []}, "django.server": {"handlers": [], "propagate": False}},
}

# --- Ours ------------------------------------------------------------------------------------------------------------

FOUR_EYES = env_bool("FOUR_EYES", default=True)  # nobody approves an event of their own; 0 for a team of one
TILE_SERVER_URL = os.environ.get("TILE_SERVER_URL", "")  # empty: our own base map, and no request to a third party
TILE_SERVER_ATTRIBUTION = os.environ.get("TILE_SERVER_ATTRIBUTION", "")
LEAFLET_CONFIG: dict[str, Any] = {"TILES": [], "RESET_VIEW": False}  # its default is a third party's tile server

# The first numbered heading of the changelog, or Unreleased before there is one.
VERSION = next(
    iter(re.findall(r"^## \[([0-9][^]]*)\]", (BASE_DIR / "CHANGELOG.md").read_text(), re.MULTILINE)),
    "Unreleased",
)
