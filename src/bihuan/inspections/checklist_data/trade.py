"""Industry, commerce and trade: machines, dust, confined spaces, ammonia, gas, stores."""

from bihuan.inspections.checklist_data.common import FIRE_AND_POWER, MANAGEMENT, Rows

ROWS: Rows = (
    *MANAGEMENT,
    ("人员", "电工、焊工等特种作业人员持证上岗，证件在有效期内", "special_work"),
    ("人员", "岗位操作规程上墙，人员按规程作业，劳动防护用品佩戴齐全", "protection"),
    ("设备", "机械传动、旋转部位防护罩齐全，急停、联锁装置有效", "equipment"),
    ("设备", "叉车、起重机械、压力容器等特种设备在检验有效期内", "equipment_check"),
    ("作业", "有限空间有台账和警示，作业先通风、再检测、后进入，专人监护", "dangerous_work"),
    ("作业", "粉尘涉爆场所按时清扫，除尘器及时清灰，电气设备防爆防尘", "conduct"),
    ("作业", "动火作业经审批，现场清理可燃物，配备灭火器材", "open_fire"),
    ("危险物品", "油漆、稀料、液氨等危险化学品专库存放、限量，报警装置有效", "chemicals"),
    ("危险物品", "使用燃气的餐饮场所装有可燃气体报警装置，软管、气瓶合格", "gas_alarm"),
    ("场所", "仓库堆垛留有墙距、灯距和通道，厂房、库房内未设宿舍", "exits"),
    *FIRE_AND_POWER,
)
