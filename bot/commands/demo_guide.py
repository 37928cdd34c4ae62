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


def questions_steps(*, emma: Phone, wang: Phone, chen: Phone) -> tuple[Step, ...]:
    """In a closed estate that asks; Emma's phone shows the group, the others' their own chats."""
    return (*_steps_with_answer(emma, wang), *_steps_to_a_person(emma, wang, chen))


def _steps_with_answer(emma: Phone, wang: Phone) -> tuple[Step, ...]:
    return (
        Step(
            {
                "zh": "Emma 在群里用英语问垃圾，提到机器人。答案是英语的，带来源和日期。",
                "en": "Emma asks about rubbish in the group and mentions the bot. "
                "The answer is in English, with its source and dates.",
            },
            phone=emma,
            draft="When is rubbish collected? @linli_bot",
        ),
        Step(
            {
                "zh": "王阿姨在私聊里直接问。邻里拿不准时，给出几个题目让她选。",
                "en": "Wang Ayi simply asks, in private. Where Linli is not sure, "
                "it shows a few titles to choose from.",
            },
            phone=wang,
            draft="老人没有手机怎么做核酸？",
        ),
        Step(
            {
                "zh": "“出门条”的规定已经过期：邻里不再念旧规定，只说由什么代替了它。",
                "en": "The rule on exit slips (出门条) has ended: Linli does not repeat it, "
                "but names the rule that took its place.",
            },
            phone=wang,
            draft="出门条怎么领？",
        ),
        Step(
            {
                "zh": "内联模式：Emma 在任何聊天里写这行字，先不要发送，选一个答案引用。",
                "en": "Inline mode, in any chat: let Emma write this, do not send it, "
                "and choose an answer to quote.",
            },
            phone=emma,
            draft="@linli_bot walking the dog",
        ),
    )


def _steps_to_a_person(emma: Phone, wang: Phone, chen: Phone) -> tuple[Step, ...]:
    return (
        Step(
            {
                "zh": "这个问题还没有答案。邻里照实说，并转给值班的陈晓兰。",
                "en": "There is no answer to this one yet. Linli says so "
                "and hands it to Chen Xiaolan, who is on duty.",
            },
            phone=wang,
            draft="瑜伽课什么时候开始？",
        ),
        Step(
            {
                "zh": "Emma 用英语问同一件事：机器人回应👀，两个问题并成一件。",
                "en": "Emma asks the same in English: she gets a 👀, "
                "and both wait together as one.",
            },
            phone=emma,
            draft="/ask When does the yoga class start?",
        ),
        Step(
            {
                "zh": "陈晓兰在这个问题下按“答复”，发送这行字，核对后按“发送”。"
                "两位提问的人都在私聊里收到。",
                "en": "Chen presses Reply (答复) under that question, sends this line, looks at it "
                "once more and sends it on (发送). Both who asked receive it in private.",
            },
            phone=chen,
            draft="瑜伽课周六上午10点在小区花园恢复，每次20人，请先向楼组长报名。",
        ),
        Step(
            {
                "zh": "再按“存成问答”：选好主题、出处和有效期，按一下就成了正式问答。",
                "en": "Then she makes it an answer (存成问答): topic, source, until when, "
                "and one tap.",
            },
            phone=chen,
        ),
        Step(
            {
                "zh": "Emma 再问一遍：这次邻里自己回答，并注明原文是中文。",
                "en": "Emma asks again: now Linli answers by itself "
                "and says that the original is Chinese.",
            },
            phone=emma,
            draft="/ask When does the yoga class start?",
        ),
        Step(
            {
                "zh": "陈晓兰打开问答管理：有效的、草稿、待答，再按“本周”，看清单和图表。",
                "en": "Chen opens the board: what is in force, drafts, what waits; "
                "and this week (本周) as a list and a picture.",
            },
            phone=chen,
            draft="/faq",
        ),
    )
