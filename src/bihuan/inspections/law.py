"""Law as dated data: which article says what, in which edition, and from when to when. Pure.

A citation that is not in the table, or not in force on the paper's date, is refused. Where the article is not
certain, the row has none and the law alone is cited. Source of the rows: domain 1.1 and 1.2, and the laws' texts.
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

FULL_NAMES = {
    "安全生产法": "中华人民共和国安全生产法",
    "消防法": "中华人民共和国消防法",
    "特种设备安全法": "中华人民共和国特种设备安全法",
    "建筑法": "中华人民共和国建筑法",
    "矿山安全法": "中华人民共和国矿山安全法",
}

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
)
_TOPICS = {article.topic for article in ARTICLES}


def cite(law: str, article: str, on: date) -> str:
    """The citation of an article (digits, or "" for the law alone) as it is printed on a paper of a day.

    Raises ValueError, in Chinese, when the table has no such article in an edition in force on that day.
    """
    editions = [row.edition for row in ARTICLES if row.edition.law == law]
    if not editions:
        raise ValueError(f"依据表中没有《{law}》。")
    if not any(edition.in_force(on) for edition in editions):
        raise ValueError(f"《{law}》在{on:%Y-%m-%d}尚未施行或者已经失效。")
    known = any(
        row.article == article and row.edition.law == law and row.edition.in_force(on) for row in ARTICLES
    )
    if article and not known:
        raise ValueError(f"{on:%Y-%m-%d}施行的《{law}》没有登记第{article}条，请核对依据。")
    return f"《{FULL_NAMES.get(law, law)}》" + (f"第{numeral(int(article))}条" if article else "")


def basis(topic: str, on: date) -> str:
    """The citation of a topic by its article of the day, or "" when no edition in force has it yet.

    Raises KeyError for a topic that the table does not know.
    """
    if topic not in _TOPICS:
        raise KeyError(topic)
    for row in ARTICLES:
        if row.topic == topic and row.edition.in_force(on):
            return cite(row.edition.law, row.article, on)
    return ""


def edition_of(topic: str, on: date) -> Edition | None:
    """The text in force on a day that a topic's citation rests on."""
    return next((row.edition for row in ARTICLES if row.topic == topic and row.edition.in_force(on)), None)


def numeral(number: int) -> str:
    """A number of 1–999 in Chinese, as articles are numbered: 41 → 四十一, 109 → 一百零九."""
    if not 1 <= number <= 999:
        raise ValueError(f"no article number: {number}")
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{digits[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (digits[ones] if ones else "")
