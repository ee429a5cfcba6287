"""What is found in the demo town: made-up findings by category, each with its kind, spot and what is demanded. Pure.

A line reads: kind | spot | what was found | what is demanded.
"""

from dataclasses import dataclass
from random import Random

from bihuan.demo.register import trades
from bihuan.inspections.checklists import Checklist, Item


@dataclass(frozen=True)
class Fault:
    """One thing that may be wrong in units of a category."""

    kind: str
    place: str
    text: str
    demand: str


_TEXTS = {
    "": """
fire | 一层楼梯口 | 灭火器压力表指针落在红区，月检卡空白 | 更换失效灭火器，每月检查并签卡
fire | 疏散通道 | 疏散通道内堆放杂物，通行宽度不足 | 清理通道，保持畅通
fire | 安全出口 | 安全出口指示灯不亮 | 修复或更换指示灯
fire | 应急照明 | 应急照明灯断电后不能点亮 | 更换蓄电池，定期试验
fire | 消火栓箱 | 室内消火栓箱缺水枪，水带接口锈蚀 | 配齐水枪水带，做好保养
fire | 值班室 | 值班室违规使用大功率电暖器，旁边堆有纸箱 | 停用电暖器，清理可燃物
power | 配电箱 | 配电箱未上锁，箱门无警示标志 | 上锁并张贴当心触电标志
power | 配电箱 | 配电箱内一闸多接，导线裸露 | 规范接线，做到一机一闸
power | 墙面线路 | 电线未穿管保护，直接敷设在木质墙面上 | 穿阻燃管敷设
power | 插座 | 插线板串接使用，绝缘外皮破损 | 更换插线板，不得串接
power | 电动自行车停放处 | 电动自行车在室内过道充电 | 移至室外集中充电点
paper | 办公室 | 安全检查记录不连续，缺近两个月内容 | 如实补全检查记录并坚持填写
paper | 办公室 | 未与承租方签订安全管理协议 | 签订安全管理协议，明确双方责任
training | 办公室 | 新进人员未经安全培训即上岗，无培训记录 | 组织培训考核，建立一人一档
training | 办公室 | 现场询问两名人员，不会使用灭火器 | 组织消防器材使用培训
rules | 办公室 | 应急预案未结合本单位实际修订，未组织演练 | 修订预案并组织演练
rules | 值班室 | 未张贴值班人员和应急联系电话 | 上墙公示值班表和应急电话
place | 院内 | 院内排水沟盖板缺失，夜间易踏空 | 补齐盖板
place | 楼梯 | 楼梯扶手松动，踏步破损 | 加固扶手，修补踏步
""",
    "trade": """
equipment | 车间 | 皮带传动部位缺少防护罩 | 加装防护罩后方可开机
equipment | 车间 | 砂轮机无挡屑板，托架间隙过大 | 加装挡屑板，调整托架
equipment | 空压机房 | 储气罐压力表超过检验有效期 | 送检压力表，未检不得使用
equipment | 装卸区 | 叉车倒车蜂鸣器失灵 | 修复后使用，落实班前检查
conduct | 车间 | 操作人员戴手套操作旋转设备 | 立即纠正，开展操作规程教育
conduct | 车间 | 焊接作业人员未佩戴防护面罩 | 配齐并督促佩戴防护用品
conduct | 维修间 | 气瓶倾倒放置，氧气瓶与乙炔瓶间距不足 | 直立固定，分开存放
paper | 办公室 | 叉车司机证件已过期 | 持有效证件上岗
rules | 车间 | 设备旁未悬挂安全操作规程 | 张贴操作规程
place | 原料库 | 原料堆垛超高且紧靠照明灯具 | 降低堆垛高度，与灯具保持距离
""",
    "trade.wood": """
place | 打磨车间 | 地面和梁上积尘较厚，未按时清扫 | 立即湿式清扫，建立清扫记录
equipment | 除尘间 | 除尘器灰斗未及时清灰，卸灰口有积尘 | 清灰并记录，每班检查
power | 打磨车间 | 打磨车间使用普通开关，不防尘 | 更换为防尘型电气
fire | 成品库 | 成品库内有人吸烟留下的烟头 | 落实禁烟制度，加强巡查
equipment | 锯台 | 圆锯机锯片防护罩被拆除 | 恢复防护罩后使用
fire | 刨花堆场 | 刨花堆场与电焊作业点距离过近 | 清运刨花，动火审批
""",
    "trade.food": """
equipment | 冷库 | 冷库门内侧逃生装置失灵 | 修复逃生装置，定期试验
chemicals | 制冷机房 | 制冷机房氨气报警器超期未校验 | 委托校验，期间加强人工巡检
conduct | 清洗池 | 污水池清理作业未办理审批，无检测设备 | 停止作业，落实先通风再检测后作业
power | 和面间 | 潮湿场所电气开关无防水措施 | 更换防水开关
place | 油炸间 | 油炸间排烟罩油垢较多 | 清洗烟罩烟道，定期记录
rules | 冷库 | 有限空间未设置警示标志和台账 | 辨识建账，张贴警示标志
""",
    "trade.machine": """
equipment | 冲压车间 | 冲床双手启动装置被短接 | 恢复双手启动装置，未恢复不得使用
equipment | 行车 | 行车吊钩防脱钩装置缺失 | 加装防脱钩装置
equipment | 行车 | 起重机械未按期检验 | 申报检验，合格后使用
chemicals | 喷漆房 | 喷漆房稀料桶敞口存放 | 加盖存放，当班用量不超一桶
power | 焊接工位 | 电焊机外壳未接地，一次线过长 | 接地并更换电源线
place | 熔炼区 | 熔炼炉周边地面潮湿有积水 | 排除积水，保持地面干燥
""",
    "trade.garment": """
fire | 缝制车间 | 车间安全出口上锁 | 立即开锁，生产期间保持畅通
fire | 面料库 | 面料库与宿舍未作防火分隔 | 人员搬离，按要求分隔
power | 裁剪台 | 裁剪台下线路被布料覆盖 | 清理布料，线路穿管固定
place | 烫台 | 电熨斗无人看管仍通电 | 人走断电，设置专用放置架
""",
    "trade.catering": """
chemicals | 厨房 | 厨房未安装可燃气体报警器 | 安装报警器并接通切断阀
chemicals | 厨房 | 液化气瓶与灶台同室且软管超期 | 气瓶移至室外，更换软管
fire | 厨房 | 油烟管道未按时清洗，油垢较厚 | 委托清洗并留存记录
fire | 包间走廊 | 走廊尽头安全出口被桌椅遮挡 | 清理出口，保持畅通
""",
    "trade.store": """
place | 仓库 | 货物堆垛未留墙距和通道 | 按要求留出墙距和通道
equipment | 装卸平台 | 装卸平台边缘无防坠标识 | 划线并设防护
power | 仓库 | 库内灯具无防护罩，正下方堆货 | 加装防护罩，移开货物
""",
    "chemical": """
chemicals | 卸油区 | 卸油口静电接地报警器失灵 | 立即修复，修复前不得卸油
chemicals | 罐区 | 人孔井内有积水和油污 | 清理并检查密封
equipment | 加油区 | 加油机拉断阀渗漏 | 停用该枪并更换拉断阀
conduct | 加油区 | 加油员未提醒顾客熄火和禁打手机 | 开展现场教育，落实提醒
training | 站房 | 上季度应急演练无记录 | 补做演练并留存记录
fire | 站区 | 消防沙箱沙子板结，无消防锨 | 更换干沙，配齐工具
paper | 站房 | 从业人员资格证复印件未存档 | 收集存档，持证上岗
""",
    "fireworks": """
chemicals | 店内 | 烟花爆竹超过许可限量存放 | 立即退回批发企业，控制在限量内
chemicals | 店内 | 产品摆放紧靠插座 | 调整摆放，断开该处电源
fire | 店门口 | 未配备两具以上灭火器 | 配齐灭火器和消防水桶
rules | 店内 | 未张贴禁止烟火标志 | 张贴禁止烟火标志
conduct | 店内 | 店主在销售点内做饭用火 | 立即停止，生活用火与销售点分开
""",
    "mine": """
place | 采面 | 边坡有浮石未清理 | 停止下方作业，排险后恢复
equipment | 破碎机 | 破碎机检修口护栏缺失 | 恢复护栏
equipment | 皮带廊 | 皮带输送机拉绳开关失灵 | 修复拉绳开关
conduct | 运输道 | 铲车司机未系安全带 | 立即纠正，加强教育
rules | 值班室 | 负责人现场带班记录缺失 | 落实带班制度并如实记录
""",
    "building": """
place | 脚手架 | 脚手架连墙件缺失，作业层未满铺 | 补设连墙件，满铺脚手板
place | 临边 | 二层临边无防护栏杆 | 设置防护栏杆和挡脚板
conduct | 作业层 | 高处作业人员未系安全带 | 立即停止作业，佩戴安全带
conduct | 现场 | 现场人员未佩戴安全帽 | 立即纠正，入口设检查人员
power | 总配电箱 | 临时用电未做到三级配电两级保护 | 按规范重新布设
power | 钢筋加工区 | 电缆拖地浸水 | 架空敷设
equipment | 物料提升机 | 提升机限位失灵 | 停用并修复，验收后使用
paper | 项目部 | 特种作业人员证件与现场人员不符 | 更换持证人员上岗
place | 基坑 | 基坑周边堆土过近，无排水措施 | 清运堆土，设置排水沟
""",
    "building.house": """
rules | 房前 | 自建房施工无安全承诺书，施工队未备案 | 签订承诺书，施工队备案
place | 二层 | 预制板直接搁置在未达强度的墙体上 | 停止上部施工，加固后继续
place | 外墙 | 外墙裂缝较宽，未作鉴定仍用于经营 | 停止经营，委托鉴定
power | 现场 | 搅拌机电源线用挂钩直接搭接 | 拆除搭接，配开关箱
fire | 一层门市 | 经营与住宿同层，窗户加装防盗网无逃生口 | 开设逃生窗口，人员搬离
""",
    "transport": """
equipment | 车场 | 两辆客车灭火器超过有效期 | 更换灭火器
paper | 调度室 | 车辆例检记录缺签名 | 补签并落实出车前检查
conduct | 调度室 | 监控平台显示有驾驶员疲劳驾驶未处理 | 教育驾驶员并记录处理结果
training | 会议室 | 驾驶员月度安全学习缺席较多 | 补课并登记
place | 维修地沟 | 维修地沟无盖板和警示 | 加盖板，设警示标志
""",
    "school": """
fire | 教学楼 | 教学楼二层消防栓被展板遮挡 | 移开展板
fire | 宿舍楼 | 学生宿舍夜间安全出口上锁 | 改用推杆锁，专人值守
place | 操场 | 单杠基础松动 | 封闭使用，加固后开放
place | 校门口 | 校门口上下学时段缺少隔离桩和护学人员 | 增设隔离桩，安排护学岗
equipment | 校车 | 校车逃生锤缺失 | 配齐逃生锤
paper | 保卫室 | 外来人员登记不全 | 落实登记制度
chemicals | 实验室 | 危险药品柜未落实双人双锁 | 落实双人双锁和领用登记
power | 教室 | 教室多媒体线路散乱裸露 | 整理并加线槽
chemicals | 食堂 | 食堂燃气软管老化，未装报警器 | 更换软管，安装报警器
""",
    "school.kindergarten": """
place | 活动室 | 窗户未设防护栏，窗台高度不足 | 加装护栏
place | 滑梯 | 滑梯下软垫破损露出硬质地面 | 更换软垫
fire | 二楼 | 二楼班级疏散方向标识贴反 | 重新张贴
conduct | 接送区 | 接送卡制度未落实 | 严格执行接送卡制度
""",
    "crowd": """
fire | 大厅 | 吊顶采用可燃材料装修 | 拆除更换为不燃材料
fire | 客房走廊 | 常闭式防火门被木楔顶开 | 恢复常闭状态
fire | 消防控制室 | 消防控制室值班人员无证 | 安排持证人员值班
power | 大厅 | 装饰灯带线路无套管 | 更换线路，加套管
""",
    "market": """
fire | 主通道 | 摊位外溢占用消防车通道 | 清退外溢摊位，划线管理
power | 熟食区 | 摊位私拉电线 | 拆除私拉线路，统一布线
chemicals | 熟食区 | 摊位使用液化气瓶未检验 | 更换合格气瓶，登记造册
place | 水产区 | 地面湿滑无防滑措施 | 铺防滑垫，及时清扫
""",
    "shop": """
fire | 店内 | 店内住人，未与经营区分隔 | 人员搬离
fire | 店内 | 卷帘门为唯一出口，无逃生口 | 增设逃生口
power | 店内 | 线路老化，空开容量过大 | 更换线路和空开
fire | 店内 | 未配备灭火器 | 配备灭火器
""",
}

# What only a season brings, in units of any category.
_SEASONS = {
    (12, 1, 2): """
conduct | 值班室 | 室内用煤炉取暖，烟道漏烟，未装一氧化碳报警器 | 修复烟道并安装报警器，睡前封火检查
place | 室外台阶 | 台阶结冰未清除，无防滑措施 | 清除结冰，铺设防滑垫
fire | 院内 | 院内枯草和可燃杂物未清理 | 清理可燃物，保持隔离
""",
    (6, 7, 8): """
place | 院内 | 雨后院内积水漫到配电箱下沿 | 疏通排水，抬高配电箱
power | 屋面 | 防雷引下线断开，未作年度检测 | 修复并委托检测
equipment | 室外 | 室外广告牌固定不牢，大风天易坠落 | 加固或拆除
conduct | 车间 | 高温时段未调整作业时间，无防暑用品 | 调整作业时间，发放防暑用品
""",
}


def _parse(lines: str) -> tuple[Fault, ...]:
    rows = [line.split(" | ") for line in lines.strip().splitlines()]
    return tuple(Fault(*row) for row in rows)


FAULTS: dict[str, tuple[Fault, ...]] = {category: _parse(lines) for category, lines in _TEXTS.items()}
SEASONAL = {month: _parse(lines) for months, lines in _SEASONS.items() for month in months}
KINDS_SHOWN = tuple(sorted({fault.kind for faults in FAULTS.values() for fault in faults}))


def draw_faults(rng: Random, category: str, month: int, count: int) -> list[Fault]:
    """`count` different faults that a unit of a category may have: mostly of its own trade, some of any, and
    some of the season."""
    own = [fault for code in trades(category) for fault in FAULTS.get(code, ())]
    common = [*FAULTS[""], *SEASONAL.get(month, ()) * 2]
    drawn: list[Fault] = []
    while len(drawn) < count:
        fault = rng.choice(own if own and rng.random() < 0.65 else common)
        if fault not in drawn:
            drawn.append(fault)
    return drawn


# The words by which a fault and a line of a checklist speak of the same thing, the telling ones first.
_WORDS = [
    "三级配电",
    "一闸",
    "防护罩",
    "逃生锤",
    "危险药品",
    "双人双锁",
    "安全带",
    "安全帽",
    "临边",
    "连墙件",
    "脚手架",
    "堆土",
    "基坑",
    "提升机",
    "限位",
    "清灰",
    "积尘",
    "清扫",
    "检验",
    "防护用品",
    "防护面罩",
    "操作规程",
    "氨",
    "有限空间",
    "宿舍",
    "校车",
    "外来人员",
    "护学",
    "隔离",
    "燃气",
    "月检",
    "灭火器",
    "消火栓",
    "消防栓",
    "安全出口",
    "疏散通道",
    "配电箱",
    "线路",
    "电线",
    "导线",
    "承诺书",
    "鉴定",
    "预案",
    "检查记录",
    "特种作业",
    "堆垛",
    "动火",
]


def item_of(checklist: Checklist | None, fault: Fault) -> Item | None:
    """The line of a checklist that a fault fails, by a telling word that both have; None where there is none."""
    if checklist is None:
        return None
    words = ["培训"] if fault.kind == "training" else [word for word in _WORDS if word in fault.text]
    return next((item for word in words for item in checklist.items if word in item.text), None)
