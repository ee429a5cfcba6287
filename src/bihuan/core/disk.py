"""Whether a disk is full, told by what went wrong."""

import errno

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
SQLITE_FULL, POSTGRESQL_FULL = 13, "53100"


def is_full(error: BaseException) -> bool:
    """Whether it was the disk: one that we write to, or the database's."""
    if isinstance(error, OSError):
        return error.errno in FULL
    told = error.__cause__
    return (
        getattr(told, "sqlite_errorcode", None) == SQLITE_FULL
        or getattr(told, "sqlstate", None) == POSTGRESQL_FULL
    )
