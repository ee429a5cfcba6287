"""A bucket that speaks S3 (MinIO, Ceph, SeaweedFS, the public clouds) as the place of kept files. Nothing in it is public: the
program reads and writes with its own keys, and a reader comes through the program's door."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    NoCredentialsError,
    ParamValidationError,
    PartialCredentialsError,
)
from botocore.session import Session

from bihuan.core.storage import NAME, Entry, StorageFails

CONNECT_SECONDS, READ_SECONDS, TRIES = 3, 20, 2
MISSING = ("404", "NoSuchKey")
NO_BUCKET = "NoSuchBucket"
FULL = ("507", "InsufficientStorage", "QuotaExceeded", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded")
REFUSED = ("403", "AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidSecurity")
SKEWED = ("RequestTimeTooSkewed", "RequestExpired")


class Bucket:
    """A bucket, or the part of it under a prefix."""

    def __init__(
        self, address: str, *, endpoint: str, key: str, secret: str, region: str, path_style: bool
    ) -> None:
        parts = urlsplit(address)
        self.bucket = parts.netloc
        self.prefix = f"{parts.path.strip('/')}/" if parts.path.strip("/") else ""
        self.where = f"s3://{self.bucket}/{self.prefix}".rstrip("/")
        self.host = endpoint or "s3"
        style = {"addressing_style": "path" if path_style else "virtual", "payload_signing_enabled": True}
        with self._told():
            self._client: Any = Session().create_client(
                "s3",
                endpoint_url=endpoint or None,
                aws_access_key_id=key or None,
                aws_secret_access_key=secret or None,
                region_name=region,
                config=Config(
                    s3=style,
                    connect_timeout=CONNECT_SECONDS,
                    read_timeout=READ_SECONDS,
                    retries={"mode": "standard", "total_max_attempts": TRIES},
                    # What came after S3's first years is not spoken by all who speak S3.
                    request_checksum_calculation="when_required",
                    response_checksum_validation="when_required",
                ),
            )

    def read(self, name: str) -> bytes | None:
        with self._told():
            try:
                content: bytes = self._client.get_object(Bucket=self.bucket, Key=self.prefix + name)[
                    "Body"
                ].read()
            except ClientError as error:
                if _code(error) in MISSING:
                    return None
                raise
        return content

    def has(self, name: str) -> bool:
        with self._told():
            try:
                self._client.head_object(Bucket=self.bucket, Key=self.prefix + name)
            except ClientError as error:
                if _code(error) in MISSING:
                    return False
                raise
        return True

    def write(self, name: str, content: bytes) -> None:
        """One request: the service takes it whole, with the SHA-256 of the bytes in its signature, or not at all."""
        with self._told():
            self._client.put_object(Bucket=self.bucket, Key=self.prefix + name, Body=content)

    def entries(self) -> Iterator[Entry]:
        with self._told():
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self.bucket, Prefix=self.prefix
            )
            for page in pages:
                for one in page.get("Contents", ()):
                    name = one["Key"].removeprefix(self.prefix)
                    if NAME.fullmatch(name):
                        yield Entry(name, int(one["Size"]))

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What the library raises, in words."""
        try:
            yield
        except ClientError as error:
            code = _code(error)
            raise StorageFails(self._in_words(code), is_full=code in FULL) from error
        except (NoCredentialsError, PartialCredentialsError) as error:
            raise StorageFails(
                "文件存储的密钥没有写明，或没有写全。请系统管理员设置 BIHUAN_S3_KEY、BIHUAN_S3_SECRET。"
            ) from error
        except (ParamValidationError, ValueError) as error:
            raise StorageFails(
                f"文件存储的设置不对（{self.where}，{self.host}）。请系统管理员核对 BIHUAN_FILES 和 BIHUAN_S3_ENDPOINT。"
            ) from error
        except BotoCoreError as error:
            raise StorageFails(
                f"现在连不上文件存储（{self.host}）。请稍后再试；仍不行的，请系统管理员检查存储服务和网络。"
            ) from error

    def _in_words(self, code: str) -> str:
        if code in FULL:
            return f"文件存储已满（{self.where}）。请系统管理员扩容或清理，再试一次。"
        if code in REFUSED:
            return f"文件存储拒绝了访问（{code}）：密钥不对，或没有读写{self.where}的权限。请系统管理员核对密钥和授权。"
        if code in SKEWED:
            return "文件存储说本机的时间不准。请系统管理员校准服务器时间。"
        if code == NO_BUCKET:
            return f"文件存储里没有存储桶“{self.bucket}”。请系统管理员先建好，或核对 BIHUAN_FILES。"
        return f"文件存储出错（{code}）。请稍后再试；仍不行的，请系统管理员检查存储服务。"


def _code(error: ClientError) -> str:
    """The service's own code of what went wrong; of an answer without words (HEAD) its status."""
    return str(error.response.get("Error", {}).get("Code", "")) or str(
        error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", "")
    )
