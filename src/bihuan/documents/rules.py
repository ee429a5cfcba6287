"""Pure rules of documents: ways of service and their days, roles that sign, what may follow what."""

WAYS = {
    "direct": "直接送达",
    "left": "留置送达",
    "post": "邮寄送达",
    "entrusted": "委托送达",
    "electronic": "电子送达",
    "public": "公告送达",
}
ROLES = {
    "party": "当事人",
    "officer": "执法人员",
    "recorder": "记录人",
    "witness": "见证人",
    "approver": "审批人",
    "receiver": "收件人",
}
HOWS = {"screen": "屏幕签字", "paper": "纸质签字", "refused": "拒绝签字"}
