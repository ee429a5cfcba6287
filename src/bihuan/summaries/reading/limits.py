"""How large a narrative may be, and the error that says what is wrong with one."""

SIZE_MAX_BYTES = 5 * 1024 * 1024
TEXT_MAX_CHARS = 30_000


class NarrativeError(ValueError):
    """The narrative cannot be read; the message is Chinese and says what to do."""


TOO_LONG = "文字超过3万字，不像是一篇总结，请检查。"
