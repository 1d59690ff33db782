/* What comes from Word, LibreOffice or a page of the web, as HTML that our blocks can hold.
 *
 * Structure is kept (headings, lists, tables, notes, bold, italic, links), dress is dropped, and no
 * word is lost. The editor's schema and the server's cleaning then do what they always do. */

const HEADING = /MsoHeading|MsoTitle|Titre\d?|Heading\d/i
const EMPTY = /^[\s\u00a0]*$/

export function pasted(html) {
  const page = new DOMParser().parseFromString(html, "text/html")
  const body = page.body
  dropMarkup(page)
  if (!body.querySelector("[data-pm-slice]")) {
    nameMarks(body)
    makeHeadings(body)
    makeNotes(body)
    makeLists(body)
    makeTables(body)
  }
  return body.innerHTML
}

function dropMarkup(page) {
  for (const each of page.querySelectorAll("style, script, meta, link, title, xml, template")) each.remove()
  const comments = page.createTreeWalker(page.body, NodeFilter.SHOW_COMMENT)
  const found = []
  while (comments.nextNode()) found.push(comments.currentNode)
  for (const each of found) each.remove()
  for (const each of [...page.body.querySelectorAll("*")]) {
    if (each.tagName.includes(":")) each.replaceWith(...each.childNodes) // <o:p>
  }
}

function rename(element, tag) {
  const made = element.ownerDocument.createElement(tag)
  made.append(...element.childNodes)
  element.replaceWith(made)
  return made
}

function unwrap(element) {
  element.replaceWith(...element.childNodes)
}

/* Bold and italic that are only a style become marks; those a browser wrote to undo them go. */
function nameMarks(body) {
  for (const each of [...body.querySelectorAll("b, strong, i, em, span, font")]) {
    const { fontWeight, fontStyle, verticalAlign } = each.style
    const tag = each.tagName
    if ((tag === "B" || tag === "STRONG") && /normal|400/.test(fontWeight)) unwrap(each)
    else if ((tag === "I" || tag === "EM") && fontStyle === "normal") unwrap(each)
    else if (tag === "SPAN" || tag === "FONT") {
      const inner = []
      if (/bold|[6-9]00/.test(fontWeight)) inner.push("strong")
      if (fontStyle === "italic") inner.push("em")
      if (verticalAlign === "super") inner.push("sup")
      if (verticalAlign === "sub") inner.push("sub")
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

/* A note is a call, and its text at the end of the document: put the text where it is called.
 *
 * Word: a[href="#_ftn1"] and a[name="_ftn1"] in div#ftn1. LibreOffice: a.sdfootnoteanc and
 * a.sdfootnotesym in div#sdfootnote1. Both name the place of the text in the address of the call. */
function makeNotes(body) {
  const calls = body.querySelectorAll('a[href*="#_ftn"], a[href*="#_edn"], a.sdfootnoteanc, a.sdendnoteanc')
  const done = new Set()
  for (const call of [...calls]) {
    const target = decodeURIComponent(call.getAttribute("href")).split("#")[1] ?? ""
    if (/^_(ftn|edn)ref|anc$/.test(target)) continue // the way back
    const place = body.querySelector(`[name="${CSS.escape(target)}"], [id="${CSS.escape(target)}"]`)
    const text = noteBlock(place, body)
    if (!text || text.contains(call)) continue
    const note = body.ownerDocument.createElement("span")
    note.className = "footnote"
    const way = place.closest("a") ?? place
    way.remove()
    for (const block of [...text.querySelectorAll("p, div, li")]) block.append(" ")
    note.innerHTML = text.innerHTML.replace(/<\/?(p|div|ul|ol|li|br)\b[^>]*>/gi, " ").replace(/\s+/g, " ").trim()
    note.innerHTML = note.innerHTML.replace(/^\s*(\[?\d+\]?[.)]?|\*)?\s+/, "")
    done.add(text)
    const wrapper = call.closest("sup") ?? call
    ;(wrapper.textContent.trim() === call.textContent.trim() ? wrapper : call).replaceWith(note)
  }
  for (const text of done) text.remove()
  for (const end of [...body.querySelectorAll("div")]) {
    if (/footnote-list|endnote-list/.test(end.getAttribute("style") ?? "") && EMPTY.test(end.textContent)) end.remove()
  }
  for (const line of [...body.querySelectorAll("hr")]) line.remove()
}

function noteBlock(place, body) {
  if (!place) return null
  const block = place.closest('div[id^="ftn"], div[id^="edn"], div[id^="sdfootnote"], div[id^="sdendnote"]')
  return block ?? (place.closest("p, li") === body ? null : place.closest("p, li"))
}

/* Word writes lists as paragraphs that say their level, each with its sign as text. */
function makeLists(body) {
  const items = [...body.querySelectorAll("p")].filter(
    (each) => /mso-list:\s*l\d+\s+level\d/i.test(each.getAttribute("style") ?? "") || /^MsoListParagraph/.test(each.className),
  )
  let open = [] // the lists that are open, outermost first
  let last = null
  for (const item of items) {
    const level = Number(/level(\d+)/i.exec(item.getAttribute("style") ?? "")?.[1] ?? 1)
    const sign = takeSign(item)
    const tag = /^[\s(]*(\d+|[a-z]|[ivx]+)[.)]/i.test(sign) ? "ol" : "ul"
    if (!last || last.nextElementSibling !== item) open = []
    while (open.length > level) open.pop()
    if (!open.length) {
      const list = item.ownerDocument.createElement(tag)
      item.before(list)
      open.push(list)
    }
    while (open.length < level) {
      const parent = open.at(-1)
      const holder = parent.lastElementChild ?? parent.appendChild(item.ownerDocument.createElement("li"))
      open.push(holder.appendChild(item.ownerDocument.createElement(tag)))
    }
    const made = item.ownerDocument.createElement("li")
    const words = item.ownerDocument.createElement("p")
    words.append(...item.childNodes)
    made.append(words)
    open.at(-1).append(made)
    item.remove()
    last = open[0]
  }
  // LibreOffice writes a nested list beside its item, not in it.
  for (const list of [...body.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol")]) {
    const before = list.previousElementSibling
    if (before?.tagName === "LI") before.append(list)
  }
}

/* Remove the sign that Word wrote before an item, and return it. */
function takeSign(item) {
  const marked = item.querySelector('[style*="mso-list:Ignore" i], [style*="mso-list: Ignore" i]')
  if (marked) {
    const sign = marked.textContent
    marked.remove()
    return sign
  }
  const first = item.ownerDocument.createTreeWalker(item, NodeFilter.SHOW_TEXT).nextNode()
  const found = /^[\s\u00a0]*([·•§o‣–-]|\d+[.)])[\s\u00a0]+/.exec(first?.data ?? "")
  if (found) first.data = first.data.slice(found[0].length)
  return found?.[0] ?? ""
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
  for (const table of [...body.querySelectorAll("table")]) {
    const rows = [...table.rows]
    const bold = rows[0] && [...rows[0].cells].every((cell) => EMPTY.test(cell.textContent) || cell.querySelector("strong, b") || cell.tagName === "TH")
    if (!table.tHead && rows.length > 1 && bold && rows[0].textContent.trim()) {
      for (const cell of [...rows[0].cells]) {
        if (cell.tagName === "TD") {
          const head = asHeader(cell)
          for (const mark of [...head.querySelectorAll("strong, b")]) unwrap(mark)
        }
      }
    }
  }
}

function asHeader(cell) {
  const { colSpan, rowSpan } = cell
  const head = rename(cell, "th")
  if (colSpan > 1) head.colSpan = colSpan
  if (rowSpan > 1) head.rowSpan = rowSpan
  return head
}
