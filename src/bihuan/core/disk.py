"""Whether a disk is full, told by what went wrong."""

import errno

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
SQLITE_FULL, POSTGRESQL_FULL = 13, "53100"


def is_full(error: BaseException) -> bool:
    """Whether it was the disk: one that we write to, also where a storage tells of it in its own words, or the database's."""
    told = error if isinstance(error, OSError) else error.__cause__
    if isinstance(told, OSError):
        return told.errno in FULL
    return (
        getattr(told, "sqlite_errorcode", None) == SQLITE_FULL
        or getattr(told, "sqlstate", None) == POSTGRESQL_FULL
    )
