"""Numbers in the templates: a distance, height, weight, voltage or speed stands there only where a standard says it; what the standards leave
to the place says 按方案, 远离 or nothing."""

import re

import pytest

from bihuan.risks.template_data import LIBRARY, Template

NUMBER = re.compile(
    r"(?:\d+(?:\.\d+)?|半|[一二三四五六七八九十两]+)(?:平方米|毫克每立方米|米|厘米|毫米|度(?=关)|千克|公斤|克|伏|毫安|%|公里)"
)
# Each number with what says it; one of several standards where they agree.
SOURCES = {
    "3米": "建办质〔2018〕31号（危大工程范围：基坑）",
    "5米": "建办质〔2018〕31号（超过一定规模：基坑）；GB 50720（氧气瓶与乙炔瓶）",
    "8米": "建办质〔2018〕31号（超过一定规模：模板支撑）；电力安全工作规程（室外接地点）",
    "18米": "建办质〔2018〕31号（超过一定规模：模板支撑跨度）",
    "24米": "建办质〔2018〕31号（危大工程范围：落地脚手架）",
    "50米": "建办质〔2018〕31号（超过一定规模：落地脚手架）",
    "1.2米": "JGJ 80（临边防护栏杆）",
    "1.8米": "JGJ 80（停层平台防护门）；JGJ 39（幼儿用房插座）",
    "50厘米": "JGJ 80（洞口短边，盖板）",
    "20厘米": "JGJ 33（试吊离地）；GB 24430.1（双层床安全栏板）",
    "15米": "GB 50720（易燃易爆危险品库房与在建工程）",
    "10米": "GB 50720（危险品库房与宿舍、气瓶与明火）；GB 9448（热作业周围可燃物）；GB 30871（动火点与喷漆）",
    "200平方米": "GB 50720（临时宿舍每层疏散楼梯）",
    "3毫米": "AQ/T 7009（砂轮机托架）",
    "2米": "GB/T 3608（高处作业）；GB/T 29315（学校周界）；GB 50028（燃气软管）",
    "两米": "GB/T 3608（高处作业）；GB 50028（燃气软管）",
    "12伏": "GB/T 3805（潮湿、狭小容器内照明）",
    "36伏": "GB/T 3805（地沟照明）",
    "19.5%": "GB 8958（缺氧）",
    "10毫克每立方米": "GBZ 2.1（硫化氢最高容许浓度）",
    "5公里": "GB 4387（进出厂门、加油站、倒车）",
    "60公里": "校车安全管理条例第三十五条",
    "95%": "GB 50156（卸油防溢）",
    "4米": "GB 50156（通气管管口）",
    "半米": "GA 1131（灯具下方、喷头下）；GB 50116（探测器周围）",
    "30毫安": "GB/T 13955（末端剩余电流保护）",
    "1.3米": "JGJ 39（临空防护栏杆）",
    "9厘米": "JGJ 39（栏杆净距）",
    "1.1米": "GB 50352、GB 50099（临空防护栏杆）",
    "11厘米": "GB 50352（栏杆净距）",
    "200米": "GB 6722（露天深孔爆破警戒）",
    "25米": "GB 6722（雷管与炸药分开）",
    "100千克": "GB 50028（液化石油气瓶组间）",
    "0.3米": "CJJ/T 146（燃气探测器）",
    "150度": "GB 50016（厨房排油烟防火阀）",
    "125克": "餐饮服务食品安全操作规范（留样）",
    "25公斤": "GB/T 31002.1（人工搬运）",
}


def said(template: Template) -> list[str]:
    """All words of a template."""
    return [
        text
        for point in template.points
        for step in point.steps
        for text in (
            point.where,
            step.hazard,
            step.harm,
            *step.measures.values(),
            *(one.text for one in step.checks),
        )
    ]


@pytest.mark.parametrize("key", sorted(LIBRARY))
def test_a_number_stands_in_a_template_only_where_a_standard_says_it(key: str) -> None:
    found = {number for text in said(LIBRARY[key]) for number in NUMBER.findall(text)}
    assert found <= set(SOURCES), sorted(found - set(SOURCES))


def test_no_source_is_kept_for_a_number_that_is_gone() -> None:
    found = {n for one in LIBRARY.values() for text in said(one) for n in NUMBER.findall(text)}
    assert set(SOURCES) <= found, sorted(set(SOURCES) - found)
