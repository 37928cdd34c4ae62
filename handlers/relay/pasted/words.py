"""The words that decide what an entry asks for, in the languages that neighbours write.

Patterns read folded, simplified, casefolded text. A word stands here because it changes what a
row comes to; everything else that people write is a remark.
"""

from __future__ import annotations

import re

SIMPLIFIED = str.maketrans(
    "個兩戶訂買換為變應該還沒這點後佔來錢領給幫樓號棟單層門間條張隻雙寶龍報時兒對錯過謝請減刪"
    "銷棄別嗎麼問誰許約從當館夠剛數隣説帶養雞魚麵滿場護衛處辦車與歲種樣無關閉現週禮將線們總記"
    "錄儲體開聽話聯額價認電戲飯麥蘋紙藥區長風滅預組員發貼圖語頻鏈載續賣費積極實樂備註說論讓帳"
    "經連誤寫讀隊順鄰導師衆眾廠廣務動勞舉興藍綠紅黃顏億網絡據擇擔擊擠攜權歡歸殘決況淨準漲灣營"
    "獨獎畫異療盡監盤碼確礎稅穩穀競筆節範簽糧糾級細終結統維緊練縣繼職聲腦舊蓋補裝褲見規視親覺"
    "觀計訊討訓託設訴評試詢誠課調講貨貴質購贈趕跡較輔輕輛輪轉運遠適遲選郵醫釋針鎖鐘鐵階際險雖"
    "難雲須頂項頭題顧類飛飲駛驗鬆鮮鴨麗齊龜貳參陸於匯",
    "个两户订买换为变应该还没这点后占来钱领给帮楼号栋单层门间条张只双宝龙报时儿对错过谢请减删"
    "销弃别吗么问谁许约从当馆够刚数邻说带养鸡鱼面满场护卫处办车与岁种样无关闭现周礼将线们总记"
    "录储体开听话联额价认电戏饭麦苹纸药区长风灭预组员发贴图语频链载续卖费积极实乐备注说论让账"
    "经连误写读队顺邻导师众众厂广务动劳举兴蓝绿红黄颜亿网络据择担击挤携权欢归残决况净准涨湾营"
    "独奖画异疗尽监盘码确础税稳谷竞笔节范签粮纠级细终结统维紧练县继职声脑旧盖补装裤见规视亲觉"
    "观计讯讨训托设诉评试询诚课调讲货贵质购赠赶迹较辅轻辆轮转运远适迟选邮医释针锁钟铁阶际险虽"
    "难云须顶项头题顾类飞饮驶验松鲜鸭丽齐龟贰叁陆于汇",
)


def _any(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(words))


WITHDRAWS = _any(
    "取消",
    r"唔要|唔使|唔需要|(?<!\w)[撤弃删](?!\w)",
    r"\bscrap\b|\b(?:forget|ignore|scratch) (?:it|mine|that|me|us)\b|\bcount (?:me|us) out\b",
    r"不要(?:了|啦)",
    r"不要(?=\s*(?:$|[,，。.!！)）]))",
    r"不需要|不用了|不参加|不报了|不订了|不接了|没要",
    r"退出|退订|退单|退掉|退款|退团|退群|划掉|划去|划了|作废|撤销|撤回|撤单|放弃|"
    r"弃权|删除|删掉|删了|弃单",
    r"(?<![\w后倒])退(?=了?\s*(?:$|[,，。.!！)）]))",
    r"\bcancel(?:l?ed|ling)?\b|\bwithdr[ae]w[ns]?\b|\bremove\b|\bdelete\b|\bdrop(?:ping)? out\b",
    r"\bno longer need|\bdon'?t need|\bplease skip\b|\bnot needed\b|\bnever ?mind\b",
    r"キャンセル(?!待)|取り消|取消し|辞退|不要です|いりません|やめます",
    r"취소|빼\s?주세요|안\s?할게요|필요\s?없",
    r"\bannul|\bje me retire|\bplus besoin|\bstorn|\babgemeldet|\bcancel[ao]",
)
# Where no number is written, these say that perhaps nothing is asked for.
NEGATES = _any(
    r"不|唔|冇|没|别|勿|了(?!解)|已|跳过|给|让|我[和跟]|(?<!\w)无(?!\w)|空|免",
    r"\bno\b|\bnot\b|n't\b|\bskip\b|\bpass\b|\bnone\b|\bn/?a\b|\bnil\b|\baway\b|"
    r"\bfine\b|\bdeclin|\brefus|\bopted\b|\bvacant\b|\bempty\b|\bchoice\b|\bgood\b",
    r"ない|ません|なし|不在|안\s|못|없|패스|\bpas\b|\brien\b|\bnicht\b|\bkein",
)
# In brackets behind a name these say who or how, and leave the entry as plain as it was.
BENIGN = _any(
    r"代|女儿|儿子|老人|妈|爸|父|母|爷|奶|家|租|独居|夫|妻|媳|孙|女士|先生|本人|"
    r"户主|楼|门口|自取|业主",
    r"\bfor\b|moth|fath|mum|mom|dad|wife|husband|\bson\b|daughter|elder|tenant|"
    r"owner|family|grand|妻|夫|어머|아버|할머|할아",
)
BRACKETED = re.compile(r"[(（【\[]([^)）】\]]*[^\W\d_][^)）】\]]*)[)）】\]]")
REFERS = _any(
    r"第\s?[\d一二三四五六七八九十]+\s?(?:条|个|行|位)?|上[面次一]|之前|前面|原来|原先|"
    r"昨|earlier|previous|last"
)
KEEPS = _any(
    r"(?:不|别|不要|勿|没)取消", r"不退不换", r"\b(?:don'?t|do not|not) (?:cancel|remove|delete)"
)
CORRECTS = _any(
    r"打错|写错|说错|发错|报错|错了|不对|更正|\btypo\b|\bwrong\b|\bshould be\b|"
    r"\bi meant\b|訂正|订正|間違|잘못|오타"
)
CHANGES = _any(
    r"改(?:成|为|到|订|要|一下)?(?!天|日|善)",
    r"变(?:成|为)|换(?:成|为)?(?![人房气洗])|更正|修正|调整",
    r"应(?:该)?是|不对|写错|打错|错了|说错",
    r"(?:只|就)要|那\s?就?(?=[\d一两])",
    "➡|→|⇒|-+>|=+>",
    r"\bchanged?\b|\bcorrect(?:ion|ed)?\b|\bmake (?:it|that)\b|\binstead\b|"
    r"\b(?:swap|switch|reduced?|down|up) to\b|\bfinalement\b|減ら|줄여|만 할게|"
    r"\bupdated?\b|\bactually\b",
    r"変更|訂正|订正|に変え|변경|수정|바꿔|바꿀|\bmodif|\ben fait\b|\bplutôt\b|"
    r"\bändern|\bgeändert|\bcambi",
)
ADDS = _any(
    r"加多|还要|另[加要]|外加|\balso\b|再\s?(?:多|加|要|来|订|添|追加)|多\s?(?:加|"
    r"要|来|订)|追加|加\s?订|"
    r"(?<!参)(?<!添)加(?=\s?[\d一两])",
    r"\badd(?:ing)?\b|\bmore\b|\banother\b|\bextra\b|\badditional\b",
    r"もう(?=\s?[\d一二ひふ])|추가|\sdo? 더\s|더(?=\s?[\d한두])|\bde plus\b|"
    r"\bencore\b|\bajout|\bnoch\b",
)
REDUCES = _any(
    r"(?:取消|减少?|少要?|退掉?|去掉)(?=\s?[\d一两][^\w]?\s?(?:份|盒|袋|瓶|包|个|箱|板|"
    r"套|桶))"
)
HOLDS = _any(
    r"先不|先?占(?:个)?(?:位|坑|座|名额)|留(?:个)?位|待定|未定|没定|还没想好|再定|再报|"
    r"再说|不确定|不一定",
    r"\btbd\b|\btbc\b|\bplaceholder\b|\bnot sure\b|\bundecided\b|\b(?:keep|hold|"
    r"save) (?:a|my|me a|the) (?:place|spot|slot)",
    r"保留|検討|미정|보류|à confirmer|noch offen",
)
LATER = _any(
    r"晚点|稍后|等会|等下|回头|晚些|过会|之后(?:给|报|填)|later\b|後で|あとで|"
    r"나중에|plus tard|später"
)
ASKS = _any(
    r"[?？❓❔]|吗|能不能|可不可以|可否|能否|行不行|是不是|有没有|多少|怎么|为什么|哪里|哪儿|啥|谁",
    r"ですか|ますか|でしょうか|(?<!하)나요|까요|est-ce que|\bhow (?:much|many)|"
    r"\bcan i\b|\bcould i\b",
)
SUPPOSES = _any(
    r"如果|要是|的话|假如|万一|看情况|若有|若是|有(?:多|剩|余|得多)|够不够|不够",
    r"\bif\b|\bunless\b|\bin case\b|\bprovided\b|もし|余った|만약|남으면|"
    r"\bsi (?:possible|il|vous)\b|\bfalls\b|\bwenn\b",
    r"大概|可能|也许|左右|好像|估计|应该(?!是)|差不多|约(?=\s?[\d一两])|上下",
    r"\bmaybe\b|\bperhaps\b|\bprobably\b|\babout\b|\bapprox|\bor so\b|\broughly\b|"
    r"たぶん|아마|되면|peut-être|vielleicht",
    r"或者?|任选|随便|都行|都可以|\bor\b|\beither\b|または|もしくは|또는|\bou\b|\boder\b",
    r"让给|让出|转给|转让|已领|领过|领了|已取(?!消)|已拿|有了|够了|除了|算了|"
    r"\bexcept\b|\balready (?:have|got)",
    r"❌|✖|🚫|⛔|✂|(?<![\w*x×])[x×](?![\w\s]*\d)|\b(?:i'?m|we'?re|all) (?:fine|good|"
    r"ok)\b|\bno thanks\b",
    r"同上|同前|照旧|照常|老样子|\bditto\b|\bsame(?= as|\W*$)|\bas usual\b|いつもの|"
    r"没有就|合一起|上次(?=\s?[\d一两])|\blast time\b|候补|替补|备选|补位|排队|"
    r"\bwait(?:ing)? ?list|キャンセル待|대기",
    r"截止后|过点|过了?时间|超时|迟了|来晚|晚了|\btoo late\b|\bmissed\b|重复(?!接)|"
    r"至少|最多|起码|at least|up to",
)
EACH = _any(
    r"各(?:要|来|订|种|样)?(?:一样)?|每(?:样|种|户|家)|均|\beach\b|각각?|ずつ|"
    r"\bchacun\b|\bje(?:weils)?\b"
)
ALL = _any(
    r"都要|全要|全都要|两样都|两种都|全部都?要?|\bboth\b|\ball of them\b|両方|둘 ?다|"
    r"모두|les deux\b|\bbeide\b"
)
WANTS = _any(
    r"要|来(?=\s?[\d一两])|登记|报名|接龙|预订|预定|\+\s?\d|加\s?1|算我|我家|我也",
    r"\bi want\b|\bwe want\b|\bplease\b|\bpls\b|\bi'?ll (?:take|have)\b|"
    r"\bcount (?:me|us) in\b|\border\b|\bjoin\b|\bfor me\b",
    r"お願い|希望|ください|주세요|신청|부탁|s'il vous pla|\bbitte\b|\bquiero\b",
)
NEAR_DOOR = _any(
    r"隔壁|对门|对面|楼上|楼下|旁边|邻居|next door|opposite|upstairs|downstairs|"
    r"neighbou?r|の?隣|옆집|d'à côté|nebenan"
)
NOT_HOUSEHOLD = _any(
    r"居委|物业|保安|门卫|门岗|岗亭|值班室|警务|卫生站|医院|诊所|办公室|食堂|酒店|"
    r"宾馆|银行|车库|卫生院|超市|商店|药店|药房|"
    r"理发|美发|饭店|餐馆|面馆|拉面|便利店|快递站|驿站|幼儿园|学校|公司",
    r"底商|商铺|门面|店铺|店面|沿街",
    r"\bsecurity\b|\bguard(?:s|room)?\b|\bconcierge\b|\breception\b|"
    r"\bmanagement office\b|\bshop\b|\bstore\b|\bcaretaker\b|\boffice\b",
    r"管理人|管理室|管理事務所|警備|경비실|관리실|관리사무소|편의점|\bgardien\b|"
    r"\bloge\b|\bhausmeister\b",
)
SHOP = re.compile(r"(?P<kind>底商|商铺|门面|店铺|店面|shop)\s*-?\s*(?P<number>\d{1,3})")
EXAMPLE = re.compile(
    r"^\W*(?:示?例(?!会|行)(?:如|子|句)?|样例|范例|比如|格式|模板|参考格式|"
    r"e\.?\s?g\b\.?|example|sample|ex\b[.:]?|for example|format|例えば|記入例|"
    r"예시?\s*[:)]|예\)|par exemple|exemple|beispiel|z\.\s?b\.)\s*",
    re.IGNORECASE,
)
EXAMPLE_TAIL = re.compile(
    r"[(（【\[]\s*(?:示?例|样例|示范|example|sample|例子|記入例|예시?)\s*[)）】\]]|"
    r"(?:示例|样例)$"
)
CLOSES = re.compile(
    r"^\W*(?:以上|以下|——)?.{0,6}(?:截止|停止接龙|接龙(?:已)?(?:结束|截止)|候补|"
    r"替补|waiting ?list|closed|締切|締め切り|마감|대기)"
    r"(?:了|线|后|名单|后补|登记|之后|이후)?\W*$"
)
CLOSED = _any(
    r"截止(?:了|啦|$)|已截止|结束了?|停止|关闭|不再接|满了|没有了|\bclosed\b|"
    r"\bis over\b|\bno more\b",
    r"마감(?:합니다|되었|됐)|締め?切り?(?:ました|です)|terminé|geschlossen",
)
FOOTER = _any(
    r"每户|每家|请大家|大家|请(?!放|送|假)|截止|截单|付款|转账|备注|通知|收款|扫码|"
    r"群里|注意|温馨提示|接龙|谢谢(?:各位|大家)|共计|合计|统计|总计",
    r"\bper household\b|\bplease (?:note|do not|pay|transfer)|\bdeadline\b|\bnote:|"
    r"\btotal\b|\bthank you all\b|\beveryone\b|ご注意|締切|皆さん|皆様|합계|마감|"
    r"여러분|주의|merci à tous|\bhinweis\b",
)
SYSTEM = _any(
    r"撤回了一条消息|撤回一条|加入了?群聊|加入了群组|移出了?群聊|修改群名|拍了拍|"
    r"邀请.*加入|已成为新的群主|已收回讯息|收回讯息|已收回|加入聊天|退出群|"
    r"聊天记录|储存日期|保存日時|トーク履歴|저장한 날짜|카카오톡 대화",
    r"end-to-end encrypted|joined using|was added|were added|\badded\b.*\bgroup\b|"
    r"left the group|changed the (?:subject|group)|deleted this message|"
    r"message was deleted|<media omitted>|pinned a message|joined the group|"
    r"created group",
    r"님이 (?:들어왔습니다|나갔습니다|.*초대했습니다)|삭제된 메시지|"
    r"メッセージの送信を取り消しました|が(?:参加|退出)しました|グループに参加|"
    r"a rejoint|hat den beitritt",
)
MEDIA = re.compile(
    r"^\W*[\[【<(]\s*(?:图片|照片|语音|视频|表情|动画表情|文件|链接|位置|红包|转账|"
    r"小程序|聊天记录|photo|image|sticker|voice|video|file|スタンプ|写真|画像|사진|"
    r"이모티콘|동영상|貼圖|贴图|media omitted|.{1,10}omitted)[^\]】>)]*[\]】>)]\W*$",
    re.IGNORECASE,
)
LIST_HEAD = re.compile(
    r"^\W*#?\s*(?:接龙|接龍|group ?note|群接龙|jielong|solitaire)\b", re.IGNORECASE
)
