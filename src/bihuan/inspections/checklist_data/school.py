"""Schools and kindergartens: gates, buses, canteens, dormitories, laboratories."""

from bihuan.inspections.checklist_data.common import FIRE_AND_POWER, Rows

ROWS: Rows = (
    ("制度", "校（园）长负责的安全责任制落实到岗到人，每月有自查记录", "schools"),
    ("制度", "安全教育列入课程计划，有教案和记录", "schools"),
    ("制度", "有疏散、防震等应急预案，每学期组织演练并留有记录", "plans"),
    ("校门", "保安在岗，外来人员和车辆登记，硬质隔离设施到位", "schools"),
    ("校门", "幼儿接送交接制度落实，接送卡核对到人", "schools"),
    ("校舍", "校舍无开裂、漏雨、吊顶松脱，护栏、窗户防护完好", "schools"),
    ("校舍", "运动器材、大型玩具固定牢靠，软垫和地面完好", "schools"),
    ("校车", "校车取得使用许可，驾驶人具备资格，照管人员随车，逃生锤、灭火器齐全", "school_buses"),
    ("食堂", "食堂燃气管路、软管、阀门完好，灶间通风良好", "gas"),
    ("食堂", "燃气报警装置有效，锅炉、压力容器在检验有效期内", "equipment_check"),
    ("实验室", "危险药品专柜双人双锁，领用、处置有登记", "chemicals"),
    ("宿舍", "学生宿舍夜间有人值守，出口能从内部打开，未使用大功率电器和明火", "escape"),
    *FIRE_AND_POWER,
)
