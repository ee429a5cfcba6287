"""The place for a certified electronic seal: who signs a PDF so that any change can be detected.

A provider is named by the setting ESEAL: "" none, "local" the town's own certificate (`eseal_local`), or the dotted name of a module of
an installed package, such as one that calls the province's platform. The module has `provider()`, which gives a `Provider`.

Law: 电子签名法 art. 13: reliable is what is exclusive, controlled by the signer, and shows every later change. GB/T 38540-2020 describes the
national form of electronic seals (SM2).
"""

from datetime import datetime
from importlib import import_module
from typing import Protocol

from django.conf import settings

from bihuan.core.errors import NotAllowed

LOCAL = "bihuan.documents.eseal_local"


class Provider(Protocol):
    """Who signs. `name` is kept with what was signed."""

    name: str

    def sign(self, pdf: bytes, *, organ: str, reason: str, at: datetime) -> bytes:
        """The PDF with a signature of its own over all of it. Raises NotAllowed, in Chinese, where it cannot be signed."""


def is_set() -> bool:
    """Whether this installation can seal electronically."""
    return bool(settings.ESEAL)


def provider() -> Provider:
    """The provider that is set. NotAllowed where none is."""
    if not settings.ESEAL:
        raise NotAllowed("没有配置电子签章。可以打印后加盖实物印章，再扫描归档。")
    made: Provider = import_module(LOCAL if settings.ESEAL == "local" else settings.ESEAL).provider()
    return made
