"""The abbreviations that a report uses, and what they stand for.

A report mostly says so itself, where it first uses one: « mineurs non accompagnés (MNA) ». What
it takes for known stands below; of these, a report lists the ones that it uses.
"""

import re
from collections.abc import Iterable

from measures import french

# Of general use in the field: institutions, codes, forms of accommodation and of residence.
_KNOWN = {
    "ADA": "Allocation pour demandeurs d’asile",
    "AGRASC": "Agence de gestion et de recouvrement des avoirs saisis et confisqués",
    "ASE": "Aide sociale à l’enfance",
    "BTP": "Bâtiment et travaux publics",
    "CCEM": "Comité contre l’esclavage moderne",
    "CDPD": "Conseil départemental de prévention de la délinquance",
    "CESEDA": "Code de l’entrée et du séjour des étrangers et du droit d’asile",
    "CHRS": "Centre d’hébergement et de réinsertion sociale",
    "CNCDH": "Commission nationale consultative des droits de l’homme",
    "CNFPT": "Centre national de la fonction publique territoriale",
    "CODAF": "Comité opérationnel départemental anti-fraude",
    "DACG": "Direction des affaires criminelles et des grâces",
    "DGGN": "Direction générale de la gendarmerie nationale",
    "DGPN": "Direction générale de la police nationale",
    "DILCRA": "Délégation interministérielle à la lutte contre le racisme et l’antisémitisme",
    "DRIHL": "Direction régionale et interdépartementale de l’hébergement et du logement",
    "GRETA": "Groupe d’experts sur la lutte contre la traite des êtres humains",
    "INTEFP": "Institut national du travail, de l’emploi et de la formation professionnelle",
    "JIRS": "Juridiction interrégionale spécialisée",
    "JORF": "Journal officiel de la République française",
    "MIPROF": "Mission interministérielle pour la protection des femmes contre les violences et "
    "la lutte contre la traite des êtres humains",
    "MMNA": "Mission mineurs non accompagnés",
    "MNA": "Mineur non accompagné",
    "NRM": "National Referral Mechanism, mécanisme national d’orientation (Royaume-Uni)",
    "OCLCO": "Office central de lutte contre le crime organisé",
    "OCLTI": "Office central de lutte contre le travail illégal",
    "OCRTEH": "Office central pour la répression de la traite des êtres humains",
    "OFPRA": "Office français de protection des réfugiés et apatrides",
    "OIT": "Organisation internationale du travail",
    "ONDRP": "Observatoire national de la délinquance et des réponses pénales",
    "ONG": "Organisation non gouvernementale",
    "ONUDC": "Office des Nations unies contre la drogue et le crime",
    "OSCE": "Organisation pour la sécurité et la coopération en Europe",
    "PJJ": "Protection judiciaire de la jeunesse",
    "TEH": "Traite des êtres humains",
    "TGI": "Tribunal de grande instance",
    "UNTOC": "Convention des Nations unies contre la criminalité transnationale organisée",
}
_SHORT = re.compile(r"(?<![\w.-])[A-Z]{2,}[A-ZÉÈ]*(?![\w.])")
_SAID = re.compile(r"((?:[\w’'-]+[ \u00a0]){2,16})\((?P<short>[A-Z]{3,8})\)")
_SMALL = frozenset("à au aux d de des du en et la le les l ou par pour sur un une".split())


def used(texts: Iterable[str]) -> list[tuple[str, str]]:
    """Return the abbreviations that plain texts use, with their meaning, in alphabetical order."""
    whole = "\n".join(texts)
    meanings = _said_in(whole) | _KNOWN
    found = set(_SHORT.findall(whole)) & meanings.keys()
    return sorted(
        ((short, meanings[short]) for short in found), key=lambda pair: french.alphabetical(pair[0])
    )


def _said_in(text: str) -> dict[str, str]:
    """Return what a text explains: the words before a bracket whose initials are inside it."""
    said: dict[str, str] = {}
    for found in _SAID.finditer(text):
        words = found[1].split()
        initials = [_initial(word) for word in words]
        for start in range(len(words)):
            taken = "".join(letter for letter in initials[start:] if letter)
            if initials[start] and taken == found["short"]:
                meaning = re.sub(r"^[ldLD][’']", "", " ".join(words[start:]))
                said.setdefault(found["short"], meaning[:1].upper() + meaning[1:])
                break
    return said


def _initial(word: str) -> str:
    """Return the letter that a word gives to an abbreviation; none for a small word."""
    word = re.sub(r"^[dlDL][’']", "", word)
    letters = word.translate(str.maketrans("ÀÂÉÈÊÎÔÛàâéèêîôû", "AAEEEIOUaaeeeiou"))
    return "" if word.lower() in _SMALL else letters[:1].upper()
