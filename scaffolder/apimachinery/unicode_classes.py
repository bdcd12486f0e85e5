r"""The names that Go's ``\p{...}`` knows: categories, scripts (Unicode 15.0) and aliases of categories.

Source: ``unicodeTable``, ``canonicalName`` in Go's ``regexp/syntax/parse.go``; ``unicode.CategoryAliases``.
"""

from __future__ import annotations

ANY = "Any"
ASCII = "ASCII"
ASSIGNED = "Assigned"
CASED_LETTER = "LC"
OTHER = "C"
UNASSIGNED = "Cn"

_CATEGORIES = """
    C Cc Cf Cn Co Cs L LC Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No
    P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So Z Zl Zp Zs
"""
_ALIASES = {
    "C": "Other", "Cc": "Control Cntrl", "Cf": "Format", "Cn": "Unassigned", "Co": "PrivateUse",
    "Cs": "Surrogate", "L": "Letter", "LC": "CasedLetter", "Ll": "LowercaseLetter", "Lm": "ModifierLetter",
    "Lo": "OtherLetter", "Lt": "TitlecaseLetter", "Lu": "UppercaseLetter", "M": "Mark CombiningMark",
    "Mc": "SpacingMark", "Me": "EnclosingMark", "Mn": "NonspacingMark", "N": "Number",
    "Nd": "DecimalNumber Digit", "Nl": "LetterNumber", "No": "OtherNumber", "P": "Punctuation Punct",
    "Pc": "ConnectorPunctuation", "Pd": "DashPunctuation", "Pe": "ClosePunctuation",
    "Pf": "FinalPunctuation", "Pi": "InitialPunctuation", "Po": "OtherPunctuation",
    "Ps": "OpenPunctuation", "S": "Symbol", "Sc": "CurrencySymbol", "Sk": "ModifierSymbol",
    "Sm": "MathSymbol", "So": "OtherSymbol", "Z": "Separator", "Zl": "LineSeparator",
    "Zp": "ParagraphSeparator", "Zs": "SpaceSeparator",
}  # fmt: skip
_SCRIPTS = """
    Adlam Ahom Anatolian_Hieroglyphs Arabic Armenian Avestan Balinese Bamum Bassa_Vah Batak Bengali
    Bhaiksuki Bopomofo Brahmi Braille Buginese Buhid Canadian_Aboriginal Carian Caucasian_Albanian Chakma
    Cham Cherokee Chorasmian Common Coptic Cuneiform Cypriot Cypro_Minoan Cyrillic Deseret Devanagari
    Dives_Akuru Dogra Duployan Egyptian_Hieroglyphs Elbasan Elymaic Ethiopic Georgian Glagolitic Gothic
    Grantha Greek Gujarati Gunjala_Gondi Gurmukhi Han Hangul Hanifi_Rohingya Hanunoo Hatran Hebrew
    Hiragana Imperial_Aramaic Inherited Inscriptional_Pahlavi Inscriptional_Parthian Javanese Kaithi
    Kannada Katakana Kawi Kayah_Li Kharoshthi Khitan_Small_Script Khmer Khojki Khudawadi Lao Latin Lepcha
    Limbu Linear_A Linear_B Lisu Lycian Lydian Mahajani Makasar Malayalam Mandaic Manichaean Marchen
    Masaram_Gondi Medefaidrin Meetei_Mayek Mende_Kikakui Meroitic_Cursive Meroitic_Hieroglyphs Miao Modi
    Mongolian Mro Multani Myanmar Nabataean Nag_Mundari Nandinagari New_Tai_Lue Newa Nko Nushu
    Nyiakeng_Puachue_Hmong Ogham Ol_Chiki Old_Hungarian Old_Italic Old_North_Arabian Old_Permic
    Old_Persian Old_Sogdian Old_South_Arabian Old_Turkic Old_Uyghur Oriya Osage Osmanya Pahawh_Hmong
    Palmyrene Pau_Cin_Hau Phags_Pa Phoenician Psalter_Pahlavi Rejang Runic Samaritan Saurashtra Sharada
    Shavian Siddham SignWriting Sinhala Sogdian Sora_Sompeng Soyombo Sundanese Syloti_Nagri Syriac Tagalog
    Tagbanwa Tai_Le Tai_Tham Tai_Viet Takri Tamil Tangsa Tangut Telugu Thaana Thai Tibetan Tifinagh
    Tirhuta Toto Ugaritic Vai Vithkuqi Wancho Warang_Citi Yezidi Yi Zanabazar_Square
"""
_known: dict[str, str] = {}


def canonical_class(name: str) -> str | None:
    r"""The Unicode name that ``\p{name}`` means, None if there is none.

    Case, ``_``, ``-`` and spaces do not matter.
    """
    if not _known:
        for known in (ANY, ASCII, ASSIGNED, *_CATEGORIES.split(), *_SCRIPTS.split()):
            _known[_folded(known)] = known
        for category, aliases in _ALIASES.items():
            for alias in aliases.split():
                _known[_folded(alias)] = category
    return _known.get(_folded(name)) if name.isascii() else None


def code_points(*categories: str) -> list[tuple[int, int]]:
    """The code points whose category begins with one of ``categories``, as sorted ranges.

    For what RE2 lacks: it does not know ``Cn``, and its ``C`` is without the unassigned ones. Takes a tenth
    of a second.
    """
    from unicodedata import category

    ranges: list[tuple[int, int]] = []
    start = -1
    for code in range(0x110000):
        inside = category(chr(code)).startswith(categories)
        if inside and start < 0:
            start = code
        elif not inside and start >= 0:
            ranges.append((start, code - 1))
            start = -1
    if start >= 0:
        ranges.append((start, 0x10FFFF))
    return ranges


def _folded(name: str) -> str:
    return name.replace("_", "").replace("-", "").replace(" ", "").lower()
