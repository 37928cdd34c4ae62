"""Whether somebody's life may be at stake, by what they write. Pure; the answer is another's.

Phrases stand as people write them, with any white space between their words; `…` is a few
characters of anything but the end of a sentence. Bare names of illnesses are not among them: who
asks where to buy heart medicine is not in danger. In doubt it is danger: to be told of 120 once
too often harms nobody.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

LONGEST = 4096
"""Characters of a text that are looked at: all that Telegram lets one write."""

_DANGERS = {
    "zh-hans": """
        胸…痛 | 胸…疼 | 胸闷 | 心口痛 | 心口疼 | 心绞痛…发作 | 心绞痛…犯 | 心梗了 | 心梗发作
        突发心梗 | 急性心梗
        心脏病…发作 | 心脏病犯 | 心脏骤停 | 心跳停 | 没有心跳 | 没心跳
        呼吸困难 | 呼吸不了 | 不能呼吸 | 无法呼吸 | 没有呼吸 | 没呼吸 | 停止呼吸 | 呼吸停
        喘不上气 | 喘不过气
        喘不上来 | 透不过气 | 上不来气 | 窒息 | 噎住 | 卡住气管 | 卡在喉咙 | 卡住喉咙
        嘴唇…发紫
        昏迷 | 昏倒 | 昏过去 | 晕倒了 | 晕倒在 | 晕过去 | 不省人事 | 失去意识 | 没有意识
        倒地不起 | 突然倒地 | 没反应了 | 没有反应了 | 叫…没反应 | 喊…没反应
        没意识了 | 叫不醒 | 休克
        大出血 | 流血不止 | 出血不止 | 血流不止 | 止不住血 | 血止不住 | 流了很多血 | 吐血
        咯血 | 咳血
        羊水…破 | 破水了 | 要生了 | 宫缩 | 临产 | 胎动…没有 | 没有胎动
        中风了 | 突发中风 | 脑梗了 | 突发脑梗 | 脑出血 | 脑溢血 | 嘴歪 | 口角歪 | 口齿不清
        半边身…动不了 | 半边身…麻
        抽搐 | 惊厥 | 口吐白沫 | 癫痫…发作
        自杀 | 不想活 | 想死 | 轻生 | 割腕 | 跳楼 | 上吊 | 活着没意思 | 结束自己 | 了结自己
        喝农药 | 喝了农药 | 吞…安眠药 | 煤气中毒 | 一氧化碳中毒 | 触电了 | 溺水 | 坠楼
        过敏性休克
    """,
    "zh-hant": """
        胸…痛 | 胸悶 | 心口痛 | 心絞痛…發作 | 心肌梗塞了 | 突發心肌梗塞 | 心臟病…發作
        心臟病發 | 心跳停 | 沒有心跳
        呼吸困難 | 無法呼吸 | 不能呼吸 | 沒有呼吸 | 沒呼吸 | 停止呼吸 | 喘不過氣 | 喘不上氣
        喘不上來 | 上不來氣
        透不過氣 | 抖唔到氣
        唞唔到氣 | 窒息 | 噎住 | 卡在喉嚨 | 卡住喉嚨 | 嘴唇…發紫
        突然倒地 | 沒反應了 | 沒有反應了 | 叫…沒反應 | 喊…沒反應
        昏迷 | 昏倒 | 暈倒了 | 暈倒在 | 暈過去 | 不省人事 | 失去意識 | 沒有意識 | 叫不醒
        休克
        大出血 | 大量出血 | 流血不止 | 出血不止 | 血流不止 | 止不住血 | 血止不住 | 流了很多血
        吐血 | 咳血
        羊水…破 | 穿羊水 | 破水了 | 要生了 | 宮縮 | 陣痛開始 | 臨盆 | 胎動…沒有 | 沒有胎動
        中風了 | 突然中風 | 腦出血 | 腦溢血 | 嘴歪 | 口齒不清 | 半邊身…動不了 | 半邊身…麻
        抽搐 | 驚厥 | 口吐白沫 | 癲癇…發作
        自殺 | 不想活 | 想死 | 輕生 | 割腕 | 跳樓 | 上吊 | 燒炭 | 活著沒意思 | 結束自己
        喝農藥 | 喝了農藥 | 吞…安眠藥 | 瓦斯中毒 | 煤氣中毒 | 一氧化碳中毒 | 觸電了 | 溺水
        墜樓 | 過敏性休克
    """,
    "en": """
        chest pain | chest pains | pain in…chest | chest…hurts | chest…hurting | chest…tight
        heart attack
        cardiac arrest | heart…stopped | no pulse
        can't breathe | cannot breathe | can not breathe | cant breathe | can hardly breathe
        can barely breathe
        can't breath | cannot breath | can not breath | cant breath
        not breathing | stopped breathing | trouble breathing | difficulty breathing
        struggling to breathe
        gasping | short of breath | shortness of breath | choking | lips…blue
        unconscious | passed out | fainted | lost consciousness | unresponsive
        won't wake up | wont wake up | not waking up | can't wake
        dad…collapsed | father…collapsed | mum…collapsed | mom…collapsed | mother…collapsed
        husband…collapsed | wife…collapsed | grandma…collapsed | grandmother…collapsed
        grandpa…collapsed | grandfather…collapsed | son…collapsed | daughter…collapsed
        baby…collapsed | child…collapsed | kid…collapsed | man…collapsed | woman…collapsed
        someone…collapsed | somebody…collapsed | neighbour…collapsed | neighbor…collapsed
        he…collapsed | she…collapsed | dad…not responding | father…not responding
        mum…not responding | mom…not responding | mother…not responding | husband…not responding
        wife…not responding | grandma…not responding | grandmother…not responding
        grandpa…not responding | grandfather…not responding | son…not responding
        daughter…not responding | baby…not responding | child…not responding
        kid…not responding | man…not responding | woman…not responding | someone…not responding
        somebody…not responding | neighbour…not responding | neighbor…not responding
        he…not responding | she…not responding
        bleeding heavily | heavy bleeding | bleeding badly | bleeding a lot | bleeding…stop
        coughing…blood
        coughing up blood | vomiting blood | throwing up blood
        water broke | waters broke | water has broken | waters have broken | in labour
        in labor | contractions
        baby is coming | baby…not moving
        having a stroke | had a stroke just | think…stroke | face…drooping | slurred speech
        slurring
        seizure | seizures | convulsion | convulsions | convulsing | foaming at the mouth
        suicide | suicidal | kill myself | killing myself | want to die | end my life
        don't want to live
        dont want to live | cut my wrists | overdose | overdosed | swallowed…pills
        drank…pesticide
        carbon monoxide | electrocuted | drowned | is drowning | anaphylaxis | anaphylactic
    """,
    "ja": """
        胸が痛い | 胸の痛み | 胸痛 | 胸…激痛 | 胸…締めつけ | 胸が苦しい | 心臓発作
        心臓が止ま | 心肺停止 | 心筋梗塞かも
        息ができ | 息…できない | 息が苦し | 息苦し | 息をしてい | 息をしてな | 息が止ま
        呼吸が苦し | 呼吸困難
        呼吸できない | 呼吸が止ま | 呼吸をしてい | 呼吸していな | 窒息 | 喉に…詰ま
        のどに…詰ま | 唇…紫
        意識がない | 意識が無い | 意識…ありません | 意識を失 | 意識不明 | 意識が朦朧
        意識がもうろう | 気を失 | 失神
        父…倒れ | 母…倒れ | 夫…倒れ | 妻…倒れ | 主人…倒れ | 家内…倒れ | 息子…倒れ | 娘…倒れ
        子供…倒れ | 子ども…倒れ | おじいさん…倒れ | おばあさん…倒れ | 人が倒れ
        倒れて…動かな | 倒れて…返事 | 呼んでも反応 | 呼びかけ…反応 | 起きない…呼んでも
        血が止まら | 出血が止まら | 大量出血 | 大量に出血 | 出血がひど | 血を吐 | 吐血 | 喀血
        破水 | 陣痛 | 産まれそう | 生まれそう | 胎動がない
        脳卒中かも | 脳梗塞かも | 脳出血 | ろれつが回ら | 呂律が回ら | 半身が動か | 顔…ゆがん
        けいれん | 痙攣 | ひきつけ | 泡を吹
        自殺 | 死にたい | 消えてしまいたい | 飛び降り | 首を吊 | リストカット
        生きていたくない
        薬を…大量に飲 | 農薬を飲 | 一酸化炭素 | 感電し | 溺れ | アナフィラキシー
    """,
    "ko": """
        가슴…아파 | 가슴…아프 | 가슴…아픕 | 가슴…통증 | 흉통 | 심장마비 | 심장…멈
        심근경색 온 | 맥박이 없
        숨…못 쉬 | 숨…못쉬 | 숨…안 쉬 | 숨…안쉬 | 숨…쉴 수 | 숨쉬기…힘 | 숨 쉬기…힘 | 숨이 막
        숨이 차
        숨이 가빠 | 호흡곤란 | 호흡이 곤란 | 호흡 곤란 | 호흡이 없 | 호흡이 멈 | 질식
        목에…걸려 | 목에…걸렸 | 입술이 파
        의식이 없 | 의식 없 | 의식을 잃 | 의식불명 | 기절했 | 실신 | 쓰러졌 | 쓰러져
        깨어나지 않 | 깨워도
        피가…멈추 | 피가 안 멈 | 피가 많이 | 대량 출혈 | 과다출혈 | 과다 출혈 | 출혈이 심
        출혈이 멈 | 피를 토 | 각혈
        양수가…터 | 양수 터 | 진통이 | 진통 시작 | 아기가 나오 | 아기가 나올 | 태동이 없
        뇌졸중 온 | 뇌졸중인 | 뇌졸중 같 | 뇌출혈 | 말이 어눌 | 얼굴…마비 | 반신…마비
        경련 | 발작 | 거품을 물
        자살 | 죽고 싶 | 죽고싶 | 살기 싫 | 살고 싶지 않 | 목숨을 끊 | 뛰어내리 | 번개탄
        손목을 그
        약을…많이 먹 | 농약을 마 | 일산화탄소 | 감전됐 | 감전되 | 물에 빠졌 | 아나필락시스
    """,
    "fr": """
        douleur…poitrine | douleurs…poitrine | mal…poitrine | poitrine…serre | crise cardiaque
        infarctus
        arret cardiaque | plus de pouls
        mal à respirer | difficulté à respirer | difficultés à respirer | peux…respirer
        peut…respirer
        arrive…respirer | respire plus | respire pas | respire mal | essoufflé | essoufflée
        s'étouffe | suffoque
        lèvres…bleues
        inconscient | inconsciente | perdu connaissance | évanoui | évanouie | ne réagit plus
        ne se réveille p
        ne se réveille pas | ne se réveille plus
        saigne beaucoup | saigne…arrête | saignement…arrête | hémorragie
        perd beaucoup de sang | vomit du sang
        crache du sang | tousse du sang
        perdu les eaux | poche des eaux | contractions | en train d'accoucher | va accoucher
        le bébé arrive
        bébé…bouge plus
        fait un avc | un avc en cours | bouche…tordue | visage…paralysé
        n'arrive plus à parler
        convulsion | convulsions | convulse | crise d'épilepsie | écume aux lèvres
        suicide | suicider | suicidaire | me tuer | envie de mourir | veux mourir
        plus envie de vivre
        mettre fin à mes jours | m'ouvrir les veines | overdose | surdose | avalé…médicaments
        monoxyde de carbone
        électrocuté | électrocutée | se noie | choc anaphylactique
    """,
}

# What sounds like the above and is a way of speaking, a bargain or a thing.
_HARMLESS = {
    "zh-hans": """
        忙…喘不过气 | 压力…喘不过气 | 压…喘不过气 | 笑…喘不过气 | 到吐血 | 得吐血 | 吐血推荐
        破水管 | 跳楼价 | 跳楼大 | 想死你 | 想死我 | 得想死
        水管破水 | 管子破水 | 管道破水 | 暖气破水 | 治抽搐 | 抽搐的药
        码…没反应了 | 小程序…没反应了 | 网页…没反应了 | 页面…没反应了 | 软件…没反应了
        系统…没反应了 | 手机…没反应了 | 电话…没反应了 | 按钮…没反应了 | 门铃…没反应了
        申请…没反应了 | 提交…没反应了 | 投诉…没反应了 | 反映…没反应了
        叫不醒装睡 | 个月…要生了 | 月份…要生了 | 献血 | 防溺水 | 令人窒息 | 嘴角抽搐
    """,
    "zh-hant": """
        忙…喘不過氣 | 壓力…喘不過氣 | 笑…喘不過氣 | 到吐血 | 得吐血 | 吐血推薦 | 破水管
        跳樓價 | 跳樓大 | 想死你 | 想死我 | 得想死
        水管破水 | 管子破水 | 管道破水 | 治抽搐 | 抽搐的藥
        碼…沒反應了 | 小程式…沒反應了 | 網頁…沒反應了 | 頁面…沒反應了 | 系統…沒反應了
        手機…沒反應了 | 電話…沒反應了 | 按鈕…沒反應了 | 門鈴…沒反應了 | 申請…沒反應了
        叫不醒裝睡 | 個月…要生了 | 月份…要生了 | 防溺水 | 令人窒息
    """,
    "en": """
        me a heart attack | almost had a heart attack | nearly had a heart attack
        drowning in | choking up
        seizure medicine | seizure medicines | seizure medication | seizure meds | seizure pills
        seizure drugs | anti seizure | phone…not responding | app…not responding
        website…not responding | hotline…not responding
        overdose on…tv | social suicide
    """,
    "ja": """
        痙攣の薬 | けいれんの薬 | まぶた…痙攣 | まぶた…けいれん | 息苦しい世の中
    """,
    "ko": """
        경련 약 | 경련약 | 발작 약 | 발작약
        진통제 | 심장마비…뻔 | 심장마비 걸릴 뻔 | 기절할 뻔 | 간판이 쓰러 | 나무가 쓰러
        숨이 막히게 | 더워서 숨이 막 | 웃겨서 숨
    """,
    "fr": """
        médicament…convulsions | médicaments…convulsions
        mourir de rire | mourir de faim | suicide social | contractions de la langue
    """,
}


def is_danger(text: str) -> bool:
    """Whether a text tells of a life in danger, in any of our languages (S92)."""
    folded = _fold(text[:LONGEST])
    return _pattern("danger").search(_pattern("harmless").sub(" ", folded)) is not None


def _fold(text: str) -> str:
    """Lower case, one width, straight apostrophes, no accents on Latin letters."""
    parts = unicodedata.normalize("NFKD", text.replace("\u2019", "'")).casefold()
    bare = "".join(character for character in parts if not "\u0300" <= character <= "\u036f")
    return unicodedata.normalize("NFC", bare)


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    tables = _DANGERS if kind == "danger" else _HARMLESS
    phrases = {
        _compile(phrase.strip())
        for table in tables.values()
        for phrase in re.split(r"[|\n]", table)
        if phrase.strip()
    }
    return re.compile("|".join(sorted(phrases)))


def _compile(phrase: str) -> str:
    parts = [re.escape(_fold(part)).replace(r"\ ", r"\s+") for part in phrase.split("…")]
    if parts[0].isascii():
        return r"\b" + r"\b[^.!?\n]{1,16}?\b".join(parts) + r"\b"
    return r"[^!?。\n]{0,5}?".join(parts)
