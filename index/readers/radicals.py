"""Radical code points that some PDF printers write instead of the character itself (⻋ for 车, ⼀ for 一)."""

from __future__ import annotations

import unicodedata

# Unicode's EquivalentUnifiedIdeograph for the CJK Radicals Supplement; NFKC leaves all but two of them alone.
_SUPPLEMENT = str.maketrans(
    "⺁⺂⺃⺄⺅⺆⺈⺉⺊⺋⺌⺍⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺫⺬⺭⺯⺰⺱⺲⺳⺴⺶⺹⺺⺻⺼⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "厂乛乚乙亻冂刀刂卜㔾小小兀尣尢巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王目示礻糹纟罓罒㓁冗羊耂肀聿肉艹艹艹虎衤覀西见角讠贝车辶辶辶邑钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
)
_KANGXI = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_SIMPLIFIED = {0x2F3E: "户"}  # NFKC gives 戶, but the printers mean the simplified character
_TABLE = _KANGXI | _SUPPLEMENT | _SIMPLIFIED


def fold_radicals(text: str) -> str:
    """Radicals to characters; everything else is left as it is.

    >>> fold_radicals("⻋⼀")
    '车一'
    """
    return text.translate(_TABLE)
