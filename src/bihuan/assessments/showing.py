"""Which figures may score, and why others may not. Pure data and two rules.

What is scored is produced. Counts of what people do (checks, patrols, photos, kilometres, visits, leaflets, meetings) grow by being shown, so none
of them scores, in either direction. Counts of what is found or told would be hidden if few were wanted, so none of these scores either. What is
left are rates of what was owed, and what is left undone or has done harm.
"""

RATIO, COUNT = "ratio", "count"

# By the beginning of the key: what is only activity.
SHOWN = {
    "inspect.": "检查、出动、人员、车辆的次数多不等于安全，只会逼出走过场的检查",
    "leaders.": "带队检查、参会的次数是动作不是结果",
    "grid.patrols": "巡查次数、打卡、里程、照片可以凑出来",
    "routes.": "外出的天数、家次可以凑出来，也会逼得少排",
    "rounds.": "巡查打卡不等于发现和解决问题",
    "out.": "宣传的份数、条数、场次可以凑出来，看不出效果",
    "training.": "培训的场次、人次、学时可以凑出来",
    "drills": "演练的场次、人次可以凑出来",
    "meetings.": "开会的次数是动作不是结果",
    "policies": "发文的份数是动作不是结果",
    "received.": "来文的多少不是考核对象能决定的",
    "deliveries.": "签阅是留痕，看不出落实",
    "campaigns": "专项行动的次数是动作不是结果",
    "docs.": "文书的份数多少都不说明安全，会逼出凑数的文书",
    "members.": "账号、人员的多少不是结果",
    "selfcheck.reports": "自查次数、打卡可以凑出来",
    "selfcheck.alive": "自查次数、打卡可以凑出来",
    "duty.": "值班的天数、人次是动作不是结果",
    "forms.": "报表由镇里统一上报，不是考核对象的事",
    "summaries.": "材料的份数是留痕",
    "risks.evaluations": "评价的次数是动作不是结果",
    "units.files": "档案的册数是留痕",
    "assess": "考核结果不能再拿来考核",
    "veto": "一票否决另行认定，不在分数里重复计算",
    "honours": "评优查询的次数不是结果",
}
# What is found, told or reported: whoever is scored by it finds and tells less.
TOLD = {
    "hazards.found": "扣排查出来的隐患，会逼得少查、瞒报",
    "hazards.general": "扣排查出来的隐患，会逼得少查、瞒报",
    "hazards.major": "扣排查出来的重大隐患，会逼得少查、瞒报",
    "hazards.onsite": "按处置方式计数，会逼得换个方式登记",
    "hazards.deadline": "按处置方式计数，会逼得换个方式登记",
    "hazards.referred": "按处置方式计数，会逼得换个方式登记",
    "hazards.undecided": "按处置方式计数，会逼得换个方式登记",
    "hazards.listed": "挂牌由上级决定，扣挂牌会逼得不提请",
    "selfcheck.hazards": "扣自查出来的隐患，会逼得自查不报",
    "selfcheck.major": "扣自查出来的重大隐患，会逼得自查不报",
    "tips.": "举报的多少不由考核对象决定，扣举报会逼得压举报",
    "transfers.": "交办的多少不由考核对象决定",
    "sanction.": "处罚、约谈的多少都不说明安全，会逼得该办不办",
    "extensions.": "申请延期是如实说明，扣它会逼得虚报整改",
    "risks.": "扣风险点会逼得少辨识、降等级",
    "accidents.registered": "扣登记的事故会逼得不登记；请用生产安全事故起数、死亡人数",
    "accidents.pending": "扣登记的事故会逼得不登记；请用生产安全事故起数、死亡人数",
    "dailies.content": "扣有情况的报告，会逼出零报告",
    "dailies.corrected": "扣更正会逼得将错就错",
}
# Rates that say nothing of safety, or that are moved by doing more of what is shown.
RATES = {
    "inspect.coverage": "覆盖率由镇里的检查安排决定，不是考核对象的结果",
    "deliveries.rate": "签阅是留痕，看不出落实",
    "tips.anonymous_rate": "匿名多少不由考核对象决定",
    "routes.rate": "外出计划由镇里自己排，可以少排来凑",
    "rounds.rate": "巡查打卡不等于发现和解决问题",
    "out.planned_rate": "宣传的场次可以凑出来，看不出效果",
    "units.files_rate": "档案齐不齐是留痕",
    "forms.rate": "报表由镇里统一上报，不是考核对象的事",
    "received.rate": "来文由镇里统一答复，不是考核对象的事",
    "grading.plan_rate": "检查计划由镇里安排，不是考核对象的结果",
}
MORE = "只评比例和没做好的数。数量越多越好的指标评的是动作，不是结果，请改用相应的比率（如整改率），或者改为“越低越好”的未完成数"
FEW_OF_TOTALS = "底数的多少不是考核对象能决定的"
# Counts that may score where fewer are better: what is left undone, is late, comes back, or has done harm.
LEFT = (
    "hazards.open",
    "hazards.overdue",
    "hazards.open_overdue",
    "hazards.deadline_late",
    "hazards.unreviewed",
    "hazards.repeated",
    "hazards.major_open",
    "hazards.escalated",
    "hazards.urged",
    "selfcheck.open",
    "measures.returns",
    "accidents.count",
    "accidents.deaths",
    "accidents.severe",
    "accidents.injured",
    "accidents.larger",
    "fires",
    "flash.late",
    "flash.untold",
    "dailies.missing",
    "dailies.late",
    "letters.left",
    "meetings.decided_overdue",
    "risks.late",
    "grading.silent",
    "grid.uncovered",
    "units.unplaced",
)


def why_refused(key: str, form: str, relation: str) -> str:
    """Why a figure (RATIO or COUNT) is not scored in a direction ("least": more is better), in words, or ""."""
    if form == RATIO:
        return _of(RATES, key)
    if relation == "most" and key in LEFT:
        return ""
    if said := _of(SHOWN, key):
        return said
    if said := _of(TOLD, key):
        return said
    return MORE if relation == "least" else FEW_OF_TOTALS


def _of(table: dict[str, str], key: str) -> str:
    return next((said for begin, said in table.items() if key == begin or key.startswith(begin)), "")
