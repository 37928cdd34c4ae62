"""What a message looks like before anything is searched for. Pure."""

from __future__ import annotations

import re

LONGEST_QUESTION = 400
"""Characters that a question may have."""

# Of what is only overheard: shorter is a cry, longer is a story.
_SHORTEST_HEARD, _LONGEST_HEARD = 4, 200
_ADDRESS = re.compile(r"https?://|www\.|t\.me/", re.IGNORECASE)
_ASKS = re.compile(
    # Chinese, simplified and traditional
    "[?？吗嗎呢咋啥谁誰哪几幾]|怎么|怎麼|怎样|怎樣|怎办|如何|什么|什麼|甚麼|多少|多久|多长|多長"
    "|何时|何時|为何|為何|请问|請問|求问|求問|能不能|可不可以|是不是|有没有|有沒有|要不要|用不用"
    "|会不会|會不會|能否|是否|可否|点样|點樣|点算|點算|点解|點解|边度|邊度|几时|幾時|乜嘢"
    # Japanese
    "|どこ|どこで|いつ|どう|どの|どんな|なぜ|なに|何時|何日|何を|何が|いくら|だれ|教えて"
    r"|(?:です|ます|でしょう|ません|ました|の)か[。\s]*$"
    # Korean
    "|어디|언제|어떻게|어떤|무엇|뭐|뭘|왜|누가|누구|얼마|몇|(?:나요|까요|까|가요|죠|는지요?)[.\\s]*$"
    # English and French
    r"|\b(?:where|what|when|who|whom|why|which|how|où|quand|comment|pourquoi|quel|quelle|quels"
    r"|quelles|combien|est-ce|peut-on|puis-je|faut-il|peux-tu|pouvez-vous|y a-t-il|qui)\b"
    r"|^(?:can|could|may|is|are|am|do|does|did|will|should|must|shall|has|have)\b",
    re.IGNORECASE,
)


def has_words(text: str) -> bool:
    """Whether somebody says something: one letter at least, not only digits and emoji."""
    return any(character.isalpha() for character in text)


def looks_like_question(text: str) -> bool:
    """Whether something is asked: a question mark, or how one asks in our languages."""
    return _ASKS.search(text.strip()) is not None


def is_worth_hearing(text: str) -> bool:
    """Whether words that were said to nobody may be a question to the committee."""
    said = text.strip()
    return (
        _SHORTEST_HEARD <= len(said) <= _LONGEST_HEARD
        and looks_like_question(said)
        and _ADDRESS.search(said) is None
    )


def without_mention(text: str, username: str) -> str:
    """What was said, without the bot's name."""
    return re.sub(rf"@{re.escape(username)}(?![a-z0-9_])", " ", text, flags=re.IGNORECASE).strip()
