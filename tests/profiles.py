"""How long hypothesis looks: `suite` is quick and the same every time, `soak` takes its time and looks elsewhere each time."""

from django.db import connection
from hypothesis import HealthCheck, settings

# How fast examples are made says how busy the machine is, and nothing of the program.
BUSY = [HealthCheck.too_slow]

settings.register_profile("suite", max_examples=100, derandomize=True, suppress_health_check=BUSY)
settings.register_profile(
    "soak", max_examples=2000, derandomize=False, print_blob=True, suppress_health_check=BUSY
)
settings.load_profile("suite")  # unless pytest is told --hypothesis-profile, which comes after


def examples(count: int) -> int:
    """So many examples in the suite, and twenty times as many in a soak. Of those that come to the database PostgreSQL sees a third in the
    suite: what a walk may find is in the actions, and stands in all of them on SQLite; that each move can be made there, a third says."""
    wanted = count * settings.default.max_examples // 100
    is_second = connection.vendor == "postgresql" and settings.default.max_examples <= 100
    return max(1, wanted // 3) if is_second else wanted
