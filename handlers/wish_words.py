"""How people ask, lack, wonder and decline, in each language, as `handlers/wishes.py` reads it.

Every entry is a pattern over folded text (`handlers.folding.fold`): lower case, no accents, one
width. `zh` is both scripts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


@dataclass(frozen=True)
class Speech:
    """What a sentence of a language gives away.

    Attributes:
        pleas: somebody is asked to do something; stays a wish in the form of a question.
        lacks: something is needed, missing or broken; no wish in the form of a question.
        wondering: a question about how things are, whatever else is said.
        unsure: the form of a question.
        denials: not needed, done already, offered to others, or told of others.
    """

    pleas: re.Pattern[str]
    lacks: re.Pattern[str]
    wondering: re.Pattern[str]
    unsure: re.Pattern[str]
    denials: re.Pattern[str]

    def is_plea(self, sentence: str) -> bool:
        """Whether somebody is asked to do something."""
        return bool(self.pleas.search(sentence))

    def is_wish(self, sentence: str) -> bool:
        """Whether something is asked for; `is_question` and `is_denial` are not asked here."""
        return self.is_plea(sentence) or bool(self.lacks.search(sentence))

    def is_question(self, sentence: str) -> bool:
        """Whether it is to be answered rather than done."""
        if self.wondering.search(sentence):
            return True
        return bool(self.unsure.search(sentence)) and not self.is_plea(sentence)

    def is_denial(self, sentence: str) -> bool:
        """Whether nothing is asked for, although it sounds like it."""
        return bool(self.denials.search(sentence))


_CHINESE = Speech(
    pleas=_any_of(
        "帮我|幫我|帮忙|幫忙|帮帮|幫幫|帮一下|幫一下|帮个忙|幫個忙|帮老人|幫老人",
        "帮.{0,4}(?:带|代|買|买|拿|取)",
        "代买|代買|代购|代購|代配|代领|代領|代取|代倒|(?<![太很真好不挺更别別])(?:麻烦|麻煩)",
        "拜托|拜託|劳驾|勞駕|唔該",
        "(?:跪|急)求|求(?:购|購|帮|幫|助|个|個|配|送|药|藥|一|点|些|修)|请求|請求",
        "给我|給我|给我们|給我們|给我家|給我家|谁能|誰能|谁可以|誰可以|有没有人|有沒有人|有人能",
        "有人可以",
        "(?:派|找|叫|安排)(?:个|個|位|一位)?(?:人|师傅|師傅|车|車|志愿者|志工)",
        "(?:请|請)(?:来|來|派|安排|送|给|給|帮|幫|尽快|盡快|师傅|師傅)",
        "送(?:点|點|些|一|两|兩|几|幾|到家)",
        "能(?:来|來|上门|上門|派|安排)",
    ),
    lacks=_any_of(
        "需要|需求|急需|急用|急要",
        "要(?:买|買|配|开|開|订|訂|取|拿|领|領|去|做|送|打印|列印|报修|報修|产检|產檢)",
        "想(?:要|买|買|配|开|開|订|訂|拿|去|找|申请|申請|吃|和|跟|約|约)",
        "(?:我|我家|我们|家里|家裡)要|要(?:一|两|兩|几|幾|点|點|些)",
        "(?:我|家|孩|老人).{0,16}(?:没有|沒有)(?!人|问题|問題|关系|關係|事|收|时间|時間|想|用)",
        "去不了|出不去|出不了|走不动|走不動|下不了|行唔到",
        "缺(?!点|點|陷|席|德)|没有?.{0,8}了|沒有?.{0,8}了|快没|快沒|(?:吃|用|喝)(?:完|光)|断药",
        "斷藥|断粮|斷糧|断货|只剩|剩下?一|不够|不夠",
        "坏了|壞了|漏水|漏了|在漏|堵了|堵住|塞住|塞了|停水|停电|停電|断电|斷電|跳闸|跳電|打不开",
        "打不開|关不上|關不上|不亮|不热|不熱|不制冷|不冷|(?:反|锁|鎖)在(?:门|門)?外|鎖死|卡住",
        "爆了|不通|不出水|报修|報修",
        "(?:预约|預約|申请|申請)(?!表|流程)|等着|等著|撑不住|撐不住|不会用|不會用",
        "开(?:一?张|個|个|一下)?.{0,4}(?:证明|證明)|開.{0,4}證明",
    ),
    wondering=_any_of(
        "哪里|哪裡|哪裏|哪儿|哪兒|边度|邊度|哪家|哪个|哪個|哪些|哪天|怎么|怎麼|怎样|怎樣|点样",
        "點樣|如何|(?<!没)(?<!沒)什么|(?<!沒)什麼|啥时候",
        "多少|几点|幾點|几号|幾號|几时|幾時|多久|为什么|為什麼|为何|為何|何时|何時|规定|規定",
        "是不是|要不要|需不需要|用不用|需要.{0,12}(?:吗|嗎)|用.{0,6}(?:吗|嗎)|什么意思",
        "有(?:没|沒)有(?!人)|开不开|開不開",
    ),
    unsure=_any_of(
        r"\?|吗|嗎|么$|麼$|呢$|不$|能不能|可不可以|可唔可以|是否|想(?:问|問|知道)",
        r"(?:请|請)(?:问|問)",
        r"问一下|問一下",
    ),
    denials=_any_of(
        "不需要|不用|不要|唔使|不想|不缺|没必要|沒必要|不必|别.{0,2}了",
        "(?:买|買|收|送|拿|领|領|配|订|訂|开|開)(?:到|好|齐|齊)了|已经|已經|修好|弄好|解决了",
        "解決了|来电了|來電了|来水了|來水了|恢复了|恢復了",
        "(?:谢谢|謝謝|感谢|感謝|多谢|多謝).{0,12}(?:帮|幫|送|修|带|帶|代)",
        "帮我.{0,10}(?:的|了)(?:志愿者|志工|邻居|鄰居)",
        "我(?:们|們)?(?:可以|能|来|來|去|也|愿意|願意)?(?:帮|幫)(?:大家|你|您|忙(?!.*我)|邻居|鄰居|别人|別人|老人|一?下大家)",
        "(?:可以|能|来|來|愿意|願意)(?:帮|幫)(?:大家|你|您|别人|別人|邻居|鄰居)|给我(?:发|發)",
        "(?:帮|幫)(?:大家|你|您)",
        "有(?:需要|需求)的",
        "(?:需要|要|想).{0,14}的(?:邻居|鄰居|居民|朋友|住户|住戶|家庭|业主|業主|接龙|接龍|报名|報名|登记|登記|举手|舉手|扣|请|請|可以|老人|人)",
        "当志愿者|當志願者|當志工|跟团|跟團|听说|聽說|据说|據說|新闻|新聞|昨天|上周|上週|以前",
        "去年|那时候|那時候|本来|本來|朋友",
        "同事|电视|電視|笑死",
    ),
)

_ENGLISH = Speech(
    pleas=_any_of(
        r"\bhelp (?:me|us|my|our)\b|\bhelp (?:is )?needed\b",
        r"\b(?:can|could|would|will) (?:(?:some|any)(?:one|body)|you|u|the committee)\b",
        r"\b(?:can|could|would|will) (?:a|the) volunteers?\b",
        r"\b(?:any|some)(?:one|body) (?:who can|who could|able to|willing to)\b",
        r"\bplease (?:get|buy|bring|fix|send|help|pick|collect|deliver|arrange|come|take)\b",
        r"\bplease (?:call|repair|find|drop|give)\b",
        r"\bwould you mind\b|\b(?:can|could|may) (?:i|we) (?:have|get) .*\bplease\b",
        r"\b(?:send|get|bring|buy) (?:me|us)\b|\bneed (?:some)?(?:one|body) to\b",
    ),
    lacks=_any_of(
        r"\bneeds?\b|\bwants?\b|\b(?:ran|run|runs|running|almost|nearly|all) (?:out|low)\b",
        r"\b(?:is|are|am|we're|i'm) out of\b",
        r"\bno more\b|\bno .{1,20} left\b|\bnothing left\b|\bgone\b|\bhaven't (?:got )?any\b",
        r"\bjammed\b|\bdon't have (?:any|enough)\b",
        r"\bhave no\b|\bthere(?:'s| is| are) no\b|\bgot no\b",
        r"\bshort of\b(?! breath)|\b(?:low|down) (?:on|to)\b|\bbroken\b|\bbroke\b",
        r"\bnot working\b",
        r"\b(?:doesn't|does not|won't) (?:work|close|open|turn|flush|start)\b",
        r"\bstopped working\b|\bleak(?:s|ing|ed)?\b|\bblocked\b|\bclogged\b|\bstuck\b|\bburst\b",
        r"\block(?:ed)? (?:me |myself )?out\b",
        r"\bno (?:hot )?(?:water|power|electricity|heating)\b",
        r"\b(?:i'd|i would|we'd|we would|she would|he would) like\b|\blooking for\b",
        r"\b(?:are|is|has|have) (?:all )?(?:finished|gone)\b|\b(?:lack|missing)\b",
        r"\bplease\b|\b(?:have|has|must) (?:to )?(?:go|get|be taken) to\b",
        r"\bfor my (?:employer|boss)\b",
    ),
    wondering=_any_of(
        r"\b(?:where|which|why)\b",
        r"\bhow (?:much|many|long|often|do|does|can|could|to|is|are|about|come)\b",
        r"(?:^|[,:] ?|\bknow |\btell me |\band |\bhi |\bhello )(?:what|when|who)(?:'?s|se)?\b"
        r"(?! (?:could|can|would))",
        r"\b(?:is|are) there\b(?! (?:any|some)(?:one|body))|\bwhether\b|\brules?\b|\bpolicy\b",
        r"\ballowed\b",
        r"\b(?:do|does|did|should|must|may) (?:i|we|you|they|he|she|my|people|residents)\b"
        r"(?!.*\bplease\b)",
        r"\b(?:do|does|did|should|must|may) (?:every|any)(?:one|body)\b",
    ),
    unsure=_any_of(
        r"\?",
        r"^ ?(?:hi |hello )?(?:can|could|is|are|will|has|have) (?:i|we|the|my|it|they|there|an?)\b",
    ),
    denials=_any_of(
        r"\b(?:don't|do not|doesn't|does not|didn't|not) (?:really |actually )?(?:need|want)\b",
        r"\bno need\b|\bno longer\b|\bnobody needs\b|\bneedn't\b|\bplease (?:wear|keep|be)\b",
        r"\b(?:i|we) (?:can|could|will|'ll) (?:also )?help\b|\bi'll help\b|\bhappy to\b",
        r"\blet me (?:help|know)\b|\bi can (?:bring|buy|get|fix|pick)\b|\bwant to help\b",
        r"\bif (?:you|anyone|anybody|somebody|someone|they)\b",
        r"\b(?:(?:any|every)(?:one|body)|those|people|residents|neighbours|whoever) "
        r"(?:who )?(?:needs?|wants?)\b",
        r"\bthank(?:s| you)(?: so much| very much| a lot)? (?:for|to)\b(?! (?:your|any)? ?help\b)",
        r"\balready\b|\b(?:got|received|found) (?:my|the|our|some|them|it)\b|\barrived\b",
        r"\b(?:fixed|repaired|solved|sorted)(?: now| it| the|$)|\bworks? again\b",
        r"\b(?:is|was|has been|got) fixed\b|\bwe bought\b|\bi bought\b|\bjust kidding\b|\blol\b",
        r"\bhaha",
        r"\byesterday\b|\bgroup orders?\b|\blast (?:week|month|year)\b|\bused to\b",
        r"\bon the news\b",
        r"\bi (?:read|heard|saw)\b|\bused to\b|\bmy friend\b|\bneeds? to (?:know|stop|calm)\b",
        r"\byou need\b",
    ),
)

_JAPANESE = Speech(
    pleas=_any_of(
        "て(?:ください|下さい|くださ|ほしい|欲しい|もらえ(?!ない(?:。|$))|いただけ|頂け|もらいたい|いただきたい|くれ(?!た|まし|て))",
        "で(?:ください|下さい)",
        "(?:を|も|分|個|本|つ|枚|袋|お)(?:ください|下さい)|お願い|おねがい|頼みたい|助けて",
        "どなたか|誰か|だれか",
    ),
    lacks=_any_of(
        "必要|ほしい|欲しい|足りな|足りませ|足らな|(?<!い)(?:なく|無く)(?:な|て)",
        "切れ(?:そう|た|て|る|ます|まし)|切らし",
        "(?:が|は|も|一つも|全然|もう)(?:ない|ありません|無い)|残り",
        "壊れ|故障|漏れ|漏っ|詰ま|つかない|つきませ|出ない|出ませ|止まっ|止まら|開かない",
        "開きませ|閉まらな|締め出|流れな|流れませ|切れてい|動かな|動きませ",
        "(?:買い|注文し|頼み|受け|申請し|もらい|受け取り|行き|話し|聞いて|印刷し|出し)たい",
        "困って|行か(?:なければ|ないと|なきゃ)|入れな|入れませ|なくし|行けな|行けませ|予約",
        "したいです|ほしく",
    ),
    wondering=_any_of(
        "どこ|いつ(?!も)|何時|なぜ|どうして|どうやって|どうすれば|どうしたら|どうなり|いくら",
        "どの(?!くらいでも)|どれ|何曜|何日|何が|何を|どう(?![かぞも])|必要書類|ときは|ルール",
        "規則|方法|教えて|本当",
        "必要(?:です|なの|なん|でしょう|あり(?:ます)?)か|必要ですか|誰が|誰に",
    ),
    unsure=_any_of(r"\?|か。?$|かな。?$|かしら。?$|でしょう(?:か)?。?$|は。?$"),
    denials=_any_of(
        "必要(?:あり|は?な|では)|(?:要り|いり)ませ|いらない|要らない|結構です|大丈夫",
        "しなくて(?:も)?いい|不要|ないで(?:ください|下さい)|マスクを(?:し|つけ|着)|静かに",
        "(?:買え|届き|受け取り|もらい|直り|解決し|治り|修理し)(?:まし|た)|直った|届いた|買った",
        "済み|終わりまし|もうあ(?:る|ります)",
        "(?:ありがとう|感謝|お世話)|手伝(?:います|えます|いましょう|える)",
        "(?:できる方|希望の方|必要な方|ほしい方|欲しい方|困っている方|必要な人|方は)|昨日|先週",
        "ニュース|友達|友人|以前|聞いた話",
    ),
)

_KOREAN = Speech(
    pleas=_any_of(
        "주세요|주실|주시|주십|줄 수|줄수|줄래|줘|도와|부탁|사다|가져다|갖다|누군가",
        "해 줄|해줄|주면|주셨으면|보내",
    ),
    lacks=_any_of(
        "필요|떨어(?:졌|져|질|지)|다 (?:먹|썼|써)|거의 (?:없|다)",
        "(?:이|가|게|도|은|는|하나도) ?없(?!애|이|나)(?<!수가 없)(?<!문제가 없)|부족|모자라|남았",
        "고장|안 ?(?:나와|켜|열|잠|닫|내려|들어|따뜻|돼|되)|막혔|막혀|새요|샙니다|새고|샌다|끊겼",
        "끊어|잠겼|터졌|나갔|멈췄|갇혔",
        "(?:사|받|신청하|구하|주문하|예약하|인쇄하|이야기하|얘기하|버리|가|상담하)고 ?싶",
        "구합니다|구해요|사야|가야|받아야|맡겨야|뽑아야|신청합니다|신청해요|예약해야|예약이",
        "원해|원합|급해|급합|바꿔야",
    ),
    wondering=_any_of(
        "어디|언제|어떻게|왜|얼마|몇 ?시|몇 ?일|무엇|뭐|무슨|누구",
        "누가.{0,14}(?:(?<!있)나요|받아요|하나)|필요한 ?서류|어느|어떤|규정|방법|알려|궁금",
        "필요한가|필요한지|필요해요\\?|필요합니까|필요하나|(?<!수 )(?<!분 )있나요|있습니까",
        "있어요\\?|인가요|되나요|됩니까|되는지|되요\\?|돼요\\?",
    ),
    unsure=_any_of(r"\?|나요|까요|는지|니까$"),
    denials=_any_of(
        "필요 ?없|필요는 없|안 ?필요|필요하지 ?않|필요하신|필요한 (?:분|사람|집|주민)|괜찮",
        "도와 ?드|도울|드릴게|드릴 ?수|드리겠|해 드",
        "(?:샀|받았|도착했|고쳤|고쳐졌|해결|구했|들어왔|돌아왔)|(?:주셔서|줘서|주신)|하지 ?마",
        "마스크를? ?(?:써|쓰|착용|꼭)|조용|잘 ?(?:해|하)",
        "이미|어제|지난주|지난달|뉴스|친구|들었|예전|분은|분들|신청하세요",
    ),
)

_FRENCH = Speech(
    pleas=_any_of(
        r"\b(?:pouvez|pourriez|voulez|voudriez)-vous\b|\b(?:pourrais|peux)-tu\b",
        r"\bquelqu'un (?:peut|pourrait|pour|qui|de)\b|\bvous pou(?:vez|rriez)\b",
        r"\b(?:aidez|aide|aider|depannez|apportez|envoyez|livrez|achetez|donnez)[- ](?:moi|nous)\b",
        r"\b(?:m'|nous )(?:aider|apporter|acheter|livrer|depanner|envoyer)\b",
        r"\bmerci de (?:m'|me|nous|passer|venir|bien|livrer|prevoir)\b",
        r"\bserait-il possible (?:de|d')\b|\bpossible de (?:me|m'|nous)\b|\bveuillez\b",
        r"\best-ce que quelqu'un\b",
    ),
    lacks=_any_of(
        r"\bbesoin\b|\b(?:me|nous|lui|m'en|leur) fau(?:t|drait)\b",
        r"\b(?:je|nous|on|elle|il) (?:voudrai(?:s|t|ons)|souhait|cherch|aimerait)",
        r"\bvoudrions\b|\bj'aimerais\b",
        r"\b(?:n'ai|n'avons|n'a|n'ont|y a|ai|a) (?:presque |quasiment )?plus "
        r"(?:de|d'|du|rien|aucun|assez)\b",
        r"\breste(?:nt)? (?:plus )?qu|\benvie de (?:parler|discuter)\b",
        r"\bplus (?:d'eau|d'electricite|de courant|de chauffage|de lumiere|rien)\b",
        r"\bpresque (?:fini|plus)\b|\bmanqu(?:e|ons|ent)\b",
        r"\ben panne\b|\bcasse(?:e|s|es)?\b|\bfui(?:t|te|tes|ent)\b|\bbouche(?:e|s|es)?\b",
        r"\bbloque(?:e|s|es)?\b|\bcoup(?:ure|e|ee)\b",
        r"\bne (?:marche|fonctionne|s'allume|s'ouvre|ferme|chauffe|coule) (?:plus|pas)\b",
        r"\benferme dehors\b|\bcoince(?:e)?\b",
        r"\b(?:est|sont|a|ai) (?:termine|fini|epuise)(?:e|s|es)?\b|\bsvp\b",
        r"\bs'il (?:vous|te) plait\b|\bdois (?:aller|me rendre|passer|imprimer)\b",
        r"\bdoit (?:aller|se rendre)\b|\ba court de\b",
    ),
    wondering=_any_of(
        r"^ ?(?:bonjour,? |salut,? )?ou\b",
        r"\bou (?:est|sont|puis|peut|trouver|acheter|retirer|aller|faire|deposer|jeter|va)\b",
        r"\bcomment\b(?! (?:vous voulez))|\bcombien\b|\bpourquoi\b",
        r"\bquel(?:le)?s?\b|\bqu'est-ce\b|\bquoi\b|\bqui (?:est|sont|a)\b",
        r"(?:^ ?|\bsavoir |\bc'est |\bdepuis |\bjusqu'a )quand\b|\bregles?\b|\ba-t-on\b",
        r"\bdoit-on\b|\bpeut-on\b|\bpuis-je\b|\bfaut-il\b|\by a-t-il\b(?! quelqu'un)|\bdois-je\b",
        r"\bai-je\b",
    ),
    unsure=_any_of(r"\?|^ ?(?:est-ce|avez-vous)\b|\bsi (?:on|je) (?:peut|peux|doit|dois)\b"),
    denials=_any_of(
        r"\b(?:pas|plus|aucun) besoin\b|\bn'(?:ai|avons|a) besoin de rien\b",
        r"\b(?:je|nous) (?:peux|pouvons|veux|vais|suis pret a) (?:vous )?aider\b|\bpuis aider\b",
        r"\bje peux (?:apporter|acheter|depanner|livrer|vous)\b",
        r"\bmerci (?:de|d'|pour|a) ?(?:m'avoir|nous avoir|avoir|l'aide|votre aide|les|le|la)\b",
        r"\bmerci (?:pour|a) (?:tout|tous|toutes|ceux|celui|celle)\b",
        r"\b(?:ai|avons) (?:bien )?(?:recu|achete|trouve)\b|\bbien (?:recu|arrive)\b",
        r"\b(?:est|sont) (?:arrive|repare|revenu|regle)(?:e|s|es)?\b|\bremarche\b",
        r"\b(?:ceux|celles|personnes|voisins|habitants|residents) qui\b",
        r"\bsi (?:vous|quelqu'un|certains)\b|\bceux ayant\b|\bhier\b|\bla semaine derniere\b",
        r"\bl'annee derniere\b|\bj'ai (?:lu|vu|entendu)\b|\bmdr\b|\bdeja\b|\bje n'en veux\b",
        r"\bne (?:veux|voulons) (?:pas|plus)\b|\bmon ami\b|\bun ami\b",
    ),
)

SPEECH = {
    "zh": _CHINESE,
    "en": _ENGLISH,
    "ja": _JAPANESE,
    "ko": _KOREAN,
    "fr": _FRENCH,
}
