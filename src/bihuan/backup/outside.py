"""Keys that lie outside the database and in no backup, declared by the apps that seal under them: `bihuan backup` names them, and `bihuan restore`
says what cannot be opened where one is missing."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class OutsideKey:
    """A key: its word, where its file is to lie, what is sealed under it in words, and how many things it does not open here (asked of a
    database that is whole)."""

    label: str
    place: Callable[[], Path]
    seals: str
    closed: Callable[[], int]


OUTSIDE_KEYS: list[OutsideKey] = []


def declare_outside_key(key: OutsideKey) -> None:
    """Name a key that no backup holds."""
    OUTSIDE_KEYS.append(key)


def to_be_kept() -> list[str]:
    """What has to be kept apart from any backup, in words, of the keys that are there."""
    return [
        f"注意：{one.label}的密钥（{one.place()}）不在备份里。请另存一份、单独锁好：没有它，恢复以后看不到{one.seals}。"
        for one in OUTSIDE_KEYS
        if one.place().exists()
    ]


def closed_after_restore() -> list[str]:
    """What cannot be opened in this database, in words."""
    counted = ((one, one.closed()) for one in OUTSIDE_KEYS)
    return [
        f"注意：有{count}条{one.seals}打不开：{one.label}的密钥不在备份里，本机的{one.place()}没有或者不是原来那一把。"
        "请把原来的密钥文件放到那里，不用重新恢复；密钥丢失的，这些信息不能再看到，其他记录都在。"
        for one, count in counted
        if count
    ]
