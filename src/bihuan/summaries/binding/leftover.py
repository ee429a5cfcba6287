"""What is left of some words when all that is known, and all that only means the whole, is taken out."""

import re

# What an object's words may say while still meaning the whole.
ALL_OF_IT = re.compile(
    r"系统内|把|划成?|划为|涉及?|据此|[镇乡村县区街]里|一家单位|的话|算是?|查获|另有|两组|各组|上半年|下半年|认定|准确说|随行|全镇|全街道|全乡|全区域|镇域|辖区|本镇|我镇|所有|行业|生产经营|经营|生产|企业|单位|场所|重点|重要|关键|领域|部位|环节|范围|监管|对象|主体|安全|隐患|问题|在册|街道|选配|配齐|随队|年末|年底|岁末|月末|季末|月底|月份|新增|使用|现有|仍有|尚有|只剩|走进|推动|完成|采取|采用|方式|数量|执法|力量|应急|全区|全县|全市|全域"
    r"|风险|检查|排查|巡查|督查|执法|发现|查出|存在|上述|以上|这些|此类|进行|整治|整改|事故|工作|人员|开展|村|办事处|全年|今年|以来|年度|期间|累计|总计|合计|目前|截至|已经?|日常"
    r"|[一二三四]级|只有|一共|整个(?:行动|整治|检查|治理)?中?|居前|居首|前列|位列|[一二三四五六七八九十]个?月来|截止|本月|当月|本季度?|当季|当年|本周|月份?(?=$|[^一-龥])|[一二三四五六七八九十]是|仍有?|还有|尚有|我街道|我乡|本街道|我区|我县|建立|设立|成立|先后|分别|全部|方面|相关|有关|涉及|一般|重大|突出|共|各|类|个|项|种|级|的|了|出|来|和|及|与|等|内|中|上|新|并|其|又|还|约|近|达到?|为|以|镇|企|点|处|家|次|余|对|从|在|有|日|月|到|数"
)


def outside(text: str) -> str:
    """A text without what stands in closed brackets."""
    return re.sub(r"（[^（）]*[一-龥][^（）]*）|\([^()]*[一-龥][^()]*\)", "", text)


def unexplained(words: str, known: tuple[str, ...]) -> str:
    """What is left of an object's words when all that is known and all that only means the whole is taken out."""
    for word in sorted({one for one in known if one}, key=lambda one: (-len(one), one)):
        words = words.replace(word, "")
    left = re.sub(r"[^一-龥]", "", ALL_OF_IT.sub("", words))
    return left if len(left) >= 2 else ""
