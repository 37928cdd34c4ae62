"""What `linli demo` proposes to try in the scene of needs, in the page's two languages."""

from __future__ import annotations

from simulator.stage import Phone, Step


def needs_steps(
    *, group: Phone, wang: Phone, emma: Phone, chen: Phone, driver: Phone
) -> tuple[Step, ...]:
    """Asking first, then the work on it."""
    return (*_steps_of_residents(group, wang, emma), *_steps_of_staff(chen, driver))


def _steps_of_residents(group: Phone, wang: Phone, emma: Phone) -> tuple[Step, ...]:
    return (
        Step(
            {
                "zh": "陈晓兰在群里发 /needs：一个按钮，只有数字，看不到是谁。",
                "en": "Chen Xiaolan sends /needs in the group: one button, "
                "and numbers that name nobody.",
            },
            phone=group,
            draft="/needs",
        ),
        Step(
            {
                "zh": "王阿姨在私聊里直说家里没米了。按提示填完，按“提交”。",
                "en": "Wang Ayi says in private that there is no rice left (家里没米了). "
                "Follow the buttons and send it.",
            },
            phone=wang,
            draft="家里没米了",
        ),
        Step(
            {
                "zh": "Emma 用英语要人来修理。每一步都可以返回、跳过、取消。",
                "en": "Emma asks for a repair in English. "
                "Every step can go back, be skipped or dropped.",
            },
            phone=emma,
            draft="/need",
        ),
        Step(
            {
                "zh": "救命的话不填表：马上看到120和值班电话，陈晓兰的手机同时收到呼叫。",
                "en": "A cry for help meets no form: 120 and the duty telephone at once, "
                "and Chen's phone is called.",
            },
            phone=wang,
            draft="我妈胸口疼，喘不上气",
        ),
        Step(
            {
                "zh": "王阿姨订团购套餐：截止前随时能改，全家算一单。",
                "en": "Wang Ayi orders from the supply round: "
                "one order a household, changed until the deadline.",
            },
            phone=wang,
            draft="/supply",
        ),
    )


def _steps_of_staff(chen: Phone, driver: Phone) -> tuple[Step, ...]:
    return (
        Step(
            {
                "zh": "陈晓兰看需求看板：打开一件，认领、追问、办结。王阿姨能看到谁看过。",
                "en": "Chen opens the board: look at a request, take it, ask back, close it. "
                "Whoever asked sees that it was read.",
            },
            phone=chen,
            draft="/board",
        ),
        Step(
            {
                "zh": "有位老人打电话来要药：一行字开始登记。",
                "en": "An elderly neighbour telephones for medicine: one line begins the entry.",
            },
            phone=chen,
            draft="/call 1-1-301 配药",
        ),
        Step(
            {
                "zh": "同一家医院的药归成一趟代配药，定好日子，交给志愿者。",
                "en": "Medicine from one hospital becomes a run: set the day, open it.",
            },
            phone=chen,
            draft="/runs",
        ),
        Step(
            {
                "zh": "志愿者何静接下任务，看清单，逐项勾选，送到门口。",
                "en": "He Jing, a volunteer, takes it, reads the manifest, "
                "ticks what she bought and hands it over.",
            },
            phone=driver,
            draft="/tasks",
        ),
        Step(
            {
                "zh": "一天的数字，和最近七天要得最多的是什么。",
                "en": "The day in numbers, and what was asked for most in seven days.",
            },
            phone=chen,
            draft="/digest",
        ),
    )
