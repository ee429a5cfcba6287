"""What `bihuan` runs with on a machine of its own: the secret lies under the data folder, made at the first start."""

import os
import secrets
from pathlib import Path

from bihuan.settings.base import *
from bihuan.settings.base import SECRET_FILE


def _secret_key(path: Path) -> str:
    """The installation's secret, made once and readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


SECRET_KEY = _secret_key(SECRET_FILE) if SECRET_FILE else os.environ["BIHUAN_SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = os.environ.get("BIHUAN_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [
    f"https://{host}" for host in ALLOWED_HOSTS if host not in ("127.0.0.1", "localhost", "[::1]")
]
# Behind a real host name there is TLS in front; on the loopback there is none.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = bool(CSRF_TRUSTED_ORIGINS)
