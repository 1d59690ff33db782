"""Settings of every installation, read from the environment, safe when nothing is set.

`TRACKER_MODE` says what kind of installation this is:

- `production` (the default): refuses to start without a secret key and allowed hosts;
- `demonstration`: the same server with an embedded database and known accounts;
- `development`: the reloading server, with Django's error pages;
- `test`: the test suite.
"""

import re
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from tracker import logs, safety

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()

MODES = ("production", "demonstration", "development", "test")
MODE = env.str("TRACKER_MODE", default="production")
if MODE not in MODES:
    raise ImproperlyConfigured(f"TRACKER_MODE vaut « {MODE} » : choisir parmi {', '.join(MODES)}.")
PRODUCTION = MODE == "production"
DEBUG = MODE == "development"

# Folder of what the application writes: embedded database, collected static files.
VAR_DIR = Path(env.str("TRACKER_VAR", default=str(BASE_DIR / "var")))
try:
    VAR_DIR.mkdir(parents=True, exist_ok=True)
except OSError as error:
    raise ImproperlyConfigured(
        f"Le dossier {VAR_DIR} ne peut pas être créé ({error.strerror}). Créez-le pour le compte "
        f"du service, ou donnez-en un autre dans TRACKER_VAR."
    ) from error


def required(name: str, example: str) -> str:
    """Return a variable that production cannot do without.

    Raises `ImproperlyConfigured` with the sentence that tells the administrator what to set.
    """
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(
            f"La variable d’environnement {name} n’est pas définie. En production, elle est "
            f"obligatoire, par exemple : {name}={example}. Pour essayer le logiciel sur sa "
            f"machine : make run."
        )
    return value


if PRODUCTION:
    SECRET_KEY = required("SECRET_KEY", "$(openssl rand -base64 48)")
    if len(SECRET_KEY) < 50:
        raise ImproperlyConfigured(
            "SECRET_KEY est trop courte : il faut au moins 50 signes tirés au hasard, "
            "par exemple SECRET_KEY=$(openssl rand -base64 48)."
        )
    ALLOWED_HOSTS = [
        host.strip() for host in required("ALLOWED_HOSTS", "suivi.example.org").split(",")
    ]
    SITE_URL = required("SITE_URL", "https://suivi.example.org")
else:
    SECRET_KEY = env.str("SECRET_KEY", default=f"{MODE}-only-" + "0" * 50)
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *env.list("ALLOWED_HOSTS", default=[])]
    SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")

# What canonical and permanent addresses begin with, whatever host a request names.
SITE_URL = SITE_URL.rstrip("/")
if not re.fullmatch(r"https?://[^/\s]+", SITE_URL):
    raise ImproperlyConfigured(
        f"SITE_URL vaut « {SITE_URL} » : il faut l’adresse absolue du site, sans chemin, "
        f"par exemple SITE_URL=https://suivi.example.org."
    )

# Applications

INSTALLED_APPS = [
    "measures",
    "django_tables2",
    "django_filters",
    "django_prose_editor",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "tracker.middleware.RequestMiddleware",
    "tracker.middleware.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tracker.middleware.PolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tracker.middleware.PrivateByDefaultMiddleware",
    "tracker.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"

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
            "builtins": [
                "measures.templatetags.addresses",
                "measures.templatetags.french",
                "measures.templatetags.once",
                "measures.templatetags.rich",
            ],
        },
    },
]

# Database: SQLite unless DATABASE_URL names another, e.g. postgres://user:pass@host:5432/name

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'suivi.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Writers queue instead of meeting « database is locked »; readers never wait for them.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    if MODE in ("production", "demonstration"):
        # The last connection to close takes the journal away; on a full disk, a reader could
        # not make it anew.
        DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Seconds: a reader is told soon that a database does not answer.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What the making of one document may take, in a process of its own

# Less than a proxy waits: whoever publishes waits for the report.
DOCUMENT_SECONDS = env.int("DOCUMENT_SECONDS", default=60)
DOCUMENT_MEMORY = env.int("DOCUMENT_MEMORY", default=1024)  # megabytes
# How long an answer waits for a proof; past it, a page says how far it has come.
PROOF_PATIENCE = 0 if MODE == "test" else 2  # seconds

# Caches: what all processes count together (attempts to log in, codes already used), and what
# each process may keep for itself until it is started anew (a picture, the sizes of files).

_SHARED = {
    "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
    "LOCATION": str(VAR_DIR / "cache"),
    "OPTIONS": {"MAX_ENTRIES": 10_000},
}
_OWN = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
if "CACHE_URL" in env:
    _SHARED = env.cache("CACHE_URL")
elif MODE == "test":
    _SHARED = _OWN
CACHES = {"default": _SHARED, "documents": _OWN | {"LOCATION": "documents"}}

# What everybody may read, ready to be sent by each process (`tracker/page_cache.py`).
PAGE_CACHE_BYTES = 0 if DEBUG else env.int("PAGE_CACHE_MB", default=16) * 1_000_000

# People: who logs in was invited by the administration; there is no sign-up.

AUTH_USER_MODEL = "measures.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
CSRF_FAILURE_VIEW = "measures.views.errors.csrf_failed"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
SESSION_COOKIE_AGE = 12 * 3600  # seconds: a long day of writing
PASSWORD_RESET_TIMEOUT = 2 * 3600  # seconds
INVITATION_DAYS = 3
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=False)

ACCOUNT_ADAPTER = "tracker.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation was read at this address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE_URL.partition("://")[0]
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/10m/key",  # by name: five mistakes in ten minutes
    "reset_password": "20/m/ip,5/h/key",
}
ACCOUNT_FORMS = {
    "login": "measures.forms.account.LoginForm",
    "change_password": "measures.forms.account.ChangePasswordForm",
    "reset_password": "measures.forms.account.ResetPasswordForm",
    "reset_password_from_key": "measures.forms.account.NewPasswordForm",
    "reauthenticate": "measures.forms.account.ConfirmPasswordForm",
}
# How many proxies stand in front, each of which adds to X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1 if PRODUCTION else 0)
MFA_ADAPTER = "tracker.accounts.SecondFactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Suivi des plans contre la traite"
MFA_TOTP_TOLERANCE = 1  # steps of thirty seconds, for clocks that differ and slow fingers
MFA_FORMS = {
    "authenticate": "measures.forms.account.CodeForm",
    "reauthenticate": "measures.forms.account.ConfirmCodeForm",
    "activate_totp": "measures.forms.account.ActivateForm",
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
if MODE == "test":
    # The suite creates many accounts; the real hash is slow by design.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Two texts of an assessment at their limit, each sign written as %C3%A9.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8_000_000  # bytes

# Messages that are sent, and what is logged

vars().update(
    env.email_url(
        "EMAIL_URL",
        default={
            "production": "smtp://localhost:25",
            "test": "memorymail://",
        }.get(MODE, "consolemail://"),
    )
)
DEFAULT_FROM_EMAIL = env.str(
    "EMAIL_FROM", default=f"ne-pas-repondre@{SITE_URL.partition('://')[2].partition(':')[0]}"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10  # seconds

LOGGING = logs.config(production=PRODUCTION)

# Language and time

LANGUAGE_CODE = "fr-fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

# Static files

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
if not PRODUCTION:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "tracker.static_files.HashedStaticFiles"
        if MODE in ("production", "demonstration")
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Looked for when they are asked for, not listed at each start: a test starts one site or several.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = MODE in ("development", "test")

# Safety

CONTENT_SECURITY_POLICY = {"DIRECTIVES": safety.CONTENT_POLICY}
PERMISSIONS_POLICY = safety.PERMISSIONS_POLICY
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^sante/"]  # a balancer asks without TLS
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    # The prefix has browsers refuse such a cookie from a neighbouring host, or without TLS.
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"

# What the institution states about itself; shown on « À propos », « Mentions légales » and
# « Accessibilité ». An empty value is shown there as « à compléter », never hidden.

INSTITUTION = {
    "name": env.str(
        "INSTITUTION_NAME",
        default="Commission nationale consultative des droits de l’homme (CNCDH)",
    ),
    "address": env.str("INSTITUTION_ADDRESS", default=""),
    "telephone": env.str("INSTITUTION_TELEPHONE", default=""),
    "email": env.str("INSTITUTION_EMAIL", default=""),
    "site": env.str("INSTITUTION_SITE", default="https://www.cncdh.fr"),
    "publication_director": env.str("INSTITUTION_PUBLICATION_DIRECTOR", default=""),
    "host": env.str("INSTITUTION_HOST", default=""),
    "accessibility_contact": env.str("INSTITUTION_ACCESSIBILITY_CONTACT", default=""),
    "accessibility_plan": env.str("INSTITUTION_ACCESSIBILITY_PLAN", default=""),  # its address
}
