"""What the tests of plans in prose read, and how they look at it."""

from app.importing.drafts import DraftList, DraftTask
from app.importing.paragraphs import paragraphs_of
from app.importing.prose.plan import read_prose

PLAN = """清河镇2020年碧水行动
工作方案
清政发〔2020〕7号
各村（社区），各有关单位：
为改善水环境质量，结合我镇实际，制定本方案。
一、工作目标
到2020年底，全镇断面优Ⅲ比例达到80%以上，氨氮浓度比2015年下降12%；力争农村污水处理率达到60%。
二、主要任务
（一）治理河道
1.消除黑臭水体。大力营造爱河护河氛围，9月底前完成柳溪河、杏花河、王家河等3条河道清淤，年底前全面消除黑臭水体。\
（镇水利站牵头，镇环保办、住建办配合，各村（社区）负责落实。以下均需各村（社区）落实，不再列出）
2.规范入河排口。对沿河排口进行全面排查，列出问题清单，明确整改时限。建立“一口一档”。（镇环保办）
（二）整治农村污水
加强管网建设。2020年新建管网4.5公里，完成2个片区改造；开展管网错接排查。不断提升群众满意度。
一是抓好养殖污染。6月底前关停禁养区内5家养殖场。（镇农业农村局牵头）二是抓好厕所改造。新建公厕6座。（镇住建局）
三、保障措施
切实加强组织领导，强化责任意识。每月召开一次调度会。
清河镇人民政府
2020年4月1日
（此件公开发布）
"""


def read(text: str, *, year: int = 2020) -> DraftList:
    return read_prose(paragraphs_of(text), year=year)


def the_task(drafts: DraftList, words: str) -> DraftTask:
    (task,) = [task for task in drafts.tasks if words in task.text]
    return task
