"""How people write of despair and of violence at home, and what only sounds like danger.

Written as in `handlers.danger_phrases`.
"""

from __future__ import annotations

CRISES = {
    "zh-hans": """
        自杀 | 自尽 | 不想活 | 不想再活 | 想死 | 去死算了 | 死了算了 | 轻生 | 跳楼 | 寻短见
        想不开 | 活着没意思 | 活着…没意思 | 活着没有意思 | 活着…意义 | 活不下去 | 不想活下去
        结束自己 | 结束生命 | 结束…生命 | 了结自己 | 一了百了 | 想跳下去 | 我…撑不下去
        真的撑不下去 | 快撑不住 | 想消失 | 没有…活路 | 没人在乎我 | 自残 | 自伤 | 划自己
        伤害自己 | 遗书 | 家暴 | 老公又打 | 丈夫又打 | 他打我 | 他又打我 | 他要打我 | 爸爸打我
        妈妈打我 | 爸…打我 | 打老婆 | 打孩子 | 往死里打 | 动手打 | 掐我 | 掐…脖子 | 虐待 | 强奸
        性侵 | 威胁要杀 | 要杀了我 | 要杀我 | 儿子打我 | 老公打我 | 老公…打我 | 丈夫打我
        丈夫…打我 | 男朋友打我 | 被打了 | 被他打 | 被老公打 | 被丈夫打 | 被爸爸打 | 死了更好
        拿刀威胁 | 拿刀砍 | 拿着刀
    """,
    "zh-hant": """
        自殺 | 自盡 | 不想活 | 不想再活 | 想死 | 去死算了 | 死了算了 | 死咗算 | 輕生 | 跳樓 | 尋短
        想不開 | 活著沒意思 | 活著…沒意思 | 活著沒有意思 | 活著…意義 | 生存…意義 | 活不下去
        結束自己 | 結束生命 | 結束…生命 | 了結自己 | 一了百了 | 想跳下去 | 我…撐不下去
        真的撐不下去 | 快撐不住 | 頂唔住 | 想消失 | 沒人在乎我 | 燒炭 | 自殘 | 自傷 | 傷害自己
        遺書 | 家暴 | 老公又打 | 先生打我 | 男友打 | 他打我 | 他又打我 | 佢打我 | 佢又打我
        爸爸打我 | 媽媽打我 | 打老婆 | 打孩子 | 打小孩 | 往死裡打 | 動手打 | 掐我 | 掐…脖子 | 虐待
        強暴 | 性侵 | 要殺了我 | 要殺我 | 老公打我 | 老公…打我 | 丈夫打我 | 被打了 | 被他打
        被老公打 | 俾佢打 | 俾老公打 | 死了更好 | 拿刀威脅 | 拿刀砍 | 拿著刀 | 攞刀斬
    """,
    "en": """
        suicide | suicidal | kill myself | killing myself | kill himself | kill herself
        want to die | wants to die | wish i was dead | wish i were dead | better off dead
        better off without me | end my life | end it all | ending it all | end my own life
        don't want to live | dont want to live | doesn't want to live | do not want to live
        don't want to be alive | don't want to be here any more | no reason to live
        no point in living | can't go on | cannot go on | can't take it any more
        can't take it anymore | can't bear it | hurt myself | hurting myself | harm myself
        self harm | cutting myself | want to disappear | nothing left to live for | goodbye note
        domestic violence | hits me | hit me again | beats me | beat me | beating me | is beating
        beating his wife | beats his wife | beats her | hitting me | hitting the child
        hits the child | chokes me | choked me | strangled me | threatens to kill
        threatened to kill | going to kill me | raped | abuses me | abusing me | abusive husband
        afraid of my husband | threatens me with a knife | came at me with a knife
        has a knife and
    """,
    "ja": """
        自殺 | 死にたい | 死のうと思 | 死んだほうが | 死んだ方が | 死んでしまいたい | 消えたい
        消えてしまいたい | 消えてなくなりたい | 飛び降り | リストカット | リスカ | 自傷
        自分を傷つけ | 生きていたくない | 生きたくない | 生きるのが…つら | 生きるのに疲れ
        生きている意味 | 生きる意味 | 生きていけない | もう…限界です | 遺書 | 命を絶 | 家庭内暴力
        夫に殴 | 旦那に殴 | 夫が殴 | 旦那が殴 | 夫に暴力 | 夫が暴力 | 父に殴 | 父が殴 | 母に殴
        彼氏に殴 | 殴られ | 殴ってくる | 蹴られ | 首を絞め | 虐待 | 殺すと言 | 殺される
        殺してやると | 性的暴行 | レイプ | DVを | DV被害 | DV夫 | 包丁を持っ | 包丁を向け
        刃物を持っ | 刃物を向け
    """,
    "ko": """
        자살 | 죽고 싶 | 죽고싶 | 죽어버리고 | 죽는 게 나 | 죽는게 나 | 죽었으면 좋 | 살기 싫
        살고 싶지 않 | 살고싶지 않 | 살 이유가 | 사는 의미 | 사는 게 의미 | 목숨을 끊 | 극단적 선택
        극단적인 선택 | 뛰어내리고 | 번개탄 | 사라지고 싶 | 더는 못 버티 | 더 이상 못 버티
        더 이상 버틸 | 자해 | 유서 | 가정폭력 | 가정 폭력 | 남편이 때 | 남편이 저를 때
        남편한테 맞 | 남편에게 맞 | 아빠가 때 | 아버지가 때 | 엄마가 때 | 남자친구가 때 | 저를 때려
        나를 때려 | 절 때려 | 때리고 있 | 맞고 있어 | 맞았어요 남편 | 목을 졸 | 학대 | 죽이겠다
        죽인다고 | 칼을 들 | 칼로 위협 | 성폭행 | 강간
    """,
    "fr": """
        suicide | suicider | suicidaire | suicidaires | me tuer | se tuer | envie de mourir
        veux mourir | veut mourir | voudrais mourir | préfère mourir | plus envie de vivre
        mettre fin à mes jours | mettre fin à ses jours | mettre fin à ma vie
        plus de raison de vivre | la vie n'a plus de sens | je n'en peux plus de vivre
        je ne tiens plus | disparaître pour toujours | veux disparaître | me faire du mal
        me faire mal volontairement | me scarifie | automutile | lettre d'adieu
        violence conjugale | violences conjugales | violence domestique | me frappe | me bat
        m'a frappé | m'a frappée | m'a battue | il frappe sa femme | frappe sa femme
        bat sa femme | frappe les enfants | bat les enfants | frappe son enfant | m'étrangle
        m'a étranglée | menace de me tuer | veut me tuer | va me tuer | avec un couteau
        m'a violée | violée | viol | maltraite | veux en finir | envie d'en finir
        veux plus vivre
    """,
}
"""Somebody needs a person to speak with (S102)."""

HARMLESS = {
    "zh-hans": """
        忙…喘不过气 | 压力…喘不过气 | 压…喘不过气 | 笑…喘不过气 | 到吐血 | 得吐血 | 吐血推荐
        破水管 | 跳楼价 | 跳楼大 | 想死你 | 想死我 | 得想死 | 水管破水 | 管子破水 | 管道破水
        暖气破水 | 治抽搐 | 抽搐的药 | 码…没反应了 | 小程序…没反应了 | 网页…没反应了
        页面…没反应了 | 软件…没反应了 | 系统…没反应了 | 手机…没反应了 | 电话…没反应了
        按钮…没反应了 | 门铃…没反应了 | 申请…没反应了 | 提交…没反应了 | 投诉…没反应了
        反映…没反应了 | 叫不醒装睡 | 个月…要生了 | 月份…要生了 | 献血 | 防溺水 | 令人窒息
        嘴角抽搐 | 手机…快不行了 | 电脑…快不行了 | 电池…快不行了 | 电瓶…快不行了 | 网…快不行了
        冰箱…快不行了 | 空调…快不行了 | 生意…快不行了 | 后遗症 | 救命药 | 救命稻草 | 治…发作
        预防…发作 | 防…中风 | 防触电 | 演练 | 着火点 | 救救孩子的网课 | 心梗支架 | 救护车怎么收费
        救护车…收费 | 打我电话 | 打我手机 | 打我微信 | 跳楼机 | 自杀式 | 好多血橙 | 电影
        我…翻白眼 | 想翻白眼 | 气得翻白眼 | 直翻白眼
    """,
    "zh-hant": """
        忙…喘不過氣 | 壓力…喘不過氣 | 笑…喘不過氣 | 到吐血 | 得吐血 | 吐血推薦 | 破水管 | 跳樓價
        跳樓大 | 想死你 | 想死我 | 得想死 | 水管破水 | 管子破水 | 管道破水 | 治抽搐 | 抽搐的藥
        碼…沒反應了 | 小程式…沒反應了 | 網頁…沒反應了 | 頁面…沒反應了 | 系統…沒反應了
        手機…沒反應了 | 電話…沒反應了 | 按鈕…沒反應了 | 門鈴…沒反應了 | 申請…沒反應了
        叫不醒裝睡 | 個月…要生了 | 月份…要生了 | 防溺水 | 令人窒息 | 手機…快不行了
        電腦…快不行了 | 電池…快不行了 | 網路…快不行了 | 冷氣…快不行了 | 後遺症 | 救命藥
        治…發作 | 預防…發作 | 防觸電 | 演練 | 救護車…收費 | 打我電話 | 打我手機 | 自殺式
    """,
    "en": """
        me a heart attack | almost had a heart attack | nearly had a heart attack | drowning in
        choking up | seizure medicine | seizure medicines | seizure medication | seizure meds
        seizure pills | seizure drugs | anti seizure | phone…not responding | app…not responding
        website…not responding | hotline…not responding | overdose on…tv | social suicide
        stroke of luck | stroke patients | after a stroke | after his stroke | after her stroke
        stroke rehab | stroke medicine | stroke medication | my phone is dying | phone is dying
        battery is dying | laptop is dying | fitting room | fitting the | sale is on fire
        group is on fire | chat is on fire | fire drill | drill | dying of boredom | dying to
        dying for | ambulance cost | heart attack medicine | medicine for…stroke
        medicine after…stroke | pills for…stroke | medicine for…seizures | it beats me
        that beats me | beats me why | beats me how
    """,
    "ja": """
        痙攣の薬 | けいれんの薬 | まぶた…痙攣 | まぶた…けいれん | 息苦しい世の中 | 胸の痛みの薬
        救急車の料金 | 防火訓練 | 火事の保険 | 生まれる予定 | 予定日 | 頭を打ち合わせ
        お腹が空いて死にそう | 暇で死にそう | 眠くて死にそう | 訓練 | 誤飲防止
    """,
    "ko": """
        경련 약 | 경련약 | 발작 약 | 발작약 | 진통제 | 심장마비…뻔 | 심장마비 걸릴 뻔 | 기절할 뻔
        간판이 쓰러 | 나무가 쓰러 | 숨이 막히게 | 더워서 숨이 막 | 웃겨서 숨 | 화재 대피 훈련
        화재 훈련 | 화재 보험 | 구급차 비용 | 훈련 | 피를 많이 뽑 | 배고파서 죽
    """,
    "fr": """
        médicament…convulsions | médicaments…convulsions | mourir de rire | mourir de faim
        suicide social | contractions de la langue | médicament contre | médicaments contre
        médicament pour | médicaments pour | exercice incendie | exercice d'incendie | pot-au-feu
        pot au feu | feu d'artifice | feu rouge | feu vert | remboursement de l'ambulance
        prix d'une ambulance | masque…respirer | respirer avec le masque | respirer l'air
        respirer un peu | bien respirer | assurance incendie | détecteur d'incendie
    """,
}
"""A way of speaking, a bargain, a medicine or a thing; looked for before all else."""
