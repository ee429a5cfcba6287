"""The electronic seal: a sealed document's PDF signed with the town's own certificate, verified by a program of others; and what happens
where no certificate is set, or one that does not do."""

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import LazySettings

from bihuan.core import events, files
from bihuan.core.errors import NotAllowed
from bihuan.documents.actions import sealing
from bihuan.documents.actions.esealing import seal_electronically
from bihuan.documents.models import SealUse, Writ
from tests.cast import NOW, TODAY, Cast
from tests.documents.papers import kept, order, seal_picture

PASSWORD, BUREAU = "only for this test", "东城区应急管理局"


def certificate(folder: Path, *, until: datetime) -> Path:
    """A file with a certificate of the bureau's and its key."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, BUREAU)])
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(NOW.astimezone(UTC) - timedelta(days=900))
        .not_valid_after(until)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    sealed = serialization.BestAvailableEncryption(PASSWORD.encode())
    path = folder / "seal.p12"
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"seal", key, made, None, sealed))
    return path


@pytest.fixture
def sealed(cast: Cast) -> Writ:
    """An order with the bureau's seal on it."""
    sealing.keep_seal(
        cast.chen, body=BUREAU, from_on=TODAY, picture=kept(cast.chen, seal_picture(), "印.png")
    )
    row = order(cast)
    sealing.apply_seal(cast.chen, row.pk, digest=row.digest)
    return row


def use(settings: LazySettings, path: Path, password: str = PASSWORD) -> None:
    settings.ESEAL, settings.ESEAL_CERTIFICATE, settings.ESEAL_PASSWORD = "local", path, password


def test_a_sealed_document_is_signed_so_that_any_change_is_seen(
    cast: Cast, sealed: Writ, settings: LazySettings, tmp_path: Path
) -> None:
    verifier = shutil.which("pdfsig")
    if not verifier:
        pytest.skip("no pdfsig: install poppler-utils")
    use(settings, certificate(tmp_path, until=datetime.now(UTC) + timedelta(days=3650)))
    made = seal_electronically(cast.chen, sealed.pk, digest=sealed.digest)
    assert made.sealed_file and made.provider == "本地证书"
    content = files.content_of(made.sealed_file)
    good, changed = tmp_path / "good.pdf", tmp_path / "changed.pdf"
    good.write_bytes(content)
    middle = len(content) // 3
    changed.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])

    def verified(path: Path) -> str:
        return subprocess.run([verifier, path], capture_output=True, text=True, check=False).stdout

    said = verified(good)
    assert "Signature is Valid" in said and "ETSI.CAdES.detached" in said and BUREAU in said
    assert "Total document signed" in said
    assert "Signature is Valid" not in verified(changed)
    assert events.trail(cast.chen.scope, sealed.pk).filter(action="seal_electronically").count() == 1
    with pytest.raises(NotAllowed, match="已经加盖"):
        seal_electronically(cast.chen, sealed.pk, digest=sealed.digest)


def test_a_certificate_that_does_not_do_is_told_and_nothing_is_kept(
    cast: Cast, sealed: Writ, settings: LazySettings, tmp_path: Path
) -> None:
    settings.ESEAL = ""
    with pytest.raises(NotAllowed, match="没有配置电子签章"):
        seal_electronically(cast.chen, sealed.pk, digest=sealed.digest)
    use(settings, tmp_path / "none.p12")
    with pytest.raises(NotAllowed, match="读不出来"):
        seal_electronically(cast.chen, sealed.pk, digest=sealed.digest)
    expired = certificate(tmp_path, until=NOW.astimezone(UTC) - timedelta(days=1))
    use(settings, expired, password="wrong")
    with pytest.raises(NotAllowed, match="口令不对"):
        seal_electronically(cast.chen, sealed.pk, digest=sealed.digest)
    use(settings, expired)
    with pytest.raises(NotAllowed, match="有效期"):
        seal_electronically(cast.chen, sealed.pk, digest=sealed.digest)
    assert SealUse.objects.within(cast.chen.scope).get(writ=sealed).sealed_file_id is None


def test_what_has_no_seal_is_not_sealed_electronically(
    cast: Cast, settings: LazySettings, tmp_path: Path
) -> None:
    use(settings, tmp_path / "none.p12")
    row = order(cast)
    with pytest.raises(NotAllowed, match="先签发、用印"):
        seal_electronically(cast.chen, row.pk, digest=row.digest)
