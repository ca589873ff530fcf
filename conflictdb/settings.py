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
VAR_DIR = BASE_DIR / "var"  # all that this installation makes; nothing of it is under version control
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
        raise ImproperlyConfigured(f"{name} must be a list separated by commas, without an empty item.")
    return items


DEBUG = env_bool("DJANGO_DEBUG")
EMBEDDED = not os.environ.get("DATABASE_URL")
SECRET_KEY = os.environ.get("SECRET_KEY", "")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if EMBEDDED else [])
if EMBEDDED and not (VAR_DIR / "secret_key").exists():
    raise ImproperlyConfigured("There is no embedded database yet: `make db` makes it. Or set DATABASE_URL.")
if EMBEDDED:
    SECRET_KEY = SECRET_KEY or (VAR_DIR / "secret_key").read_text()
elif not (SECRET_KEY and ALLOWED_HOSTS and os.environ.get("PUBLIC_DATABASE_URL")):
    raise ImproperlyConfigured(
        "With DATABASE_URL, also set SECRET_KEY, ALLOWED_HOSTS and PUBLIC_DATABASE_URL (whose role may read the "
        "published tables and nothing else); .env.example describes them."
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
    "events.views.language.by_path",
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
# GDAL before 3.9 follows references inside spatial data; we give it none that came from outside.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]

# --- Databases -------------------------------------------------------------------------------------------------------


def database(url_variable: str, role: str, options: str) -> dict[str, Any]:
    """The server that the variable names, else the embedded one; `options` are server settings of each connection."""
    settings: dict[str, Any] = {
        "NAME": os.environ.get("CONFLICTDB_NAME") or "conflictdb",
        "USER": role,
        "HOST": str((VAR_DIR / "socket").resolve()),
        "PORT": "5432",
    }
    if not EMBEDDED:
        settings = {**dj_database_url.parse(os.environ[url_variable])}
    settings["OPTIONS"] = {**settings.get("OPTIONS", {}), "options": options}
    if pool_size := env_int("DATABASE_POOL_SIZE", default=0):  # set by the web server, for its threads
        settings["OPTIONS"]["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 5}
    return {**settings, "ENGINE": "django.contrib.gis.db.backends.postgis", "CONN_HEALTH_CHECKS": True}


# Public pages say .using("public"), a role that PostgreSQL itself confines to the published tables.
DATABASES = {
    # Tests need not survive a power cut.
    "default": database("DATABASE_URL", "conflictdb", "-c synchronous_commit=off" if TESTING else ""),
    "public": database(
        "PUBLIC_DATABASE_URL", "conflictdb_reader", "-c statement_timeout=15000 -c default_transaction_read_only=on"
    ),
}
DATABASES["public"]["TEST"] = {"MIRROR": "default"}
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")  # reading needs no session, so caches may help
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Who may log in --------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "events.accounts.passwords.NotEasilyGuessed"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # together: a stranger elsewhere cannot lock an editor out
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "events.views.client.address"
TRUSTED_PROXIES = env_int("TRUSTED_PROXIES", default=0)  # how many proxies of ours add to X-Forwarded-For
REQUIRE_SECOND_FACTOR = env_bool("REQUIRE_SECOND_FACTOR")  # the admin then asks for an authenticator's code too
OTP_TOTP_ISSUER = "conflictdb"

# --- What a browser is told ------------------------------------------------------------------------------------------
TILE_SERVER_URL = os.environ.get("TILE_SERVER_URL", "")  # empty: our own base map, and no request to a third party
TILE_SERVER = [re.sub(r"{\w+}", "*", "/".join(TILE_SERVER_URL.split("/")[:3]))] if TILE_SERVER_URL else []
CSP_NOBODY = ["default-src", "base-uri", "frame-ancestors"]
CSP_OURSELVES = ["script-src", "style-src", "font-src", "connect-src", "manifest-src", "form-action"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {name: ["'none'"] for name in CSP_NOBODY}
    | {name: ["'self'"] for name in CSP_OURSELVES}
    | {"img-src": ["'self'", "data:", "blob:", *TILE_SERVER]}
}
SECURE_REFERRER_POLICY = "same-origin"
if BEHIND_HTTPS := env_bool("BEHIND_HTTPS"):  # a proxy of ours speaks HTTPS, and sets X-Forwarded-Proto itself
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

# --- Language, time, files, log --------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("ar", "العربية")]  # as each calls itself; the public side's, the desk is English
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "conflictdb.formats"
TIME_ZONE = "UTC"
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEBUG or TESTING  # straight from their folders; else compressed, named by their content
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS  # and found when asked for, not all of them at every start
if WHITENOISE_USE_FINDERS:
    STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
else:
    STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
# What a reader looks at is nobody's business: no query string is logged, so django.server keeps silent.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},  # that a page does not exist is no news
        "django.server": {"level": "CRITICAL"},
    },
}

# --- Ours ------------------------------------------------------------------------------------------------------------
FOUR_EYES = env_bool("FOUR_EYES", default=True)  # nobody approves an event of their own; 0 for a team of one
TILE_SERVER_ATTRIBUTION = os.environ.get("TILE_SERVER_ATTRIBUTION", "")
LEAFLET_CONFIG: dict[str, Any] = {"TILES": [], "RESET_VIEW": False}  # its own default is a third party's tiles
# The changelog's first numbered heading; before there is one, Unreleased.
VERSION = ([*re.findall(r"(?m)^## \[(\d[^]]*)\]", (BASE_DIR / "CHANGELOG.md").read_text()), "Unreleased"])[0]
