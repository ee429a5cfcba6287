"""How long hypothesis looks: `suite` is quick and the same every time, `soak` takes its time and looks elsewhere each time."""

from hypothesis import settings

settings.register_profile("suite", max_examples=100, derandomize=True)
settings.register_profile("soak", max_examples=2000, derandomize=False, print_blob=True)
settings.load_profile("suite")  # unless pytest is told --hypothesis-profile, which comes after


def examples(count: int) -> int:
    """So many examples in the suite, and twenty times as many in a soak."""
    return count * settings.default.max_examples // 100
