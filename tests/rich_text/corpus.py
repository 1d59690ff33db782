"""Messy and hostile fragments, and readings of HTML that owe nothing to the code under test."""

import re
from html.parser import HTMLParser

from lxml import etree

MESSY = {
    # hostile
    "script": "<p>avant</p><script>alert(1)</script><p>après</p>",
    "style and title": "<title>onglet</title><style>p { color: red }</style><p>visible</p>",
    "handlers": '<p onclick="x()" style="color:red" id="p1">clic <img src=x onerror="y()">fin</p>',
    "script urls": '<a href="javascript:alert(1)">un</a> <a href="data:text/html,x">deux</a>',
    "disguised script url": '<a href=" java\tscript:alert(1)">un</a> <a href="JaVaScRiPt:x">deux</a>',
    "frames": '<iframe src="https://a.fr">cadre</iframe> <object data=x>objet</object> <p>fin</p>',
    "forms": '<form action="/x"><label>Nom <input name=n></label><button>Valider</button></form>',
    "broken tags": '<p>un <b>deux <i>trois</b> quatre</i> <a href=https://a.fr/"x>cinq</a></p>six < sept',
    "unclosed": "<p>un<p>deux<ul><li>trois<li>quatre<ul><li>cinq",
    "closed too often": "</div></p>un</li></table><p>deux</p></span></body></html>trois",
    "tag in an attribute": '<p title="<script>x</script>">un</p><a href="https://a.fr/?q=<b>">deux</a>',
    "escaped markup": "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt;b&amp;gt;</p>",
    "entities": "<p>l&rsquo;&Eacute;tat &amp; l&#039;Europe &#8212; 5&nbsp;% &laquo;&nbsp;oui&nbsp;&raquo;</p>",
    "NUL bytes": "<p>un \x00 deux\x00</p>\x00<p>trois</p>",
    "control characters": "<p>un \x01\x0b deux &#1; trois &#x1f; &#0; quatre</p>",
    "huge spans": '<table><tr><td colspan="99999999" rowspan=1000000>un</td><td>deux</td></tr></table>',
    "comments": "<p>un<!-- caché --> deux</p><!DOCTYPE html><?php caché() ?><p>trois</p>",
    # office suites and the web
    "Word": (
        '<p class=MsoNormal style="margin-left:36.0pt"><b style="mso-bidi">Titre<o:p></o:p></b></p>'
        "<p class=MsoNormal><o:p>&nbsp;</o:p></p>"
        "<p class=MsoListParagraph><![if !supportLists]><span>·<span>&nbsp;&nbsp; </span></span>"
        '<![endif]>premier<span style="font:7pt"> point</span></p>'
    ),
    "Word, conditional comment": "<!--[if gte mso 9]><xml>caché</xml><![endif]--><p>visible</p>",
    "Word, note": (
        '<p>mot<a href="#_ftn1" name="_ftnref1"><sup>[1]</sup></a>.</p><div><hr size=1>'
        '<div id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1">[1]</a> La note.</p></div></div>'
    ),
    "LibreOffice": (
        '<p class="western" align="justify" style="line-height: 150%"><font face="Liberation '
        'Serif"><font size=3>Le <span lang="fr-FR"><i>plan</i></span></font></font></p>'
        "<dl><dt>terme</dt><dd>sens</dd></dl><p><br/>\n\n</p>"
    ),
    "Google Docs": '<b style="font-weight:normal"><p>un</p><ul><li><p>deux</p></li></ul></b><br>',
    "Tiptap": "<ul><li><p>un</p></li><li><p>deux</p><ul><li><p>trois</p></li></ul></li></ul><p></p>",
    "Tiptap, table": (
        "<table><tbody><tr><th colspan=1 rowspan=1><p>A</p></th><th><p>B</p></th></tr>"
        "<tr><td><p>un</p></td><td><p>deux</p><p>trois</p></td></tr></tbody></table>"
    ),
    "web page": (
        "<main><article><header><h1>Titre</h1></header><section>un</section><section>deux"
        "</section><figure><img src=x><figcaption>trois</figcaption></figure></article></main>"
    ),
    # shapes
    "all headings": "<h1>un</h1><h2>deux</h2><h3>trois</h3><h4>quatre</h4><h5>cinq</h5><h6>six</h6>",
    "paragraph in a heading": "<h3>un<p>deux</p></h3><h4><div>trois</div></h4>",
    "empty blocks": "<p></p><p>&nbsp;</p><p><br></p><h3> </h3><ul><li></li></ul><p>un</p><div></div>",
    "empty inline": "<p>un<strong><em></em></strong> <b> </b>deux<sup><br></sup></p><p><i><br></i></p>",
    "stray words": "un <b>deux</b><p>trois</p>quatre<br><br>cinq <blockquote>six</blockquote> sept",
    "spaces": "<p>  un \n\t deux\u202f; trois\u00a0:\u2009quatre <b> cinq </b> </p>",
    "divs": "<div>un<div>deux<div><p>trois</p></div></div>quatre</div>",
    "bold around blocks": "<strong>un<p>deux</p><ul><li>trois</li></ul></strong> quatre",
    "list in a list": "<ul><li>un</li><ul><li>deux</li></ul><ol><ul><li>trois</li></ul></ol></ul>",
    "stray in a list": "<ul>un<li>deux</li>trois <b>quatre</b><p>cinq</p><li>six</li>sept</ul>",
    "items and cells alone": "<li>un</li><li>deux</li><tr><td>trois</td> <td>quatre</td></tr>",
    "item of many blocks": "<ol><li>un<blockquote>deux</blockquote>trois<ul><li>quatre</ul>cinq</ol>",
    "table in a table": (
        "<table><tr><td>un<table><caption>deux</caption><tr><td>trois</td><td>quatre</td></tr>"
        "</table>cinq</td></tr></table>"
    ),
    "stray in a table": "<table>un <caption><p>deux</p><p>trois</p></caption><tr>quatre<td>cinq</table>",
    "odd tables": (
        "<table></table><table><tr></tr><tr><th>un</th></tr><tr><td>deux</td></tr><tfoot><tr>"
        "<td>trois</td></tr></tfoot></table><table><caption>quatre</caption></table>"
    ),
    "notes in notes": (
        '<p>un<span class="footnote">deux <span class="footnote">trois</span> quatre</span> cinq</p>'
    ),
    "note with blocks": (
        'un <span class="footnote">deux<p>trois</p><ul><li>quatre</li></ul>cinq</span> six'
    ),
    "note in a link": (
        '<p><a href="https://a.fr">un<span class="footnote"> deux</span> trois</a> quatre</p>'
    ),
    "nested recommendations": (
        '<div class="recommendation" data-key="a">un<div class="recommendation" data-key="b">deux'
        "</div>trois</div>"
    ),
    "recommendations astray": (
        '<ul><li><div class="recommendation" data-key="a">un</div></li><div class="recommendation"'
        ' data-key="b">deux</div></ul><table><tr><td><div class="recommendation" data-key="c">'
        '<p>trois</p><p>quatre</p></div></td></tr></table><blockquote><div class="box">cinq</div>'
        "</blockquote>"
    ),
    "boxes": '<div class="box">un<div class="box">deux</div></div><p class="box">trois</p>',
}

# a span is not here: a footnote is one, and its words do not run into those before it
INLINE = set("a b button em font i label o:p s strong sub sup u".split())
UNREAD = {"script", "style", "title"}

_BLOCKS = set("p h3 h4 ul ol blockquote div table".split())
_RUN = set("strong em sup sub a br span".split())
_CHILDREN = {
    "div": _BLOCKS,
    "blockquote": _BLOCKS,
    "ul": {"li"},
    "ol": {"li"},
    "li": _BLOCKS | _RUN,
    "table": {"caption", "thead", "tbody"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"th", "td"},
    "th": _BLOCKS | _RUN,
    "td": _BLOCKS | _RUN,
}  # what is not named here holds a run of words
_ATTRIBUTES = {
    "a": {"href"},
    "div": {"class", "data-key", "data-to"},
    "p": {"class"},
    "span": {"class"},
    "td": {"colspan", "rowspan"},
    "th": {"scope", "colspan", "rowspan"},
}
_CLASSES = {"div": {"box", "recommendation"}, "p": {None, "source"}, "span": {"footnote"}}


class _Words(HTMLParser):
    def __init__(self):
        super().__init__()
        self.text = ""
        self.unread = 0

    def handle_starttag(self, tag, attrs):
        self.unread += tag in UNREAD
        self.text += "" if tag in INLINE else " "

    def handle_endtag(self, tag):
        self.unread -= tag in UNREAD
        self.text += "" if tag in INLINE else " "

    def handle_data(self, data):
        self.text += "" if self.unread else data


def words(html):
    """Return the words that a reader of this HTML sees, in order."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    return re.findall(r"\w+", reader.text)


def tree(html):
    """Return the tree of well-formed HTML; raises `XMLSyntaxError` on any other."""
    return etree.fromstring(f"<div>{html.replace('<br>', '<br/>')}</div>")


def outside_subset(html):
    """Return what in this HTML does not belong to the closed subset; nothing if it is clean."""
    root = tree(html)
    faults = [_fault(element) for element in root.iterdescendants()]
    if (root.text or "").strip():
        faults.append("words outside of a block")
    return [fault for fault in faults if fault]


def _fault(element):
    parent = element.getparent()
    around = {up.tag for up in element.iterancestors()}
    holds_words = parent.tag not in _CHILDREN or parent.tag in {"li", "th", "td"}
    if element.tag not in _CHILDREN.get(parent.tag, _RUN):
        return f"{element.tag} in {parent.tag}"
    if not holds_words and ((parent.text or "") + (element.tail or "")).strip():
        return f"words straight in {parent.tag}"
    if set(element.attrib) - _ATTRIBUTES.get(element.tag, set()):
        return f"attributes of {element.tag}: {dict(element.attrib)}"
    if element.tag in _CLASSES and element.get("class") not in _CLASSES[element.tag]:
        return f"class of {element.tag}: {element.get('class')}"
    if element.tag == "a" and not re.match(r"https?://|mailto:|#", element.get("href", "")):
        return f"address: {element.get('href')}"
    if element.tag in {"a", "span", "table"} and element.tag in around:
        return f"{element.tag} in {element.tag}"
    if element.tag == "span" and "a" in around:
        return "footnote in a link"
    return ""
