"""Texts that come from anywhere and mean harm, or only look like it; and what must never be read.

`LINES` are short: names and titles. `TEXTS` go where whole texts do. Each of those that a reader
might run bears `MARK`, by which what came of it is found again.
"""

import re

from lxml.html import HtmlElement

from tests.rich_text.corpus import MESSY

MARK = "x7q"

LINES = {
    "formula": "=cmd|' /C calc'!A0",
    "formula after a space": '  +HYPERLINK("http://x";"ici")',
    "formula at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formula minus": "-2+3+cmd|' /C calc'!A0",
    "markup": f"<script>{MARK}()</script><svg/onload={MARK}()>",
    "attribute": f"\"'><img src={MARK} onerror={MARK}()> `",
    "end of a text": f"</textarea></title></script>]]>--><b onclick={MARK}()>",
    "entities": f"&lt;script&gt;{MARK}()&lt;/script&gt; &#60;b&#x3e; &amp;amp;",
    "template": "{{ 7|add:7 }} {% load static %} {# rien #} ${7*7} #{7*7} <%= 7*7 %>",
    "formats": "%s %(title)s %d %n {0} {title} {} %%",
    "database": "'; DROP TABLE measures_plan; -- \" OR 1=1 %27",
    "address": f"javascript:{MARK}() data:text/html,<script>{MARK}()</script>",
    "LaTeX": "\\input{/etc/passwd} \\write18{id} $\\alpha$ ~ ^ _ # & % }{",
    "order of signs": "abc\u202edef\u2066ghi\u2069\u200ejkl",
    "no width": "a\u200bb\u200cc\u200dd\ufeffe\u2060f\u00adg",
    "same shape": "Рlаn dе lа СNСDН",
    "above": "Z" + "\u0301\u0327" * 60,
    "beyond": "😀👨‍👩‍👧 𝒯𝓇𝒶𝒾𝓉ℯ \U000e0041",
    "lines": "un\u2028deux\u2029trois\u0085quatre",
    "controls": "un\x01deux\x08trois\x1bquatre\x7fcinq\x9csix",
    "no sign": "un\ufffedeux\uffff",
    "path": "../../../../etc/passwd\\..\\x",
    "header": f"titre\r\nSet-Cookie: {MARK}=1\r\n\r\nfin",
}

_NEST = 300
TEXTS = (
    MESSY
    | {
        "a million": "<" * 1_000_000,
        "deep": "<div>" * _NEST + "fond" + "</div>" * _NEST,
        "deep words": "<b><i>" * _NEST + "fond",
        "many attributes": "<p " + " ".join(f"a{n}={n}" for n in range(5_000)) + ">un</p>",
        "entities that grow": '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><p>&b;</p>',
        "many entities": "<p>" + "&amp;" * 20_000 + "</p>",
        "no such character": "<p>&#xD800; &#1114112; &#xFFFF; &#99999999999;</p>",
        "drawing": f'<svg onload="{MARK}()"><script>{MARK}()</script>'
        f'<a xlink:href="javascript:{MARK}()">'
        "<text>un</text></a><foreignObject><p>deux</p></foreignObject></svg>",
        "formula": f'<math><mi xlink:href="javascript:{MARK}()">x</mi><mtext><table><mglyph><style>'
        f"<img src=x onerror={MARK}()></mtext></math><p>après</p>",
        "unseen": f"<p>un</p><noscript><p title='</noscript><img src=x onerror={MARK}()>'>",
        "template element": f"<template><img src=x onerror={MARK}()></template><p>un</p>",
        "address in pieces": f'<a href="java&#10;script:{MARK}()">un</a>'
        f'<a href="&#1;javascript:{MARK}()">deux</a>'
        f'<a href="vbscript:{MARK}()">trois</a><a href="//evil.example/{MARK}">quatre</a>',
        "attribute of ours": f'<div class="recommendation" data-key="&quot;onclick={MARK}()" '
        f'data-to="&quot;&gt;&lt;script&gt;{MARK}()">Agir.</div>',
        "title of a table": f"<table><caption>=cmd|' /C calc'!A0</caption><tr><th>@{MARK}</th>"
        "<td>+1</td></tr></table>",
    }
    | {f"line: {name}": line for name, line in LINES.items()}
)

# What a browser would run, or would ask of another site.
_RUN = (
    "//script[not(@src)] | //script[not(starts-with(@src, '/static/'))] | //style | //@style"
    " | //@*[starts-with(name(), 'on')] | //svg[@onload] | //iframe | //object | //embed | //base"
    f" | //{MARK} | //img[contains(@src, '{MARK}')] | //noscript//img"
    " | //meta[@http-equiv and not(starts-with(@http-equiv, 'X-'))]"
)
_ADDRESSES = "//@href | //@src | //@action | //@formaction | //@*[name()='xlink:href']"
_OURS = re.compile(r"https?://|mailto:|[/?#.]|tel:|\Z")


def runs(root: HtmlElement) -> list[str]:
    """Return what in a page a browser would run, and addresses that lead to no page."""
    found = [repr(each)[:80] for each in root.xpath(_RUN)]
    return found + [each for each in root.xpath(_ADDRESSES) if not _OURS.match(each.strip())]
