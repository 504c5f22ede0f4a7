"""Names that look the same to a reader have the same skeleton (the idea of Unicode TS 39, made compact).

NFKC already folds full-width, mathematical, circled and superscript letters; what is left here are
other alphabets, letters with a bar or hook, and pairs and figures that read as a letter.
"""

import re
import unicodedata

from core.characters import without_unseen

_LOOKS_LIKE = {
    "a": "аαɑӕ⍺ᎪᗅꓮꭺǝӘəᴀ",
    "b": "вβьƅɓƀꓐᏴᏏʙ",
    "c": "сϲⅽƈᴄꓚᏟҫↄ",
    "d": "ԁđɗɖðꓓᎠᴅԃ",
    "e": "еєεҽ℮ɛꓰᎬєᴇҿ",
    "f": "ƒꓝꞙքϝꜰ",
    "g": "ɡցǥɠᶃԍꓖᏀɢǵ",
    "h": "һнħհɦꓧᎻʜңҥ",
    "j": "јϳɉʝꓙᎫᴊ",
    "k": "кκƙқҝҡꓗᏦᴋĸ",
    "l": "iıіιɩɪӏǀ∣│łƚɫɭɬꓲꓡᏞʟ|!¡1۱١",
    "m": "мɱꓟᎷᴍϻ",
    "n": "пηոռƞɲŋɳꓠɴ",
    "o": "оοσօøөɵ०০๐໐ꓳᴏ0۰٠ჿ",
    "p": "рρƥþꓑᏢᴘ",
    "q": "ԛգզɋʠ",
    "r": "гɼɽɾꓣᎡᏒʀᴦя",
    "s": "ѕʂꓢᏚꜱ",
    "t": "тτŧƭʈțꓔᎢᴛ",
    "u": "υսʋʉꓴᴜцµμ",
    "v": "νѵѷꓦᏙᴠ",
    "w": "ѡԝωաɯꓪᎳᴡшщ",
    "x": "хχ×ꓫҳӽ",
    "y": "уүγʏƴꓬᎩұʎ",
    "z": "ʐƶȥʑꓜᏃᴢζ",
    "ae": "æ",
    "oe": "œ",
}
_TO_LETTER = {
    ord(lookalike): letter
    for letter, lookalikes in _LOOKS_LIKE.items()
    for lookalike in lookalikes + lookalikes.casefold()
}
LONGEST_SKELETON = 80
"""One sign can unfold into eighteen letters; what a skeleton is compared with has no more than this."""

_PAIRS = (("rn", "m"), ("vv", "w"))
_BETWEEN = re.compile(r"[\s_.·'’-]+")

_CAPITALS = str.maketrans({"Μ": "m", "Η": "h", "Ν": "n"})  # Greek: the small ones look like other letters
_SPELLED_OUT = str.maketrans(
    dict(zip("2345789@$€+£", "zeastbgasetl", strict=True)) | {"m": "rn", "w": "vv", "d": "cl"}
)


def skeleton(name: str) -> str:
    """Equal for names that a reader takes for each other: case, accents, alphabets, rn/m, 0/o, 1/i/l.

    Not a name to show: `i` comes out as `l`, every separator as `-`.
    """
    letters = without_unseen(unicodedata.normalize("NFKC", name).translate(_CAPITALS).casefold())
    plain = _without_marks(_without_marks(letters).translate(_TO_LETTER))
    for pair, letter in _PAIRS:
        plain = plain.replace(pair, letter)
    return _BETWEEN.sub("-", plain).strip("-")[:LONGEST_SKELETON]


def disguised_skeleton(name: str) -> str:
    """The skeleton when somebody tries hard: figures stand for letters (`h3lpd3sk`), `cl` for `d`.

    Pairs are spelled out, so that the disguise of a part is part of the disguise of the whole.
    """
    return skeleton(name).translate(_SPELLED_OUT)


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character))
