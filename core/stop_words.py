"""Little words that say nothing about a text's subject, but tell its language."""

_DUTCH = """
    aan al alles als altijd ander andere anders beetje ben bent bij daar dan dat de der deze die dit doe
    doen doet door dus echt een eens eigenlijk en er erg ergens erin even ga gaan gaat gaf geen gewoon
    geworden gezegd goed haar had heb hebben heeft hem hen het hier hij hoe hun iemand iets ik in is ja
    je jij jou jouw jullie kan kon kun kunnen kunt maar mag me meer met mij mijn moest moet moeten mogen
    na naar nee niemand niet niets nog nu of om omdat onder ons onze ook op over per s sinds sommige
    steeds t te tegen toch toe tot tussen u uit uw van veel vind voor vraag vragen waar waarom wat weet
    weg wel welk welke werd wie wij wil willen word worden wordt zal ze zei zelf zich zij zijn zo zonder
    zou zulke
"""
_ENGLISH = """
    a about after all am an and any are as at be because been but by can could did do does for from get
    had has have he her here him his how i if in into is it its just know me my no not of on one or our
    out she should so some than that the their them then there these they this to too was we were what
    when where which who why will with would you your
"""

DUTCH = frozenset(_DUTCH.split())
ENGLISH = frozenset(_ENGLISH.split())
