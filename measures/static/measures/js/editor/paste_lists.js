/* The lists of what is pasted: Word's paragraphs that say their level, LibreOffice's odd nestings. */

import { rename, style } from "./paste_tree.js";

export function makeLists(body) {
  let open = [] // the lists that are open, outermost first
  let list = "" // Word's name of it
  for (const item of body.querySelectorAll("p")) {
    const [, name, depth] = /mso-list:\s*(l\d+)\s+level(\d)/i.exec(style(item)) ?? []
    if (!name && !/^MsoListParagraph/.test(item.className)) continue
    const sign = takeSign(item)
    if (!sign) continue // a paragraph in the dress of an item
    const tag = /^[\s(]*(\d+|[a-z]|[ivx]+)[.)]/i.test(sign) ? "ol" : "ul"
    const level = Number(depth ?? 1)
    if (open[0]?.nextElementSibling !== item || (name ?? "") !== list) open = []
    list = name ?? ""
    open.length = Math.min(open.length, level)
    if (open.length === level && open.at(-1).tagName !== tag.toUpperCase()) open.pop()
    while (open.length < level) {
      const made = item.ownerDocument.createElement(tag)
      if (!open.length) item.before(made)
      else (open.at(-1).lastElementChild ?? open.at(-1).appendChild(item.ownerDocument.createElement("li"))).append(made)
      open.push(made)
    }
    const made = item.ownerDocument.createElement("li")
    made.append(rename(item, "p"))
    open.at(-1).append(made)
  }
  // LibreOffice writes the numbers of Word's headings as lists of headings.
  for (const item of body.querySelectorAll("li")) {
    if (item.children.length && [...item.children].every((each) => /^H\d$/.test(each.tagName))) liftOut(item)
  }
  // LibreOffice writes a nested list beside its item, not in it.
  for (const list of [...body.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol")]) {
    const before = list.previousElementSibling
    if (before?.tagName === "LI") before.append(list)
  }
}

/* Remove the sign that Word wrote before an item, and return it: named, or set apart by spaces. */
function takeSign(item) {
  const marked = [...item.querySelectorAll("span")].find((each) => /mso-list:\s*Ignore/i.test(style(each)))
  if (marked) {
    marked.remove()
    return marked.textContent
  }
  const sign = /^\s*([·•§o‣–-]|(\d{1,2}|[a-z]|[ivx]+)[.)])[ \n]*\u00a0\s*/.exec(item.textContent)?.[0] ?? ""
  const texts = item.ownerDocument.createTreeWalker(item, NodeFilter.SHOW_TEXT)
  for (let left = sign.length; left > 0 && texts.nextNode(); ) {
    const { data } = texts.currentNode
    texts.currentNode.data = data.slice(left)
    left -= data.length
  }
  return sign
}

/* Put what an item holds where its outermost list stands; the rest of the list follows it. */
function liftOut(item) {
  const words = [...item.children]
  let inner = item
  while (inner.parentElement.matches("ul, ol, li")) {
    const list = inner.parentElement
    const after = list.cloneNode(false)
    while (inner.nextSibling) after.append(inner.nextSibling)
    list.after(inner)
    if (after.textContent.trim()) inner.after(after)
    if (!list.textContent.trim()) list.remove()
  }
  inner.replaceWith(...words)
}
