"""Who sent a tip is sealed under a key of its own, which lies outside the database and in no backup: a file of the installation (BIHUAN_IDENTITY_KEY).
Whoever has the database, or a backup with its key, has no names. The key is made when the first name has to be sealed."""

import base64
import json
import os
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import connection

from bihuan.backup.outside import OutsideKey, declare_outside_key
from bihuan.backup.seal import ID_BYTES, SALT_BYTES, Key, WrongKey, read_key, write_key
from bihuan.core.errors import NotAllowed
from bihuan.tipoffs.models import Sender
from bihuan.tipoffs.rules import Identity

PURPOSE = "identity of a tip"
NONCE = bytes(
    12
)  # a key of its own for each seal (HKDF over 16 random bytes), so that no nonce is used twice
LOST = (
    "举报人的身份信息是用另一把密钥密封的，本机没有这把密钥，现在看不到。"
    "请系统管理员把原来的密钥文件放回 {place}；密钥丢失的，这些身份信息谁也不能恢复，举报本身和办理记录都在。"
)


def seal(identity: Identity, tip: UUID) -> str:
    """An identity sealed for one tip (AES-256-GCM), as letters: the key's id, the salt, what is sealed."""
    key, salt = _key(), os.urandom(SALT_BYTES)
    told = json.dumps(identity.plain(), ensure_ascii=False).encode()
    sealed = key.cipher(salt, PURPOSE).encrypt(NONCE, told, tip.bytes)
    return base64.b64encode(key.id + salt + sealed).decode()


def unseal(sealed: str, tip: UUID) -> Identity:
    """The identity. Raises NotAllowed where the key is another than when it was sealed, or the row was tampered with."""
    raw = base64.b64decode(sealed)
    salt, rest = raw[ID_BYTES : ID_BYTES + SALT_BYTES], raw[ID_BYTES + SALT_BYTES :]
    try:
        key = read_key(_place())
        if key.id != raw[:ID_BYTES]:
            raise NotAllowed(LOST.format(place=_place()))
        told = key.cipher(salt, PURPOSE).decrypt(NONCE, rest, tip.bytes)
    except WrongKey as error:
        raise NotAllowed(LOST.format(place=_place())) from error
    except InvalidTag as error:
        raise NotAllowed("这条身份信息已损坏或被改动，不能打开。请系统管理员从备份中核对。") from error
    return Identity(**json.loads(told))


def _place() -> Path:
    return Path(settings.IDENTITY_KEY)


def _key() -> Key:
    place = _place()
    if not place.exists():
        with suppress(FileExistsError):  # another process was first: its key is the one
            write_key(place, Key.new())
    return read_key(place)


def closed_here() -> int:
    """How many sealed identities the key of this installation does not open."""
    if Sender._meta.db_table not in connection.introspection.table_names():
        return 0
    try:
        mine = read_key(_place()).id
    except WrongKey:
        mine = b""
    rows = Sender.at_the_door.values_list("sealed", flat=True).iterator(chunk_size=2000)
    return sum(base64.b64decode(one[:16])[:ID_BYTES] != mine for one in rows)


declare_outside_key(OutsideKey("举报人身份", _place, "举报人的姓名、电话、收款账户", closed_here))
