"""Stored text in the shape that the editor in the browser can hold, and back.

An editor of this kind knows rows and cells, nothing else in a table: a caption stands as a
paragraph before its table, and rows say themselves that they head its columns.
"""

from lxml import etree
from lxml import html as lxml_html

from measures.rich_text.tree import parse, serialize


def editable(stored: str) -> str:
    """Return a stored text with its captions before their tables; anything else as it is."""
    if "<caption>" not in stored:
        return stored
    root = parse(stored)
    for table in list(root.iter("table")):
        caption = table.find("caption")
        if caption is not None:
            table.remove(caption)
            caption.tag = "p"
            caption.set("class", "caption")
            table.addprevious(caption)
    return serialize(root)


def restore_tables(root: etree._Element) -> None:
    """Put captions back in their tables, and rows that head columns in a head of their own."""
    for line in list(root.iter("p")):
        if line.get("class") != "caption":
            continue
        table = line.getnext()
        if table is not None and table.tag == "table" and not (line.tail or "").strip():
            line.tag = "caption"
            line.attrib.clear()
            line.tail = None
            for former in table.findall("caption"):
                former.tag = "p"
                table.addprevious(former)
            table.insert(0, line)
        else:
            del line.attrib["class"]
    for table in root.iter("table"):
        _restore_head(table)


def _restore_head(table: etree._Element) -> None:
    rows = list(table.iter("tr"))
    heads = []
    for row in rows:
        if row.get("class") == "head" and len(heads) == rows.index(row):
            heads.append(row)
        row.attrib.pop("class", None)
    if not heads or table.find("thead") is not None or len(heads) == len(rows):
        return
    head = lxml_html.Element("thead")
    rows[0].getparent().addprevious(head)
    head.extend(heads)
