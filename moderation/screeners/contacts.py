"""Ways to reach or recognise one person: mail, social media, address, birth date, case, number plate."""

import re
from collections.abc import Collection, Iterator

from core.screening import Verdict
from moderation.screeners.numbers import Spot

_AT = re.compile(r"@")
_LOCAL = re.compile(r"[\w.+-]+\Z")
_LOCAL_SPACED = re.compile(r"[\w-]+(?: ?\. ?[\w-]+){0,3} {0,2}\Z")
_DOMAIN = re.compile(r"((?:[a-z0-9-]+\.)+)([a-z]{2,12})(?![\w-])")
_DOMAIN_SPACED = re.compile(r" {0,2}((?:[a-z0-9-]+ ?\. ?){1,3})(nl|com|be|org|net|eu|info|de|nu)(?![\w-])")
_MAILBOX_WITHOUT_AT = re.compile(
    r"(?<![\w.-])[\w.-]{3,64}(?<!naar)[ (\[-]{1,3}"
    r"(?:gmail|hotmail|outlook|live|icloud|ziggo|kpnmail|yahoo|planet)"
    r" ?[.,] ?(?:com|nl)(?!\w)"
)
_MAIL_BEGUN = re.compile(r"(?<![\w.+-])[\w.+-]{2,64}@[\w-]{0,30}")
_OF_A_DESK = frozenset((
    "info", "contact", "loket", "hulp", "helpdesk", "balie", "secretariaat", "administratie", "post",
    "vragen", "receptie", "gemeente", "klantenservice", "support", "wijkteam", "team", "aanmelden",
    "aanmelding", "bezwaar", "klachten", "privacy", "welkom",
))  # fmt: skip

_PLATFORM = (
    r"(?:insta(?:gram)?|snap(?:chat)?|tik ?tok|face ?book|fb|telegram|discord|signal|whats ?app|linkedin"
    r"|messenger|skype)"
)
_SOCIAL = re.compile(
    rf"(?<![a-z]){_PLATFORM}(?![a-z])[^\n@.!?]{{0,25}}@[\w.]{{3,30}}"
    rf"|@[\w.]{{3,30}} (?:op|on|via) {_PLATFORM}(?![a-z])"
    rf"|(?<![a-z]){_PLATFORM} ?[:=] ?@?[\w.]{{3,30}}"
    rf"|(?<![a-z])(?:mijn|my) {_PLATFORM}(?:[ -]?(?:naam|account|name))? (?:is|heet|=) @?[\w.]{{3,30}}"
    r"|(?<![a-z])(?:onder de naam|heet ik|ik heet|zoek(?: me)? op|voeg me toe als)"
    rf" @?[\w.]{{3,30}} op {_PLATFORM}"
    r"|(?<![\w.])(?:www\.)?(?:instagram|facebook|tiktok|linkedin|snapchat|t|wa|discord)\.(?:com|me|gg|nl)/[\w@./?=+-]{3,80}"
)

_POSTCODE = re.compile(r"(?<![a-z0-9])[1-9]\d{3}( ?)([a-z]{2})(?![a-z0-9])")
_NO_POSTCODE = frozenset(("sa", "sd", "ss"))
_COMMON = frozenset((
    "in", "is", "en", "op", "af", "of", "om", "de", "ik", "je", "we", "ze", "me", "al", "zo", "te",
    "er", "ja", "nu", "na", "ex", "km", "kg", "cm", "mm", "ml", "pk", "up", "to", "at", "by", "or",
    "on", "it", "if", "be", "do", "so", "as", "an", "my", "no", "go", "he", "us", "uw", "ga", "va",
))  # fmt: skip
_HOUSE_AFTER = re.compile(r"[ ,]{0,3}(?:nr\.?|nummer|huisnummer|no\.?)? ?:? ?\d{1,4}(?!\d)")
_HOUSE_BEFORE = re.compile(r"(?:(?<![a-z])[a-z'.-]{2,30} )?(?<!\d)\d{1,4} ?[a-z]?[ ,\n]{0,3}\Z")
_HOME_NEAR = re.compile(r"woon|adres|postcode|verhuis|huisnummer|\bwonen\b|live at|address")
_STREET = re.compile(
    r"(?<![a-z])(?!onderweg|terugweg|halverwege)[a-z]{2,25}(?:straat|laan|weg|kade|gracht|plein|dreef|singel|hof|steeg|dijk|pad)"
    r" (?:nr\.? ?|nummer )?\d{1,4} ?[a-z]?(?![\w])"
)

_MONTHS = (
    r"jan(?:uari)?|feb(?:ruari)?|maart|mrt|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?|sep(?:t|tember)?|okt(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|january|february|march|may|june|july|august|october"
)
_DATE = re.compile(
    rf"(?<!\d)\d{{1,2}}(?:e|th|st)?[ ./-]{{1,2}}(?:\d{{1,2}}|{_MONTHS})[ ./-]{{1,2}}(?:\d{{4}}|\d{{2}})(?!\d)"
)
_BORN_NEAR = re.compile(r"\bgeb(?:oren|\.|oorte\w*)?(?![a-z])|geboren|\bverjaar|\bjarig|\bborn\b|birth")

_CASE = re.compile(
    r"(?<![a-z])(zaak|dossier|client|klant|kenmerk|polis|debiteur|relatie|cjib|beschikking|aanvraag|case|burger|uitkering|registratie|incasso|dossier)"
    r"(?:s|en)?[ -]?(nummer|nr\.?|no\.?|id|code|number)?[ :=#.-]{0,3}(?:is|was|luidt)?[ :=#-]{0,3}"
    r"((?:[a-z]{1,6}[-/. ]?)?\d(?:[-/. ]?[a-z0-9]){3,24})(?![a-z0-9])"
)
_CASE_CODE = re.compile(
    r"(?<![a-z0-9])(?:zaak|z|dos|wmo|jw|pw)[-/ ]?(?:19|20)\d{2}[-/ ]?\d{4,12}(?![a-z0-9])"
)
_LEAST_CASE_FIGURES = 5

_PLATE_NEAR = re.compile(r"kenteken|nummerbord|number ?plate")
_PLATE = re.compile(
    r"(?<![a-z0-9-])(?=[a-z0-9-]*\d)(?=[a-z0-9-]*[a-z])[a-z0-9]{1,3}-[a-z0-9]{1,3}-[a-z0-9]{1,3}(?![a-z0-9-])"
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
        letters = written[match.start(2) : match.end(2)]
        if match[2] in _NO_POSTCODE:
            continue
        house = _HOUSE_AFTER.match(text, match.end())
        street = _HOUSE_BEFORE.search(text[max(0, match.start() - 45) : match.start()])
        near = _HOME_NEAR.search(text[max(0, match.start() - 60) : match.start()])
        plain = letters.isupper() or (not match[1] and match[2] not in _COMMON)
        if plain or (match[2] not in _COMMON and (house or street or near)):
            start = match.start() - len(street[0]) if street else match.start()
            yield Spot("address", Verdict.ASK, start, house.end() if house else match.end())
    for match in _STREET.finditer(text):
        if _HOME_NEAR.search(text[max(0, match.start() - 60) : match.start()]):
            yield Spot("address", Verdict.ASK, *match.span())


def find_birth(text: str) -> Iterator[Spot]:
    for match in _DATE.finditer(text):
        before, after = text[max(0, match.start() - 35) : match.start()], text[match.end() : match.end() + 30]
        if _BORN_NEAR.search(before) or _BORN_NEAR.search(after):
            yield Spot("birth", Verdict.ASK, *match.span())


def find_case(text: str) -> Iterator[Spot]:
    """Certain where the text says that it is a number of a case; likely after the word alone."""
    for match in _CASE.finditer(text):
        if sum(map(str.isdigit, match[3])) >= _LEAST_CASE_FIGURES:
            yield Spot("case", Verdict.BLOCK if match[2] else Verdict.ASK, *match.span(3))
    for match in _CASE_CODE.finditer(text):
        yield Spot("case", Verdict.BLOCK, *match.span())


def find_plate(text: str) -> Iterator[Spot]:
    for match in _PLATE.finditer(text):
        if _PLATE_NEAR.search(text[max(0, match.start() - 30) : match.start()]):
            yield Spot("plate", Verdict.ASK, *match.span())
