"""Seeded texts for the parser's contest with TDLib: well-formed markup, and the same, mutilated."""

import random

TAGS = [
    *("b", "strong", "i", "em", "s", "strike", "del", "u", "ins", "tg-spoiler", "blockquote"),
    *("a", "a", "span", "tg-emoji", "tg-time", "pre", "pre", "code", "code"),
]
ATTRIBUTES = {
    "a": [
        "",
        " href",
        " href=a.com",
        " href='http://a.com/x'",
        ' href="https://B.cn/?a=1&amp;b=2"',
        " href='tg://user?id=77'",
        " href='javascript:x'",
    ],
    "span": [" class='tg-spoiler'"],
    "tg-emoji": [" emoji-id='536'"],
    "tg-time": [" unix='5'", " unix=5 format='wDT'", " unix='12'"],
    "blockquote": ["", " expandable"],
    "code": ["", " class='language-py'", " class=language-c"],
}
WORDS = [
    *("x", " ", "\n", "é", "居委会", "😀", "@a", "a&b", "&", "http://a.com"),
    *("&lt;", "&amp;", "&quot;", "&nbsp;", "&#65;", "&#x1f600;", "&#0;", "&#1114112;"),
]
SCRAPS = [
    *(
        "<",
        ">",
        "/",
        "&",
        "'",
        '"',
        "=",
        " ",
        "\n",
        "\t",
        "-",
        ";",
        "0",
        "A",
        "é",
        "\xa0",
        "\u2028",
    ),
    *("</b>", "<b>", "<B>", "<br/>", "</", "</i >", "&#", "&#x", "<a href=", "class="),
]
PLAIN = [
    *("/start", "/start@linli_bot", "/接龙", "@linli_bot", "@abc", "@abcd", "@a_b", "@gif"),
    *("#接龙", "#1", "#a1", "#3号楼", "#a@abcd", "$USD", "$usd", "$A", "\u200c", "·", "😀", "\n"),
    *("(", "）", "，", "。", "!", "x", "中", "é", ",", "/", "@", "#", "$", "<", ">", "'", "A", "_"),
    *("0", "-", " ", " ", " "),
]


def well_formed(dice: random.Random, depth: int = 0) -> str:
    """Properly nested markup that Telegram accepts."""
    parts = []
    for _ in range(dice.randint(0, 3)):
        if depth > 4 or dice.random() < 0.35:
            parts.append(dice.choice(WORDS))
        else:
            tag = dice.choice(TAGS)
            attributes = dice.choice(ATTRIBUTES.get(tag, [""]))
            parts.append(f"<{tag}{attributes}>{well_formed(dice, depth + 1)}</{tag}>")
    return "".join(parts)


def mutilated(dice: random.Random) -> str:
    """The same with one to three characters lost, scraps put in, or stretches cut out."""
    text = well_formed(dice)
    for _ in range(dice.randint(1, 3)):
        place, chance = dice.randint(0, len(text)), dice.random()
        if chance < 0.7:
            text = text[:place] + dice.choice(SCRAPS) + text[place + (chance < 0.25) :]
        else:
            text = text[:place] + text[place + dice.randint(1, 6) :]
    return text


def plain(dice: random.Random) -> str:
    """Words without markup, in which Telegram finds commands, mentions and tags."""
    return "".join(dice.choice(PLAIN) for _ in range(dice.randint(1, 7)))
