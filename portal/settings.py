"""
The portal's settings: one module, driven by the environment (.env.example lists every variable).

Without DEMONSTRATION=1 these are the settings for production.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from portal import environment, trail_keys
from portal.database_settings import read_database
from portal.directory_settings import read_directory, read_password_sign_in
from portal.environment import text, whole_number, yes_or_no
from portal.kept_key import kept_key

BASE_DIR = Path(__file__).resolve().parent.parent

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
YEAR = 365 * DAY

# The demonstration or production

DEMONSTRATION = yes_or_no("DEMONSTRATION", False)
LOCAL_HOSTS = ["localhost", "127.0.0.1"]

if DEMONSTRATION:
    if os.environ.get("SECRET_KEY"):
        raise ImproperlyConfigured(
            "DEMONSTRATION and SECRET_KEY are both set: a real portal has no demonstration, "
            "so unset one of them."
        )
    SITE_ADDRESS = environment.site_address(
        "SITE_ADDRESS", text("SITE_ADDRESS", "http://localhost:8000"), plain_http_at=LOCAL_HOSTS
    )
    if urlsplit(SITE_ADDRESS).hostname not in LOCAL_HOSTS:
        raise ImproperlyConfigured(
            f"DEMONSTRATION is set and SITE_ADDRESS is {SITE_ADDRESS}: the demonstration runs on "
            "this computer only, so unset one of them."
        )
    VAR = environment.folder("VAR_FOLDER", BASE_DIR / "var", make=True)
    SECRET_KEY = kept_key(VAR / "secret-key")
    ALLOWED_HOSTS = LOCAL_HOSTS
else:
    SECRET_KEY = environment.key(
        "SECRET_KEY",
        "set it to 50 or more random characters and keep them secret, "
        "or set DEMONSTRATION=1 to try the portal on this computer.",
        least=50,
    )
    SITE_ADDRESS = environment.required(
        "SITE_ADDRESS",
        "set it to the address people type to reach the portal, such as "
        "https://social-media.council.example.",
    )
    SITE_ADDRESS = environment.site_address("SITE_ADDRESS", SITE_ADDRESS, plain_http_at=[])
    VAR = environment.folder("VAR_FOLDER", BASE_DIR / "var", make=False)
    ALLOWED_HOSTS = [urlsplit(SITE_ADDRESS).hostname]

DEBUG = yes_or_no("DEBUG", False) and DEMONSTRATION
CLOCK_MOVABLE = DEMONSTRATION

# What the council decides

COUNCIL_NAME = text("COUNCIL_NAME", "Example Council", most=100)
# Shown first to whoever reports a media contact (5.8). The demonstration's is of the range that
# Ofcom keeps for drama, and reaches nobody.
COMMUNICATIONS_PHONE = text(
    "COMMUNICATIONS_PHONE", "01632 960 100" if DEMONSTRATION else "", most=50
)
ADVICE_WORKING_DAYS = whole_number("ADVICE_WORKING_DAYS", 10, least=1, most=250)
DECISION_WORKING_DAYS = whole_number("DECISION_WORKING_DAYS", 10, least=1, most=250)
ATTENDANCE_VALID_MONTHS = whole_number("ATTENDANCE_VALID_MONTHS", None, least=1, most=120)

# The first key seals; the others only verify what they sealed.
TRAIL_KEY_ID_LENGTH = trail_keys.LONGEST_ID
TRAIL_KEYS = trail_keys.read_trail_keys(os.environ.get("TRAIL_KEY", ""), secret_key=SECRET_KEY)

# The application

INSTALLED_APPS = [
    "portal",
    "policy",
    "cases",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "crispy_forms",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "portal.middleware.ProbesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.middleware.BoundsMiddleware",
    "portal.middleware.RestoredMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Before the next, which then sends those whose session has ended to sign in.
    "portal.middleware.SignedInMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.middleware.PostsMiddleware",
    "portal.middleware.ButtonsOnlyMiddleware",
    "portal.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

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
                "portal.context.council",
            ],
        },
    },
]

CRISPY_ALLOWED_TEMPLATE_PACKS = ["govuk"]
CRISPY_TEMPLATE_PACK = "govuk"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

# What is read of a request: of texts, that of a whole policy in characters that take nine each is
# the most; of fields, a register of attendance has one for each person. portal.parameters says how
# much most pages take.

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
DATA_UPLOAD_MAX_NUMBER_FILES = 1

# The database: also the home of sessions, of what is counted and of the cache, for every process

DATABASES = {"default": read_database(file=VAR / "portal.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Django's 300 would forget which codes were used while a council signs in.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Signing in

AUTH_USER_MODEL = "portal.Employee"
AUTHENTICATION_BACKENDS = ["portal.backends.EmployeeBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Links to choose a password: asked for again by whoever comes later.
PASSWORD_RESET_TIMEOUT = DAY
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

# How many proxies of the council's stand in front: without one, X-Forwarded headers are not read.
TRUSTED_PROXIES = whole_number("TRUSTED_PROXIES", 0, least=0, most=10)

ACCOUNT_ADAPTER = "portal.sign_in.SignInAdapter"
ACCOUNT_FORMS = {
    "login": "portal.forms.sign_in.SignInForm",
    "change_password": "portal.forms.sign_in.ChangePasswordForm",
    "reset_password": "portal.forms.sign_in.ForgottenPasswordForm",
    "reset_password_from_key": "portal.forms.sign_in.NewPasswordForm",
}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "portal.reset_links.ResetLinks"  # noqa: S105
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL

# What is guessed is counted by `services.throttle`, in a table of its own. A whole office comes
# from one address, so the limit of an address is wider than that of an account.
WRONG_PASSWORDS_PER_ADDRESS = whole_number(
    "WRONG_PASSWORDS_PER_ADDRESS", 100, least=1, most=100_000
)
ACCOUNT_RATE_LIMITS = False

# A second factor: codes of an authenticator app, and recovery codes for when it is lost

MFA_ADAPTER = "portal.sign_in.SecondFactorAdapter"
MFA_FORMS = {"authenticate": "portal.forms.sign_in.SignInCodeForm"}
# A phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1

# How long a sign-in lasts: for those who hold a post while they are active, for everyone at most.
# The row outlives it, so that who comes back is told why, and finds what they had typed.
IDLE_MINUTES = whole_number("IDLE_MINUTES", 15, least=1, most=DAY // MINUTE)
SIGNED_IN_HOURS = whole_number("SIGNED_IN_HOURS", 8, least=1, most=7 * 24)
SESSION_ENGINE = "portal.session_store"
SESSION_COOKIE_AGE = (SIGNED_IN_HOURS + 1) * HOUR

# The council's directory, where there is one: DIRECTORY_… in the environment. Plain HTTP is for one
# on this computer, to try it with.
DIRECTORY = read_directory(plain_http_at=LOCAL_HOSTS if DEMONSTRATION else [])
PASSWORD_SIGN_IN = read_password_sign_in(directory=DIRECTORY)
SOCIALACCOUNT_ADAPTER = "portal.directory.DirectoryAdapter"

# The browser

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMONSTRATION
if not DEMONSTRATION:
    # A browser takes a cookie of such a name from this host alone, and by HTTPS.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
# Not in a cookie of their own.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = not DEMONSTRATION
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if not DEMONSTRATION:
    SECURE_HSTS_SECONDS = YEAR
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Static files: our own and the staged front-end packages, collected under hashed names

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "var" / "vendor"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.static_files.HashedFiles"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Mail: the outbox sends it from the worker, never a web request

if "EMAIL_URL" in os.environ or not DEMONSTRATION:
    vars().update(environment.mail_server("EMAIL_URL", "smtp://localhost:25"))
else:
    EMAIL_BACKEND = "portal.readable_mail.EmailBackend"
    EMAIL_FILE_PATH = VAR / "mail"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.sender(
    "FROM_EMAIL", f"Social media portal <no-reply@{urlsplit(SITE_ADDRESS).hostname}>"
)

# Work done outside web requests: the beat wakes sweeps, which take what is due from the database

MAIL_PER_MINUTE = whole_number("MAIL_PER_MINUTE", 60, least=0, most=100_000)
OUTBOX_EVERY_SECONDS = whole_number(
    "OUTBOX_EVERY_SECONDS", 5 if DEMONSTRATION else MINUTE, least=1, most=HOUR
)
IMPORTS_EVERY_SECONDS = whole_number(
    "IMPORTS_EVERY_SECONDS", 2 if DEMONSTRATION else 10, least=1, most=HOUR
)
RULES_EVERY_SECONDS = whole_number(
    "RULES_EVERY_SECONDS", 10 if DEMONSTRATION else HOUR, least=1, most=DAY
)


def sweep(task: str, seconds: int) -> dict:
    """A beat entry; a wake-up not taken before the next one is dropped, so none pile up."""
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


CELERY_BEAT_SCHEDULE = {
    "drain the outbox": sweep("portal.tasks.drain_outbox", OUTBOX_EVERY_SECONDS),
    "mail password links": sweep("portal.tasks.mail_password_links", min(OUTBOX_EVERY_SECONDS, 10)),
    "seal the trail": sweep("portal.tasks.seal_trail", OUTBOX_EVERY_SECONDS),
    "run imports": sweep("portal.tasks.run_imports", IMPORTS_EVERY_SECONDS),
    "apply the rules": sweep("portal.tasks.apply_rules", RULES_EVERY_SECONDS),
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat-schedule")
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_DEFAULT_QUEUE = environment.name_of_queue("QUEUE", "portal")
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None

REDIS_URL = environment.broker("REDIS_URL")
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 10 * MINUTE,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 1,
        "socket_timeout": 2,
        "socket_keepalive": True,
        "health_check_interval": 25,
    }
else:
    BROKER_FOLDER = VAR / "broker"
    (BROKER_FOLDER / "messages").mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "files://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_FOLDER / "messages"),
        "data_folder_out": str(BROKER_FOLDER / "messages"),
        "control_folder": str(BROKER_FOLDER / "control"),
        "polling_interval": 0.2,
    }

# The log: one line an event, to standard error

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "portal.log_lines.Line"}},
    "filters": {
        "refused requests": {"()": "portal.log_lines.RefusedRequests"},
        "database outages": {"()": "portal.log_lines.DatabaseOutages"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["refused requests", "database outages"],
            "formatter": "line",
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
        "portal": {"level": "INFO"},
        "policy": {"level": "INFO"},
        "cases": {"level": "INFO"},
    },
}
