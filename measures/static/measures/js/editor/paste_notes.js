/* The notes of what is pasted: a call in the text, the words at the end of the document.
 *
 * Word: a[href="#_ftn1"], and a[name="_ftn1"] in div#ftn1. LibreOffice: a.sdfootnoteanc, and
 * a.sdfootnotesym in div#sdfootnote1. The address of the call names the place of the words: they
 * go where the note is called. What has no call, or no words, stays as it came. */

import { EMPTY, style, unwrap } from "./paste_tree.js";

const CALLS = 'a[href*="#_ftn"], a[href*="#_edn"], a.sdfootnoteanc, a.sdendnoteanc'
const BODIES = 'div[id^="ftn"], div[id^="edn"], div[id^="sdfootnote"], div[id^="sdendnote"]'

export function makeNotes(body) {
  const written = new Set()
  for (const call of body.querySelectorAll(CALLS)) {
    const words = bodyOf(call, body)
    if (!words) continue
    const note = body.ownerDocument.createElement("span")
    note.className = "footnote"
    note.append(...wordsOf(words, call.textContent.trim()))
    written.add(words)
    takeCall(call).replaceWith(note)
    takeOut(note)
  }
  for (const words of written) words.remove()
  for (const end of body.querySelectorAll("div")) {
    if (/footnote-list|endnote-list/.test(style(end)) && EMPTY.test(end.textContent)) end.remove()
  }
}

function bodyOf(call, body) {
  const target = (call.getAttribute("href") ?? "").split("#")[1] ?? ""
  if (!target || /^_(ftn|edn)ref|anc$/.test(target)) return null // the way back
  const place = body.querySelector(`[name="${CSS.escape(target)}"], [id="${CSS.escape(target)}"]`)
  const words = place?.closest(BODIES)
  return words?.contains(call) ? null : words
}

/* The words of a note without their sign, its paragraphs apart by a space. */
function wordsOf(block, sign) {
  const copy = block.cloneNode(true)
  const back = [...copy.querySelectorAll("a")].find((each) => each.textContent.trim() === sign)
  if (back) back.remove()
  for (const each of copy.querySelectorAll("p, div, li, tr, h1, h2, h3, h4, h5, h6, blockquote, br")) each.append(" ")
  for (const each of [...copy.querySelectorAll("br")]) each.replaceWith(" ")
  const inline = "a, strong, b, em, i, sup, sub"
  for (const each of [...copy.querySelectorAll("*")].reverse()) {
    if (!each.matches(inline) || (each.tagName === "A" && !each.getAttribute("href"))) unwrap(each)
  }
  copy.normalize()
  const first = copy.firstChild
  if (first?.nodeType === Node.TEXT_NODE) first.data = first.data.trimStart()
  return [...copy.childNodes]
}

/* Return what holds the call and nothing else: its sign often stands high, or in a style. */
function takeCall(call) {
  let outer = call
  while (outer.parentElement?.matches("sup, sub, span, font, strong, em") && outer.parentElement.textContent === call.textContent) {
    outer = outer.parentElement
  }
  return outer
}

/* A note called in bold words is not bold for that: it stands between two runs of them. */
function takeOut(note) {
  let around = note.parentElement
  while (around?.matches("strong, b, em, i, sup, sub, a, span, font, u")) {
    const after = around.cloneNode(false)
    while (note.nextSibling) after.append(note.nextSibling)
    around.after(note)
    if (after.textContent) note.after(after)
    around = note.parentElement
  }
}
