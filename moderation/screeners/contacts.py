"""Ways to reach or recognise one person: mail, social media, address, birth date, case, number plate."""

import re
from collections.abc import Collection, Iterator

from core.screening import Verdict
from moderation.screeners.numbers import Spot

_AT = re.compile(r"@")
_LOCAL = re.compile(r"[\w.+-]+\Z")
_LOCAL_SPACED = re.compile(r"[\w-]+(?: ?\. ?[\w-]+){0,3}\s{0,2}\Z")
_DOMAIN = re.compile(r"((?:[a-z0-9-]+\.)+)([a-z]{2,12})(?![\w-])")
_DOMAIN_SPACED = re.compile(r"\s{0,2}((?:[a-z0-9-]+ ?\. ?){1,3})(nl|com|be|org|net|eu|info|de|nu)(?![\w-])")
_PROVIDER = r"(?:gmail|hotmail|outlook|live|icloud|ziggo|kpnmail|yahoo|planet)"
_MAILBOX_WITHOUT_AT = re.compile(
    rf"(?<![\w.-])[\w.-]{{3,64}}(?<!naar)(?<!via)(?<!door)[ (\[-]{{1,3}}"
    rf"(?:at )?{_PROVIDER} ?(?:[.,]|dot) ?(?:com|nl)(?!\w)"
    rf"|(?<![\w.-])[\w.-]{{2,64}} ?@ ?{_PROVIDER}[ ,.](?:com|nl)?(?!\w)"
)
_MAIL_BEGUN = re.compile(r"(?<![\w.+-])[\w.+-]{2,64}@[\w-]{0,30}")
_OF_A_DESK = frozenset((
    "info", "contact", "loket", "hulp", "helpdesk", "balie", "secretariaat", "administratie", "post",
    "vragen", "receptie", "gemeente", "klantenservice", "support", "wijkteam", "team", "aanmelden",
    "aanmelding", "bezwaar", "klachten", "privacy", "welkom",
))  # fmt: skip

_PLATFORM = (
    r"(?:insta(?:gram)?|ig|snap(?:chat)?|tik ?tok|face ?book|fb|telegram|discord|signal|whats ?app|linkedin"
    r"|messenger|skype|twitter|bluesky)"
)
_NO_ACCOUNT = (
    r"(?!(?:daar|dat|dit|die|wat|hoe|kan|kun|geen|niet|is|was|werkt?|doet|ik|je|jij|we|de|het|een|en|of|wel|ook|nog|al|om|voor"
    r"|handig|leuk|weg|gehackt|kapot|vol|stuk|verwijderd|geblokkeerd|gestopt|traag|nieuw|leeg|oud|prive|dicht|raar|goed|slecht"
    r"|veel|mooi|gratis|veilig|nooit|altijd|soms|mijn|jouw|what|how|not|hacked|gone|private|down)(?!\w|\.\w))"
)
_SOCIAL = re.compile(
    rf"(?<![a-z]){_PLATFORM}(?![a-z])[^\n@.!?]{{0,25}}@[\w.]{{3,30}}"
    rf"|@[\w.]{{3,30}} (?:op|on|via) {_PLATFORM}(?![a-z])"
    rf"|(?<![a-z]){_PLATFORM} ?[:=] ?{_NO_ACCOUNT}@?[\w.#]{{3,30}}"
    rf"|(?<![a-z])(?:mijn|my) {_PLATFORM}(?:[ -]?(?:naam|account|name))?"
    rf" (?:is|heet|=) {_NO_ACCOUNT}@?[\w.#]{{3,30}}"
    r"|(?<![a-z])(?:onder de naam|heet ik|ik heet|zoek(?: me)? op|voeg me toe als)"
    rf" @?[\w.]{{3,30}} op {_PLATFORM}"
    rf"|(?<![a-z])(?:zit|sta|vind|voeg|volg|zoek)(?: me| mij)?(?: toe)? op {_PLATFORM}"
    r" (?:(?:als|onder)(?: de naam)? @?[\w.]{3,30}|(?=[a-z.]{1,20}[\d_])[\w.]{3,30})"
    rf"|(?<![a-z]){_PLATFORM}(?![a-z])[^\n@!?]{{0,25}}(?<![\w.])[\w.]{{2,30}}#\d{{4}}(?!\d)"
    r"|(?<![\w.])(?:www\.)?(?:(?:instagram|facebook|tiktok|linkedin|snapchat|twitter|t|wa|discord)\.(?:com|me|gg|nl)"
    r"|x\.com|bsky\.app)/[\w@./?=+-]{3,80}"
)

_POSTCODE = re.compile(r"(?<![a-z0-9])[1-9]( ?)\d\1\d\1\d([ .-]{0,2})([a-z])[ .]?([a-z])(?![a-z0-9])")
_NO_POSTCODE = frozenset(("sa", "sd", "ss"))
_COMMON = frozenset((
    "in", "is", "en", "op", "af", "of", "om", "de", "ik", "je", "we", "ze", "me", "al", "zo", "te",
    "er", "ja", "nu", "na", "ex", "km", "kg", "cm", "mm", "ml", "pk", "up", "to", "at", "by", "or",
    "on", "it", "if", "be", "do", "so", "as", "an", "my", "no", "go", "he", "us", "uw", "ga", "va",
    "eu", "pc", "tv", "ov", "ww", "cv", "pp",
))  # fmt: skip
_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d ")
_HOUSE_AFTER = re.compile(r"[ ,]{0,3}(?:nr\.?|nummer|huisnummer|no\.?)? ?:? ?\d{1,4}(?!\d)")
_HOUSE_BEFORE = re.compile(r"(?:(?<![a-z])[a-z'.-]{2,30} )?(?<!\d)\d{1,4} ?[a-z]?[ ,\n]{0,3}\Z")
_HOME_NEAR = re.compile(
    r"woon|adres|postcode|verhuis|huisnummer|\bwonen\b|live at|address|kom\w* langs|langskom|bij mij thuis"
    r"|mijn (?:huis|flat|deur)\b"
)
_STREET = re.compile(
    r"(?<![a-z])(?!onderweg|terugweg|halverwege)(?:[a-z]{2,25}(?:straat|laan|weg|kade|gracht|plein|dreef|singel|hof|steeg|dijk|pad)|laan|plein)"
    r" (?:van (?:de[rn]? )?[a-z]{2,25} )?(?:nr\.? ?|nummer )?\d{1,4} ?[a-z]?(?![\w])"
)

_MONTHS = (
    r"jan(?:uari)?|feb(?:ruari)?|maart|mrt|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?|sep(?:t|tember)?|okt(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|january|february|march|may|june|july|august|october"
)
_SPOKEN_DAYS = (
    r"eerste|twee|tweede|drie|derde|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien"
    r"|zestien|zeventien|achttien|negentien|(?:(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen)en)?twintig|dertig"
    r"|eenendertig"
)
_DATE = re.compile(
    rf"(?<![\d./-])(?:\d{{1,2}}|{_SPOKEN_DAYS})(?:e|de|ste|th|st|nd|rd)?(?: van)?"
    rf"[ ./-]{{1,3}}(?:\d{{1,2}}|{_MONTHS})[ ./-]{{1,3}}"
    r"(?:\d{4}|'?\d{2}|negentien\w{3,24}|tweeduizend\w{0,24})(?!\d)"
    r"|(?<![\d./-])(?:19|20)\d\d([./-])\d{1,2}\1\d{1,2}(?!\d)"
    rf"|(?<![a-z])(?:{_MONTHS}) \d{{1,2}}(?:th|st|nd|rd)?,? (?:19|20)\d\d(?!\d)"
    r"|(?<!\d)(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d(?!\d)"
)
_BORN_NEAR = re.compile(
    r"\bgeb(?:oren|\.|oorte\w*)?(?![a-z])|geboo?ren|\bverjaar|\bjarig|\bborn\b|birth|\bdob\b"
    r"|\bik ben van\W*\Z"
)
_BORN_FOR_ALL = re.compile(
    r"geboren (?:zijn |is |bent )?(?:na|voor|vanaf|tot|tussen|op of na|op of voor|in of na)(?: de)?\W*\Z"
    r"|tussen\W*\Z|tussen[^.!?]{0,30}\ben\W*\Z"
)
"""Rules are about who was born after a day; the second day of "tussen … en …" comes along."""

_CASE = re.compile(
    r"(?<![a-z])(zaak|dossier|client|klant|kenmerk|polis|debiteur|relatie|cjib|beschikking|aanvraag"
    r"|case|burger|uitkering|registratie|incasso|v(?=[ -]?n)|vreemdelingen|paspoort|rijbewijs"
    r"|identiteitskaart|document|patient|inschrijf)"
    r"(?:s|en)?[ -]?(nummer|nr\.?|no\.?|id|code|number)?[\s:=#.-]{0,3}(?:is|was|luidt)?[\s:=#-]{0,3}"
    r"((?!van |d\.d)(?:[a-z]{1,6}[-/. ]?)?\d(?:(?:[-/.]| (?=[a-z]{0,2}\d))?[a-z0-9]){3,24})"
    r"(?![a-z0-9])(?! ?euro)"
)
_DAY_OR_YEARS = re.compile(
    r"(?:\w{1,6}[-/. ]?)?(?:\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)?\d\d"
    r"|(?:19|20)\d\d(?:[-/. ](?:en )?(?:19|20)?\d\d)?)"
)
_CASE_CODE = re.compile(
    r"(?<![a-z0-9])(?:zaak|z|dos|wmo|jw|pw)[-/ ]?(?:19|20)\d{2}[-/ ]?\d{4,12}(?![a-z0-9])"
)
_TWO_YEARS = re.compile(r"[a-z]{1,4}[-/ ]?20\d\d[-/ ]20\d\d")
_LEAST_CASE_FIGURES = 5

_PLATE_NEAR = re.compile(r"kenteken|nummerbord|number ?plate")
_PLATE = re.compile(
    r"(?<![a-z0-9-])(?=[a-z0-9-]{0,12}\d)(?=[a-z0-9-]{0,12}[a-z])"
    r"(?:[a-z0-9]{1,3}[ -][a-z0-9]{1,3}[ -][a-z0-9]{1,3}"
    r"|(?=[a-z0-9]{6}(?![a-z0-9]))[a-z]{0,3}\d{1,3}[a-z]{1,3}\d{0,3})"
    r"(?![a-z0-9-])"
)


def find_mail(text: str, *, known: Collection[str]) -> Iterator[Spot]:
    """`known` are the hosts of helplines. The mailbox of a desk may be an organisation's."""
    for at in _AT.finditer(text):
        before, after = text[max(0, at.start() - 70) : at.start()], text[at.end() : at.end() + 100]
        local, domain = _LOCAL.search(before), _DOMAIN.match(after)
        if not (local and domain):
            local, domain = _LOCAL_SPACED.search(before), _DOMAIN_SPACED.match(after)
        if not (local and domain):
            continue
        host = "".join(domain[0].split())
        if any(host == name or host.endswith(f".{name}") for name in known):
            continue
        verdict = Verdict.ASK if local[0].strip() in _OF_A_DESK else Verdict.BLOCK
        yield Spot("mail", verdict, at.start() - len(local[0]), at.end() + domain.end())
    for match in _MAILBOX_WITHOUT_AT.finditer(text):
        yield Spot("mail", Verdict.ASK, *match.span())


def find_unfinished_mail(text: str) -> Iterator[Spot]:
    for match in _MAIL_BEGUN.finditer(text):
        yield Spot("mail", Verdict.ASK, *match.span())


def find_social(text: str) -> Iterator[Spot]:
    for match in _SOCIAL.finditer(text):
        yield Spot("social", Verdict.ASK, *match.span())


def find_address(text: str, written: str) -> Iterator[Spot]:
    """Postcodes, with a house number or as one writes them; streets with a number after "ik woon".

    `written` is the same text with its capitals.
    """
    for match in _POSTCODE.finditer(text):
        pair = match[3] + match[4]
        if pair in _NO_POSTCODE:
            continue
        house = _HOUSE_AFTER.match(text, match.end())
        street = _HOUSE_BEFORE.search(text[max(0, match.start() - 45) : match.start()])
        near = _HOME_NEAR.search(text[max(0, match.start() - 60) : match.start()])
        placed = (house or street or near) and pair not in _COMMON
        if placed or (house and near) or _stands_alone(match, pair, written):
            start = match.start() - len(street[0]) if street else match.start()
            yield Spot("address", Verdict.ASK, start, house.end() if house else match.end())
    for match in _STREET.finditer(text):
        if _HOME_NEAR.search(text[max(0, match.start() - 60) : match.start()]):
            yield Spot("address", Verdict.ASK, *match.span())


def _stands_alone(match: re.Match[str], pair: str, written: str) -> bool:
    """Whether nobody would write this but as a postcode: "1234 AB", "1234ab"; not "2024 EU", "1500 KM"."""
    odd = match[1] or match[2] not in ("", " ") or match.end(3) != match.start(4)
    if odd or pair in _COMMON or _YEAR.match(match[0]):
        return False
    return not match[2] or written[match.start(3) : match.end(4)].isupper()


def find_birth(text: str) -> Iterator[Spot]:
    for match in _DATE.finditer(text):
        before, after = text[max(0, match.start() - 35) : match.start()], text[match.end() : match.end() + 30]
        if _BORN_FOR_ALL.search(before):
            continue
        if _BORN_NEAR.search(before) or _BORN_NEAR.search(after):
            yield Spot("birth", Verdict.ASK, *match.span())


def find_case(text: str) -> Iterator[Spot]:
    """Certain where the text says that it is a number of a case; likely after the word alone."""
    for match in _CASE.finditer(text):
        if sum(map(str.isdigit, match[3])) >= _LEAST_CASE_FIGURES and not _DAY_OR_YEARS.fullmatch(match[3]):
            yield Spot("case", Verdict.BLOCK if match[2] else Verdict.ASK, *match.span(3))
    for match in _CASE_CODE.finditer(text):
        if not _TWO_YEARS.fullmatch(match[0]):
            yield Spot("case", Verdict.BLOCK, *match.span())


def find_plate(text: str) -> Iterator[Spot]:
    for match in _PLATE.finditer(text):
        if _PLATE_NEAR.search(text[max(0, match.start() - 30) : match.start()]):
            yield Spot("plate", Verdict.ASK, *match.span())
