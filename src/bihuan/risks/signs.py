"""Which safety signs (GB 2894) go with which kind of accident (GB 6441), and which of them stand on a card: pure tables."""

from collections.abc import Iterable

from bihuan.paper import Sign

CARE = Sign("warning", "alert", "注意安全")
_NO_FIRE, _NO_ENTRY = Sign("prohibition", "flame", "禁止烟火"), Sign("prohibition", "walker", "禁止入内")
_NO_TOUCH, _NO_STAY = Sign("prohibition", "hand", "禁止触摸"), Sign("prohibition", "stand", "禁止停留")
_HELMET, _LOCK = Sign("mandatory", "helmet", "必须戴安全帽"), Sign("mandatory", "lock", "必须加锁")
_EXIT = Sign("information", "exit", "紧急出口")
_BLAST, _COLLAPSE = Sign("warning", "blast", "当心爆炸"), Sign("warning", "slide", "当心塌方")
_HEAT, _POISON = Sign("warning", "heat", "当心烫伤"), Sign("warning", "skull", "当心中毒")
_TRUCK, _GEARS = Sign("warning", "truck", "当心车辆"), Sign("warning", "gears", "当心机械伤人")
_HOOK = Sign("warning", "hook", "当心吊物")

# By both editions' words. No mask where the air itself may be short: one that filters does not help there, and is trusted.
OF_ACCIDENT: dict[str, tuple[Sign, ...]] = {
    "物体打击": (Sign("warning", "drop", "当心落物"), _NO_STAY, _HELMET),
    "车辆伤害": (_TRUCK,),
    "厂（场）内车辆致害": (_TRUCK,),
    "道路（轨道）车辆致害": (_TRUCK,),
    "机械伤害": (_GEARS, _NO_TOUCH, _LOCK),
    "机械致害": (_GEARS, _NO_TOUCH, _LOCK),
    "起重伤害": (_HOOK, _NO_STAY, _HELMET),
    "起重致害": (_HOOK, _NO_STAY, _HELMET),
    "触电": (Sign("warning", "bolt", "当心触电"), _NO_TOUCH, Sign("mandatory", "ground", "必须接地")),
    "淹溺": (Sign("warning", "water", "当心落水"), Sign("mandatory", "vest", "必须穿救生衣")),
    "灼烫": (_HEAT, _NO_TOUCH, Sign("mandatory", "glove", "必须戴防护手套")),
    "火灾": (Sign("warning", "flame", "当心火灾"), _NO_FIRE, _EXIT),
    "高处坠落": (Sign("warning", "fall", "当心坠落"), Sign("mandatory", "harness", "必须系安全带")),
    "跌落": (Sign("warning", "trip", "当心跌落"),),
    "坍塌": (_COLLAPSE, _NO_STAY, _HELMET),
    "滑坡": (_COLLAPSE, _NO_STAY),
    "冒顶片帮": (Sign("warning", "slide", "当心冒顶"), _NO_STAY, _HELMET),
    "透水": (CARE, _EXIT),
    "水害": (CARE, _EXIT),
    "放炮": (_BLAST, _NO_ENTRY),
    "高温熔融物爆炸": (_BLAST, _HEAT, _NO_ENTRY),
    "锅炉爆炸": (_BLAST, _EXIT),
    "容器爆炸": (_BLAST, _EXIT),
    "管道爆炸": (_BLAST, _EXIT),
    "粉尘爆炸": (_BLAST, _NO_FIRE, Sign("mandatory", "dust", "必须戴防尘口罩"), _EXIT),
    **dict.fromkeys(
        (
            "火药爆炸",
            "瓦斯爆炸",
            "其他爆炸",
            "可燃气体爆炸",
            "可燃液体蒸气爆炸",
            "民用爆炸物品爆炸",
            "烟花爆竹爆炸",
            "其他可燃固体爆炸",
        ),
        (_BLAST, _NO_FIRE, _EXIT),
    ),
    "中毒": (_POISON, _NO_ENTRY, Sign("mandatory", "mask", "必须戴防毒面具"), _EXIT),
    "窒息": (CARE, _NO_ENTRY),
    "中毒和窒息": (_POISON, _NO_ENTRY),
    "泄漏": (CARE, _EXIT),
    "其他伤害": (CARE,),
    "其他事故": (CARE,),
}
# So many of each kind, in this order: more would be too small to be read from where one stands.
ON_A_CARD = {"warning": 2, "prohibition": 1, "mandatory": 2, "information": 1}


def signs_for(accidents: Iterable[str]) -> tuple[Sign, ...]:
    """The signs of a card for what may happen, the first named first; 注意安全 only where nothing says more."""
    found = dict.fromkeys(sign for one in accidents for sign in OF_ACCIDENT.get(one, (CARE,)))
    if any(sign.frame == "warning" and sign != CARE for sign in found):
        found.pop(CARE, None)
    return tuple(
        sign
        for frame, most in ON_A_CARD.items()
        for sign in [one for one in found if one.frame == frame][:most]
    )
