"""What the demo's committee says in its own words, and what its residents asked. All invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from storage.faq.kinds import Feedback

# What this committee puts where the starter set leaves a place to fill in.
FILLED: Mapping[str, Mapping[str, str]] = {
    "deliveries-parcel-pickup": {
        "zh-hans": "东门快递架，9:00—11:00、15:00—18:00",
        "zh-hant": "東門快遞架，9:00—11:00、15:00—18:00",
        "en": "the shelf at the east gate, 9:00–11:00 and 15:00–18:00",
        "ja": "東門の荷物棚、9:00〜11:00、15:00〜18:00",
        "ko": "동문 택배 선반, 9:00~11:00, 15:00~18:00",
        "fr": "l’étagère de la porte est, 9 h–11 h et 15 h–18 h",
    },
    "rubbish-when-where": {
        "zh-hans": "早上6:30—8:30，傍晚18:00—20:00",
        "zh-hant": "早上6:30—8:30，傍晚18:00—20:00",
        "en": "6:30–8:30 in the morning and 18:00–20:00 in the evening",
        "ja": "朝6:30〜8:30、夕方18:00〜20:00",
        "ko": "아침 6:30~8:30, 저녁 18:00~20:00",
        "fr": "6 h 30–8 h 30 le matin et 18 h–20 h le soir",
    },
    "testing-missed-makeup": {
        "zh-hans": "居委会门口，每天18:00—20:00",
        "zh-hant": "居委會門口，每天18:00—20:00",
        "en": "at the committee's door, daily 18:00–20:00",
        "ja": "居民委員会の入口、毎日18:00〜20:00",
        "ko": "주민위원회 입구, 매일 18:00~20:00",
        "fr": "à l’entrée du comité, tous les jours de 18 h à 20 h",
    },
}

# A rule that has ended, and the entry of the starter set that took its place.
SLIP = "closure-exit-slip"
SLIP_SUCCESSOR = "closure-controlled-leave-estate"
SLIP_WORDS: Mapping[str, tuple[str, str, str]] = {
    "zh-hans": (
        "出门条怎么领？",
        "出门条去哪里拿",
        "每户每两天一张出门条，找楼组长领。凭条一人出门采购，两小时内回来。",
    ),
    "zh-hant": (
        "出門條怎麼領？",
        "出門條去哪裡拿",
        "每戶每兩天一張出門條，找樓組長領。憑條一人出門採購，兩小時內回來。",
    ),
    "en": (
        "How do I get an exit slip?",
        "exit slip for going out to shop",
        "One slip a household every two days, from your building lead. "
        "With it one person may go shopping and be back within two hours.",
    ),
    "ja": (
        "外出票はどうやってもらいますか？",
        "外出票はどこでもらえますか",
        "1世帯に2日に1枚、棟の世話役からもらえます。1人が買い物に出て、2時間以内に戻ります。",
    ),
    "ko": (
        "외출표는 어떻게 받나요?",
        "외출표를 어디서 받을 수 있나요",
        "가구마다 이틀에 한 장, 동 담당자에게서 받습니다. "
        "한 사람이 장을 보러 나가 두 시간 안에 돌아옵니다.",
    ),
    "fr": (
        "Comment obtenir un bon de sortie ?",
        "bon de sortie pour les courses",
        "Un bon par foyer tous les deux jours, auprès du responsable de bâtiment. "
        "Une personne sort faire des courses et revient dans les deux heures.",
    ),
}
SLIP_SOURCES: Mapping[str, str] = {
    "zh-hans": "桂花里出门采购通知",
    "zh-hant": "桂花里出門採購通知",
    "en": "Notice on going out to shop",
    "ja": "買い物の外出についてのお知らせ",
    "ko": "장보기 외출 안내",
    "fr": "Avis sur les sorties pour achats",
}


@dataclass(frozen=True)
class Earlier:
    """A question of the last days.

    Attributes:
        days: how long ago.
        slug: the entry that answered; None where none did.
    """

    days: float
    text: str
    slug: str | None
    feedback: Feedback | None = None
    language: str = "zh-hans"


UNANSWERED = "小区健身器材现在可以用吗？"
GOOD, BAD = Feedback.HELPFUL, Feedback.NOT_HELPFUL
EARLIER = (
    Earlier(9.2, "没赶上采样怎么补做？", "testing-missed-makeup", GOOD),
    Earlier(9.1, "外面来的快递怎么拿", "deliveries-parcel-pickup", GOOD),
    Earlier(8.4, "快递什么时候可以取？", "deliveries-parcel-pickup"),
    Earlier(8.3, "遛狗可以下楼吗", "pets-dog-walking", BAD),
    Earlier(7.5, "核酸结果查不到", "testing-result-not-shown", GOOD),
    Earlier(7.2, "没做上核酸去哪里补", "testing-missed-makeup", GOOD),
    Earlier(6.4, "垃圾几点收？", "rubbish-when-where"),
    Earlier(6.3, "快递在哪里取", "deliveries-parcel-pickup", GOOD),
    Earlier(5.5, "抗原两条杠怎么办", "antigen-two-lines-positive"),
    Earlier(5.4, "我妈没有手机，做核酸怎么办？", "codes-elder-without-phone", GOOD),
    Earlier(5.3, UNANSWERED, None),
    Earlier(4.6, "Where can I collect my parcel?", "deliveries-parcel-pickup", GOOD, "en"),
    Earlier(4.4, "漏做核酸了", "testing-missed-makeup"),
    Earlier(3.5, "垃圾什么时候扔", "rubbish-when-where", GOOD),
    Earlier(3.4, "可以下楼遛狗吗？", "pets-dog-walking", BAD),
    Earlier(2.5, "核酸报告不显示", "testing-result-not-shown"),
    Earlier(2.3, UNANSWERED, None),
    Earlier(1.4, "快递架在哪", "deliveries-parcel-pickup", GOOD),
    Earlier(1.2, "老人没手机怎么做核酸", "codes-elder-without-phone", GOOD),
    Earlier(0.4, "补检在哪里？", "testing-missed-makeup", GOOD),
)
