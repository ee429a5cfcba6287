"""Channels of publicity: what each counts and whom it reaches; what can be wrong with an entry and what is only odd. Pure.

Occasions (安全生产月 in June, 5·12, 11·9, 12·2 and the like) are those that the national calendar of publicity has every year.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

COUNTED, ESTIMATED = "counted", "estimated"
REACHES = {COUNTED: "清点", ESTIMATED: "估计"}


@dataclass(frozen=True)
class Channel:
    """A channel (宣传渠道). `unit` is what it counts, `counts` that in words. `reach`: by which rule its reach is told; `each`: of a thing so much as one
    person is reached where nobody told otherwise, by that kind of knowledge ("" for none). `shared`: one deed serves all its places (a vehicle's tour), while of others each place has its own number.
    `on_site`: it comes to the village; what goes to everybody's phone has been in none. `usual`: above so much at one place the number is to be looked at again. `named`: the words by which reports name it."""

    code: str
    label: str
    unit: str
    counts: str
    reach: str
    each: str = ""
    shared: bool = False
    on_site: bool = True
    usual: int = 100
    named: tuple[str, ...] = ()


CHANNELS = {
    one.code: one
    for one in (
        Channel(
            "visit",
            "走访",
            "户",
            "走访的户数、家数",
            "当面讲到的人，逐户清点。",
            usual=300,
            named=(
                "走访服务企业",
                "走访服务",
                "走访企业",
                "上门走访",
                "入户走访",
                "走访",
                "入户宣传",
                "上门宣传",
            ),
        ),
        Channel(
            "leaflet",
            "发放资料",
            "份",
            "发出的份数，库存的不算",
            "签收、当面递交的清点；其余的一份按一人估计。",
            each=ESTIMATED,
            usual=3000,
            named=(
                "发放宣传册",
                "发放宣传资料",
                "发放宣传单",
                "发放明白纸",
                "发放资料",
                "宣传册",
                "宣传资料",
                "宣传单",
                "明白纸",
            ),
        ),
        Channel(
            "banner",
            "横幅标语",
            "条",
            "挂出、刷写的条数，同一条不重复计",
            "看到的人无法清点，只能估计。",
            usual=100,
            named=("悬挂横幅", "张贴标语", "横幅", "标语", "条幅"),
        ),
        Channel(
            "board",
            "海报展板",
            "块",
            "张贴、摆放的张数、块数，同一块不重复计",
            "看到的人无法清点，只能估计。",
            usual=200,
            named=("张贴宣传牌", "张贴海报", "宣传牌", "宣传栏", "海报", "展板"),
        ),
        Channel(
            "sms",
            "短信",
            "条",
            "平台回执发送成功的条数",
            "一条按一人清点（以发送成功的回执为准）。",
            each=COUNTED,
            shared=True,
            on_site=False,
            usual=60_000,
            named=("手机短信", "短信"),
        ),
        Channel(
            "wechat",
            "微信",
            "篇",
            "公众号、工作群发出的篇数，转发的不另计",
            "公众号按后台的阅读人数清点；微信群按群成员数估计。",
            shared=True,
            on_site=False,
            usual=60,
            named=("微信公众号", "微信群", "微信", "公众号"),
        ),
        Channel(
            "screen",
            "电子屏",
            "块",
            "播放的屏数，同一天同一块计一次",
            "看到的人无法清点，只能估计。",
            usual=60,
            named=("电子显示屏", "电子屏", "宣传屏", "显示屏", "LED屏", "LED"),
        ),
        Channel(
            "vehicle",
            "宣传车",
            "台次",
            "出动的台次，一台一天计一次，经过几个村都是一次",
            "听到的人无法清点，只能估计。",
            shared=True,
            usual=20,
            named=("流动宣传车", "宣传车"),
        ),
        Channel(
            "loudspeaker",
            "大喇叭",
            "次",
            "村村响、大喇叭播放的次数",
            "听到的人无法清点，只能估计。",
            usual=60,
            named=("村村响", "大喇叭", "小喇叭", "广播"),
        ),
        Channel(
            "lecture",
            "进村宣讲",
            "场",
            "在村里、单位里集中宣讲的场数",
            "签到的清点；没有签到的估计。",
            usual=10,
            named=("进村宣讲", "集中宣讲", "安全宣讲", "宣讲", "进村培训"),
        ),
        Channel(
            "event",
            "宣传活动",
            "场",
            "安全生产月、咨询日等现场活动的场数",
            "签到、登记咨询的清点；围观的估计。",
            shared=True,
            usual=5,
            named=("现场咨询", "宣传活动", "咨询日", "咨询台"),
        ),
    )
}
AUDIENCES = {
    "": "不分对象",
    "villagers": "村民",
    "heads": "企业负责人",
    "workers": "从业人员",
    "students": "学生",
    "old": "老人、独居户",
    "passers": "过往群众",
}


@dataclass(frozen=True)
class Occasion:
    """A time of publicity: its word, and the days (month, day) from which to which it runs in a year."""

    label: str
    first: tuple[int, int]
    last: tuple[int, int]


OCCASIONS = {
    "month": Occasion("安全生产月", (6, 1), (6, 30)),
    "disaster": Occasion("5·12防灾减灾周", (5, 6), (5, 12)),
    "fire": Occasion("11·9消防宣传月", (11, 1), (11, 30)),
    "traffic": Occasion("12·2交通安全日", (11, 26), (12, 2)),
    "law": Occasion("安全生产法宣传周", (12, 1), (12, 7)),
    "gas": Occasion("冬季防一氧化碳中毒", (11, 15), (12, 31)),
    "other": Occasion("其他", (1, 1), (12, 31)),
}

PLACE_MOST = 5000  # persons: more than a village has, as a rule
PHOTOS_MAX = 30  # of one entry
COUNT_MOST = 1_000_000  # what no town has: a slip of the finger
LATE_DAYS = 366  # so long something may be entered afterwards


def occasion_on(today: date) -> str:
    """The occasion that comes or runs on a day: whose last day is the nearest ahead, within two months; "other" else."""
    ahead = [
        (date(today.year, *one.last), code)
        for code, one in OCCASIONS.items()
        if code != "other" and date(today.year, *one.last) >= today
    ]
    last, code = min(ahead, default=(date.max, "other"))
    return code if last - today <= timedelta(days=61) else "other"


def span_of(occasion: str, year: int) -> tuple[date, date]:
    """The days of an occasion in a year."""
    one = OCCASIONS[occasion]
    return date(year, *one.first), date(year, *one.last)


@dataclass(frozen=True)
class Numbers:
    """What was counted at each place (of a shared channel: in all): how many things, how many persons reached and by what knowledge, how many asked."""

    count: int | None
    reached: int | None = None
    reach_kind: str = ""
    consulted: int | None = None

    def settled(self, channel: Channel) -> "Numbers":
        """The reach by the channel's own rule where nobody told it."""
        if self.reached is None and channel.each and self.count is not None:
            return Numbers(self.count, self.count, channel.each, self.consulted)
        return Numbers(
            self.count, self.reached, self.reach_kind if self.reached is not None else "", self.consulted
        )


def check_outreach(
    channel: str, held_on: date | None, numbers: Numbers, today: date, *, has_place: bool, audience: str = ""
) -> dict[str, str]:
    """What is wrong with an entry, by field. `has_place`: whether anything says where it was."""
    wrong: dict[str, str] = {}
    found = CHANNELS.get(channel)
    if found is None:
        wrong["channel"] = "请选择宣传渠道。"
    if held_on is None:
        wrong["held_on"] = "请填写日期。"
    elif held_on > today:
        wrong["held_on"] = "日期还没有到：宣传做过以后再登记，打算做的列入计划。"
    elif held_on < today - timedelta(days=LATE_DAYS):
        wrong["held_on"] = "只能登记一年以内的，请核对日期。"
    if not has_place:
        wrong["cells"] = "请勾选在哪个村（可以多选），或者填写单位。"
    if audience not in AUDIENCES:
        wrong["audience"] = "请从列表中选择对象。"
    counted = found.label + "的" + found.unit + "数" if found else "数量"
    if numbers.count is None:
        wrong["count"] = f"请填写{counted}：{found.counts}。" if found else "请填写数量。"
    elif numbers.count < 1:
        wrong["count"] = f"{counted}不能小于1。没有做的不用登记。"
    elif numbers.count > COUNT_MOST:
        wrong["count"] = f"{counted}超过100万，请核对是不是多打了0。"
    wrong |= _wrong_reach(numbers)
    if numbers.consulted is not None and not 0 <= numbers.consulted <= COUNT_MOST:
        wrong["consulted"] = "咨询人次应为0到100万的整数。"
    elif numbers.consulted and found and found.code != "event":
        wrong["consulted"] = "只有宣传活动登记咨询人次。"
    return wrong


def _wrong_reach(numbers: Numbers) -> dict[str, str]:
    wrong = {}
    if numbers.reached is not None:
        if not 0 <= numbers.reached <= COUNT_MOST:
            wrong["reached"] = "宣传到的人数应为0到100万的整数，不清楚的不填。"
        if numbers.reach_kind not in REACHES:
            wrong["reach_kind"] = "请选择这个人数是清点的还是估计的。"
    return wrong


def doubts(channel: str, numbers: Numbers, places: int) -> list[str]:
    """What is odd about an entry and yet may be true: told, never refused."""
    found, told = CHANNELS[channel], []
    if (numbers.count or 0) > found.usual:
        told.append(f"{found.label}{numbers.count}{found.unit}，比通常的多")
    reached = numbers.reached or 0
    most = PLACE_MOST * (max(places, 1) if found.shared else 1)
    if reached > most:
        told.append(f"宣传到{reached}人，超过一般村的人口")
    if channel in ("leaflet", "sms") and numbers.reach_kind == COUNTED and reached > (numbers.count or 0):
        told.append(f"清点的{reached}人多于发出的{numbers.count}{found.unit}")
    if channel in ("banner", "board", "screen", "vehicle", "loudspeaker") and numbers.reach_kind == COUNTED:
        told.append(f"{found.label}{found.reach.rstrip('。')}，现记为清点")
    return told


def check_plan(
    title: str,
    occasion: str,
    from_on: date | None,
    to_on: date | None,
    channels: Collection[str],
    today: date,
    *,
    has_villages: bool,
) -> dict[str, str]:
    """What is wrong with a plan, by field."""
    wrong = {}
    if not title.strip():
        wrong["title"] = "请填写计划名称。"
    if occasion not in OCCASIONS:
        wrong["occasion"] = "请选择宣传时段。"
    if from_on is None:
        wrong["from_on"] = "请填写开始日期。"
    if to_on is None:
        wrong["to_on"] = "请填写结束日期。"
    elif to_on < today:
        wrong["to_on"] = "结束日期已经过了，请填今天或以后。"
    elif from_on is not None and from_on > to_on:
        wrong["to_on"] = "结束日期早于开始日期。"
    elif from_on is not None and (to_on - from_on).days > 366:
        wrong["to_on"] = "一份计划最长一年。"
    if not channels:
        wrong["channels"] = "请勾选至少一种渠道。"
    elif not set(channels) <= {code for code, one in CHANNELS.items() if one.on_site}:
        wrong["channels"] = "短信、微信面向全镇，不按村计划。请从列表中选择。"
    if not has_villages:
        wrong["villages"] = "请勾选至少一个村。"
    return wrong


MATERIALS = {
    "sheet": "宣传单",
    "booklet": "宣传册",
    "poster": "海报、展板",
    "text": "短信、广播稿",
    "video": "视频",
    "other": "其他",
}


def check_material(
    title: str, kind: str, edition_on: date | None, today: date, *, link: str, has_more: bool
) -> dict[str, str]:
    """What is wrong with a material of the library, by field. `has_more`: a file or a text is given."""
    wrong = {}
    if not title.strip():
        wrong["title"] = "请填写材料名称。"
    if kind not in MATERIALS:
        wrong["kind"] = "请选择种类。"
    if edition_on is None:
        wrong["edition_on"] = "请填写印制（发布）日期。"
    elif edition_on > today:
        wrong["edition_on"] = "日期还没有到，请核对。"
    if link and not link.startswith(("https://", "http://")):
        wrong["link"] = "网址应以http://或https://开头。"
    if not link and not has_more:
        wrong["file"] = "请上传文件，或者填写网址、文字，三样至少一样。"
    return wrong


def reach_in_words(reached: int | None, kind: str) -> str:
    """300人（估计）; "" where nobody told."""
    return "" if reached is None else f"{reached}人（{REACHES.get(kind, '未注明')}）"


def channels_in(words: str) -> list[tuple[str, str]]:
    """The channels that some words name, in their order: (word, code); of words that lie in each other the longest counts."""
    hits = sorted(
        (
            (at, -len(word), word, code)
            for code, one in CHANNELS.items()
            for word in one.named
            for at in _places(word, words)
        ),
    )
    found: list[tuple[str, str]] = []
    until = 0
    for at, length, word, code in hits:
        if at < until:
            continue
        until = at - length
        if code not in [known for _, known in found]:
            found.append((word, code))
    return found


def _places(word: str, words: str) -> list[int]:
    return [at for at in range(len(words)) if words.startswith(word, at)]
