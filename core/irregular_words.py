"""Dutch words whose stem no rule finds: strong verbs and plurals, with the word that they come from."""

_FORMS = {
    "betalen": "betaald", "blijven": "bleef bleven gebleven", "breken": "brak braken gebroken",
    "brengen": "bracht brachten gebracht", "denken": "dacht dachten gedacht", "dragen": "droeg gedragen",
    "ei": "eieren", "eten": "gegeten", "geven": "gaf gaven gegeven", "helpen": "hielp hielpen geholpen",
    "houden": "hield hielden gehouden", "kind": "kinderen kids", "kiezen": "koos kozen gekozen",
    "kopen": "koopt kocht kochten gekocht", "krijgen": "kreeg kregen gekregen", "lezen": "las lazen gelezen",
    "lid": "leden", "liggen": "lag gelegen", "lopen": "liep liepen gelopen", "nemen": "nam namen genomen",
    "roepen": "riep geroepen", "scheiden": "gescheiden", "schrijven": "schreef schreven geschreven",
    "slapen": "slaap slaapt sliep sliepen geslapen", "spreken": "sprak spraken gesproken",
    "staan": "sta staat stond stonden gestaan", "stad": "steden", "sterven": "stierf gestorven",
    "sturen": "stuur stuurt stuurde gestuurd", "treffen": "trof getroffen", "vallen": "viel vielen gevallen",
    "vergeten": "vergeet vergat", "verliezen": "verloor verloren", "vinden": "vond vonden gevonden",
    "wijzen": "wees wezen gewezen", "winnen": "won gewonnen", "zien": "zie ziet zag zagen gezien",
    "zitten": "zit zat zaten gezeten", "zoeken": "zocht zochten gezocht",
}  # fmt: skip

BASE = {form: base for base, forms in _FORMS.items() for form in forms.split()}
