"""Every setting of the site, read from the environment and safe when nothing is set."""

from __future__ import annotations

import sys
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF
from django_prose_editor.config import html_tags
from js_asset import static_lazy
from whitenoise.compress import Compressor

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()
environ.Env.read_env(VAR_DIR / "local.env")  # `make run` writes it; what the environment says wins


def day_of(name: str) -> date | None:
    """A day from the environment, or none."""
    try:
        return date.fromisoformat(words) if (words := env(name, default="")) else None
    except ValueError:
        sys.exit(f"{name} is “{words}”, which is no day. Write it as in {name}=2027-03-31")


# Where we are. LOCAL is one person's own machine: plain http on localhost, mail into var/mail/.
LOCAL = env.bool("LOCAL", default=False)
DEBUG = env.bool("DEBUG", default=False)
PORT = env("PORT", default="8000")
if not (PORT.isdecimal() and 0 < int(PORT) < 65536):
    sys.exit(f"PORT is “{PORT}”, which is no port. Set it to a number from 1 to 65535, as in `make run PORT=8001`.")
SECRET_KEY = env("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
NEWSLETTER_KEY = env("NEWSLETTER_KEY", default=SECRET_KEY)  # leave links and suppressions rest on it: never change it
SITE_URL = env("SITE_URL", default=f"http://localhost:{PORT}" if LOCAL else "").rstrip("/")
if not SECRET_KEY:
    sys.exit("SECRET_KEY is not set. Set it to 50 random characters and keep it; on your own machine `make run` does.")
if not SITE_URL:
    sys.exit("SITE_URL is not set. Set it to the public address, as in SITE_URL=https://www.example.org")
ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname or "", *env.list("ALLOWED_HOSTS", default=[])]
if LOCAL:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1"]

INSTALLED_APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "taggit",
    "kratominfo.apps.KratominfoConfig",
    "articles",
    "newsletter",
    "kratominfo.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "content_editor",
    "django_prose_editor",
    "csp",
]
MIDDLEWARE = [
    "kratominfo.door.dressing.dress",
    "kratominfo.middleware.complete_headers",
    "kratominfo.middleware.ContentSecurityPolicy",
    "kratominfo.middleware.believe_proxy",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kratominfo.middleware.refuse_odd_requests",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "kratominfo.urls"
WSGI_APPLICATION = "kratominfo.wsgi.application"
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
                "articles.framing.framing",
            ],
        },
    },
]

# What the worker does: how often in seconds, and the function's dotted name.
DUE = [
    (1, "newsletter.sending.send_due"),
    (1, "newsletter.mailing.mail_due"),
    (1, "newsletter.importing.work.work_due"),
    (1, "articles.models.renewal.work_due"),
    (60, "newsletter.importing.forgetting.forget_dropped"),
    (60, "articles.models.schedule.run_due"),
    (3600, "newsletter.digests.draft_due"),
    (300, "newsletter.bouncebox.read_due"),
    (3600, "newsletter.webhook.forget_old"),
    (3600, "newsletter.models.ask.erase_unconfirmed"),
    (3600, "newsletter.importing.forgetting.forget_old"),
    (3600, "articles.models.editing.forget_old"),
    (3600, "articles.models.amendment.forget_old"),
    (3600, "articles.models.feedback.forget_old"),
    (3600, "articles.models.seeking.forget_old"),
    (3600, "articles.limits.forget_expired"),
]
# Likewise, in a thread of their own: what takes seconds of one processor, for which no letter must wait.
DUE_ASIDE = [
    (1, "articles.lists.look_again_due"),
    (2, "articles.models.picture.lighten_due"),
    (60, "articles.models.reindexing.index_missing"),
    (60, "articles.feeds.websub.tell_due"),
    (300, "articles.indexnow.tell_due"),
    (3600, "articles.lists.look_again_at_all"),
]
# What `manage.py demo` loads, in this order.
DEMONSTRATIONS = ["articles.demonstration.load", "newsletter.demonstration.load"]

# The database. Limits keep one slow query from holding the site.
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'kratominfo.sqlite3'}"),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
DATABASE_OPTIONS = DATABASES["default"].setdefault("OPTIONS", {})
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASE_OPTIONS["transaction_mode"] = "IMMEDIATE"
    DATABASE_OPTIONS["timeout"] = 20  # seconds a writer waits for another
    DATABASE_OPTIONS["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
else:
    DATABASE_OPTIONS.setdefault("connect_timeout", 5)
    # A server that vanished without a word is given up within seconds; the system would wait a quarter of an hour.
    DATABASE_OPTIONS.setdefault("tcp_user_timeout", 10_000)  # milliseconds until what was sent is acknowledged
    for option, value in {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}.items():
        DATABASE_OPTIONS.setdefault(option, value)  # seconds; for questions whose answer is awaited
    DATABASE_OPTIONS.setdefault("options", "-c statement_timeout=30s -c lock_timeout=10s")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The door: public pages are handed out from memory, of each process, until the version of the site or the day changes.
DOOR = env.bool("DOOR", default=True)  # off: every page is drawn for everybody who asks
DOOR_BYTES = env.int("DOOR_BYTES", default=64 * 1024 * 1024)  # that a process may keep
DOOR_GRACE = env.int("DOOR_GRACE", default=3600)  # seconds that kept pages outlive a database that does not answer
DOOR_VERSION = "articles.models.site.current_version"
DOOR_PRIVATE = [r"^/(?:admin|accounts|newsletter|search|static|media|styleguide|anymail|__debug__|__reload__)(?:/|$)"]
DOOR_PRIVATE += [r"/feedback/$"]
# Beside its path an answer depends on these names of its query alone; a path that no row matches has none.
DOOR_QUERIES: list[tuple[str, list[str]]] = [
    (r"/strains/?", ["colour", "type", "use", "effect", "basis", "origin", "sort", "page"]),
    (r"/strains/strains\.(csv|json)", ["colour", "type", "use", "effect", "basis", "origin", "s"]),
    (r"/strains/compare/?", ["s"]),
    (r"/.+/history/[0-9a-f]{12}/?", ["before"]),
    (r"/api/v1/pages", ["kind", "order", "changed_since", "limit", "cursor"]),
    (r"/api/v1/(strains|faq|references)", ["order", "changed_since", "limit", "cursor"]),
]

# Language and time. Moments are stored in UTC and shown in TIME_ZONE.
LANGUAGE_CODE = "en-gb"
TIME_ZONE = env("TIME_ZONE", default="UTC")
USE_TZ = True

# Files.
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_FINDERS = ["kratominfo.stylesheet.StylesheetFinder"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(VAR_DIR / "media")))  # renditions only: what is here may be served
IMPORTS_ROOT = Path(env("IMPORTS_ROOT", default=str(VAR_DIR / "imports")))  # lists being brought in: never served
ORIGINALS_ROOT = Path(env("ORIGINALS_ROOT", default=str(VAR_DIR / "originals")))  # re-encoded masters: never served
HASHED_STATIC = env.bool("HASHED_STATIC", default=not DEBUG)  # off: nothing has to be collected first
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if HASHED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]  # source maps: large, seldom read
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a long article in the writing screen has hundreds
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024  # bytes; only the admin may send so much, see PUBLIC_BODY_LIMIT
PUBLIC_BODY_LIMIT = 64 * 1024  # bytes that an address outside the admin accepts

# Mail. Django's own names for what EMAIL_URL says, e.g. smtp+tls://user:password@mail.example.org:587
EMAIL_TIMEOUT = 15  # seconds; without it a hanging server hangs the worker
if LOCAL and "EMAIL_URL" not in env:
    EMAIL_BACKEND = "kratominfo.mailbox.Mailbox"
else:
    vars().update(env.email("EMAIL_URL", default="smtp://localhost:25"))
MAIL_DIR = VAR_DIR / "mail"
MAIL_DOMAIN = "localhost" if LOCAL else urlsplit(SITE_URL).hostname
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default=f"no-reply@{MAIL_DOMAIN}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Whom to tell of a hole in the site, for /.well-known/security.txt (RFC 9116), and until which day that holds.
SECURITY_CONTACT = env(
    "SECURITY_CONTACT", default=""
)  # mailto:security@example.org, or an address that begins https://
SECURITY_CONTACT_UNTIL = day_of("SECURITY_CONTACT_UNTIL")  # 2027-03-31: within a year; then somebody looks again

# By this key search engines are told which pages changed (https://www.indexnow.org). Empty: nobody is told.
INDEXNOW_KEY = env("INDEXNOW_KEY", default="")
# This hub is told which feeds changed, and tells those who follow them (WebSub). Empty: nobody is told.
WEBSUB_HUB = "" if LOCAL else env("WEBSUB_HUB", default="")

# Looking up references by number: Crossref and PubMed ask for an address of who asks, and serve those better.
LOOKUP_CONTACT = env("LOOKUP_CONTACT", default="")

# Campaigns.
NEWSLETTER_CONNECTIONS = env.int("NEWSLETTER_CONNECTIONS", default=1)  # of each worker, to the mail server
NEWSLETTER_PER_MINUTE = env.int("NEWSLETTER_PER_MINUTE", default=0) or None  # from all workers together
NEWSLETTER_LEASE = env.int("NEWSLETTER_LEASE", default=120)  # seconds: longer than handing over one letter may take
NEWSLETTER_BOUNCE_ADDRESS = env("NEWSLETTER_BOUNCE_ADDRESS", default="")  # of a mailbox that takes bounces+…@ too
NEWSLETTER_DKIM_SELECTORS = env.list("NEWSLETTER_DKIM_SELECTORS", default=[])  # under which DNS has the keys
NEWSLETTER_EXPORT_ALONE = env.int("NEWSLETTER_EXPORT_ALONE", default=0)  # rows one may take without a second; 0: any
NEWSLETTER_IMPORT_ASKS_PER_MINUTE = env.int("NEWSLETTER_IMPORT_ASKS_PER_MINUTE", default=60)  # of who was brought in
NEWSLETTER_COMPLAINTS_PER_MILLE = env.int("NEWSLETTER_COMPLAINTS_PER_MILLE", default=3)  # from here on it pauses
NEWSLETTER_WEBHOOK_KEY = env("NEWSLETTER_WEBHOOK_KEY", default="")  # signs what /newsletter/events/ takes; empty: off
NEWSLETTER_BOUNCE_IMAP = env("NEWSLETTER_BOUNCE_IMAP", default="")  # imaps://user:password@mail.example.org/INBOX

# Signing in, under /accounts/. Tries are counted in the database before any password is hashed: one limit for all
# processes that never fails open. A row that is thrown out early would be a try that is forgotten, hence so many.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kratominfo_limits",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "kratominfo.entrance.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator writes the address down; nobody signs up
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"login": "20/m/ip", "login_failed": "10/m/ip,10/5m/key"}

# The second factor: without one, the admin stays closed.
REQUIRE_MFA = env.bool("REQUIRE_MFA", default=not LOCAL)
MFA_ADAPTER = "kratominfo.entrance.Factors"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "kratominfo"
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL  # http, on localhost alone
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own

# Cookies: only the admin and its door have any. Browsers accept __Host- names over https from this very host alone.
SESSION_COOKIE_NAME = "session" if LOCAL else "__Host-session"
SESSION_COOKIE_SECURE = not LOCAL
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "csrf" if LOCAL else "__Host-csrf"
CSRF_COOKIE_SECURE = not LOCAL
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [SITE_URL] if urlsplit(SITE_URL).scheme else []

# https. Nothing is exempt from the redirect: every address we hand out, also in mail headers, is https already.
SECURE_SSL_REDIRECT = not LOCAL
SECURE_HSTS_SECONDS = 0 if LOCAL else env.int("HSTS_SECONDS", default=63_072_000)  # two years
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = SECURE_HSTS_INCLUDE_SUBDOMAINS
# W005 and W021 want the two above: a promise for the whole domain, which only its owner can make.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# Networks of the proxy in front, as in 127.0.0.1 or 10.0.0.0/8: X-Forwarded-* of nobody else counts.
TRUSTED_PROXY = env.list("TRUSTED_PROXY", default=[])
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# What a page may load. Readers get one small script that no page needs; the admin gets its own and the editor's.
ADMIN_URL = "/admin/"
ACCOUNTS_URL = "/accounts/"
CONTENT_SECURITY_POLICY: dict[str, dict[str, Any]] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "connect-src": [SELF],  # checkers that look for robots.txt from a page obey it too
        "img-src": [SELF],
        "style-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF, NONCE],
    "style-src": [
        SELF,
        # The two <style> elements that the rich text editor writes; they change when it is upgraded.
        "'sha256-N1v+9oYdxeZd/nv2iKYNMLWqP5BlGZff7wM0R1mK4ws='",
        "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='",
    ],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "manifest-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [SELF],
}

# Logs go to the standard error, without addresses and without tokens.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "kratominfo.discretion.DiscreetFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "kratominfo": {"level": "INFO"},
    },
}

# The rich text editor: our own nodes, and what they leave in the HTML.
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {
        "js": [static_lazy("articles/citation.js"), static_lazy("articles/tables.js")],
        "extensions": {
            "Citation": html_tags(["cite"], {"cite": ["data-key"]}),
            "Basis": html_tags(["span"], {"span": ["data-basis"]}),
            "Certainty": html_tags(["span"], {"span": ["data-certainty"]}),
        },
    }
]

# A provider instead of a mail server, by django-anymail where that is installed: EMAIL_URL names its backend, ANYMAIL
# holds its settings as JSON. What it tells arrives at /anymail/.
ANYMAIL: dict[str, Any] = env.json("ANYMAIL", default={})
if ANYMAIL and find_spec("anymail"):
    INSTALLED_APPS += ["anymail"]

# Developing: `make dev`.
if DEBUG and find_spec("debug_toolbar") and find_spec("django_browser_reload"):
    INSTALLED_APPS += ["debug_toolbar", "django_browser_reload"]
    MIDDLEWARE.insert(6, "debug_toolbar.middleware.DebugToolbarMiddleware")
    MIDDLEWARE.append("django_browser_reload.middleware.BrowserReloadMiddleware")
    INTERNAL_IPS = ["127.0.0.1"]
    CONTENT_SECURITY_POLICY["DIRECTIVES"] |= {"script-src": [SELF, NONCE], "connect-src": [SELF]}
