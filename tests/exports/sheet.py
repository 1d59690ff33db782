"""A few small pages that have all that the last pass over a PDF must mend."""

from functools import cache
from pathlib import Path

import weasyprint

_FONTS = Path(__file__).resolve().parents[2] / "measures/static/measures/fonts"
_PLAIN, _BOLD = ((_FONTS / f"serif-{weight}.woff2").as_uri() for weight in (400, 600))

_SENTENCE = (
    "une phrase assez longue pour que la ligne se coupe plusieurs fois, avec des mots de toute "
    "sorte et dont l’accompagnement interdisciplinaire ne finit qu’avec le paragraphe"
)
_PAIRS = "".join(
    f"""<tr><th scope="row" rowspan="2">Groupe {n}</th><td>a{n}</td><td>b{n}</td><td>c{n}</td></tr>
    <tr><td>d{n}</td><td>e{n}</td><td>f{n}</td></tr>"""
    for n in range(1, 9)
)

_PAGES = f"""<!DOCTYPE html>
<html lang="fr"><head><title>Essai de la dernière passe</title><style>
@font-face {{ font-family: Essai; src: url({_PLAIN}) }}
@font-face {{ font-family: Essai; font-weight: 700; src: url({_BOLD}) }}
@page {{ size: 150mm 130mm; margin: 26mm 20mm 24mm;
  @top-left {{ content: "Tête" }} @bottom-right {{ content: counter(page) }} }}
* {{ font-family: Essai }}
body {{ font-size: 10pt; hyphens: auto; hyphenate-character: "\\2011"; text-align: justify }}
nav {{ break-after: page }}
nav ol, nav li {{ list-style: none }}
nav a {{ display: block; position: relative }}
nav i {{ display: block; font-style: normal }}
nav b {{ position: absolute; right: 0 }}
.footnote {{ float: footnote; font-size: 8pt }}
.footnote::footnote-call {{ font-size: 6pt; font-weight: bold }}
table {{ border-collapse: collapse }}
td, th {{ width: 25mm; border: 1pt solid black }}
section + section {{ break-before: page }}
</style></head><body>
<h1>Essai</h1>
<nav><ol>
<li><a href="#un"><i>Partie</i> <span>Première</span> <b>2</b></a></li>
<li><a href="#deux"><i>Partie</i> <span>Seconde</span> <b>4</b></a></li>
<li><a href="#mesure-7">7</a></li>
</ol></nav>
<section id="un"><h2>Première</h2>
<p id="notes">Une aire de 10 m<sup>2</sup> et <strong>1</strong> mot<span class="footnote"
id="note-1">Note de <em>bas</em> de page, avec <a href="https://exemple.fr/">un
exemple</a>.</span>, puis un autre<span class="footnote" id="note-2">Autre note.</span>.</p>
<ol><li>Premier<ul><li>Dedans</li><li>Encore dedans</li></ul> puis la suite</li>
<li><p>Second</p></li></ol>
<div>Des mots à nu, puis <a href="https://exemple.fr/suite">un lien qui est assez long pour passer
à la ligne suivante, quelle que soit la largeur de la page</a>, et la fin.</div>
<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><title>Un carré et demi</title>
<rect width="40" height="20" fill="#ccc"/></svg>
<p id="mesure-7">{_SENTENCE.capitalize()}. {_SENTENCE.capitalize()}.</p>
<p id="cut">{_SENTENCE.capitalize()}, {_SENTENCE}, {_SENTENCE}, {_SENTENCE}, {_SENTENCE},
{_SENTENCE}, {_SENTENCE}, {_SENTENCE}, {_SENTENCE}, {_SENTENCE}, {_SENTENCE}, {_SENTENCE}.</p>
</section>
<section id="deux"><h2>Seconde</h2>
<table id="t"><caption>Tableau</caption>
<thead><tr><td rowspan="2"></td><th scope="colgroup" colspan="2">Années</th>
<th scope="col" rowspan="2">Total</th></tr><tr><th scope="col">Avant</th><th scope="col">Après<span
class="footnote" id="note-3">Note du tableau.</span></th></tr></thead>
<tbody>{_PAIRS}</tbody></table>
<p id="fin">Fin du texte.</p></section>
</body></html>"""


@cache
def laid_out() -> bytes:
    """Return the pages as WeasyPrint writes them."""
    return weasyprint.HTML(string=_PAGES).write_pdf(pdf_variant="pdf/a-3a")


@cache
def bare() -> bytes:
    """Return a page with hardly anything, as WeasyPrint writes it."""
    html = '<html lang="fr"><title>Essai</title><h1>Essai</h1></html>'
    return weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/a-3a")
