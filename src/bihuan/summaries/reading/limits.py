"""How large a narrative may be, and the error that says what is wrong with one."""

SIZE_MAX_BYTES = 5 * 1024 * 1024
TEXT_MAX_CHARS = 30_000
ROWS_MAX = 200  # of a table
# Each number is read by those before it in its sentence and by the sentences before it in its section.
NUMBERS_MAX, NUMBERS_OF_SENTENCE_MAX = 1_000, 150
YEARS = range(2000, 2101)


class NarrativeError(ValueError):
    """The narrative cannot be read; the message is Chinese and says what to do."""


TOO_MANY_ROWS = f"文中有一张表超过{ROWS_MAX}行，不像是总结里的表，请只留汇总的行，明细另附。"
WRONG_YEAR = f"年份应在{YEARS.start}年至{YEARS[-1]}年之间，请检查。"
TOO_LONG = "文字超过3万字，不像是一篇总结，请检查。"
