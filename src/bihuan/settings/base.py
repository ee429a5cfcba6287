"""Settings common to all. What differs by place comes from the environment: DATABASE_URL, BIHUAN_HOME, BIHUAN_ADDRESS, PORT."""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("BIHUAN_HOME") or Path.cwd() / "var")
# Where photos and scans lie: a folder, or s3://bucket/prefix, reached with what S3 says.
FILES = os.environ.get("BIHUAN_FILES") or HOME / "files"
S3 = {
    "endpoint": os.environ.get("BIHUAN_S3_ENDPOINT") or "",
    "key": os.environ.get("BIHUAN_S3_KEY") or "",
    "secret": os.environ.get("BIHUAN_S3_SECRET") or "",
    "region": os.environ.get("BIHUAN_S3_REGION") or "us-east-1",
    "path_style": os.environ.get("BIHUAN_S3_PATH_STYLE") != "off",
}
FONTS_DIR = HOME / "fonts"
OUT_DIR = HOME / "out"
JOBS_DIR = HOME / "jobs"
BACKUP_DIR = Path(os.environ.get("BIHUAN_BACKUP_DIR") or HOME / "backups")
BACKUP_KEY = Path(os.environ.get("BIHUAN_BACKUP_KEY") or HOME / "backup.key")
# Where the installation's secret lies, unless the environment gives it: what a restore puts back.
SECRET_FILE = None if os.environ.get("BIHUAN_SECRET_KEY") else HOME / "secret_key"
# The key under which it is sealed who sent a tip: in no row and in no backup.
IDENTITY_KEY = Path(os.environ.get("BIHUAN_IDENTITY_KEY") or HOME / "identity.key")
BACKUPS_KEPT = int(os.environ.get("BIHUAN_BACKUPS_KEPT") or 14)
BACKUP_DAILY = os.environ.get("BIHUAN_BACKUP") != "off"
SITE = (os.environ.get("BIHUAN_SITE") or "").rstrip("/")  # where the pages are reached: for links in mails
WEBHOOK_HOSTS = tuple(filter(None, (os.environ.get("BIHUAN_WEBHOOK_HOSTS") or "").split(",")))

# EMAIL_URL: smtp://user:password@host:25, smtps:// (465), smtp+tls:// (587). None: no mail is sent.
_mail = urlsplit(os.environ.get("EMAIL_URL") or "")
MAIL_SERVER = _mail.hostname is not None
MAIL_DOMAIN = urlsplit(SITE).hostname or "bihuan.invalid"
EMAIL_HOST = _mail.hostname or "localhost"
EMAIL_PORT = _mail.port or {"smtps": 465, "smtp+tls": 587}.get(_mail.scheme, 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.scheme == "smtps", _mail.scheme == "smtp+tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("BIHUAN_MAIL_FROM") or EMAIL_HOST_USER or f"bihuan@{MAIL_DOMAIN}"

# Who seals PDFs electronically: "" nobody, "local" the town's own certificate (PKCS 12), or a module of a certified provider.
ESEAL = os.environ.get("BIHUAN_ESEAL") or ""
ESEAL_CERTIFICATE = Path(os.environ.get("BIHUAN_ESEAL_CERTIFICATE") or HOME / "seal.p12")
ESEAL_PASSWORD = os.environ.get("BIHUAN_ESEAL_PASSWORD") or ""

JOB_RESULT_DAYS = int(os.environ.get("BIHUAN_RESULT_DAYS") or 7)
# Where the installation is reached from outside, as https://anjian.example.cn: what QR plates lead to.
PUBLIC_ADDRESS = os.environ.get("BIHUAN_ADDRESS", "").rstrip("/")

# The ground under the map: "" none, "tianditu:KEY" the town's own key of 天地图, or the path of an MBTiles file.
MAP_TILES = os.environ.get("BIHUAN_MAP_TILES") or ""

SQLITE_OPTIONS = {
    # IMMEDIATE: an atomic block takes the write lock at once, so that a read before an UPDATE cannot meet a locked
    # file. Hence no ATOMIC_REQUESTS, and reads stay outside atomic blocks.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
    "PRAGMA mmap_size=134217728; PRAGMA cache_size=-64000",
}


def database(default: str) -> dict[str, object]:
    """The connection that DATABASE_URL names, else the SQLite file given."""
    found: dict[str, object] = dict(
        dj_database_url.config(default=default, conn_max_age=600, conn_health_checks=True)
    )
    if "sqlite3" in str(found["ENGINE"]):
        found["OPTIONS"] = SQLITE_OPTIONS
    return found


DATABASES = {"default": database(f"sqlite:///{HOME / 'bihuan.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django_htmx",
    "csp",
    "bihuan.core.apps.CoreConfig",
    "bihuan.backup.apps.BackupConfig",
    "bihuan.search.apps.SearchConfig",
    "bihuan.lists.apps.ListsConfig",
    "bihuan.intake.apps.IntakeConfig",
    "bihuan.figures.apps.FiguresConfig",
    "bihuan.grid.apps.GridConfig",
    "bihuan.accounts.apps.AccountsConfig",
    "bihuan.notices.apps.NoticesConfig",
    "bihuan.units.apps.UnitsConfig",
    "bihuan.members.apps.MembersConfig",
    "bihuan.risks.apps.RisksConfig",
    "bihuan.inspections.apps.InspectionsConfig",
    "bihuan.hazards.apps.HazardsConfig",
    "bihuan.majors.apps.MajorsConfig",
    "bihuan.supervision.apps.SupervisionConfig",
    "bihuan.measures.apps.MeasuresConfig",
    "bihuan.referrals.apps.ReferralsConfig",
    "bihuan.rounds.apps.RoundsConfig",
    "bihuan.selfchecks.apps.SelfchecksConfig",
    "bihuan.accidents.apps.AccidentsConfig",
    "bihuan.meetings.apps.MeetingsConfig",
    "bihuan.rollout.apps.RolloutConfig",
    "bihuan.tipoffs.apps.TipoffsConfig",
    "bihuan.duty.apps.DutyConfig",
    "bihuan.grading.apps.GradingConfig",
    "bihuan.documents.apps.DocumentsConfig",
    "bihuan.dossiers.apps.DossiersConfig",
    "bihuan.dailies.apps.DailiesConfig",
    "bihuan.training.apps.TrainingConfig",
    "bihuan.policies.apps.PoliciesConfig",
    "bihuan.letters.apps.LettersConfig",
    "bihuan.publicity.apps.PublicityConfig",
    "bihuan.maps.apps.MapsConfig",
    "bihuan.joint.apps.JointConfig",
    "bihuan.assessments.apps.AssessmentsConfig",
    "bihuan.board.apps.BoardConfig",
    "bihuan.routing.apps.RoutingConfig",
    "bihuan.summaries.apps.SummariesConfig",
    "bihuan.campaigns.apps.CampaignsConfig",
    "bihuan.audit.apps.AuditConfig",
    "bihuan.web.apps.WebConfig",
    "bihuan.demo.apps.DemoConfig",
]

MIDDLEWARE = [
    "bihuan.tipoffs.gate.TipGate",  # before all else: a flood is turned away before anything is asked
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "bihuan.web.session.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "bihuan.web.door.ActorMiddleware",
]

ROOT_URLCONF = "bihuan.web.urls"
WSGI_APPLICATION = "bihuan.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "templates", *sorted(PACKAGE.glob("*/templates"))],
        "OPTIONS": {
            "environment": "bihuan.web.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "bihuan.web.context.shell",
            ],
        },
    },
]

AUTH_USER_MODEL = "grid.Person"
AUTHENTICATION_BACKENDS = ["bihuan.web.signin.PersonBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "bihuan.accounts.passwords.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "phone", "name")},
    },
    {"NAME": "bihuan.accounts.passwords.NotGuessable"},
    {"NAME": "bihuan.accounts.passwords.AsTheTownAsks"},
]
# Of each process: who guesses, and how many tips came from where. Counted in memory, so that a flood costs no database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "desk"

# How many proxies of ours stand in front: the address of who asks is then the one that the outermost was asked by.
PROXIES = int(os.environ.get("BIHUAN_PROXIES") or 0)

SESSION_COOKIE_AGE = int(
    timedelta(minutes=30).total_seconds()
)  # until the town says otherwise (accounts.AccountRules)
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "bihuan.web.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Pictures come from nowhere else but, where that is the ground chosen, from 天地图.
MAP_SOURCES = ["https://*.tianditu.gov.cn"] if MAP_TILES.startswith("tianditu:") else []

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *MAP_SOURCES],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

STATIC_URL = "static/"
STATIC_ROOT = PACKAGE / "static"  # served as it stands: Vite has hashed the names already

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"codes": {"()": "bihuan.web.logs.WithoutCodes"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["codes"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
