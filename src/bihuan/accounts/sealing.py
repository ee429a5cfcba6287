"""What is kept secret in rows: encrypted with a key that comes of the installation's own secret and is in no row. A copy of the
database alone gives nobody a second factor."""

from base64 import b64decode, b64encode
from functools import lru_cache
from os import urandom

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from bihuan.core.errors import NotAllowed

NONCE_BYTES = 12


def seal(text: str) -> str:
    """The text encrypted (AES-256-GCM), as letters."""
    nonce = urandom(NONCE_BYTES)
    return b64encode(nonce + _key(settings.SECRET_KEY).encrypt(nonce, text.encode(), None)).decode()


def unseal(sealed: str) -> str:
    """The text. Raises NotAllowed where the installation's secret is another than when it was sealed."""
    raw = b64decode(sealed)
    try:
        return _key(settings.SECRET_KEY).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None).decode()
    except InvalidTag as error:
        raise NotAllowed("系统换过密钥，原来绑定的验证器不能再用。请系统管理员重置后重新绑定。") from error


@lru_cache(maxsize=2)
def _key(secret: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, None, b"bihuan second factor").derive(secret.encode()))
