"""PAdES with a certificate of the town's own (PKCS 12), for a town without a platform to call. Loaded where it is set: pyHanko is large."""

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter

from bihuan.core.errors import NotAllowed

FIELD = "BihuanSeal"
NOT_OPEN = "签章证书打不开：文件不对，或者口令不对。请联系系统管理员核对。"


@dataclass(frozen=True)
class LocalProvider:
    """Signs with one certificate (ETSI EN 319 142-1, baseline B-B: no time stamp of a third party)."""

    signer: signers.SimpleSigner
    name: str = "本地证书"

    def sign(self, pdf: bytes, *, organ: str, reason: str, at: datetime) -> bytes:
        certificate = self.signer.signing_cert
        if (
            certificate is None
            or not certificate.not_valid_before <= at.astimezone(UTC) <= certificate.not_valid_after
        ):
            raise NotAllowed("签章证书不在有效期内，请联系系统管理员更换证书。")
        metadata = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            reason=reason,
            name=organ,
        )
        signed = signers.PdfSigner(metadata, signer=self.signer).sign_pdf(
            IncrementalPdfFileWriter(BytesIO(pdf))
        )
        return bytes(signed.getvalue())


def provider() -> LocalProvider:
    """By the settings ESEAL_CERTIFICATE (a file) and ESEAL_PASSWORD. NotAllowed where the file is not there or does not open."""
    try:
        content = Path(settings.ESEAL_CERTIFICATE).read_bytes()
        signer = signers.SimpleSigner.load_pkcs12_data(
            content, other_certs=[], passphrase=settings.ESEAL_PASSWORD.encode() or None
        )
    except OSError as error:
        raise NotAllowed("签章证书文件读不出来，请联系系统管理员核对证书的位置。") from error
    except ValueError as error:
        raise NotAllowed(NOT_OPEN) from error
    if signer is None:
        raise NotAllowed(NOT_OPEN)
    return LocalProvider(signer)
