"""Keys, and files sealed by them. No Django here.

A key is 32 random bytes, written as 56 letters and digits (base32, the last four of them a check), so that it can be copied by
hand. A sealed file is a head (magic, id of the key, 16 random bytes) and chunks of AES-256-GCM, each of CHUNK bytes and a tag.
The file's own key comes from the key, the random bytes and the file's purpose by HKDF-SHA256, so no nonce is used twice and no
sealed file passes for another; a chunk's nonce is its number, and tells the last one, so none can be cut off, added or moved."""

import base64
import hashlib
import hmac
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bihuan.core.errors import Refused

MAGIC = b"BIHUAN1\n"
KEY_BYTES, SALT_BYTES, TAG_BYTES, ID_BYTES = 32, 16, 16, 8
CHUNK = 1024 * 1024
CHECK_LETTERS, GROUP = 4, 4


class WrongKey(Refused):
    """Not a key, or not the one that sealed the file."""


class Damaged(Refused):
    """A sealed file that is not whole: cut off, altered, or another one."""


@dataclass(frozen=True)
class Key:
    """The key of a town's backups."""

    raw: bytes

    @classmethod
    def new(cls) -> "Key":
        return cls(os.urandom(KEY_BYTES))

    @classmethod
    def of_text(cls, text: str) -> "Key":
        """Read what `text` wrote, however it is spaced. Raises WrongKey."""
        letters = "".join(text.split()).replace("-", "").upper()
        body, check = letters[:-CHECK_LETTERS], letters[-CHECK_LETTERS:]
        try:
            raw = base64.b32decode(body + "=" * (-len(body) % 8))
        except ValueError:
            raw = b""
        if len(raw) != KEY_BYTES or _check(raw) != check:
            raise WrongKey("这不是备份密钥，或者抄错了：密钥是14组、每组4个字母和数字。请核对后再试。")
        return cls(raw)

    @property
    def text(self) -> str:
        """Fourteen groups of four."""
        letters = base64.b32encode(self.raw).decode().rstrip("=") + _check(self.raw)
        return " ".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))

    @property
    def id(self) -> bytes:
        """What tells keys apart without giving them away."""
        return hashlib.sha256(b"bihuan backup key" + self.raw).digest()[:ID_BYTES]

    def name(self, address: str) -> str:
        """The name under which something is kept: without the key it says nothing of what it is."""
        return hmac.new(self.raw, address.encode(), hashlib.sha256).hexdigest()

    def cipher(self, salt: bytes, purpose: str) -> AESGCM:
        """The cipher of one sealed file."""
        return AESGCM(HKDF(SHA256(), KEY_BYTES, salt, f"bihuan backup 1 {purpose}".encode()).derive(self.raw))


def _check(raw: bytes) -> str:
    return base64.b32encode(hashlib.sha256(raw).digest())[:CHECK_LETTERS].decode()


def write_key(path: Path, key: Key) -> None:
    """Write a key where none is yet, readable by its owner only. Raises FileExistsError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{key.text}\n")


def read_key(path: Path) -> Key:
    """The key in a file. Raises WrongKey where there is none."""
    try:
        return Key.of_text(path.read_text())
    except (OSError, UnicodeDecodeError) as error:
        raise WrongKey(f"读不到备份密钥：{path}。请用 --key 指出密钥文件。") from error


class Sealer:
    """Seals what is written to it into a file; nothing is whole before `close`."""

    def __init__(self, out: BinaryIO, key: Key, purpose: str) -> None:
        salt = os.urandom(SALT_BYTES)
        self._out, self._cipher, self._number = out, key.cipher(salt, purpose), 0
        self._head = MAGIC + key.id + salt
        self._held = bytearray()
        out.write(self._head)

    def write(self, content: bytes) -> None:
        self._held += content
        while len(self._held) > CHUNK:
            self._seal(bytes(self._held[:CHUNK]), last=False)
            del self._held[:CHUNK]

    def close(self) -> None:
        self._seal(bytes(self._held), last=True)

    def _seal(self, content: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._number, last), content, self._head))
        self._number += 1


def unseal(source: BinaryIO, key: Key, purpose: str) -> Iterator[bytes]:
    """The content of a sealed file, piece by piece. Raises WrongKey, Damaged."""
    head = source.read(len(MAGIC) + ID_BYTES + SALT_BYTES)
    if len(head) < len(MAGIC) + ID_BYTES + SALT_BYTES or not head.startswith(MAGIC):
        raise Damaged("备份文件已损坏，或者不是闭环的备份。请换用另一次备份。")
    if head[len(MAGIC) : len(MAGIC) + ID_BYTES] != key.id:
        raise WrongKey("密钥不对：这份备份是用另一把密钥加密的。")
    cipher, number = key.cipher(head[-SALT_BYTES:], purpose), 0
    chunk = source.read(CHUNK + TAG_BYTES)
    while True:
        after = source.read(CHUNK + TAG_BYTES)
        try:
            yield cipher.decrypt(_nonce(number, not after), chunk, head)
        except InvalidTag as error:
            raise Damaged("备份文件已损坏或被改动。请换用另一次备份。") from error
        if not after:
            return
        chunk, number = after, number + 1


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")
