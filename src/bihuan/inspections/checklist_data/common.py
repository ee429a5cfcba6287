"""What is looked at in every unit, whatever it does."""

Rows = tuple[tuple[str, str, str], ...]

MANAGEMENT: Rows = (
    ("基础管理", "证照齐全有效，实际经营与许可、登记的范围一致", "conditions"),
    ("基础管理", "安全生产责任制落实到人，各岗位有责任、有考核", "responsibility"),
    ("基础管理", "配有专职或者兼职安全管理人员，知道自己的职责", "officers"),
    ("基础管理", "从业人员经培训合格上岗，培训档案可查", "training"),
    ("基础管理", "定期自查隐患，记录如实，并向从业人员通报", "hazards"),
    ("基础管理", "辨识安全风险并分级，各级管控措施和责任人明确", "risk_grading"),
    ("应急", "有结合本单位实际的应急预案，按期演练并留有记录", "plans"),
)
FIRE_AND_POWER: Rows = (
    ("消防", "灭火器、消火栓配置到位，压力正常，无遮挡，月检签卡", "fire_duties"),
    ("消防", "疏散通道、安全出口、消防车通道畅通，未上锁、未堆物", "escape"),
    ("用电", "电气线路穿管敷设，无老化裸露、私拉乱接，配电箱完好", "wiring"),
)

ROWS: Rows = (
    *MANAGEMENT,
    *FIRE_AND_POWER,
    ("现场", "危险部位和设备有醒目的安全警示标志", "signs"),
    ("现场", "承包、承租方签有安全管理协议，责任划分清楚", "contractors"),
)
