"""Shape of what the accounts' pages send."""

from bihuan.core.forms import ActionForm, day_field, text_field


class CloseForm(ActionForm):
    """离职停用."""

    left_on = day_field("离任日期")
    reason = text_field("原因", 200)


class ReopenForm(ActionForm):
    """恢复."""

    reason = text_field("原因", 200)
