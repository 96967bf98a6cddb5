"""Settings, all read from the environment through `config.env`; nothing here depends on the machine.

Without DATABASE_URL or REDIS_URL the addresses of the embedded services are taken from `run/services.json` in the
data directory, which `manage.py up` writes when it has started them:
`{"database_url": …, "database_owner_url": …, "redis_url": …}`.
"""

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.env import read
from config.origins import origin, origin_of

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(read("DATA_DIR") or BASE_DIR / "var")

PRODUCTION = read("PROBATA_ENV") == "production"
DEBUG = read("DEBUG")
SECRET_KEY = read("SECRET_KEY")
DEVELOPMENT_KEY = "development-only-key-never-used-in-production-0123456789"
if PRODUCTION:
    if DEBUG:
        raise ImproperlyConfigured("DEBUG must be off when PROBATA_ENV is production.")
    if len(SECRET_KEY) < 50 or SECRET_KEY == DEVELOPMENT_KEY:
        raise ImproperlyConfigured(
            "SECRET_KEY is missing or too short for production: set it to at least 50 random characters."
        )
elif read("PROBATA_ENV") != "development":
    raise ImproperlyConfigured("PROBATA_ENV must be development or production.")
SECRET_KEY = SECRET_KEY or DEVELOPMENT_KEY

ALLOWED_HOSTS = read("ALLOWED_HOSTS")
BASE_URL = read("BASE_URL").rstrip("/")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL else []

# Services --------------------------------------------------------------------------------------------


def _embedded() -> dict[str, str]:
    """Addresses of the embedded services, empty while they are not running."""
    try:
        return dict(json.loads((DATA_DIR / "run" / "services.json").read_text()))
    except (OSError, ValueError):
        return {}


_services = _embedded()
DATABASE_URL = read("DATABASE_URL") or _services.get("database_url", "postgresql://probata_app@127.0.0.1:1/probata")
DATABASE_OWNER_URL = read("DATABASE_OWNER_URL") or _services.get("database_owner_url", DATABASE_URL)
REDIS_URL = read("REDIS_URL") or _services.get("redis_url", "redis://127.0.0.1:1/0")


def _database(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must look like postgresql://user:password@host:port/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or 5432),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"application_name": "probata", "connect_timeout": 5, **dict(parse_qsl(parts.query))},
    }


# Commands that change the schema run as the role that owns the tables; everything else as the application's role,
# which may insert and read events but not change them.
_OWNER_COMMANDS = {"migrate", "prepare_database", "makemigrations", "sqlmigrate", "flush", "dbshell"}
_as_owner = len(sys.argv) > 1 and Path(sys.argv[0]).name == "manage.py" and sys.argv[1] in _OWNER_COMMANDS
DATABASES = {"default": _database(DATABASE_OWNER_URL if _as_owner else DATABASE_URL)}
if _as_owner:
    # A migration that cannot have its lock gives up and may be run again; otherwise the whole site queues up behind it.
    _options = DATABASES["default"]["OPTIONS"]
    _options["options"] = f"{_options.get('options', '')} -c lock_timeout=10s".strip()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "projects.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "probata",
    }
}

# Applications ----------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "config",
    "exchange",
    "reviews",
    "annotator",
    "sources",
    "projects",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "django_filters",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "projects.single_sign_on.IssuerMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
WSGI_APPLICATION = "config.wsgi.application"

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
                "projects.context_processors.chrome",
            ],
        },
    }
]

# Accounts --------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "projects.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "projects.accounts.AccountAdapter"
ACCOUNT_FORMS = {"login": "projects.sign_in.SignInForm"}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "projects.password_links.PasswordLinks"  # noqa: S105  (a class)
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Probata"
SOCIALACCOUNT_ADAPTER = "projects.single_sign_on.SocialAccountAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
# Where a form of this site may lead beside the site itself: signing in ends in a redirect to the issuer.
SIGN_IN_ORIGINS: list[str] = []
if read("OIDC_SERVER_URL"):
    SIGN_IN_ORIGINS = [
        origin_of("OIDC_SERVER_URL", read("OIDC_SERVER_URL")),
        *(origin("OIDC_ORIGINS", each) for each in read("OIDC_ORIGINS")),
    ]
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "sso",
                "name": "Single sign-on",
                "client_id": read("OIDC_CLIENT_ID"),
                "secret": read("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": read("OIDC_SERVER_URL")},
            }
        ]
    }
PROJECT_CREATORS = read("PROJECT_CREATORS")
if PROJECT_CREATORS not in {"everyone", "managers", "admins"}:
    raise ImproperlyConfigured("PROJECT_CREATORS must be everyone, managers or admins.")

REST_KNOX = {
    "TOKEN_TTL": timedelta(hours=read("TOKEN_HOURS")),
    "AUTO_REFRESH": False,
    "AUTH_HEADER_PREFIX": "Bearer",
}

# API -------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "projects.api.authentication.BearerAuthentication",
        "projects.api.authentication.BrowserAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["projects.api.rendering.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["projects.api.rendering.OrjsonParser"],
    "DEFAULT_SCHEMA_CLASS": "projects.api.described.Described",
    "DEFAULT_PAGINATION_CLASS": "projects.api.pagination.Pages",
    "EXCEPTION_HANDLER": "projects.api.problems.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "DEFAULT_THROTTLE_RATES": {"token": "20/min"},
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Probata",
    "DESCRIPTION": "Documents, marks, claims, verdicts and exports of one Probata site.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    # Names for sets of words that several fields of one name do not share, or fields of several names do.
    "ENUM_NAME_OVERRIDES": {
        "AccountStatusEnum": ["active", "suspended"],
        "AppearanceRoleEnum": ["speaks", "spoken_of"],
        "ClaimBeginningEnum": ["in_review", "draft"],
        "ClaimKindEnum": "reviews.judging.KINDS",
        "ClaimStateEnum": "reviews.models.Claim.State",
        "CommentKindEnum": "projects.models.Comment.Kind",
        "DocumentRelationDecisionEnum": ["confirmed", "dismissed"],
        "DocumentRelationKindEnum": "sources.models.DocumentRelation.Kind",
        "DocumentRelationStateEnum": "sources.models.DocumentRelation.State",
        "EntityKindEnum": ["person", "organisation", "company", "vessel", "place"],
        "InvitationStateEnum": ["open", "used", "revoked", "expired"],
        "JobStatusEnum": "projects.models.Job.Status",
        "ReadingStateEnum": ["open", "finished", "released"],
        "RoleEnum": "projects.vocabulary.Role",
        "TlpEnum": ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"],
    },
}

# Jobs ------------------------------------------------------------------------------------------------

CELERY_BROKER_URL = REDIS_URL
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 2,
    "socket_timeout": 15,
    "socket_keepalive": True,
    "health_check_interval": 10,
    "retry_on_timeout": True,
}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "config.heartbeat:Scheduler"
CELERY_BEAT_SCHEDULE = {
    "send jobs that wait": {"task": "projects.sweep_jobs", "schedule": 2.0, "options": {"expires": 4}},
    "index what changed": {"task": "sources.index_changes", "schedule": 3.0, "options": {"expires": 6}},
    "forget old answers": {"task": "projects.forget_answers", "schedule": 3600.0, "options": {"expires": 3600}},
    "remove expired exports": {"task": "exchange.remove_expired", "schedule": 300.0, "options": {"expires": 300}},
}
JOB_LEASE_SECONDS = read("JOB_LEASE_SECONDS")
if JOB_LEASE_SECONDS < 2:
    raise ImproperlyConfigured("JOB_LEASE_SECONDS must be 2 or more: a worker shows itself four times in a lease.")

# Files -----------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(read("STATIC_DIR") or DATA_DIR / "static")
STATICFILES_DIRS = [path for path in [BASE_DIR / "frontend" / "dist"] if path.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if PRODUCTION
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = DATA_DIR / "files"
MAX_UPLOAD_BYTES = read("MAX_UPLOAD_MB") * 1024 * 1024
MAX_TEXT_CHARACTERS = read("MAX_TEXT_CHARACTERS")
EXPORT_LIFETIME = timedelta(hours=read("EXPORT_HOURS"))
# JSON bodies; uploads are streamed to disk and measured by their own limit.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 2000

# Mail ------------------------------------------------------------------------------------------------

_mail = urlsplit(read("EMAIL_URL"))
EMAIL_CONFIGURED = bool(_mail.hostname)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_CONFIGURED else 'dummy'}.EmailBackend"
EMAIL_HOST = _mail.hostname or ""
EMAIL_PORT = _mail.port or 25
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_USE_TLS = _mail.scheme == "smtps" or EMAIL_PORT == 587
DEFAULT_FROM_EMAIL = read("EMAIL_FROM")

# Security --------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF, *SIGN_IN_ORIGINS],
        "frame-ancestors": [NONE],
    }
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "projects.views.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if read("TRUST_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if BASE_URL.startswith("https://"):
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000

# Language and time -----------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    # A site that is not ready yet says so in its answer, as often as it is asked.
    "filters": {
        "not 503": {
            "()": "django.utils.log.CallbackFilter",
            "callback": lambda record: getattr(record, "status_code", 0) != 503,
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": read("LOG_LEVEL")},
    "loggers": {
        "django.request": {"level": "ERROR", "filters": ["not 503"]},
        # Beat sends tasks every few seconds; what jobs do is in the jobs table.
        "celery.beat": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
    },
}
