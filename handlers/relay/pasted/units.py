"""What is counted, and how a number of it is written: `2份` `x2` `two packs` `2つ` `두 개` `+1`."""

from __future__ import annotations

import re

from handlers.relay.pasted.numerals import HAN, SPELLED

_HAN_UNITS = (
    "份盒袋瓶包个箱板只套桶提件斤条支罐人户位名串碗杯枚颗粒"
    "口卷筐篮棵把床头本组打束盘听壶管片块样餐つ個"
)
_WORD_UNITS = (
    r"packs?|packets?|boxe?s?|bags?|bottles?|pcs?|pieces?|sets?|units|cartons?|"
    r"kits?|trays?|portions?|dozens?"
    r"|people|persons?|ppl|pax|masks?|meals?|orders?|bundles?|cans?|loaf|loaves|shares?"
    r"|paquets?|bo[iî]tes?|sacs?|bouteilles?|lots?|unités?|personnes?|plateaux?|paniers?|masques?"
    r"|stück|packung(?:en)?|beutel|flaschen?|kisten?|personen|portion(?:en)?|packerl|päckchen"
    r"|paquetes?|cajas?|bolsas?|botellas?|セット|パック|ケ|箱|袋|人分|개|박스|봉지|"
    r"봉|팩|병|세트|명|장|통|판|인분|상자|묶음|포"
)
_HAN_NUMBER = rf"(?<![{HAN}])(?:[{HAN}]?十[{HAN}]?|[{HAN}])(?![{HAN}])"
_SPELLED = "|".join(SPELLED)
_NUMERAL = (
    rf"(?<!\d)(?<!\d\.)\d{{1,2}}|(?<![\d.\-/#号楼栋])\d{{3}}|{_HAN_NUMBER}|"
    rf"\b(?:{_SPELLED})(?![a-zäöüß])|(?<![가-힣])(?:{_SPELLED})"
)
UNIT = (
    rf"(?:[大小整]?[{_HAN_UNITS}](?!月|号|楼|元|装|口罩|罩|味)|"
    rf"(?<![a-zäöüß])(?:{_WORD_UNITS})(?![a-zäöüß]))"
)

# `张` is a family name first: `3-51 张三`.
COUNTED = (
    rf"(?:{_NUMERAL})(?:(?<!\d{{3}})\s{UNIT}|{UNIT}|张(?![^\W\d_]))|"
    rf"\ban?\s(?:{_WORD_UNITS})\b"
)
TIMES = (
    rf"[x×✕✖*]\s?(?:\d{{1,3}}|[{HAN}])(?!\d)(?:\s?{UNIT})?|"
    rf"(?<![\d.\-])\d{{1,2}}\s?[x×✕](?=\s|$|[^\w])"
)
PLUS = r"(?<!\d)\+\s?\d{1,2}(?!\d)"
WORD = (
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|deux|trois|quatre|cinq|"
    r"zwei|drei|vier|fünf|dos|tres|cuatro|cinco)\b"
    rf"|(?<![^\W_])[{HAN}](?![^\W_])|(?<=[各样种均])[{HAN}]|ひとつ|ふたつ|みっつ|"
    rf"하나|둘(?!\s?다)|셋|双(?=份)"
)
UNCLEAR = re.compile(
    rf"(?<![\d\-])\d{{1,2}}\s?(?:-|~|到|至|to|or|ou|oder)\s?\d{{1,2}}\s?{UNIT}"
    rf"|一两{UNIT}|[一二两三四五六七八九][到至或][一二两三四五六七八九]\s?{UNIT}|"
    rf"(?:两三|二三|三四|三五|四五|五六){UNIT}"
    rf"|(?<![a-z0-9])[li|o]\s?[{_HAN_UNITS}]|半\s?{UNIT}|\d[./]\d+\s?{UNIT}|½|"
    rf"几\s?{UNIT}|若干|\b(?:half|dozen|several|"
    rf"some|few|couple|demi|halbe?)\b"
    rf"|[{HAN}]{{2}}\s?[份盒袋瓶包个箱板](?<!十.)(?<!十..)",
    re.IGNORECASE,
)
_VALUE = re.compile(rf"\d{{1,3}}|{_NUMERAL}", re.IGNORECASE)
_UNIT = re.compile(rf"{UNIT}\s*$", re.IGNORECASE)


def find_numeral(written: str) -> str:
    """The number in an amount that one of the patterns above found."""
    found = _VALUE.search(written)
    return found[0] if found else "1"


def find_unit(written: str) -> str:
    """What an amount counts; empty where it does not say."""
    found = _UNIT.search(written)
    return found[0].strip() if found else ""
