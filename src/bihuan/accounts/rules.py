"""Pure rules of accounts."""

import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

# Letters and digits that nobody takes for one another, neither read nor told by phone: 12 of 31 are 59 bits.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH, CODE_GROUP = 12, 4
INVITED_FOR = timedelta(days=3)


def new_code(length: int = CODE_LENGTH) -> str:
    """A code that nobody guesses, in groups: 7KQM-X2RA-94TD."""
    return _grouped("".join(secrets.choice(CODE_LETTERS) for _ in range(length)))


def code_of(digest: bytes, length: int = CODE_LENGTH) -> str:
    """The code that a digest stands for, in the same groups: whoever can make the digest again has the code again."""
    number, letters = int.from_bytes(digest), ""
    for _ in range(length):
        number, at = divmod(number, len(CODE_LETTERS))
        letters += CODE_LETTERS[at]
    return _grouped(letters)


def _grouped(letters: str) -> str:
    return "-".join(letters[start : start + CODE_GROUP] for start in range(0, len(letters), CODE_GROUP))


def plain_code(typed: str) -> str:
    """A code as it was typed, without what people add: spaces, hyphens, small letters."""
    return "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())


def code_hash(code: str) -> str:
    """What is kept of an invitation's code. It is too long to be tried out, so that one round of SHA-256 is enough."""
    return sha256(plain_code(code).encode()).hexdigest()


# What may be guessed in vain before it takes time: `free` failures within MEMORY, then a wait of `first` after every `every`th,
# each twice the one before, `longest` at most.
@dataclass(frozen=True)
class Limit:
    """How many failures are free, and how long the waits are after that."""

    free: int
    every: int
    first: timedelta
    longest: timedelta


MEMORY = timedelta(days=1)
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
# One name from one place: a known device of the person, or an address. The person's own typing lands here and nowhere else.
ONE_PLACE = Limit(5, 5, _MINUTE, _HOUR)
# One name from all unknown places together. The wait is short, or any stranger could keep a person out; who comes with a known
# device does not stand in this line.
ONE_NAME = Limit(20, 5, _MINUTE, 15 * _MINUTE)
# One address over all names: an office behind one address has many that mistype.
ONE_ADDRESS = Limit(30, 10, _MINUTE, _HOUR)


def locked_until(limit: Limit, failures: Sequence[datetime]) -> datetime | None:
    """Until when nothing is tried after failures at some instants, in order; None where none of them began a wait. The wait counts from
    the failure that began it: tries that were under way at the same time neither prolong nor end it."""
    if len(failures) < limit.free:
        return None
    rounds = (len(failures) - limit.free) // limit.every
    began = failures[limit.free + rounds * limit.every - 1]
    return began + min(limit.first * (1 << min(rounds, 12)), limit.longest)


STEP_SECONDS = 30
DRIFT_STEPS = 1


def step_at(moment: datetime) -> int:
    """The number of the 30-second step (RFC 6238) that holds an instant."""
    return int(moment.timestamp()) // STEP_SECONDS


def matching_step(codes: Callable[[int], str], typed: str, now: int, last: int) -> int | None:
    """The step whose code was typed, one before or after the present allowed for; never one at or before the `last` used."""
    steps = range(max(now - DRIFT_STEPS, last + 1), now + DRIFT_STEPS + 1)
    return next((step for step in steps if secrets.compare_digest(codes(step), typed)), None)


SYSTEMS = (
    ("OpenHarmony", "鸿蒙"),
    ("HarmonyOS", "鸿蒙"),
    ("Android", "安卓"),
    ("iPhone", "苹果手机"),
    ("iPad", "苹果平板"),
)
COMPUTERS = (("Windows", "Windows电脑"), ("Macintosh", "苹果电脑"), ("Linux", "Linux电脑"))
BROWSERS = (
    ("MicroMessenger", "微信"),
    ("QQBrowser", "QQ浏览器"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def device_of(user_agent: str) -> str:
    """What signed in, as a person would say it: 安卓 · 微信. Of what says nothing known: 未知设备."""
    told = [
        next((word for sign, word in kinds if sign in user_agent), "")
        for kinds in (SYSTEMS + COMPUTERS, BROWSERS)
    ]
    return " · ".join(one for one in told if one) or "未知设备"


# Posts at a unit that see their own unit alone and do no more than scan and report: who holds nothing else is not asked for the password
# anew at each shift's walk. One working day.
ON_THE_SHOP_FLOOR = frozenset(("team_leader", "post_worker"))
SHOP_FLOOR_IDLE = timedelta(hours=12)


def idle_for(posts: Collection[str], minutes: int) -> timedelta:
    """How long somebody with these posts (codes) may do nothing before the session ends; `minutes` is what the town says for all others."""
    only_there = bool(posts) and ON_THE_SHOP_FLOOR.issuperset(posts)
    return SHOP_FLOOR_IDLE if only_there else timedelta(minutes=minutes)
