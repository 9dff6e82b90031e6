"""Django settings. The embedded defaults need no variable at all.

Variables: `REPWISE_STATE_DIR`, `REPWISE_DEMO`, `PUBLIC_URL`, `ALLOWED_HOSTS`, `DEBUG`,
`DATABASE_URL`, `CELERY_BROKER_URL`, `MEDIA_STORAGE_URL`, `CACHE_URL`, `EMAIL_URL`,
`MAIL_FROM`, `SECRET_KEY`, `LOG_LEVEL`, `UPLOAD_MAX_BYTES`, `VIDEO_MAX_S`,
`VIDEO_MAX_SIDE_PX`, `ANALYSIS_MAX_S`, `REPWISE_COACH_MODEL`, `WEB_PUSH_KEY`,
`WEB_PUSH_VENDORS`. Those that carry a secret may be given as `<NAME>_FILE`.
"""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from kombu import Queue

from clinic.config import env, logs

BASE_DIR = env.PROJECT
STATE_DIR = env.private_folder(
    Path(env.environment.str("REPWISE_STATE_DIR", default=str(BASE_DIR / "var")))
)

# --- the installation ---------------------------------------------------------------
DEBUG = env.environment.bool("DEBUG", default=False)
DEMO = env.environment.bool("REPWISE_DEMO", default=False)  # adds the outbox page
SECRET_KEY = env.secret("SECRET_KEY") or env.kept_secret(STATE_DIR / "secret_key")
PUBLIC_URL = env.environment.str("PUBLIC_URL", default="http://localhost:8000")
ALLOWED_HOSTS = [
    *env.environment.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"]),
    urlsplit(PUBLIC_URL).hostname,
]
HTTPS_ONLY = PUBLIC_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL.rstrip("/")]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS_ONLY else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS_ONLY
SECURE_HSTS_SECONDS = 3600 if HTTPS_ONLY else 0
SESSION_COOKIE_NAME = "repwise_session"
CSRF_COOKIE_NAME = "repwise_csrf"
CSRF_COOKIE_HTTPONLY = False  # htmx sends it as a header
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

ROOT_URLCONF = "clinic.config.urls"
WSGI_APPLICATION = "clinic.config.wsgi.application"
ASGI_APPLICATION = "clinic.config.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "clinic.apps.ClinicConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "knox",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "django_structlog",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "clinic.web.compression.TextGZipMiddleware",  # above what serves scripts and styles
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "clinic.web.middleware.personal_settings",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "clinic.web.context.patients_news",
            ]
        },
    }
]

# --- data ---------------------------------------------------------------------------
DATABASE_URL = env.secret("DATABASE_URL")
DATABASES = {"default": env.database(DATABASE_URL, STATE_DIR)}
EMBEDDED_DATABASE = not DATABASE_URL

CACHES = {
    "default": env.environment.cache_url_config(
        env.secret("CACHE_URL", "locmemcache://repwise")
    )
}

STATIC_URL = "static/"
STATIC_ROOT = env.private_folder(STATE_DIR / "static")
_PACKAGES = BASE_DIR / "node_modules"
# Built by `npm ci`: each package is served under its name, from where it ships files.
_STATIC_SOURCES: list[tuple[str, Path]] = [
    ("", BASE_DIR / "static"),
    ("bootstrap", _PACKAGES / "bootstrap" / "dist"),
    ("uplot", _PACKAGES / "uplot" / "dist"),
    ("tus-js-client", _PACKAGES / "tus-js-client" / "dist"),
    ("tasks-vision", _PACKAGES / "@mediapipe" / "tasks-vision"),
]
STATICFILES_DIRS = [
    (prefix, folder) if prefix else folder
    for prefix, folder in _STATIC_SOURCES
    if folder.is_dir()
]
WHITENOISE_USE_FINDERS = True  # works before `collectstatic`; a manifest is optional

MEDIA_STORAGE_URL = env.secret("MEDIA_STORAGE_URL")
MEDIA_ROOT = env.private_folder(STATE_DIR / "media")
MEDIA_URL = ""
STORAGES = {
    "default": env.media_storage(MEDIA_STORAGE_URL, MEDIA_ROOT),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# On the same disk as the recordings, so that an upload is moved and not copied.
FILE_UPLOAD_TEMP_DIR = env.private_folder(STATE_DIR / "incoming")
FILE_UPLOAD_PERMISSIONS = 0o600

UPLOAD_MAX_BYTES = env.environment.int("UPLOAD_MAX_BYTES", default=2 * 1024**3)
VIDEO_MAX_S = env.environment.int("VIDEO_MAX_S", default=15 * 60)
VIDEO_MAX_SIDE_PX = env.environment.int("VIDEO_MAX_SIDE_PX", default=4096)
# A `.task` file for patients' phones, as MediaPipe's lite one; empty: the worker's.
COACH_MODEL = env.environment.str("REPWISE_COACH_MODEL", default="")

# --- people -------------------------------------------------------------------------
AUTH_USER_MODEL = "clinic.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "clinic.web.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an accepted invitation proves the address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # tells people that their password changed
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to strangers
PASSWORD_RESET_TIMEOUT = 24 * 3600  # the mail and the page say one day
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS_ONLY else "http"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Repwise"

_OUTBOX = env.private_folder(STATE_DIR / "outbox")  # the demo's outbox page reads it
vars().update(
    env.environment.email_url_config(env.secret("EMAIL_URL", f"filemail://{_OUTBOX}"))
)
EMAIL_FILE_PATH = str(_OUTBOX)
DEFAULT_FROM_EMAIL = env.environment.str("MAIL_FROM", default="repwise@localhost")
# Web push, off without a key: 32 random bytes in base64url, the same for good.
WEB_PUSH_KEY = env.secret("WEB_PUSH_KEY")
WEB_PUSH_VENDORS = env.push_vendors()

# --- language and time --------------------------------------------------------------
LANGUAGE_CODE = "en"
# A language is offered once its catalog in clinic/locale is complete, not before.
LANGUAGES = [
    ("en", "English"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("ar", "العربية"),
]
# Written with care, and not yet read by clinicians who speak them: every page says so.
LANGUAGES_NOT_REVIEWED = {"de", "es", "ar"}
LANGUAGE_COOKIE_NAME = "repwise_language"
LOCALE_PATHS = [BASE_DIR / "clinic" / "locale"]
FORMAT_MODULE_PATH = "clinic.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- pages --------------------------------------------------------------------------
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
_MEDIA_HOSTS = [SELF, "blob:"]
if _endpoint := STORAGES["default"]["OPTIONS"].get("endpoint_url"):
    _MEDIA_HOSTS.append(_endpoint)  # presigned addresses of videos and stills
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": [],
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [*_MEDIA_HOSTS, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": _MEDIA_HOSTS,
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}

# --- interface for other programs ---------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["clinic.api.authentication.BearerToken"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_standardized_errors.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_THROTTLE_RATES": {"clinic": "600/min", "visitor": "30/min"},
}
REST_KNOX = {
    "AUTH_HEADER_PREFIX": "Bearer",
    "TOKEN_PREFIX": "repwise_",  # scanners find a token that was published
    "TOKEN_TTL": timedelta(days=365),
    "AUTO_REFRESH": False,
}
_ERROR_KINDS = "drf_standardized_errors.openapi_serializers"
SPECTACULAR_SETTINGS = {
    "TITLE": "Repwise",
    "DESCRIPTION": "Recordings and reports of one clinic, for its other programs.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",  # the report's own JSON Schema fits in unchanged
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"defaultModelsExpandDepth": -1},
    "POSTPROCESSING_HOOKS": [
        "drf_standardized_errors.openapi_hooks.postprocess_schema_enums",
        "clinic.api.schema.publish_report",
    ],
    "ENUM_NAME_OVERRIDES": {
        "ValidationErrorEnum": f"{_ERROR_KINDS}.ValidationErrorEnum.choices",
        "ClientErrorEnum": f"{_ERROR_KINDS}.ClientErrorEnum.choices",
        "ServerErrorEnum": f"{_ERROR_KINDS}.ServerErrorEnum.choices",
        "ErrorCode401Enum": f"{_ERROR_KINDS}.ErrorCode401Enum.choices",
        "ErrorCode403Enum": f"{_ERROR_KINDS}.ErrorCode403Enum.choices",
        "ErrorCode404Enum": f"{_ERROR_KINDS}.ErrorCode404Enum.choices",
        "ErrorCode405Enum": f"{_ERROR_KINDS}.ErrorCode405Enum.choices",
        "ErrorCode406Enum": f"{_ERROR_KINDS}.ErrorCode406Enum.choices",
        "ErrorCode415Enum": f"{_ERROR_KINDS}.ErrorCode415Enum.choices",
        "ErrorCode429Enum": f"{_ERROR_KINDS}.ErrorCode429Enum.choices",
        "ErrorCode500Enum": f"{_ERROR_KINDS}.ErrorCode500Enum.choices",
        "ParseErrorCodeEnum": f"{_ERROR_KINDS}.ParseErrorCodeEnum.choices",
    },
}

# --- background jobs ----------------------------------------------------------------
BROKER_SOCKET = env.broker_socket(STATE_DIR)
BROKER_DIR = STATE_DIR / "broker"
CELERY_BROKER_URL = env.secret(
    "CELERY_BROKER_URL", f"redis+socket://{BROKER_SOCKET}?virtual_host=0"
)
EMBEDDED_BROKER = CELERY_BROKER_URL.startswith("redis+socket://")
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
# A task that kills its process is tried `max_retries` times, not for ever.
CELERY_TASK_RETRY_ON_WORKER_LOST = True
# The longest video, a quarter of an hour, at less than half speed on a slow machine.
ANALYSIS_MAX_S = env.environment.int("ANALYSIS_MAX_S", default=40 * 60)
CELERY_TASK_SOFT_TIME_LIMIT = ANALYSIS_MAX_S
CELERY_TASK_TIME_LIMIT = ANALYSIS_MAX_S + 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_POOL = "prefork"
CELERY_WORKER_POOL_START_METHOD = "spawn"
CELERY_WORKER_PROC_ALIVE_TIMEOUT = 60
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TIMEZONE = "UTC"
if CELERY_BROKER_URL.startswith("redis"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        # Longer than the hard limit: a message comes back only once its task is over.
        "visibility_timeout": CELERY_TASK_TIME_LIMIT + 300,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_keepalive": True,
    }
# Beat runs as its own process (`celery -A clinic.config.celery beat`), one for
# each installation.
CELERY_BEAT_SCHEDULE_FILENAME = str(STATE_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    # With the lease of 60 s and a minute for the work itself this keeps the promise
    # that what a killed worker left is analyzed two minutes after a restart.
    "rescue analyses": {
        "task": "clinic.rescue_analyses",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "erase deleted recordings": {
        "task": "clinic.erase_deleted_recordings",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "drop originals": {
        "task": "clinic.drop_originals",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "erase expired uploads": {
        "task": "clinic.erase_expired_uploads",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "rescue exercises": {
        "task": "clinic.rescue_exercises",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "erase reference videos": {
        "task": "clinic.erase_reference_videos",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "look for alerts": {
        "task": "clinic.look_for_alerts",
        "schedule": 900.0,
        "options": {"expires": 900},
    },
    "mail notices": {
        "task": "clinic.mail_notices",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "push notices": {
        "task": "clinic.push_notices",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
}
# A worker takes from its queues in turn: a rescue never waits behind a backlog.
CELERY_TASK_DEFAULT_QUEUE = "work"
CELERY_TASK_QUEUES = [Queue("work"), Queue("upkeep")]
CELERY_TASK_ROUTES = {
    "clinic.rescue_analyses": {"queue": "upkeep"},
    "clinic.erase_deleted_recordings": {"queue": "upkeep"},
    "clinic.drop_originals": {"queue": "upkeep"},
    "clinic.erase_expired_uploads": {"queue": "upkeep"},
    "clinic.mail_notices": {"queue": "upkeep"},
    "clinic.push_notices": {"queue": "upkeep"},
    "clinic.look_for_alerts": {"queue": "upkeep"},
    "clinic.rescue_exercises": {"queue": "upkeep"},
    "clinic.erase_reference_videos": {"queue": "upkeep"},
}

# --- logs ---------------------------------------------------------------------------
LOG_LEVEL = env.environment.str("LOG_LEVEL", default="INFO")
LOGGING = logs.configuration(level=LOG_LEVEL, readable=DEBUG)
LOGGING_CONFIG = "clinic.config.logs.configure"
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_CELERY_ENABLED = True
