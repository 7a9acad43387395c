#!/usr/bin/env python3
"""Make the font files of the printed handouts, which lie beside this script.

From these Debian packages:
    fonts-noto-cjk 1:20220127+repack1-1   Noto Sans CJK 2.004, face TC, Regular and Bold
    fonts-dejavu-core 2.37-6              DejaVu Sans 2.37, for the symbols and letters that Noto lacks,
                                          and DejaVu Sans Mono 2.37, for code
    fonts-hanazono 20170904-2.1           HanaMinB, for characters of Hokkien and Hakka that Noto lacks

To run it:
    sudo apt install fonts-noto-cjk fonts-dejavu-core fonts-hanazono
    python3 -m venv venv && venv/bin/pip install fonttools==4.68.0
    venv/bin/python subset.py            write the fonts anew
    venv/bin/python subset.py --check    make them in a temporary folder and compare

Both print what each file covers. The same sources and the same fonttools give the same bytes.
"""

import argparse
import hashlib
import sys
import tempfile
from pathlib import Path

import fontTools
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
FONTTOOLS = "4.68.0"
NOTO = "opentype/noto/NotoSansCJK-{}.ttc"
NOTO_FACE = 3  # of JP, KR, SC, TC, HK
NOTO_FEATURES = ["kern", "vert", "halt", "pwid", "ccmp", "liga", "mark"]  # locl doubles the file
NOTO_PWID = "‘’“”"  # for these alone is pwid kept
DEJAVU = "truetype/dejavu/{}.ttf"
HANAZONO = "truetype/hanazono/HanaMinB.ttf"
HANAZONO_FAMILY = "Local Han"  # a changed Hanazono gets another name, as its second licence asks
LETTER_FEATURES = ["ccmp", "mark", "mkmk"]
FILES = [
    "NotoSansCJKtc-Regular.otf",
    "NotoSansCJKtc-Bold.otf",
    "DejaVuSans-symbols.ttf",
    "DejaVuSans-Bold-latin.ttf",
    "DejaVuSansMono.ttf",
    "LocalHan.ttf",
]
# copyright, family, subfamily, id, full, version, PostScript, trademark, licence, its address
NAMES = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]

# What the Noto files take, as far as the face has it. Big5 is added to this. The combining accents
# that the face has must not be there: with them Š would be put together from S and a caron,
# which the face sets side by side; without them Š is missing, and comes whole from DejaVu.
TEXT = {
    "Basic Latin": [(0x20, 0x7E)],
    "Latin-1": [(0xA0, 0xFF)],
    "Latin Extended-A": [(0x100, 0x17F)],
    "Pinyin and Vietnamese": [(0x1A0, 0x1A1), (0x1AF, 0x1B0), (0x1CD, 0x1DC), (0x1F8, 0x1F9), (0x1E00, 0x1EFF)],
    "Tone marks": [(0x2B0, 0x2FF)],
    "Greek": [(0x370, 0x3FF)],
    "Cyrillic": [(0x400, 0x45F)],
    "General punctuation": [(0x2000, 0x206F)],
    "Letterlike": [(0x2100, 0x214F)],
    "Enclosed alphanumerics": [(0x2460, 0x24FF), (0x2776, 0x2793)],
    "CJK symbols and punctuation": [(0x3000, 0x303F)],
    "Kana": [(0x3040, 0x30FF)],
    "Bopomofo": [(0x3100, 0x312F), (0x31A0, 0x31BF)],
    "Enclosed CJK": [(0x3200, 0x32FF)],
    "CJK compatibility": [(0x3300, 0x33FF)],
    "CJK ideographs": [(0x4E00, 0x9FFF)],
    "Vertical and small forms": [(0xFE10, 0xFE1F), (0xFE30, 0xFE6F)],
    "Full- and half-width forms": [(0xFF01, 0xFF9F), (0xFFE0, 0xFFEE)],
}
# What both take: Noto where Noto has it, DejaVu for the rest.
SYMBOLS = {
    "Super- and subscripts": [(0x2070, 0x209F)],
    "Currency": [(0x20A0, 0x20CF)],
    "Number forms": [(0x2150, 0x218F)],
    "Arrows": [(0x2190, 0x21FF), (0x27F0, 0x27FF), (0x2900, 0x297F), (0x2B00, 0x2BFF)],
    "Mathematical operators": [(0x2200, 0x22FF), (0x27C0, 0x27EF), (0x2980, 0x29FF), (0x2A00, 0x2AFF)],
    "Technical": [(0x2300, 0x23FF), (0x2400, 0x243F)],
    "Box drawing and blocks": [(0x2500, 0x259F)],
    "Geometric shapes": [(0x25A0, 0x25FF)],
}
# What DejaVu alone gives, Big5's own aside. Noto has a tick without a cross and no ballot boxes:
# what stands side by side should be of one hand.
MARKS = {
    "Symbols": [(0x2600, 0x26FF)],
    "Dingbats": [(0x2700, 0x2775), (0x2794, 0x27BF)],
}
# What Taiwan's Ministry of Education writes Hokkien and Hakka with, beyond the blocks above: all characters of its two
# dictionaries (g0v/moedict-data-twblg and -hakka), and three of its recommendations that these write otherwise.
# Noto where Noto has it, Hanazono for the rest.
LOCAL = {
    "Hokkien": "㔂㘛㤉㧌㧎㧒㧣㨂㨑㨨㨻㴘㴙㷮㽎㾀䀐䅳䆀䈄䖙䘥䘼䠡䢢䫌𠕇𠞩𠞭𠢕𠯗𡢃𡳞𢪱𢯾𢲸𢼌𣁳𣛮𣮈𣻸𤆬𤉙𤲍𤶃𤺅𤺪𥌚𥍉𥐵𥑮𥰔𥴊𦉎𦊓𦜆𦟪𧉟𧌄"
               "𧮙𧿬𧿳𨂾𨂿𨑨𩑾𩚨𩛩𩵱𩸙𩸶𪁎𪐞𪜶𪰋𫝏𫝛𫝺𫝻𫞼𫟂𬦰𣍐𪹚",
    "Hakka": "㐁㑁㓾㖸㗘㘔㘝㜮㜷㜼㝗㝩㧒㧡㪐㸐㸰㼓㾊㿸䀯䀴䃗䆀䉂䌈䗁䗆䞚䟓䟘䢍䫌䯋𠊎𠎷𠖄𠖫𠗻𠜱𠠃𠠝𠢕𠲿𢫦𢫫𢯭𢱤𢳆𢳪𢶀𢼛𣗺𣛮𣲩𣼎𤊶𤌍"
             "𤍒𤐙𤐰𤘅𤞚𤲍𤸁𤸱𥉌𥉔𥍉𥯟𥯥𥺆𧊅𨃰𨒇𩜄𩜰𪐞𪖐𪘒𫝘𫟧𫠛𫣆𬠖",
}
# What DejaVu gives so that every accented Latin letter is printed; the plain letters carry the accents.
LATIN = {
    "Plain letters": [(0x41, 0x5A), (0x61, 0x7A)],
    "Latin Extended-A": [(0x100, 0x17F)],
    "Combining accents": [(0x300, 0x36F)],
}
# And these as far as Noto lacks them: put together from letter and dot, they would be copied twice from a PDF.
RARE = {
    "Romanian": [(0x218, 0x21B)],
    "Latin Extended Additional": [(0x1E00, 0x1E9F)],
    "Super- and subscripts": [(0x2070, 0x209F)],
    "Tones of Hakka, nasals of Hokkien": [(0x2C6, 0x2C6), (0x1D3A, 0x1D3A)],
}
# What DejaVu Sans Mono gives for code.
CODE = {
    "Basic Latin": [(0x20, 0x7E)],
    "Latin-1": [(0xA0, 0xFF)],
    "General punctuation": [(0x2010, 0x203F)],
    "Euro, and comparison": [(0x20AC, 0x20AC), (0x2260, 0x2260), (0x2264, 0x2265)],
    "Arrows": [(0x2190, 0x21FF)],
    "Box drawing and blocks": [(0x2500, 0x259F)],
    "Ticks and crosses": [(0x2713, 0x2718)],
}
# Without these the fonts are of no use; a mistake above shows at once.
NEEDED_NOTO = "堃喆峯々〇，。「」《》＋㊣①⑳㈠ㄅㄩㆠˉˊˇˋ˙ǎǜếβЖ€ⅣⅷＡ０｜　㎡℃─●▶⏎❶➊"
NEEDED_SYMBOLS = "☐☑☒➔✓✗⚠▸▾↩≒‾ˍ₂⁻ⁿ⅜"
NEEDED_LATIN = "ŠřŁőćńşıazȘṃ₂ˆ\u0301\u030c\u030d\u0358"
NEEDED_CODE = "aZ~éß→─│└├█✓✗“…€≤"


def expand(blocks):
    """The characters of a table of blocks."""
    return {char for ranges in blocks.values() for first, last in ranges for char in range(first, last + 1)}


def local():
    """The characters of Hokkien and Hakka."""
    return {ord(char) for chars in LOCAL.values() for char in chars}


def two_byte(encoding):
    """The characters that an encoding writes in two bytes, without those of private use."""
    pairs = (bytes([lead, trail]) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    text = "".join(pair.decode(encoding, "ignore") for pair in pairs)
    return {ord(char) for char in text if ord(char) > 0x7F and not 0xE000 <= ord(char) <= 0xF8FF}


def big5():
    """Big5 with the seven characters and the frames that ETen and Microsoft added."""
    return two_byte("big5") | two_byte("cp950")


def extension_a():
    """What Big5-HKSCS has of Extension A."""
    return {char for char in two_byte("big5hkscs") if 0x3400 <= char <= 0x4DBF}


def open_font(path, version, **kwargs):
    """A source font, refused if it is of another version."""
    font = TTFont(path, recalcTimestamp=False, **kwargs)
    found = font["name"].getDebugName(5)
    if not found.startswith(version):
        sys.exit(f"{path}: {found}, not {version}")
    return font


def cut(font, chars, features):
    """Take from a font all but these characters and features."""
    options = Options(
        layout_features=features,
        name_IDs=NAMES,
        hinting=False,
        notdef_outline=True,
        harfbuzz_repacker=False,  # the bytes must not depend on whether HarfBuzz is there
    )
    options.drop_tables += ["FFTM", "MATH"]
    if not features:
        options.drop_tables += ["GDEF", "GPOS", "GSUB", "kern"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=chars)
    subsetter.subset(font)


def narrow_quotes(font):
    """Leave of pwid the proportional quotation marks of English only."""
    cmap, gsub = font.getBestCmap(), font["GSUB"].table
    quotes = {cmap[ord(char)] for char in NOTO_PWID}
    lookups = {i for record in gsub.FeatureList.FeatureRecord if record.FeatureTag == "pwid"
               for i in record.Feature.LookupListIndex}
    for table in (table for i in lookups for table in gsub.LookupList.Lookup[i].SubTable):
        table.mapping = {glyph: narrow for glyph, narrow in table.mapping.items() if glyph in quotes}


def name_outlines(font):
    """Name the outlines as the face: the five faces share them, and they say JP."""
    names, cff = font["name"], font["CFF "].cff
    cff.fontNames[0] = names.getDebugName(6)
    cff[0].FullName = names.getDebugName(4)
    cff[0].FamilyName = names.getDebugName(1)


def make_noto(fonts, target, weight):
    font = open_font(fonts / NOTO.format(weight), "Version 2.004", fontNumber=NOTO_FACE)
    if font["name"].getDebugName(1) != "Noto Sans CJK TC":
        sys.exit(f"face {NOTO_FACE} is {font['name'].getDebugName(1)}")
    narrow_quotes(font)
    cut(font, expand(TEXT) | expand(SYMBOLS) | big5() | extension_a() | local(), NOTO_FEATURES)
    name_outlines(font)
    font.save(target)


def make_dejavu(fonts, target, face, chars, features):
    font = open_font(fonts / DEJAVU.format(face), "Version 2.37")
    cut(font, chars, features)
    font.save(target)


def make_hanazono(fonts, target, chars):
    font = open_font(fonts / HANAZONO, "2017-09-04")
    cut(font, chars, [])
    for name in (1, 4, 6):
        font["name"].names = [record for record in font["name"].names if record.nameID != name]
        font["name"].setName(HANAZONO_FAMILY.replace(" ", "" if name == 6 else " "), name, 3, 1, 0x409)
    font.save(target)


def make(fonts, target):
    regular, bold, symbols, latin, code, han = files(target)
    make_noto(fonts, regular, "Regular")
    make_noto(fonts, bold, "Bold")
    noto = coverage(regular)
    letters = expand(LATIN) | expand(RARE) - noto
    lacking = (expand(SYMBOLS) | expand(MARKS) | big5()) - noto
    make_dejavu(fonts, symbols, "DejaVuSans", lacking | letters, LETTER_FEATURES)
    make_dejavu(fonts, latin, "DejaVuSans-Bold", letters, LETTER_FEATURES)
    make_dejavu(fonts, code, "DejaVuSansMono", expand(CODE), [])
    make_hanazono(fonts, han, local() - noto)


def coverage(path):
    with TTFont(path) as font:
        return set(font.getBestCmap())


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None


def describe(path):
    """Print what a file covers: per block the characters it has and those the block has."""
    chars = coverage(path)
    print(f"{path.name}: {len(chars)} characters, {path.stat().st_size} bytes, sha256 {digest(path)}")
    groups = {name: expand({name: ranges}) for name, ranges in (CODE | LATIN | RARE | TEXT | SYMBOLS | MARKS).items()}
    groups |= {name: {ord(char) for char in chars} for name, chars in LOCAL.items()}
    groups |= {"Big5": big5(), "Extension A of Big5-HKSCS": extension_a()}
    for name, group in groups.items():
        if chars & group:
            print(f"  {name}: {len(chars & group)} of {len(group)}")


def verify(folder):
    """Whether the characters that nothing may lack are there."""
    regular, bold, symbols, latin, code, han = (coverage(path) for path in files(folder))
    missing = {ord(char) for char in NEEDED_NOTO} - (regular & bold)
    missing |= {ord(char) for char in NEEDED_SYMBOLS} - symbols
    missing |= {ord(char) for char in NEEDED_LATIN} - (symbols & latin)
    missing |= {ord(char) for char in NEEDED_CODE} - code
    missing |= local() - (regular & bold) - han
    missing |= big5() - (regular & bold) - symbols
    if missing:
        print("missing:", " ".join(f"{chr(char)} U+{char:04X}" for char in sorted(missing)))
    if regular != bold:
        print("the weights differ in", len(regular ^ bold), "characters")
    accents = (regular | bold) & expand({"": LATIN["Combining accents"]})
    if accents:
        print("Noto must not have", " ".join(f"U+{char:04X}" for char in sorted(accents)))
    return not missing and regular == bold and not accents


def files(folder):
    return [folder / name for name in FILES]


def check(fonts):
    """Whether the files beside this script are those it makes."""
    with tempfile.TemporaryDirectory() as folder:
        make(fonts, Path(folder))
        differing = [path.name for path in files(HERE) if digest(path) != digest(Path(folder) / path.name)]
    for name in differing:
        print(f"{name} is not what this script makes")
    return not differing


def main():
    parser = argparse.ArgumentParser(description="Make the fonts of the printed handouts.")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    parser.add_argument("--fonts", type=Path, default=Path("/usr/share/fonts"), help="where the sources are")
    args = parser.parse_args()
    if fontTools.version != FONTTOOLS:
        sys.exit(f"fonttools {FONTTOOLS} is needed, this is {fontTools.version}")
    same = True
    if args.check:
        same = check(args.fonts)
    else:
        make(args.fonts, HERE)
    for path in files(HERE):
        if path.exists():
            describe(path)
    sys.exit(0 if same and verify(HERE) else 1)


if __name__ == "__main__":
    main()
