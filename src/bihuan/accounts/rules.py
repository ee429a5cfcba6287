"""Pure rules of accounts."""

import secrets
from datetime import timedelta
from hashlib import sha256

# Letters and digits that nobody takes for one another, neither read nor told by phone: 12 of 31 are 59 bits.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH, CODE_GROUP = 12, 4
INVITED_FOR = timedelta(days=3)


def new_code(length: int = CODE_LENGTH) -> str:
    """A code that nobody guesses, in groups: 7KQM-X2RA-94TD."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(length))
    return "-".join(letters[start : start + CODE_GROUP] for start in range(0, length, CODE_GROUP))


def plain_code(typed: str) -> str:
    """A code as it was typed, without what people add: spaces, hyphens, small letters."""
    return "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())


def code_hash(code: str) -> str:
    """What is kept of an invitation's code. It is too long to be tried out, so that one round of SHA-256 is enough."""
    return sha256(plain_code(code).encode()).hexdigest()
