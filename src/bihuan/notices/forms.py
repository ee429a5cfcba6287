"""Shape of what the pages of notices send."""

from bihuan.core.forms import ActionForm, id_field


class LatestForm(ActionForm):
    """全部标为已读: `latest` is the newest notice of the list that was shown."""

    latest = id_field("通知", required=True)
