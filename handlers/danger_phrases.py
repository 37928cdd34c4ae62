"""How people write that a life is in danger, in six languages; read by `handlers.danger`.

Phrases are separated by `|`, with any white space between their words; `…` is a few characters
of anything but the end of a sentence. Bare names of illnesses are not among them: who asks where
to buy heart medicine is not in danger. In doubt it is danger: to be told of 120 once too often
harms nobody.
"""

from __future__ import annotations

DANGERS = {
    "zh-hans": """
        胸…痛 | 胸…疼 | 胸闷 | 心口痛 | 心口疼 | 心绞痛…发作 | 心绞痛…犯 | 心梗了 | 心梗发作
        突发心梗 | 急性心梗 | 心脏病…发作 | 心脏病犯 | 心脏骤停 | 心跳停 | 没有心跳 | 没心跳
        呼吸困难 | 呼吸不了 | 不能呼吸 | 无法呼吸 | 没有呼吸 | 没呼吸 | 停止呼吸 | 呼吸停
        喘不上气 | 喘不过气 | 喘不上来 | 透不过气 | 上不来气 | 窒息 | 噎住 | 卡住气管 | 卡在喉咙
        卡住喉咙 | 嘴唇…发紫 | 昏迷 | 昏倒 | 昏过去 | 晕倒了 | 晕倒在 | 晕过去 | 不省人事
        失去意识 | 没有意识 | 倒地不起 | 突然倒地 | 没反应了 | 没有反应了 | 叫…没反应 | 喊…没反应
        没意识了 | 叫不醒 | 休克 | 大出血 | 流血不止 | 出血不止 | 血流不止 | 止不住血 | 血止不住
        流了很多血 | 吐血 | 咯血 | 咳血 | 羊水…破 | 破水了 | 要生了 | 宫缩 | 临产 | 胎动…没有
        没有胎动 | 中风了 | 突发中风 | 脑梗了 | 突发脑梗 | 脑出血 | 脑溢血 | 嘴歪 | 口角歪
        口齿不清 | 半边身…动不了 | 半边身…麻 | 抽搐 | 惊厥 | 口吐白沫 | 癫痫…发作 | 割腕 | 上吊
        喝农药 | 喝了农药 | 吞…安眠药 | 煤气中毒 | 一氧化碳中毒 | 触电了 | 溺水 | 坠楼
        过敏性休克 | 快不行了 | 人不行了 | 胸口…闷 | 心口闷 | 胸口…紧 | 捂着胸口 | 心脏…疼
        心脏…痛 | 心脏停 | 气都喘不 | 喘气困难 | 憋气…发紫 | 脸色发紫 | 脸…发青 | 脸都紫
        嘴唇…发青 | 噎着了 | 呛住了 | 被…卡住喉咙 | 昏死 | 晕死过去 | 晕厥 | 没知觉了 | 没了知觉
        失去知觉 | 没气了 | 断气 | 没脉搏 | 摸不到脉 | 摔…起不来 | 摔…动不了 | 摔…不能动
        头破血流 | 满地…血 | 好多血 | 血一直流 | 血喷 | 见红了 | 孩子要出来 | 宝宝要出来
        头都出来了 | 手脚…动不了 | 半身不能动 | 半边…没知觉 | 说不出话了 | 说话不清楚了 | 翻白眼
        跳楼了 | 要跳楼 | 想跳楼 | 站在楼顶 | 从楼上跳 | 自杀了 | 吃了…安眠药 | 吃…瓶药 | 百草枯
        着火了 | 起火了 | 失火了 | 煤气…泄漏 | 燃气…泄漏 | 煤气…漏 | 触电 | 救命啊 | 快救人
        快来救 | 快叫救护车 | 叫…救护车 | 打不通120 | 120打不通 | 救救我 | 救救他 | 救救她
        救救孩子 | 救救老人 | 救救爷爷 | 救救奶奶 | 流…好多血
    """,
    "zh-hant": """
        胸…痛 | 胸悶 | 心口痛 | 心絞痛…發作 | 心肌梗塞了 | 突發心肌梗塞 | 心臟病…發作 | 心臟病發
        心跳停 | 沒有心跳 | 呼吸困難 | 無法呼吸 | 不能呼吸 | 沒有呼吸 | 沒呼吸 | 停止呼吸
        喘不過氣 | 喘不上氣 | 喘不上來 | 上不來氣 | 透不過氣 | 抖唔到氣 | 唞唔到氣 | 窒息 | 噎住
        卡在喉嚨 | 卡住喉嚨 | 嘴唇…發紫 | 突然倒地 | 沒反應了 | 沒有反應了 | 叫…沒反應
        喊…沒反應 | 昏迷 | 昏倒 | 暈倒了 | 暈倒在 | 暈過去 | 不省人事 | 失去意識 | 沒有意識
        叫不醒 | 休克 | 大出血 | 大量出血 | 流血不止 | 出血不止 | 血流不止 | 止不住血 | 血止不住
        流了很多血 | 吐血 | 咳血 | 羊水…破 | 穿羊水 | 破水了 | 要生了 | 宮縮 | 陣痛開始 | 臨盆
        胎動…沒有 | 沒有胎動 | 中風了 | 突然中風 | 腦出血 | 腦溢血 | 嘴歪 | 口齒不清
        半邊身…動不了 | 半邊身…麻 | 抽搐 | 驚厥 | 口吐白沫 | 癲癇…發作 | 割腕 | 上吊 | 喝農藥
        喝了農藥 | 吞…安眠藥 | 瓦斯中毒 | 煤氣中毒 | 一氧化碳中毒 | 觸電了 | 溺水 | 墜樓
        過敏性休克 | 快不行了 | 人不行了 | 胸口…悶 | 心口悶 | 胸口…緊 | 捂著胸口 | 心臟…痛
        心臟停 | 喘氣困難 | 臉色發紫 | 臉…發青 | 嘴唇…發青 | 哽到 | 哽住 | 噎到 | 嗆到…不能
        暈厥 | 沒知覺 | 失去知覺 | 冇知覺 | 沒氣了 | 冇氣 | 斷氣 | 沒脈搏 | 跌…起不來 | 摔…起不來
        跌…郁唔到 | 頭破血流 | 滿地…血 | 好多血 | 血一直流 | 見紅了 | 寶寶要出來 | 小孩要出來
        手腳…動不了 | 翻白眼 | 說不出話了 | 講唔到嘢 | 跳樓了 | 要跳樓 | 想跳樓 | 站在頂樓
        自殺了 | 在燒炭 | 燒炭了 | 吃了…安眠藥 | 食…安眠藥 | 著火了 | 火燭 | 失火了 | 起火了
        瓦斯…漏 | 瓦斯外洩 | 煤氣…漏 | 觸電 | 救命啊 | 快救人 | 快叫救護車 | 叫…救護車 | 叫白車
        救救我 | 救救他 | 救救她 | 救救孩子 | 救救老人
    """,
    "en": """
        chest pain | chest pains | pain in…chest | chest…hurts | chest…hurting | chest…tight
        heart attack | cardiac arrest | heart…stopped | no pulse | can't breathe | cannot breathe
        can not breathe | cant breathe | can hardly breathe | can barely breathe | can't breath
        cannot breath | can not breath | cant breath | not breathing | stopped breathing
        trouble breathing | difficulty breathing | struggling to breathe | gasping
        short of breath | shortness of breath | choking | lips…blue | unconscious | passed out
        fainted | lost consciousness | unresponsive | won't wake up | wont wake up | not waking up
        can't wake | dad…collapsed | father…collapsed | mum…collapsed | mom…collapsed
        mother…collapsed | husband…collapsed | wife…collapsed | grandma…collapsed
        grandmother…collapsed | grandpa…collapsed | grandfather…collapsed | son…collapsed
        daughter…collapsed | baby…collapsed | child…collapsed | kid…collapsed | man…collapsed
        woman…collapsed | someone…collapsed | somebody…collapsed | neighbour…collapsed
        neighbor…collapsed | he…collapsed | she…collapsed | dad…not responding
        father…not responding | mum…not responding | mom…not responding | mother…not responding
        husband…not responding | wife…not responding | grandma…not responding
        grandmother…not responding | grandpa…not responding | grandfather…not responding
        son…not responding | daughter…not responding | baby…not responding
        child…not responding | kid…not responding | man…not responding | woman…not responding
        someone…not responding | somebody…not responding | neighbour…not responding
        neighbor…not responding | he…not responding | she…not responding | bleeding heavily
        heavy bleeding | bleeding badly | bleeding a lot | bleeding…stop | coughing…blood
        coughing up blood | vomiting blood | throwing up blood | water broke | waters broke
        water has broken | waters have broken | in labour | in labor | contractions
        baby is coming | baby…not moving | having a stroke | had a stroke just | think…stroke
        face…drooping | slurred speech | slurring | seizure | seizures | convulsion | convulsions
        convulsing | foaming at the mouth | cut my wrists | overdose | overdosed | swallowed…pills
        drank…pesticide | carbon monoxide | electrocuted | drowned | is drowning | anaphylaxis
        anaphylactic | is dying | chest is tight | tightness in…chest | pressure in…chest
        clutching…chest | going blue | turning blue | turned blue | gone blue | has no pulse
        stopped…beating | can't…breathe | barely breathing | gasps for air | throat…closing
        throat…swelling | food stuck in…throat | stuck in…throat | blacked out | won't…up
        not waking | is not conscious | isn't conscious | not conscious | fell and can't…up
        fell and cannot…up | can't get up after…fall | hit…head and | blood everywhere
        losing…blood | lost a lot of blood | won't stop bleeding | can't stop…bleeding
        spitting…blood | in active labour | the baby's coming | baby is not breathing
        arm…numb and | can't move…side | cannot move…side | can't speak suddenly
        took too many pills | drank bleach | drank poison | poisoned | about to jump
        going to jump | on the roof and | cut…wrists | hanged | hanging himself | hanging herself
        house is on fire | kitchen is on fire | flat is on fire | smell…gas | gas leak
        need an ambulance | call an ambulance | send an ambulance | help me please i | save him
        save her | building is on fire | apartment is on fire | room is on fire
        stairs are on fire | like a stroke | maybe a stroke | is it a stroke | is fitting
        having a fit
    """,
    "ja": """
        胸が痛い | 胸の痛み | 胸痛 | 胸…激痛 | 胸…締めつけ | 胸が苦しい | 心臓発作 | 心臓が止ま
        心肺停止 | 心筋梗塞かも | 息ができ | 息…できない | 息が苦し | 息苦し | 息をしてい
        息をしてな | 息が止ま | 呼吸が苦し | 呼吸困難 | 呼吸できない | 呼吸が止ま | 呼吸をしてい
        呼吸していな | 窒息 | 喉に…詰ま | のどに…詰ま | 唇…紫 | 意識がない | 意識が無い
        意識…ありません | 意識を失 | 意識不明 | 意識が朦朧 | 意識がもうろう | 気を失 | 失神
        父…倒れ | 母…倒れ | 夫…倒れ | 妻…倒れ | 主人…倒れ | 家内…倒れ | 息子…倒れ | 娘…倒れ
        子供…倒れ | 子ども…倒れ | おじいさん…倒れ | おばあさん…倒れ | 人が倒れ | 倒れて…動かな
        倒れて…返事 | 呼んでも反応 | 呼びかけ…反応 | 起きない…呼んでも | 血が止まら
        出血が止まら | 大量出血 | 大量に出血 | 出血がひど | 血を吐 | 吐血 | 喀血 | 破水 | 陣痛
        産まれそう | 生まれそう | 胎動がない | 脳卒中かも | 脳梗塞かも | 脳出血 | ろれつが回ら
        呂律が回ら | 半身が動か | 顔…ゆがん | けいれん | 痙攣 | ひきつけ | 泡を吹 | 薬を…大量に飲
        農薬を飲 | 一酸化炭素 | 感電し | 溺れ | アナフィラキシー | 危篤 | 死にそう | 胸が締め
        胸を押さえ | 胸が…痛 | 胸がつかえ | 心臓が痛 | 心臓が…痛 | 脈がな | 脈がありません
        顔が真っ青 | 顔色が紫 | 唇…青 | 息が苦 | 呼吸が荒 | 呼吸が弱 | 過呼吸 | 詰まらせ | 誤飲
        目を覚まさ | 目が覚めな | 意識がもど | ぐったり | 動かなくなっ | 動けなくな | 転んで…立て
        転んで動け | 転倒…動け | 頭を打 | 頭から血 | 血だらけ | 血がたくさん | 血が吹き
        赤ちゃんが…出て | 片側が動か | 手足が動か | 言葉が出な | 白目 | 飛び降りよう | 飛び降りる
        飛び降りた | 首を吊 | 手首を切 | 睡眠薬を…飲 | 洗剤を飲 | 燃えて | ガス漏れ | ガスの臭い
        感電 | 助けてください | 火事です | 火事だ | 火事が | が火事 | もう生まれ | 今にも生まれ
        出血しています | 救急車を呼 | 救急車お願 | 救急車が必要 | 救急車が来な
    """,
    "ko": """
        가슴…아파 | 가슴…아프 | 가슴…아픕 | 가슴…통증 | 흉통 | 심장마비 | 심장…멈
        심근경색 온 | 맥박이 없 | 숨…못 쉬 | 숨…못쉬 | 숨…안 쉬 | 숨…안쉬 | 숨…쉴 수
        숨쉬기…힘 | 숨 쉬기…힘 | 숨이 막 | 숨이 차 | 숨이 가빠 | 호흡곤란 | 호흡이 곤란
        호흡 곤란 | 호흡이 없 | 호흡이 멈 | 질식 | 목에…걸려 | 목에…걸렸 | 입술이 파 | 의식이 없
        의식 없 | 의식을 잃 | 의식불명 | 기절했 | 실신 | 쓰러졌 | 쓰러져 | 깨어나지 않 | 깨워도
        피가…멈추 | 피가 안 멈 | 피가 많이 | 대량 출혈 | 과다출혈 | 과다 출혈 | 출혈이 심
        출혈이 멈 | 피를 토 | 각혈 | 양수가…터 | 양수 터 | 진통이 | 진통 시작 | 아기가 나오
        아기가 나올 | 태동이 없 | 뇌졸중 온 | 뇌졸중인 | 뇌졸중 같 | 뇌출혈 | 말이 어눌
        얼굴…마비 | 반신…마비 | 경련 | 발작 | 거품을 물 | 손목을 그 | 약을…많이 먹 | 농약을 마
        일산화탄소 | 감전됐 | 감전되 | 물에 빠졌 | 아나필락시스 | 위독 | 숨넘어 | 죽을 것 같아요 숨
        가슴이 답답 | 가슴을 움켜 | 가슴이 조이 | 가슴이…조여 | 심장이…아파 | 심장이…아프
        맥박이 안 | 맥이 안 | 얼굴이 파 | 얼굴이 새파 | 입술이…파 | 입술이 보라 | 숨을…헐떡
        숨을…몰아 | 숨이 안 | 숨을 거의 | 목에 걸려 | 기도가 막 | 정신을 잃 | 정신을 못 차
        의식이…없 | 움직이지 못 | 안 움직여 | 못 일어나 | 일어나지 못 | 넘어져서…못 | 머리를 다쳐
        머리에서 피 | 피투성이 | 피가 계속 | 피를 많이 | 하혈 | 아기가 나와 | 애가 나와 | 마비가 왔
        팔다리가 마비 | 한쪽이 마비 | 말을 못 해 | 말을 못해 | 눈이 뒤집 | 뛰어내리려 | 뛰어내렸
        투신 | 목을 맸 | 목을 매 | 불이 났 | 불났 | 가스가 새 | 가스 냄새 | 감전 | 살려주세요
        살려 주세요 | 화재가 났 | 화재예요 | 화재 발생 | 구급차 불 | 구급차를 불 | 구급차가 필요
        구급차 좀 | 수면제를…먹 | 락스를 마
    """,
    "fr": """
        douleur…poitrine | douleurs…poitrine | mal…poitrine | poitrine…serre | crise cardiaque
        infarctus | arret cardiaque | plus de pouls | mal à respirer | difficulté à respirer
        difficultés à respirer | peux…respirer | peut…respirer | arrive…respirer
        respire plus | respire pas | respire mal | essoufflé | essoufflée | s'étouffe | suffoque
        lèvres…bleues | inconscient | inconsciente | perdu connaissance | évanoui | évanouie
        ne réagit plus | ne se réveille p | ne se réveille pas | ne se réveille plus
        saigne beaucoup | saigne…arrête | saignement…arrête | hémorragie
        perd beaucoup de sang | vomit du sang | crache du sang | tousse du sang | perdu les eaux
        poche des eaux | contractions | en train d'accoucher | va accoucher | le bébé arrive
        bébé…bouge plus | fait un avc | un avc en cours | bouche…tordue | visage…paralysé
        n'arrive plus à parler | convulsion | convulsions | convulse | crise d'épilepsie
        écume aux lèvres | m'ouvrir les veines | overdose | surdose | avalé…médicaments
        monoxyde de carbone | électrocuté | électrocutée | se noie | choc anaphylactique
        est en train de mourir | en train de mourir | va mourir | oppression…poitrine
        serrement…poitrine | serre la poitrine | se tient la poitrine | cœur…arrêté
        cœur s'arrête | pas de pouls | ne respire | lèvres sont bleues | devient bleu
        tout bleu | toute bleue | s'est étouffé | étouffé avec | avalé de travers
        ne se réveille | ne bouge plus | ne répond plus | tombé et ne | tombée et ne
        s'est effondré | s'est effondrée | s'est évanoui | s'est évanouie
        malaise…inconscient | est tombé dans les pommes | saigne énormément
        saigne de la tête | plein de sang | du sang partout | baigne dans son sang
        n'arrête pas de saigner | hémorragies | va naître | le travail a commencé
        côté paralysé | bras paralysé | bouche de travers | ne peut plus parler
        attaque cérébrale | yeux révulsés | va sauter | veut sauter | a sauté | s'est pendu
        s'est pendue | s'ouvrir les veines | s'est ouvert les veines | boîte de somnifères
        bu de la javel | en feu | incendie | fuite de gaz | odeur de gaz | ça sent le gaz
        ambulance vite | au secours | il y a le feu | faut une ambulance | besoin d'une ambulance
        appelez une ambulance | envoyez une ambulance
    """,
}
"""A life is in danger: 120, or 119 (S88, S92, S120)."""
