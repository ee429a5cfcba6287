"""Building sites and self-built houses: papers, edges, scaffolds, lifting, temporary power."""

from bihuan.inspections.checklist_data.common import Rows

ROWS: Rows = (
    ("手续", "依法应当办理施工许可的已经办理，施工单位资质与工程相符", "site_permit"),
    ("手续", "农村自建房经批准，层数、位置与批准一致，选用有能力的施工人员", "village_houses"),
    ("手续", "用作经营、出租的自建房结构完好，未擅自加层、拆改承重墙", "village_houses"),
    ("人员", "工人入场培训合格，安全技术交底有签字", "training"),
    ("人员", "架子工、电工、塔吊司机等特种作业人员人证相符", "site_staff"),
    ("人员", "现场人员佩戴安全帽，高处作业系好安全带", "site_protection"),
    ("方案", "深基坑、高支模等危险性较大的工程有专项施工方案并按方案施工", "site_plan"),
    ("方案", "隐患排查有记录，上次检查的问题已经整改", "hazards"),
    ("现场", "工地实行封闭管理，围挡牢固，沿街一侧有防护", "site_guard"),
    ("现场", "临边、洞口、通道口防护严密，危险部位有警示标志", "site_signs"),
    ("现场", "脚手架基础坚实，连墙件、脚手板、安全网齐全，验收后使用", "equipment"),
    ("现场", "基坑支护、放坡到位，坑边未超载堆土，排水畅通", "site_plan"),
    ("机械", "起重、提升机械验收合格并登记，限位、保险装置有效", "site_machines"),
    ("机械", "搅拌机、切割机等小型机具防护罩齐全，专人操作", "conduct"),
    ("用电", "临时用电三级配电、两级保护，一机一闸，电缆架空或者埋地", "site_plan"),
    ("消防", "动火作业有审批、有监护，工棚用不燃材料，灭火器材到位", "site_fire"),
    ("应急", "有坍塌、坠落等应急预案，现场有急救用品和联系电话", "plans"),
)
