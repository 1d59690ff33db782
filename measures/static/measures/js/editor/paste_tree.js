/* The tree of what is pasted. */

/* The policy of the page lets no style in, not even in a page that is only read: those of elements
 * are read under another name, those of the page are left out, and none reaches the editor. */
const STYLE = "data-style"

export const EMPTY = /^[\s\u00a0]*$/

export function parse(html) {
  const bare = html.replace(/<style\b[\s\S]*?<\/style\s*>/gi, "")
  const renamed = bare.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/(\s|["'])style\s*=/gi, `$1 ${STYLE}=`))
  return new DOMParser().parseFromString(renamed, "text/html")
}

export function write(body) {
  for (const each of body.querySelectorAll(`[${STYLE}]`)) each.removeAttribute(STYLE)
  return body.innerHTML
}

/* What a style says of one property; all of it without a name. */
export function style(element, name = "") {
  const written = element.getAttribute(STYLE) ?? ""
  if (!name) return written
  return new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([^;]*)`, "i").exec(written)?.[1].trim().toLowerCase() ?? ""
}

export function rename(element, tag) {
  const made = element.ownerDocument.createElement(tag)
  made.append(...element.childNodes)
  element.replaceWith(made)
  return made
}

export function unwrap(element) {
  element.replaceWith(...element.childNodes)
}
