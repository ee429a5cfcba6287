"""Addresses that are secrets, sealed under the installation's secret: a copy of the database does not give them away. On another
installation they cannot be opened, and have to be given anew."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def _key() -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=b"bihuan.notices").derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def seal(text: str) -> str:
    """The text, sealed."""
    return _key().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text again; "" where it was sealed by another installation, or tampered with."""
    try:
        return _key().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""
