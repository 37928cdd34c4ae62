"""A small committee's entries, in three languages, written for these tests."""

from __future__ import annotations

from handlers.answering import Passage

TEST, CODE, PARCEL, MEDICINE, DIALYSIS, PETS = 1, 2, 3, 4, 5, 6
RUBBISH, VOLUNTEER, PERMIT, PSYCHOLOGY, RETURN, RENT = 7, 8, 9, 10, 11, 12

_WRITTEN: dict[int, dict[str, tuple[str, str]]] = {
    TEST: {
        "zh-hans": ("核酸检测几点开始？", "本小区每天早上 7 点开始采样，请带身份证下楼。"),
        "en": (
            "What time does the testing start?",
            "Sampling starts at 7 every morning; bring your identity card.",
        ),
        "fr": (
            "À quelle heure commence le dépistage ?",
            "Les prélèvements commencent à 7 heures ; prenez votre pièce d'identité.",
        ),
    },
    CODE: {
        "zh-hans": ("健康码变黄了怎么办？", "黄码请居家，三天两检阴性后自动转绿。"),
        "en": (
            "My health code turned yellow, what should I do?",
            "Stay at home; it turns green after two negative tests within three days.",
        ),
        "fr": (
            "Mon code de santé est devenu jaune, que faire ?",
            "Restez chez vous ; il redevient vert après deux tests négatifs en trois jours.",
        ),
    },
    PARCEL: {
        "zh-hans": ("快递可以送到家门口吗？", "快递放在大门货架，静置后自取。"),
        "en": (
            "Can parcels be delivered to my door?",
            "Parcels are left on the shelf at the gate; fetch them there.",
        ),
        "fr": (
            "Les colis peuvent-ils être livrés à ma porte ?",
            "Les colis sont déposés sur l'étagère de l'entrée.",
        ),
    },
    MEDICINE: {
        "zh-hans": ("慢性病的药吃完了怎么配？", "把病历和药盒照片交给楼组长，由志愿者代配。"),
        "en": (
            "How do I get my regular medicine when it runs out?",
            "Give your building lead a photo of the prescription; a volunteer fetches it.",
        ),
        "fr": (
            "Comment obtenir mes médicaments habituels quand ils sont finis ?",
            "Donnez une photo de l'ordonnance au responsable ; un bénévole ira les chercher.",
        ),
    },
    DIALYSIS: {
        "zh-hans": ("血透病人怎么去医院？", "血透病人登记后由专车接送。"),
        "en": (
            "How do dialysis patients get to hospital?",
            "Registered dialysis patients are taken by a car of the committee.",
        ),
        "fr": (
            "Comment les patients dialysés vont-ils à l'hôpital ?",
            "Les patients inscrits sont conduits par une voiture du comité.",
        ),
    },
    PETS: {
        "zh-hans": ("可以下楼遛狗吗？", "封控期间不能遛狗，宠物请在家中照顾。"),
        "en": ("May I walk my dog downstairs?", "Not during the closure; keep pets at home."),
        "fr": ("Puis-je promener mon chien ?", "Pas pendant le confinement."),
    },
    RUBBISH: {
        "zh-hans": ("垃圾什么时候收？", "每晚 6 点放在门口，双层扎紧。"),
        "en": ("When is rubbish collected?", "Leave it at your door at 6 in the evening."),
        "fr": ("Quand les ordures sont-elles ramassées ?", "Déposez-les à 18 heures."),
    },
    VOLUNTEER: {
        "zh-hans": ("怎么报名当志愿者？", "向居委会报名，需接种疫苗。"),
        "en": ("How can I become a volunteer?", "Sign up with the committee."),
        "fr": ("Comment devenir bénévole ?", "Inscrivez-vous auprès du comité."),
    },
    PERMIT: {
        "zh-hans": ("出入证过期了怎么续？", "到大门岗亭换新证。"),
        "en": ("How do I renew an expired gate pass?", "Exchange it at the gate."),
        "fr": ("Comment renouveler un laissez-passer expiré ?", "Échangez-le à l'entrée."),
    },
    PSYCHOLOGY: {
        "zh-hans": ("心情很差，找谁聊聊？", "市心理援助热线全天开通。"),
        "en": ("I feel very low, who can I talk to?", "The city's helpline is open day and night."),
        "fr": (
            "Je me sens très mal, à qui parler ?",
            "La ligne d'écoute est ouverte jour et nuit.",
        ),
    },
    RETURN: {
        "zh-hans": ("从外地回来要隔离几天？", "从外地返回需隔离 14 天。"),
        "en": (
            "How many days of quarantine after coming back from another province?",
            "14 days of quarantine.",
        ),
        "fr": ("Combien de jours de quarantaine au retour d'une autre province ?", "14 jours."),
    },
    RENT: {
        "zh-hans": ("小商户的房租可以减免吗？", "承租国有房屋的小微企业可减免房租。"),
        "en": ("Can small shops have their rent reduced?", "Those in state-owned premises can."),
        "fr": ("Les petits commerces peuvent-ils avoir une baisse de loyer ?", "Oui, parfois."),
    },
}

VARIANTS = {(MEDICINE, "zh-hans"): ("帮忙买降压药",)}

PASSAGES = tuple(
    Passage(entry_id, language, question, VARIANTS.get((entry_id, language), ()), answer)
    for entry_id, languages in _WRITTEN.items()
    for language, (question, answer) in languages.items()
)
EVERY = frozenset(_WRITTEN)
