"""The table behind `law`: the texts of each law with their days of force, and the articles that papers and checklists cite. Pure.

Where the article is not certain, the row has none and the law alone is cited. Source of the rows: domain 1.1 and 1.2, and the laws'
texts. The numbers before the revisions of 2021 stand beside those since.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Edition:
    """A text of a law in force from a day up to (not including) another; None: until today."""

    law: str
    name: str
    from_on: date
    to_on: date | None = None

    def in_force(self, on: date) -> bool:
        return self.from_on <= on and (self.to_on is None or on < self.to_on)


@dataclass(frozen=True)
class Article:
    """One article of one edition. `topic` is the same through all editions, so that a text written once cites each
    day's number. `article` is its number as digits, or "" where the law alone is cited."""

    topic: str
    edition: Edition
    article: str
    gist: str

    @property
    def is_duty(self) -> bool:
        """Whether it says what a unit must do: what checklists cite. The others are for papers: penalties and procedure."""
        return not self.topic.startswith("pen_") and self.topic not in _PROCEDURE_TOPICS


SAFETY_2014 = Edition("安全生产法", "2014年修正", date(2014, 12, 1), date(2021, 9, 1))
SAFETY_2021 = Edition("安全生产法", "2021年修正", date(2021, 9, 1))
FIRE_2008 = Edition("消防法", "2008年修订", date(2009, 5, 1), date(2019, 4, 23))
FIRE_2019 = Edition("消防法", "2019年修正", date(2019, 4, 23), date(2021, 4, 29))
FIRE_2021 = Edition("消防法", "2021年修正", date(2021, 4, 29))
EQUIPMENT = Edition("特种设备安全法", "2013年", date(2014, 1, 1))
BUILDING_2011 = Edition("建筑法", "2011年修正", date(2011, 7, 1), date(2019, 4, 23))
BUILDING_2019 = Edition("建筑法", "2019年修正", date(2019, 4, 23))
SITES = Edition("建设工程安全生产管理条例", "2003年", date(2004, 2, 1))
SCHOOLS = Edition("中小学幼儿园安全管理办法", "2006年", date(2006, 9, 1))
SCHOOL_BUSES = Edition("校车安全管理条例", "2012年", date(2012, 4, 5))
KINDERGARTENS = Edition("幼儿园管理条例", "1989年", date(1990, 2, 1))
VILLAGES = Edition("村庄和集镇规划建设管理条例", "1993年", date(1993, 11, 1))
QUALITY_2000 = Edition("建设工程质量管理条例", "2000年", date(2000, 1, 30), date(2017, 10, 7))
QUALITY_2017 = Edition("建设工程质量管理条例", "2017年修订", date(2017, 10, 7), date(2019, 4, 23))
QUALITY_2019 = Edition("建设工程质量管理条例", "2019年修订", date(2019, 4, 23))
CHEMICALS = Edition("危险化学品安全管理条例", "2013年修订", date(2013, 12, 7))
GAS_2010 = Edition("城镇燃气管理条例", "2010年", date(2011, 3, 1), date(2016, 2, 6))
GAS_2016 = Edition("城镇燃气管理条例", "2016年修订", date(2016, 2, 6))
FIREWORKS_2006 = Edition("烟花爆竹安全管理条例", "2006年", date(2006, 1, 21), date(2016, 2, 6))
FIREWORKS_2016 = Edition("烟花爆竹安全管理条例", "2016年修订", date(2016, 2, 6))
FIREWORKS_SHOPS = Edition("烟花爆竹经营许可实施办法", "安监总局令第65号", date(2013, 12, 1))
PERMITS = Edition("安全生产许可证条例", "2014年修订", date(2014, 7, 29))
EMERGENCIES = Edition("生产安全事故应急条例", "2019年", date(2019, 4, 1))
MINES = Edition("矿山安全法", "2009年修正", date(2009, 8, 27))
EXPLOSIVES = Edition("民用爆炸物品安全管理条例", "2014年修订", date(2014, 7, 29))
FIRE_UNITS = Edition("机关、团体、企业、事业单位消防安全管理规定", "公安部令第61号", date(2002, 5, 1))
STORES = Edition("仓库防火安全管理规则", "公安部令第6号", date(1990, 4, 10))
DUST = Edition("工贸企业粉尘防爆安全规定", "应急管理部令第6号", date(2021, 9, 1))
CONFINED = Edition("工贸企业有限空间作业安全规定", "应急管理部令第13号", date(2024, 1, 1))

PENALTY_2009 = Edition("行政处罚法", "2009年修正", date(2009, 8, 27), date(2018, 1, 1))
PENALTY_2017 = Edition("行政处罚法", "2017年修正", date(2018, 1, 1), date(2021, 7, 15))
PENALTY_2021 = Edition("行政处罚法", "2021年修订", date(2021, 7, 15))
PENALTIES = (PENALTY_2009, PENALTY_2017, PENALTY_2021)
COMPULSION = Edition("行政强制法", "2011年", date(2012, 1, 1))
REVIEW_2009 = Edition("行政复议法", "2009年修正", date(2009, 8, 27), date(2018, 1, 1))
REVIEW_2017 = Edition("行政复议法", "2017年修正", date(2018, 1, 1), date(2024, 1, 1))
REVIEW_2023 = Edition("行政复议法", "2023年修订", date(2024, 1, 1))
REVIEWS = (REVIEW_2009, REVIEW_2017, REVIEW_2023)
SUIT_2014 = Edition("行政诉讼法", "2014年修正", date(2015, 5, 1), date(2017, 7, 1))
SUIT_2017 = Edition("行政诉讼法", "2017年修正", date(2017, 7, 1))
SUITS = (SUIT_2014, SUIT_2017)
CIVIL_2012 = Edition("民事诉讼法", "2012年修正", date(2013, 1, 1), date(2017, 7, 1))
CIVIL_2017 = Edition("民事诉讼法", "2017年修正", date(2017, 7, 1), date(2022, 1, 1))
CIVIL_2021 = Edition("民事诉讼法", "2021年修正", date(2022, 1, 1), date(2024, 1, 1))
CIVIL_2023 = Edition("民事诉讼法", "2023年修正", date(2024, 1, 1))
LEADERS = Edition("地方党政领导干部安全生产责任制规定", "2018年", date(2018, 4, 8))
CASES = Edition("安全生产执法程序规定", "安监总政法〔2016〕72号", date(2016, 7, 15))

FULL_NAMES = {
    "安全生产法": "中华人民共和国安全生产法",
    "消防法": "中华人民共和国消防法",
    "特种设备安全法": "中华人民共和国特种设备安全法",
    "建筑法": "中华人民共和国建筑法",
    "矿山安全法": "中华人民共和国矿山安全法",
    "行政处罚法": "中华人民共和国行政处罚法",
    "行政强制法": "中华人民共和国行政强制法",
    "行政复议法": "中华人民共和国行政复议法",
    "行政诉讼法": "中华人民共和国行政诉讼法",
    "民事诉讼法": "中华人民共和国民事诉讼法",
}


def _by(editions: tuple[Edition, ...], *numbers: str) -> tuple[tuple[Edition, str], ...]:
    return tuple(zip(editions, numbers, strict=True))


# 安全生产法: topic, number in the edition of 2014 (None: not yet in it), number in that of 2021, gist.
_SAFETY: tuple[tuple[str, str | None, str, str], ...] = (
    ("township", "8", "9", "乡镇、街道对辖区生产经营单位监督检查，协助或者按授权履行职责"),
    ("conditions", "17", "20", "具备规定的安全生产条件，不具备的不得从事生产经营"),
    ("head", "18", "21", "主要负责人的安全生产职责"),
    ("responsibility", "19", "22", "责任制明确各岗位责任人员、责任范围和考核标准"),
    ("officers", "21", "24", "设置安全管理机构或者配备安全管理人员"),
    ("assessed", "24", "27", "主要负责人和安全管理人员具备相应知识和能力，危险行业的经考核合格"),
    ("training", "25", "28", "从业人员培训合格后上岗，建立教育培训档案"),
    ("special_work", "27", "30", "特种作业人员持证上岗"),
    ("signs", "32", "35", "危险场所和设备设置明显的警示标志"),
    ("equipment", "33", "36", "安全设备经常维护保养、定期检测，不得关闭破坏"),
    ("gas_alarm", None, "36", "使用燃气的餐饮等单位安装可燃气体报警装置"),
    ("outdated", "35", "38", "不得使用应当淘汰的危及生产安全的工艺、设备"),
    ("dangerous_goods", "36", "39", "生产、储存、使用危险物品依规并接受监督"),
    ("hazards", "38", "41", "建立隐患排查治理制度，如实记录并向从业人员通报"),
    ("risk_grading", None, "41", "建立安全风险分级管控制度并采取相应措施"),
    ("exits", "39", "42", "场所与宿舍保持安全距离，出口符合疏散要求，不得锁闭堵塞"),
    ("dangerous_work", "40", "43", "危险作业安排专人现场管理"),
    ("conduct", "41", "44", "教育督促从业人员遵守制度和操作规程，告知危险因素和应急措施"),
    ("protection", "42", "45", "提供合格的劳动防护用品并监督使用"),
    ("contractors", "46", "49", "发包、出租签订安全管理协议，统一协调管理"),
    ("powers", "62", "65", "负有安全生产监督管理职责的部门的检查职权"),
    ("inspection_record", "65", "68", "检查情况书面记录并签字，拒签的记录在案"),
    ("referral", "66", "69", "联合检查，发现他部门问题的移送并记录"),
    ("plans", "78", "81", "制定应急救援预案并定期演练"),
    ("rescue", "79", "82", "危险行业建立应急组织或者指定人员，配备救援器材"),
    ("money", "20", "23", "保证安全生产条件所必需的资金投入"),
    ("report_hazard", "43", "46", "安全管理人员报告重大事故隐患，不处理的可以向主管部门报告"),
    ("inspection_plan", "59", "62", "分类分级监督管理，制定年度监督检查计划"),
    ("cooperate", "63", "66", "生产经营单位配合监督检查，不得拒绝、阻挠"),
    ("card", "64", "67", "执法人员忠于职守，出示有效的行政执法证件，保密"),
    ("power_cut", "67", "70", "拒不执行停产决定的，书面通知停止供电、供应民用爆炸物品"),
    ("tips", "70", "73", "建立举报制度，受理举报，经核实形成书面材料并督促整改"),
    ("tip_right", "71", "74", "任何单位和个人有权报告或者举报事故隐患和违法行为"),
    ("penalty_public", "75", "78", "违法行为信息库，行政处罚及时公开"),
    ("accident_report", "80", "83", "事故单位负责人接到报告后如实报告"),
    ("pen_money", "90", "93", "不依法保证安全投入的法律责任"),
    ("pen_head", "91", "94", "主要负责人不履行职责的法律责任"),
    ("pen_officers", "93", "96", "其他负责人、安全管理人员不履行职责的法律责任"),
    ("pen_management", "94", "97", "机构人员、培训、隐患记录通报、预案演练、特种作业的法律责任"),
    ("pen_projects", "95", "98", "建设项目未落实安全设施要求的法律责任"),
    ("pen_equipment", "96", "99", "警示标志、安全设备、劳动防护用品、淘汰设备的法律责任"),
    ("pen_dangerous", "98", "101", "危险物品、重大危险源、危险作业、隐患排查治理制度的法律责任"),
    ("pen_hazards", "99", "102", "未采取措施消除事故隐患的法律责任"),
    ("pen_contractors", "100", "103", "违规发包出租、未签订安全管理协议的法律责任"),
    ("pen_exits", "102", "105", "安全距离、出口、疏散通道的法律责任"),
    ("pen_staff", "104", "107", "从业人员不落实岗位责任、不服从管理的法律责任"),
    ("pen_refusal", "105", "108", "拒绝、阻碍监督检查的法律责任"),
    ("pen_conditions", "108", "113", "不具备安全生产条件的，提请关闭"),
    ("pen_accident", "109", "114", "对事故发生单位的罚款"),
    ("pen_daily", None, "112", "受到罚款处罚拒不改正的，按日连续处罚"),
)

# Other laws whose article is the same in all editions given: topic, editions, number or "", gist.
_OTHERS: tuple[tuple[str, tuple[Edition, ...], str, str], ...] = (
    ("fire_duties", (FIRE_2008, FIRE_2019, FIRE_2021), "16", "单位的消防安全职责：制度、器材、检查、演练"),
    ("fire_separation", (FIRE_2008, FIRE_2019, FIRE_2021), "19", "易燃易爆场所、经营场所与居住场所的设置"),
    (
        "open_fire",
        (FIRE_2008, FIRE_2019, FIRE_2021),
        "21",
        "有火灾、爆炸危险的场所禁止吸烟和明火，动火须审批",
    ),
    ("wiring", (FIRE_2008, FIRE_2019, FIRE_2021), "27", "电器产品、燃气用具及其线路、管路的安装使用和维护"),
    (
        "escape",
        (FIRE_2008, FIRE_2019, FIRE_2021),
        "28",
        "不得损坏停用消防设施，不得占用堵塞疏散通道和消防车通道",
    ),
    ("fire_opening", (FIRE_2008, FIRE_2019, FIRE_2021), "15", "公众聚集场所投入使用、营业前的消防安全检查"),
    (
        "fire_shared",
        (FIRE_2008, FIRE_2019, FIRE_2021),
        "18",
        "同一建筑物多个单位的，明确消防责任，统一管理共用部分",
    ),
    ("fire_goods", (FIRE_2008, FIRE_2019, FIRE_2021), "23", "易燃易爆危险品和可燃物资仓库执行消防规定"),
    ("fire_decor", (FIRE_2008, FIRE_2019, FIRE_2021), "26", "人员密集场所装修使用不燃、难燃材料"),
    ("fire_units", (FIRE_UNITS,), "", "单位的防火巡查、检查、培训和演练"),
    ("stores", (STORES,), "", "仓库的堆放、电气、火源管理"),
    ("equipment_staff", (EQUIPMENT,), "14", "特种设备管理和作业人员持证"),
    ("equipment_lawful", (EQUIPMENT,), "32", "使用取得许可生产并检验合格的特种设备，禁用淘汰、报废的"),
    ("equipment_use", (EQUIPMENT,), "33", "特种设备使用登记"),
    ("equipment_care", (EQUIPMENT,), "39", "特种设备维护保养、自行检查，安全附件定期校验"),
    ("equipment_check", (EQUIPMENT,), "40", "特种设备定期检验，未检验或者不合格的不得使用"),
    ("site_permit", (BUILDING_2011, BUILDING_2019), "7", "建筑工程开工前申领施工许可"),
    ("site_guard", (BUILDING_2011, BUILDING_2019), "39", "施工现场维护安全、防范危险，实行封闭管理"),
    ("site_builder", (SITES,), "20", "施工单位依法取得资质，在许可范围内承揽工程"),
    ("site_head", (SITES,), "21", "施工单位负责人、项目负责人的职责，定期和专项检查"),
    ("site_officers", (SITES,), "23", "施工单位配备专职安全管理人员"),
    ("site_staff", (SITES,), "25", "施工特种作业人员持证上岗"),
    ("site_plan", (SITES,), "26", "临时用电方案和危险性较大工程的专项施工方案"),
    ("site_told", (SITES,), "27", "施工前安全技术交底，双方签字"),
    ("site_signs", (SITES,), "28", "施工现场危险部位设置安全警示标志"),
    ("site_camp", (SITES,), "29", "办公、生活区与作业区分开，未竣工建筑内不设宿舍"),
    ("site_fire", (SITES,), "31", "施工现场消防责任、制度、通道和器材"),
    ("site_protection", (SITES,), "32", "向施工人员提供防护用具和防护服装"),
    ("site_tools", (SITES,), "34", "机械设备、施工机具专人管理，定期检查、维修"),
    ("site_machines", (SITES,), "35", "施工起重机械和整体提升设施的验收"),
    ("site_training", (SITES,), "37", "作业人员进场、转岗前培训合格"),
    ("schools", (SCHOOLS,), "", "学校的安全管理制度、设施、教育和检查"),
    ("kindergartens", (KINDERGARTENS,), "19", "幼儿园建立安全防护制度，不得有危险的建筑物和设施"),
    ("bus_permit", (SCHOOL_BUSES,), "14", "校车使用许可及其条件"),
    ("bus_gear", (SCHOOL_BUSES,), "21", "校车配备逃生锤、灭火器、急救箱和卫星定位"),
    ("bus_drivers", (SCHOOL_BUSES,), "25", "校车驾驶人取得校车驾驶资格"),
    ("bus_load", (SCHOOL_BUSES,), "34", "校车不得超员"),
    ("bus_guards", (SCHOOL_BUSES,), "38", "校车随车照管人员全程照管"),
    ("village_houses", (VILLAGES,), "", "村民建房的用地、设计、施工和质量管理"),
    ("house_approval", (VILLAGES,), "18", "村民建住宅的申请和审批"),
    ("house_design", (VILLAGES,), "21", "二层以上住宅由有资质的单位设计或者选用通用设计"),
    ("house_builders", (VILLAGES,), "23", "承担村镇施工的单位和工匠具备资质"),
    ("house_materials", (VILLAGES,), "25", "按技术规定施工，不用不合格的材料和构件"),
    ("structure", (QUALITY_2000, QUALITY_2017, QUALITY_2019), "15", "不得擅自变动房屋主体和承重结构"),
    ("chemicals_duty", (CHEMICALS,), "4", "危险化学品单位的安全条件、制度、教育培训"),
    ("chemicals_devices", (CHEMICALS,), "20", "按危险特性设置安全设施、设备和警示标志并维护"),
    ("chemicals_storage", (CHEMICALS,), "24", "储存在专用场所，专人管理，数量、方式合规"),
    ("chemicals_books", (CHEMICALS,), "25", "危险化学品出入库核查、登记"),
    ("chemicals_use", (CHEMICALS,), "28", "使用危险化学品的条件、制度和操作规程"),
    ("chemicals_permit", (CHEMICALS,), "33", "经营危险化学品须经许可"),
    ("chemicals_trade", (CHEMICALS,), "34", "危险化学品经营企业的条件"),
    ("gas_supply", (GAS_2010, GAS_2016), "15", "燃气经营许可"),
    ("gas_bottles", (GAS_2010, GAS_2016), "18", "不得供应未经许可充装的瓶装燃气"),
    ("gas_users", (GAS_2010, GAS_2016), "27", "用户使用合格的燃具、气瓶、连接管，单位用户建立制度、培训"),
    ("gas_bans", (GAS_2010, GAS_2016), "28", "不得擅自改装燃气设施，不得在不具备条件的场所用气、存气"),
    ("fireworks_duty", (FIREWORKS_2006, FIREWORKS_2016), "6", "烟花爆竹单位的安全责任制、教育培训"),
    (
        "fireworks_shop",
        (FIREWORKS_2006, FIREWORKS_2016),
        "18",
        "零售经营者的条件：专店专柜、专人、消防器材、警示标志",
    ),
    (
        "fireworks_permit",
        (FIREWORKS_2006, FIREWORKS_2016),
        "19",
        "零售许可证载明负责人、地址、期限、种类和限量",
    ),
    (
        "fireworks_goods",
        (FIREWORKS_2006, FIREWORKS_2016),
        "20",
        "向批发企业采购，不销售非法产品和专业燃放类产品",
    ),
    ("fireworks_rules", (FIREWORKS_SHOPS,), "", "零售点的布点、面积、距离、存放和销售"),
    ("permits", (PERMITS,), "2", "矿山、建筑施工等企业取得安全生产许可证"),
    ("emergency_drills", (EMERGENCIES,), "8", "危险行业和人员密集场所至少每半年演练一次"),
    ("emergency_gear", (EMERGENCIES,), "13", "配备必要的应急救援器材、设备和物资"),
    ("emergency_training", (EMERGENCIES,), "15", "对从业人员进行应急教育和培训"),
    ("mine_rules", (MINES,), "13", "开采具备安全条件，执行矿山安全规程"),
    ("mine_machines", (MINES,), "16", "机电设备及其防护装置定期检查、维修"),
    ("mine_slopes", (MINES,), "18", "对边坡滑落、爆破、粉尘等危害采取预防措施"),
    ("mine_head", (MINES,), "27", "矿长和安全人员具备安全知识并经考核"),
    ("mine_protection", (MINES,), "28", "向职工发放劳动防护用品"),
    ("explosives", (EXPLOSIVES,), "3", "未经许可不得购买、储存、使用民用爆炸物品和从事爆破"),
    ("explosives_books", (EXPLOSIVES,), "37", "领取、发放、清退登记，剩余当班退库"),
    ("dust", (DUST,), "", "粉尘涉爆企业的清扫、除尘、防点燃和教育"),
    ("confined", (CONFINED,), "", "有限空间的辨识、台账、审批、检测、监护和救援"),
    ("pen_fire_opening", (FIRE_2008, FIRE_2019, FIRE_2021), "58", "公众聚集场所未经消防安全检查的法律责任"),
    ("pen_fire", (FIRE_2008, FIRE_2019, FIRE_2021), "60", "消防设施、疏散通道、消防车通道的法律责任"),
    (
        "pen_fire_goods",
        (FIRE_2008, FIRE_2019, FIRE_2021),
        "62",
        "违规生产、储存、销售、使用易燃易爆危险品的法律责任",
    ),
    ("pen_fire_duties", (FIRE_2008, FIRE_2019, FIRE_2021), "67", "单位不履行消防安全职责的法律责任"),
    ("pen_permits", (PERMITS,), "19", "未取得安全生产许可证擅自生产的法律责任"),
    ("pen_gas_permit", (GAS_2010, GAS_2016), "45", "未取得燃气经营许可证从事燃气经营的法律责任"),
    ("pen_gas_sellers", (GAS_2010, GAS_2016), "46", "燃气经营者违规供气的法律责任"),
    (
        "pen_fire_separation",
        (FIRE_2008, FIRE_2019, FIRE_2021),
        "61",
        "危险品场所、其他物品场所与居住场所同一建筑的法律责任",
    ),
    ("pen_open_fire", (FIRE_2008, FIRE_2019, FIRE_2021), "63", "违规进入危险场所、违规使用明火的法律责任"),
    (
        "pen_wiring",
        (FIRE_2008, FIRE_2019, FIRE_2021),
        "66",
        "电器产品、燃气用具及其线路、管路不符合规定的法律责任",
    ),
    ("pen_equipment_care", (EQUIPMENT,), "83", "特种设备未登记、未维护保养、未校验的法律责任"),
    ("pen_equipment_check", (EQUIPMENT,), "84", "使用未经检验、检验不合格或者淘汰报废特种设备的法律责任"),
    ("pen_equipment_staff", (EQUIPMENT,), "86", "特种设备人员无资格、未培训的法律责任"),
    ("pen_site_permit", (BUILDING_2011, BUILDING_2019), "64", "未取得施工许可擅自施工的法律责任"),
    ("pen_site_staff", (SITES,), "62", "施工单位人员、培训、标志、防护用具的法律责任"),
    ("pen_site_told", (SITES,), "64", "未作安全技术交底、宿舍设置不合规的法律责任"),
    ("pen_site_plan", (SITES,), "65", "专项施工方案、机械进场查验和验收的法律责任"),
    ("pen_chemicals_books", (CHEMICALS,), "78", "标志、专人管理、出入库登记的法律责任"),
    ("pen_chemicals_storage", (CHEMICALS,), "80", "储存场所、方式、数量、安全设施的法律责任"),
    ("pen_chemicals_permit", (CHEMICALS,), "77", "未经许可经营危险化学品的法律责任"),
    ("pen_gas_users", (GAS_2010, GAS_2016), "49", "燃气用户违规使用燃气的法律责任"),
    ("pen_fireworks", (FIREWORKS_2006, FIREWORKS_2016), "", "烟花爆竹经营违法行为的法律责任"),
    ("pen_fireworks_permit", (FIREWORKS_2006, FIREWORKS_2016), "36", "未经许可生产、经营烟花爆竹的法律责任"),
    ("pen_fireworks_goods", (FIREWORKS_2006, FIREWORKS_2016), "38", "销售非法产品和专业燃放类产品的法律责任"),
    ("pen_school_bus_permit", (SCHOOL_BUSES,), "45", "使用无校车标牌的车辆、无校车驾驶资格的人员的法律责任"),
    ("pen_mine", (MINES,), "", "矿山违法行为的法律责任"),
    ("pen_explosives", (EXPLOSIVES,), "", "民用爆炸物品违法行为的法律责任"),
    ("pen_school_bus", (SCHOOL_BUSES,), "", "校车违法行为的法律责任"),
    ("pen_dust", (DUST,), "", "粉尘防爆违法行为的法律责任"),
    ("pen_confined", (CONFINED,), "", "有限空间作业违法行为的法律责任"),
)

# Laws of procedure, whose numbers moved with the editions: topic, gist, number by edition.
_PROCEDURE: tuple[tuple[str, str, tuple[tuple[Edition, str], ...]], ...] = (
    ("penalty_law", "行政处罚的设定和实施", _by(PENALTIES, "", "", "")),
    ("delegation", "受委托组织以委托机关名义实施行政处罚", _by(PENALTIES, "18", "18", "20")),
    ("transferred", "交由乡镇人民政府、街道办事处行使处罚权", ((PENALTY_2021, "24"),)),
    ("correction", "责令当事人改正或者限期改正违法行为", _by(PENALTIES, "23", "23", "28")),
    ("told_before", "处罚前告知内容、事实、理由、依据和权利", _by(PENALTIES, "31", "31", "44")),
    ("statement", "当事人有权陈述和申辩，不得因此加重处罚", _by(PENALTIES, "32", "32", "45")),
    ("simple_penalty", "可以当场作出处罚决定的情形", _by(PENALTIES, "33", "33", "51")),
    ("simple_paper", "当场处罚决定书的内容和备案", _by(PENALTIES, "34", "34", "52")),
    ("two_officers", "执法人员不得少于两人", _by(PENALTIES, "37", "37", "42")),
    ("inquiry", "出示执法证件，如实回答询问，制作笔录", _by(PENALTIES, "37", "37", "55")),
    ("evidence", "先行登记保存证据，七日内作出处理决定", _by(PENALTIES, "37", "37", "56")),
    ("hearing", "要求听证的权利", _by(PENALTIES, "42", "42", "63")),
    ("hearing_steps", "听证的程序", _by(PENALTIES, "42", "42", "64")),
    ("penalty_service", "处罚决定书当场交付或者七日内送达", _by(PENALTIES, "40", "40", "61")),
    ("payment", "十五日内到指定的银行缴纳罚款", _by(PENALTIES, "46", "46", "67")),
    ("cash", "可以当场收缴罚款的情形", _by(PENALTIES, "47", "47", "68")),
    ("surcharge", "逾期不履行的，每日按罚款数额的百分之三加处罚款", _by(PENALTIES, "51", "51", "72")),
    ("review_term", "六十日内申请行政复议", _by(REVIEWS, "9", "9", "20")),
    ("review_body", "行政复议机关", _by(REVIEWS, "12", "12", "24")),
    ("suit_term", "六个月内提起行政诉讼", _by(SUITS, "46", "46")),
    (
        "lawful_service",
        "送达的方式",
        _by(
            (
                CIVIL_2012,
                CIVIL_2017,
                CIVIL_2021,
                CIVIL_2023,
            ),
            "",
            "",
            "",
            "",
        ),
    ),
    ("case_procedure", "安全生产执法程序", _by((CASES,), "")),
    ("accountability", "实行生产安全事故责任追究制度", ((SAFETY_2014, "14"), (SAFETY_2021, "16"))),
    (
        "honours",
        "对防止生产安全事故、参加抢险救护有显著成绩的给予奖励",
        ((SAFETY_2014, "16"), (SAFETY_2021, "19")),
    ),
    ("leaders_rules", "地方党政领导干部的安全生产职责、考核、奖励和责任追究", ((LEADERS, ""),)),
    ("seize_no_delegate", "行政强制措施权不得委托", _by((COMPULSION,), "17")),
    ("seize_steps", "实施行政强制措施的程序", _by((COMPULSION,), "18")),
    ("seize_urgent", "情况紧急的，二十四小时内报告并补办批准", _by((COMPULSION,), "19")),
    ("seize_scope", "查封、扣押限于涉案的场所、设施或者财物", _by((COMPULSION,), "23")),
    ("seize_paper", "制作并当场交付查封、扣押决定书和清单", _by((COMPULSION,), "24")),
    ("seize_term", "查封、扣押的期限不得超过三十日，可以延长", _by((COMPULSION,), "25")),
    ("seize_care", "妥善保管，不得使用或者损毁", _by((COMPULSION,), "26")),
)

ARTICLES: tuple[Article, ...] = (
    *(
        Article(topic, edition, number, gist)
        for topic, old, new, gist in _SAFETY
        for edition, number in ((SAFETY_2014, old), (SAFETY_2021, new))
        if number is not None
    ),
    *(
        Article(topic, edition, number, gist)
        for topic, editions, number, gist in _OTHERS
        for edition in editions
    ),
    *(
        Article(topic, edition, number, gist)
        for topic, gist, numbers in _PROCEDURE
        for edition, number in numbers
    ),
)
_PROCEDURE_TOPICS = {topic for topic, _gist, _numbers in _PROCEDURE}
