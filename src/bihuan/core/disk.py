"""Whether a disk, or a bucket, is full, told by what went wrong."""

import errno

from bihuan.core.storage import StorageFails

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
SQLITE_FULL, POSTGRESQL_FULL = 13, "53100"


def is_full(error: BaseException) -> bool:
    """Whether there was no room: on a disk that we write to, also where a storage tells of it in its own words, in a bucket, or on the
    database's disk."""
    if isinstance(error, StorageFails) and error.is_full:
        return True
    told = error if isinstance(error, OSError) else error.__cause__
    if isinstance(told, OSError):
        return told.errno in FULL
    return (
        getattr(told, "sqlite_errorcode", None) == SQLITE_FULL
        or getattr(told, "sqlstate", None) == POSTGRESQL_FULL
    )
