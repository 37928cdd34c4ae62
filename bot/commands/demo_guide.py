"""What `linli demo` proposes to try, in the page's two languages."""

from __future__ import annotations

from simulator.stage import Phone, Step

ONE_LINE = (
    "/relay 月饼领取登记；月饼 每户1份；名额30；时间 现在 至 明天20:00；"
    "地点 本群；对象 桂花里住户；领取 周五晚6点，居委会门口"
)


def evening_steps(
    *, wang: Phone, lei: Phone, staff: Phone, newcomer: Phone, emma: Phone
) -> tuple[Step, ...]:
    """On the evening of a signup."""
    return (
        Step(
            {
                "zh": "蔬菜包接龙几分钟后开始。把时钟拨到那一刻，看群里的卡片变成“进行中”。",
                "en": "The vegetable signup (蔬菜包) opens in a few minutes. "
                "Move the clock there and watch its card in the group come alive.",
            },
            moves_clock=True,
        ),
        Step(
            {
                "zh": "在王阿姨的手机上按“✋ 报1份”，她家就排上号了。",
                "en": "On Wang Ayi's phone press “✋ 报1份”: her household has its place.",
            },
            phone=wang,
        ),
        Step(
            {
                "zh": "王磊和王阿姨住同一户。在他的手机上也按一下，看他得到什么回答。",
                "en": "Wang Lei lives behind the same door. Press on his phone, too, "
                "and read what he is told.",
            },
            phone=lei,
        ),
        Step(
            {
                "zh": "居委会的陈晓兰用一行字发起新接龙：发送这行字，核对预览，按“发布”。",
                "en": "Chen Xiaolan of the committee opens another signup by one line: "
                "send it, check the preview, publish.",
            },
            phone=staff,
            draft=ONE_LINE,
        ),
        Step(
            {
                "zh": "小李刚搬进A栋303，还没登记门牌。按“开始”，告诉邻里他住哪里。",
                "en": "Xiao Li has just moved into A-303 and has not given a door yet. "
                "Press Start and tell Linli where he lives.",
            },
            phone=newcomer,
        ),
        Step(
            {
                "zh": "Emma 的手机是英文的。口罩只剩一个名额：她报了名，下一户会排到哪里？",
                "en": "Emma's phone is in English, and one mask is left. "
                "What is she told, and where does the next household land?",
            },
            phone=emma,
        ),
    )


def first_day_steps(*, group: Phone, resident: Phone, staff: Phone) -> tuple[Step, ...]:
    """On the first day of the bot in an estate."""
    return (
        Step(
            {
                "zh": "打开群的菜单（⋮），把机器人加进来。",
                "en": "Open the group's menu (⋮) and add the bot.",
            },
            phone=group,
        ),
        Step(
            {
                "zh": "告诉它这个群是哪些楼的：发送 /bind，再选整个小区。",
                "en": "Tell it which houses this group is for: send /bind and choose.",
            },
            phone=group,
            draft="/bind",
        ),
        Step(
            {
                "zh": "王阿姨登记门牌：按“开始”，告诉它她住2号楼301。",
                "en": "Wang Ayi gives her door: press Start and say that she lives at 2-301.",
            },
            phone=resident,
        ),
        Step(
            {
                "zh": "陈晓兰发起第一个接龙：发送这行字，核对预览，按“发布”。",
                "en": "Chen Xiaolan opens the first signup: send this line, check, publish.",
            },
            phone=staff,
            draft=ONE_LINE,
        ),
    )
