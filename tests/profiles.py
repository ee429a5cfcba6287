"""How long hypothesis looks: `suite` is quick and the same every time, `soak` takes its time and looks elsewhere each time."""

from hypothesis import HealthCheck, settings

# How fast examples are made says how busy the machine is, and nothing of the program.
BUSY = [HealthCheck.too_slow]

settings.register_profile("suite", max_examples=100, derandomize=True, suppress_health_check=BUSY)
settings.register_profile(
    "soak", max_examples=2000, derandomize=False, print_blob=True, suppress_health_check=BUSY
)
settings.load_profile("suite")  # unless pytest is told --hypothesis-profile, which comes after


def examples(count: int) -> int:
    """So many examples in the suite, and twenty times as many in a soak."""
    return count * settings.default.max_examples // 100
