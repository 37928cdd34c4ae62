"""What is danger and what only sounds like it, in six languages."""

from __future__ import annotations

from time import perf_counter

import pytest

from handlers.danger import is_danger

DANGER = {
    "zh-hans": [
        "我爸胸口好疼",
        "老人突然胸痛出冷汗，怎么办",
        "妈妈喘不上气了",
        "孩子呼吸困难，嘴唇都紫了",
        "3号楼有人昏迷了",
        "我妈晕倒了叫不醒",
        "手割破了血止不住",
        "他一直在吐血",
        "我老婆羊水破了",
        "孕妇要生了，没有核酸怎么去医院",
        "爷爷嘴歪了，口齿不清，是不是中风了",
        "孩子高烧抽搐",
        "我不想活了",
        "楼上有人要跳楼",
        "奶奶心绞痛又发作了",
        "邻居煤气中毒了",
        "爸爸突然倒地不起",
        "没反应了",
        "奶奶怎么叫都没反应",
    ],
    "zh-hant": [
        "我爸胸口好痛",
        "媽媽喘不過氣了",
        "小孩呼吸困難",
        "有人昏迷了",
        "婆婆暈倒了，叫不醒",
        "傷口流血不止",
        "他吐血了",
        "太太穿羊水，點算",
        "羊水已經破了",
        "阿公半邊身突然動不了，是不是中風了",
        "孩子發燒抽搐",
        "我想自殺",
        "佢唞唔到氣",
        "外婆心臟病又發作",
        "喘不上來氣",
        "阿公突然倒地，沒反應了",
    ],
    "en": [
        "My father has chest pain",
        "her chest really hurts",
        "I can’t breathe",
        "he is having trouble breathing",
        "Grandma is unconscious",
        "my mum fainted and won't wake up",
        "She is BLEEDING HEAVILY",
        "the bleeding does not stop",
        "my wife's waters broke, no test report",
        "she is in labour",
        "I think he's having a stroke",
        "the baby has a seizure",
        "I want to kill myself",
        "he swallowed a lot of pills",
        "chest\npain",
        "heart  attack",
        "I cannot breath",
        "my dad collapsed",
        "Grandpa is not responding",
    ],
    "ja": [
        "父の胸が痛いと言っています",
        "母が息ができない",
        "息苦しくて動けません",
        "祖母の意識がない",
        "夫が倒れて動かない",
        "血が止まらない",
        "血を吐いた",
        "破水しました",
        "陣痛が始まった、PCRはしていない",
        "父のろれつが回らない",
        "子供がけいれんしています",
        "もう死にたい",
        "餅が喉に詰まった",
        "父が倒れました",
    ],
    "ko": [
        "아버지 가슴이 너무 아파요",
        "엄마가 숨을 못 쉬어요",
        "숨을 쉴 수가 없어요",
        "할머니 의식이 없어요",
        "남편이 쓰러졌어요",
        "피가 안 멈춰요",
        "피를 토했어요",
        "양수가 터졌어요",
        "진통이 시작됐는데 검사지가 없어요",
        "뇌졸중인 것 같아요, 말이 어눌해요",
        "아이가 경련을 해요",
        "죽고 싶어요",
        "떡이 목에 걸렸어요",
    ],
    "fr": [
        "Mon père a une douleur à la poitrine",
        "j'ai mal à la poitrine",
        "elle n’arrive plus à respirer",
        "Je ne peux plus respirer",
        "grand-mère est inconsciente",
        "il a perdu connaissance",
        "il saigne beaucoup",
        "la plaie saigne et ça ne s'arrête pas",
        "ma femme a perdu les eaux",
        "elle est en train d'accoucher",
        "je crois qu'il fait un AVC",
        "le bébé a des convulsions",
        "j'ai envie de mourir",
        "crise cardiaque chez le voisin !",
    ],
}

EVERYDAY = {
    "zh-hans": [
        "在哪里做核酸",
        "中风后遗症的药在哪里配",
        "心脏病的药吃完了怎么办",
        "排队排得头疼",
        "累死了",
        "笑死我了",
        "急死我了，健康码还没变绿",
        "快递都死在路上了",
        "这菜贵到吐血",
        "想死你们了",
        "跳楼价口罩",
        "最近忙得喘不过气",
        "令人窒息的操作",
        "我家楼道破水管谁来修",
        "❤️💔",
        "下个月要生了，去哪家医院建档",
        "血压药怎么买",
        "孕妇做核酸要排队吗",
        "水管破水了怎么办",
        "健康码点了没反应了",
        "哪里能买到治抽搐的药",
    ],
    "zh-hant": [
        "在哪裡做核酸",
        "心臟病的藥吃完了怎麼辦",
        "中風後的復健門診還開嗎",
        "排隊排到頭痛",
        "累死了",
        "笑死",
        "急死我了",
        "貴到吐血",
        "想死你們了",
        "跳樓價口罩",
        "忙到喘不過氣",
        "胃藥哪裡拿",
        "❤️",
    ],
    "en": [
        "Where can I pick up heart medicine?",
        "this queue gives me a headache",
        "I'm dying of boredom",
        "that alarm gave me a heart attack",
        "I am drowning in parcels",
        "where is the breast clinic",
        "my back hurts from queueing",
        "I am dead tired",
        "killing time at home",
        "The hotline is not responding",
        "can we buy blood pressure pills",
        "how do I keep the baby's vaccination date",
        "❤️ thanks",
        "Where can I buy seizure medicine?",
        "my neighbour's fence fell, the price collapsed",
        "my dad's phone is not responding",
    ],
    "ja": [
        "PCR検査はどこですか",
        "心臓の薬がなくなりました",
        "血圧の薬はどこで受け取れますか",
        "死ぬほど眠い",
        "笑い死ぬ",
        "並ぶだけで頭が痛い",
        "抗原検査で反応が出ない",
        "胃薬を買いたい",
        "息子の学校はいつから",
        "封鎖はいつ終わりますか",
        "荷物を取りに行けますか",
        "まぶたの痙攣が続く、目薬はどこ",
        "自転車が倒れました",
        "けいれんの薬はどこで買えますか",
    ],
    "ko": [
        "검사는 어디서 해요?",
        "심장약이 떨어졌어요",
        "진통제 어디서 사요?",
        "배고파 죽겠어요",
        "웃겨 죽겠네",
        "줄 서느라 머리가 아파요",
        "혈압약 받을 수 있나요",
        "깜짝이야 심장마비 걸릴 뻔",
        "택배는 언제 와요",
        "봉쇄 언제 끝나요",
        "숨은 맛집 알려주세요",
        "더워서 숨이 막혀요",
        "경련 약은 어디서 사요?",
    ],
    "fr": [
        "Où faire le test ?",
        "mes médicaments pour le cœur sont finis",
        "la file me donne mal à la tête",
        "c'est à mourir de rire",
        "je meurs de faim",
        "je suis mort de fatigue",
        "où retirer les colis",
        "quand finit le confinement",
        "les pharmacies sont ouvertes ?",
        "mon chien peut-il sortir",
        "j'ai mal au dos à force d'attendre",
        "la tension de ma mère, quel médecin ?",
        "où acheter un médicament contre les convulsions ?",
    ],
}


@pytest.mark.parametrize("text", [text for texts in DANGER.values() for text in texts])
def test_danger_is_seen(text: str) -> None:
    assert is_danger(text)


@pytest.mark.parametrize("text", [text for texts in EVERYDAY.values() for text in texts])
def test_everyday_talk_is_none(text: str) -> None:
    assert not is_danger(text)


def test_a_bargain_beside_danger_hides_nothing() -> None:
    assert is_danger("跳楼价口罩……我爸胸口疼")


def test_width_case_and_accents_do_not_matter() -> None:
    assert is_danger("ＣＨＥＳＴ　ＰＡＩＮ")
    assert is_danger("hemorragie")


def test_the_longest_text_is_quickly_read() -> None:
    begun = perf_counter()

    assert not is_danger("胸口 chest 가슴 胸が poitrine " * 200)
    assert perf_counter() - begun < 0.5
