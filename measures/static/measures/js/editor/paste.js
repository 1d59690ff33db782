/* What comes from Word, LibreOffice or a page of the web, as HTML that our blocks can hold.
 *
 * Structure is kept (headings, lists, tables, notes, bold, italic, links), dress is dropped, and no
 * word is lost. The editor's schema and the server's cleaning then do what they always do. */

import { makeLists } from "./paste_lists.js";
import { makeNotes } from "./paste_notes.js";
import { EMPTY, parse, rename, style, unwrap, write } from "./paste_tree.js";

const HEADING = /MsoHeading|MsoTitle|Titre\d?|Heading\d/i

export function pasted(html) {
  const page = parse(html)
  const body = page.body
  dropMarkup(page)
  if (!body.querySelector("[data-pm-slice]")) {
    nameMarks(body)
    makeHeadings(body)
    makeNotes(body)
    makeLists(body)
    makeTables(body)
  }
  return write(body)
}

function dropMarkup(page) {
  for (const each of page.querySelectorAll("style, script, meta, link, title, xml, template, hr")) each.remove()
  const comments = page.createTreeWalker(page.body, NodeFilter.SHOW_COMMENT)
  const found = []
  while (comments.nextNode()) found.push(comments.currentNode)
  for (const each of found) each.remove()
  for (const each of [...page.body.querySelectorAll("*")]) {
    if (each.tagName.includes(":")) each.replaceWith(...each.childNodes) // <o:p>
  }
}

/* Bold and italic that are only a style become marks; those a browser wrote to undo them go. */
function nameMarks(body) {
  for (const each of [...body.querySelectorAll("b, strong, i, em, span, font")]) {
    const weight = style(each, "font-weight")
    const slant = style(each, "font-style")
    const height = style(each, "vertical-align")
    const tag = each.tagName
    if ((tag === "B" || tag === "STRONG") && /normal|400/.test(weight)) unwrap(each)
    else if ((tag === "I" || tag === "EM") && slant === "normal") unwrap(each)
    else if (tag === "SPAN" || tag === "FONT") {
      const inner = []
      if (/bold|[6-9]00/.test(weight)) inner.push("strong")
      if (slant === "italic") inner.push("em")
      if (height === "super") inner.push("sup")
      if (height === "sub") inner.push("sub")
      for (const name of inner) {
        const made = body.ownerDocument.createElement(name)
        made.append(...each.childNodes)
        each.append(made)
      }
    }
  }
}

/* The highest heading of what is pasted becomes an h3, all below it an h4. */
function makeHeadings(body) {
  for (const each of [...body.querySelectorAll("p")]) {
    if (HEADING.test(each.className)) rename(each, /[2-9]/.test(each.className) ? "h2" : "h1")
  }
  const headings = [...body.querySelectorAll("h1, h2, h3, h4, h5, h6")]
  const highest = Math.min(...headings.map(({ tagName }) => Number(tagName[1])))
  for (const each of headings) rename(each, Number(each.tagName[1]) === highest ? "h3" : "h4")
}

/* A table of the web may lay a page out; ours hold data: its caption goes before it. */
function makeTables(body) {
  for (const caption of [...body.querySelectorAll("table > caption")]) {
    const table = caption.closest("table")
    const line = body.ownerDocument.createElement("p")
    line.className = "caption"
    line.append(...caption.childNodes)
    caption.remove()
    table.before(line)
  }
  for (const table of body.querySelectorAll("table")) {
    const [first, ...others] = table.rows
    if (!others.length) continue
    const heads = table.tHead ? [...table.tHead.rows] : isBold(first) ? [first] : []
    for (const cell of heads.flatMap((row) => [...row.cells])) makeHeader(cell)
  }
}

/* Whether every word of a row is bold: that is how headers are shown where they are not named. */
function isBold(row) {
  const texts = row.ownerDocument.createTreeWalker(row, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const text = texts.currentNode
    if (!EMPTY.test(text.data) && !text.parentElement.closest("strong, b, th")) return false
  }
  return !EMPTY.test(row.textContent)
}

function makeHeader(cell) {
  const { colSpan, rowSpan } = cell
  const head = rename(cell, "th")
  if (colSpan > 1) head.colSpan = colSpan
  if (rowSpan > 1) head.rowSpan = rowSpan
  for (const mark of [...head.querySelectorAll("strong, b")]) unwrap(mark)
}
