"""Settings of the test suite: quick hashes, files in a folder of the run's own."""

import tempfile
from pathlib import Path

from bihuan.settings.base import *
from bihuan.settings.base import database

SECRET_KEY = "only for tests"
DEBUG = False
ALLOWED_HOSTS = ["*"]
HOME = Path(tempfile.mkdtemp(prefix="bihuan-test-"))
FILES = HOME / "files"
FONTS_DIR = HOME / "fonts"
OUT_DIR = HOME / "out"
JOBS_DIR = HOME / "jobs"
BACKUP_DIR = HOME / "backups"
SECRET_FILE = None
BACKUP_KEY = HOME / "backup.key"
IDENTITY_KEY = HOME / "identity.key"
BACKUP_DAILY = False  # the stories count what the clock does
DATABASES = {"default": database(f"sqlite:///{HOME / 'test.sqlite3'}")}
if "postgresql" in str(DATABASES["default"]["ENGINE"]):  # what a power cut would lose is thrown away anyway
    DATABASES["default"]["OPTIONS"] = {"options": "-c synchronous_commit=off"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
