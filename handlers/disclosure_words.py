"""How people tell of their health, in each language, as `handlers/disclosure.py` reads it.

Every entry is a pattern over folded text (`handlers.folding.fold`): lower case, no accents, one
width. `zh` is both scripts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


DOOR = _any_of(
    r"\d{1,4} ?(?:号楼|號樓|号|號|栋|棟|幢|座|弄|楼|樓) ?(?:\d{1,3} ?(?:单元|單元|号|號|室|-) ?)?"
    r"\d{3,4}",
    r"(?<![\d-])\d{1,3}-(?:\d{1,2}-)?\d{3,4}(?![\d-])",
    r"\b(?:building|bldg|block|tower|batiment|bat) ?\w{1,3}\W{1,2}"
    r"(?:(?:apartment|apt|flat|room|unit|appartement|appt|porte)\.? ?)?\d{2,4}\b",
    r"\d{1,3} ?동 ?\d{2,4} ?호|\d{1,3}号棟 ?\d{2,4}",
)
"""A building with a room; a building alone is no household."""

ORDERS = _any_of(
    "单号|單號|订单|訂單|运单|運單|快递|快遞|包裹|取件码|取件碼|编号|編號|验证码|驗證碼|流水",
    "批号|批號|qq",
    r"\border\b|\btracking\b|\bparcel\b|\bref\b|\binvoice\b|\bcode\b|\bserial\b",
    "注文番号|追跡|伝票|番号札|주문|송장|운송장|일련",
    r"\bcommande\b|\bsuivi\b|\bcolis\b|\breference\b|\bfacture\b",
)
"""Say of the number behind them that it is no telephone."""

OFFICES = _any_of(
    "居委|村委|物业|物業|值班|热线|熱線|客服|派出所|街道|社区|社區|志愿者|志工|保安|门卫|門衛",
    "前台|楼组长|樓組長",
    "医院|醫院|药房|藥房|药店|藥局|卫生|衛生|民警|师傅|師傅|团长|團長|司机|司機|配送|骑手|騎手",
    "超市|店",
    r"\bhotline|\boffice\b|\bcommittee\b|\bmanagement\b|\bduty\b|\bclinic\b|\bhospital\b",
    r"\bpharmacy\b",
    r"\breception\b|\bshop\b|\bstore\b|\bvolunteer|\bpolice\b|\bsupport\b|\bhelpline\b",
    r"\bplumber\b",
    "代表|事務所|管理|病院|薬局|窓口|役所|保健所|当番|ボランティア|상담|관리|병원|약국|센터|경비",
    "당직|봉사",
    r"\bpermanence\b|\bcomite\b|\bmairie\b|\bgardien|\bpharmacie\b|\bhopital\b|\bcabinet\b",
    r"\bsyndic\b",
    r"\baccueil\b|\bstandard\b|\bbenevole|\bplombier\b|\bmagasin\b",
)
"""Publish their telephones."""

OWN = _any_of(
    "我|本人|私|僕|自宅|携帯|제 |저 |저의|제번|내 |우리",
    r"\bmy\b|\bmine\b|\bme\b|\bmon\b|\bma\b|\bmoi\b",
)


@dataclass(frozen=True)
class Telling:
    """How health is told of in a language.

    Attributes:
        owners: oneself or one's family.
        reach: characters after an owner in which it is told.
        states: illnesses and treatments.
        strangers: between an owner and a state: it is of others, denied, feared or a joke.
        supposing: before an owner: it is not so, it might be.
        unless_after: behind a state: it is a thing, a place or a rule.
        asking: makes a question of what is said of a door.
        bare: tells it without an owner, where a language leaves the owner out.
    """

    owners: re.Pattern[str]
    reach: int
    states: re.Pattern[str]
    strangers: re.Pattern[str]
    supposing: re.Pattern[str]
    unless_after: re.Pattern[str]
    asking: re.Pattern[str]
    bare: re.Pattern[str] | None = None


_CHINESE = Telling(
    owners=_any_of(
        "(?<!自)我(?![们們市国國区區省街楼樓校司院])|我[们們]家|我屋企|本人",
        "(?:^|[, ])(?:爸爸?|妈妈?|媽媽?|老公|老婆|爷爷|爺爺|奶奶|外婆|外公|婆婆|公公)",
        "(?:^|[, ])(?:岳父|岳母|阿公|阿婆|阿嬤|家父|家母)",
        "家里老人|家裡老人|家裡長輩",
    ),
    reach=16,
    states=_any_of(
        "透析|血透|洗肾|洗腎|化疗|化療|放疗|放療|电疗|電療|靶向|标靶|標靶|胰岛素|胰島素|癌|肿瘤",
        "腫瘤|白血病",
        "确诊|確診|(?<!太)(?<!夕)[阳陽]了|[阳陽]性|复阳|復陽|密接|密切接触者|密切接觸者|怀孕",
        "是孕[妇婦]",
        "懷孕|有身孕|孕?\\d{1,2}周(?:孕|了)|流产|流產",
        "艾滋|愛滋|hiv|梅毒|抑郁症|抑鬱症|憂鬱症|忧郁症|精神分裂|躁郁|躁鬱|双相|雙相|焦虑症",
        "焦慮症|自闭症|自閉症",
        "糖尿病|高血压|高血壓|心脏病|心臟病|冠心病|心梗|心肌梗塞|中[风風](?![险險])|脑梗|腦梗",
        "脑溢血|腦溢血|尿毒症|肾衰|腎衰",
        "乙肝|肝炎|肝硬化|肺结核|肺結核|癫痫|癲癇|痴呆|癡呆|失智|阿尔茨海默|阿茲海默|帕金森|哮喘",
        "氣喘|红斑狼疮|紅斑狼瘡",
    ),
    strangers=_any_of(
        "没|沒|未|别|別|不(?!幸|小心|得不)|怕|担心|擔心|会不会|會不會|是不是|是否|隔壁|邻居|鄰居",
        "同事|朋友|同学|同學|室友",
        "楼|樓|小区|社區|听|聽|看|说|說|问|問|觉得|覺得|感觉|感覺|有人|大家|群|谁|誰|预防|預防",
        "防|帮别|志愿|志工|新闻|新聞",
        "单位|單位|公司|学校|學校|医生|醫生|护士|護士|捐|如果|要是|万一|萬一|会得|會得|梦|夢",
        "假如",
        "(?:快(?![篩筛])|都要|都快|气得|氣得|气出|氣出|吓出|嚇出|急得|笑|搞得|弄得|要被).{0,5}$",
    ),
    supposing=_any_of(
        "如果|要是|万一|萬一|假如|一旦|倘若|假设|假設|若|怕|担心|擔心|听说|聽說|觉得|覺得|感觉",
        "感覺|是不是|会不会|會不會",
        "气得|氣得|吓得|嚇得|急得|搞得|弄得|笑得",
    ),
    unless_after=_any_of(
        "室?工作|疫苗|筛查|篩查|篩檢|保险|保險|检测|檢測|的?医院|的?醫院|讲座|講座|知识|知識",
        "人数|人數",
        "病例|率|数|數|者要|者请|预防|预约表",
        "[的]?(?:邻居|鄰居|朋友|同事|人)|怎么会|宣传|科普|课|課|基金|研究|地区|區域|区|區|楼|樓",
    ),
    asking=_any_of("吗|嗎|么$|呢$|是不是|有没有|有沒有|真的假的|听说|聽說"),
)

_ENGLISH = Telling(
    owners=_any_of(
        r"(?<!\bam )\bi(?:'m|'ve|'d)?\b",
        r"\b(?:my|our) (?:mother|mum|mom|father|dad|husband|wife|son|daughter|brother|sister)\b",
        r"\b(?:my|our) (?:baby|child|kids?|parents|partner|aunt|uncle)\b",
        r"\b(?:my|our) (?:grandmother|grandma|granny|grandfather|grandpa)\b",
        r"\b(?:my|our) (?:mother|father)-in-law\b|\b(?:my|our) family\b",
        r"\bwe (?:all )?(?=(?:have|tested|are)\b)",
    ),
    reach=48,
    states=_any_of(
        r"\b(?:cancer|hiv|aids|diabet(?:es|ic)|dialysis|chemo|chemotherapy|radiotherapy|positive|hepatitis)\b",
        r"\bepilep(?:sy|tic)\b|\bschizophreni(?:a|c)\b|\bbipolar\b|\bdementia\b|\balzheimer's\b",
        r"\btumou?r\b",
        r"\bstroke\b(?! of)|\bpregnant\b|\bmiscarriage\b|\bhypertension\b",
        r"\bhigh blood pressure\b|\bleuka?emia\b",
        r"\bheart (?:disease|failure|condition)\b|\basthma\b|\bkidney failure\b",
        r"\b(?:no )?insulin\b",
        r"\bdepression\b",
        r"\bantidepressants?\b|\bparkinson's\b|\bclose contact\b|\bautis(?:m|tic)\b",
        r"\btuberculosis\b|\b(?:have|has|had|got|caught|with) (?:the )?covid\b",
    ),
    strangers=_any_of(
        r"\bnot\b|n't\b|\bnever\b|\bno\b|\bwithout\b|\bnegative\b|\bafraid\b|\bworr",
        r"\bfear|\bscared\b|\btests for\b",
        r"\bthink\b|\bthought\b|\bhope\b|\bheard\b|\bread\b|\bsaw\b|\bwatch|\bworks?\b",
        r"\bstud(?:y|ies|ied)\b|\bdonat",
        r"\bvolunteer|\bknow\b|\bask\b|\bwonder|\bfriend|\bneighbou?r|\bcolleague|\bsomeone\b",
        r"\banyone\b|\bpeople\b",
        r"\bbuilding\b|\bthey\b|\bagainst\b|\bif\b|\bwhen\b|\bunless\b|\bor\b|\bwhether\b",
        r"\bstay\b|\bfeel\b",
        r"\bthe \w+ (?:is|are|has|have) \b|\bsays?\b|\bsaid\b|\bposts?\b|\babout\b|\bfor a\b",
        r"\bsupport|\bteach",
    ),
    supposing=_any_of(
        r"\bif\b|\bin case\b|\bdon't think\b|\bunless\b|\bsuppos|\bwhat if\b|\bwhether\b",
        r"\bwhen\b|\bafraid\b",
        r"\bworried\b|\bhope\b",
    ),
    unless_after=_any_of(
        r"'?s? (?:syringes|tests?|testing|vaccines?|jab|research|nurse|doctor|hospital|ward)\b",
        r"'?s? (?:charity|policy|rules?|code|app|news|cases?|numbers?|insurance|hotline)\b",
        r" (?:that|about|attitude|thinking|vibes|feedback|side|it|the|they|i|we|you|he|she)\b",
        r" (?:there|awareness|fundraiser|people|patients|residents|measures|restrictions|talk)\b",
        r"-19 (?:tests?|vaccines?|rules?|policy|measures|news|restrictions)\b",
    ),
    asking=_any_of(r"^ ?(?:is|are|has|have|did|does|was)\b|\bheard\b|\brumou?r"),
)

_JAPANESE = Telling(
    owners=_any_of(
        "私(?!立)|わたし|僕|俺|うちの|父(?!の日)|母(?![国校乳子]|の日)|(?<![丈工])夫(?![人婦])",
        "妻|主人(?!公)|旦那|息子|娘",
        "祖父|祖母|おじいちゃん|おばあちゃん|子供が|子どもが|兄|弟|姉|妹|両親|義父|義母|家族が",
    ),
    reach=18,
    states=_any_of(
        "透析|がん(?=で|に|が(?!ん)|の|を|と|だ|治|患|手|[。、]|$)|癌|陽性",
        "コロナ(?:に|で|感染|陽性)|感染し|濃厚接触",
        "うつ病|鬱病|糖尿病|高血圧|認知症|アルツハイマー|妊娠|hiv|エイズ|てんかん|肝炎",
        "統合失調症|心臓病|心不全|抗がん剤",
        "喘息|ぜんそく|白血病|パーキンソン|脳梗塞|インスリン|流産|双極性|発達障害|腎不全|結核",
    ),
    strangers=_any_of(
        "ない|友|隣|近所|同僚|テレビ|ニュース|聞い|聞き|読ん|見た|見まし|勤め|働|棟|階で|もし|怖",
        "心配|ワクチン|知り合い|知人",
        "人が|人の|人は|人も|誰|だれ|看護|医師|研究|場合|学ん|勉強|会社|学校|住民",
    ),
    supposing=_any_of("もし|仮に|万一|万が一|噂|うわさ|友"),
    unless_after=_any_of(
        "検査|者(?!です|になり)|率|の人|の方|患者|だったら|なら|になったら|したら|た場合|の場合",
        "かもしれない人|予防|検診|保険",
        "の?ワクチン|て(?:い)?(?:ない|ませ)|かどうか|では?な|じゃな|では?あり|対策|について|の本",
        "の薬は|講座|してい?な",
        "してい?ませ|しませ",
    ),
    asking=_any_of("ですか|ますか|でしょうか|かな|本当|らしい|噂"),
    bare=_any_of(
        "陽性(?:になりました|でした|と言われ|反応が出ま|判定が出ま|でしたので)",
        "透析(?:に通って|を受けてい|中です|している)",
        "妊娠(?:\\d+|しています|中です|している)|感染しました|コロナにかかりました",
        "(?:がん|癌|うつ病|糖尿病|認知症)(?:です|と診断|を患|の治療中)",
    ),
)

_KOREAN = Telling(
    owners=_any_of(
        "(?<![가-힣])(?:저는|저희(?! ?(?:동|단지|아파트|층|건물))|제가|제 |나는|내가|난 )",
        "(?<![가-힣])우리 ?(?:집|가족)",
        "(?<![가-힣])(?:우리 ?|저희 ?|제 )?(?:엄마|아빠|어머니|아버지|어머님|아버님|부모님|아내)",
        "(?<![가-힣])(?:우리 ?|저희 ?|제 )?(?:남편|와이프|아들|딸|할머니|할아버지)",
        "(?<![가-힣])(?:우리 ?|저희 ?|제 )?(?:시어머니|시아버지|장모님|장인|아이가|애가)",
        "(?<![가-힣])(?:우리 ?|저희 ?|제 )?(?:동생이|동생은|언니|누나|오빠|형이)",
    ),
    reach=24,
    states=_any_of(
        "투석|(?:유방|위|폐|간|대장|췌장|갑상선|전립선|자궁)암",
        "암(?=이|에|을|으로| 진단| 수술| 치료| 투병|입니다| 환자|예요| 말기)",
        "양성|확진|코로나(?:에|로| ?걸)|밀접 ?접촉|당뇨|고혈압|우울증|치매|임신|에이즈|hiv|간염",
        "뇌전증|간질|항암|조현병",
        "심장병|심부전|천식|인슐린|파킨슨|뇌졸중|공황장애|유산했|백혈병|신부전|결핵|자폐",
    ),
    strangers=_any_of(
        "안 |못 |않|없|아니|친구|옆집|이웃|동료|뉴스|들었|들은|봤|보니|만약|혹시|걱정|무서|단지",
        "층|백신|누가|사람|간호|의사",
        "연구|회사|학교|주민|일하|근무|공부|라고|다는|대요",
    ),
    supposing=_any_of("만약|혹시|행여|소문|만일|친구"),
    unless_after=_any_of(
        "자(?:가|는|와|들|수|도| )| ?검사|률| ?예방| ?백신|이면|되면|이라면|일까|인지|인가|이 아",
        "가 아|은 아|는 아|된 사람|적(?:인|으로)|평등",
        "이 나오면|에? ?안 |나오면|하면|되나|되었나| ?보험| ?교육| ?연구|센터| 병원은|이나| 관련",
    ),
    asking=_any_of("나요|까요|인가요|대요|다던데|소문|라던데"),
    bare=_any_of(
        "확진(?:됐어요|됐습니다|되었습니다|받았)|양성(?:이)? ?(?:나왔|떴)",
        "임신 ?\\d+ ?(?:주|개월)|투석 ?(?:받고 있|중이|하고 있)",
    ),
)

_FRENCH = Telling(
    owners=_any_of(
        r"\bj'|(?<!-)\bje\b",
        r"\b(?:mon|ma|notre|mes|nos) (?:pere|mere|mari|femme|fils|fille|frere|soeur|parents)\b",
        r"\b(?:mon|ma|notre|mes|nos) (?:bebe|enfants?|compagn(?:on|e)|epou(?:x|se)|tante|oncle)\b",
        r"\b(?:mon|ma|notre|nos) (?:grand-mere|grand-pere|papa|maman|petit-fils)\b",
        r"\b(?:mon beau-pere|ma belle-mere|ma famille)\b",
    ),
    reach=48,
    states=_any_of(
        r"\bdialys(?:e|ee)\b|\bcancer\b|\bseropositi(?:f|ve)\b|\bpositi(?:f|ve|fs|ves)\b|\bvih\b",
        r"\bsida\b|\bdiabet(?:e|ique)s?\b",
        r"\benceinte\b|\bchimio\w*|\bradiotherapie\b|\bdepressi(?:on|f|ve)\b|\balzheimer\b",
        r"\bepilep\w+|\bhepatite\b|\btumeur\b",
        r"\basthm\w+|\bhypertension\b|\binsuline\b",
        r"\b(?:ai|a|avons|ont|eu|attrape|avec) (?:le|la|du) covid\b|\bschizophren\w+",
        r"\bbipolaire\b|\bparkinson\b",
        r"\bavc\b|\bleucemie\b|\bfausse couche\b|\binsuffisance (?:renale|cardiaque)\b",
        r"\bcas contact\b|\bautis(?:te|me)\b",
    ),
    strangers=_any_of(
        r"\bne\b|\bn'|\bpas\b|\bjamais\b|\bsi\b|\bpeur\b|\bcrains\b|\bpense\b|\bcrois\b",
        r"\bespere\b|\blu\b|\bvu\b|\bentendu\b",
        r"\btravaille|\bvaccin|\bcontre\b|\binfirmi|\bvoisin|\bamie?\b|\bcollegue|\bquelqu'un\b",
        r"\breste\b|\betudi",
        r"\bdon\b|\bquand\b|\bou\b|\bsais\b|\bdemande\b|\bdit\b|\bsoutien|\bimmeuble\b",
        r"\brester\b|\bsur (?:le|la)\b",
        r"\b(?:fait|faire|passe|passer) (?:le|un|mon|son) test\b|\bgens\b|\bcherche\b",
        r"\btests pour\b",
    ),
    supposing=_any_of(
        r"\bsi\b|\bs'il\b|\bquand\b|\bau cas ou\b|\bsuppos|\bpeur que\b|\bcrains que\b",
        r"\bimaginons\b|\bvoisin",
    ),
    unless_after=_any_of(
        r" (?:que|pour l'avenir|malgre|test|vaccin|recherche|et je garde)\b",
        r"(?:, | )?(?:on va|tout ira|courage)\b",
    ),
    asking=_any_of(r"^ ?(?:est-ce|y a-t-il)\b|\bparait\b|\brumeur"),
)

TELLING = {
    "zh": _CHINESE,
    "en": _ENGLISH,
    "ja": _JAPANESE,
    "ko": _KOREAN,
    "fr": _FRENCH,
}
