/* Below a text: how long it is, the recommendations found in it, and what deserves a look. */

import { PLACEHOLDER } from "./footnote.js";

function plural(count, one, several) {
  return `${count.toLocaleString("fr-FR")}\u00a0${count >= 2 ? several : one}`
}

/* Read in the HTML that will be sent, so that it tells what will be saved. */
export function facts(root) {
  const words = root.innerText ?? root.textContent
  const recommendations = [...root.querySelectorAll("div.recommendation")].map((block) => ({
    key: block.dataset.key,
    words: block.textContent.replace(/\s+/g, " ").trim(),
    addressed: Boolean(block.dataset.to),
  }))
  return {
    words: (words.match(/[\p{L}\p{N}]+(?:[’'-][\p{L}\p{N}]+)*/gu) ?? []).length,
    signs: root.textContent.length,
    notes: root.querySelectorAll("span.footnote").length,
    recommendations,
    warnings: warnings(root, recommendations),
  }
}

function warnings(root, recommendations) {
  const found = []
  const empty = [...root.querySelectorAll("span.footnote")].filter((note) => {
    const said = note.textContent.trim()
    return !said || said === PLACEHOLDER
  })
  if (empty.length) found.push(`${plural(empty.length, "note est", "notes sont")} sans texte.`)
  const bare = [...root.querySelectorAll("table")].filter((table) => !table.querySelector("th"))
  if (bare.length) {
    found.push(`${plural(bare.length, "tableau n’a", "tableaux n’ont")} aucune cellule de titre : un lecteur d’écran ne saura pas ce que disent les chiffres.`)
  }
  const alone = recommendations.filter(({ addressed }) => !addressed)
  if (alone.length) found.push(`${plural(alone.length, "recommandation est", "recommandations sont")} sans destinataire.`)
  const empties = recommendations.filter(({ words }) => !words)
  const first = root.querySelector("h3, h4")
  if (first?.tagName === "H4") {
    found.push("Un sous-intertitre précède le premier intertitre\u202f: il deviendra un intertitre.")
  }
  if (empties.length) found.push(`${plural(empties.length, "recommandation est vide", "recommandations sont vides")}.`)
  return found
}

export function makeFacts(editor, { marks, name }) {
  const box = document.createElement("div")
  box.className = "editor-facts"
  const count = document.createElement("p")
  const list = document.createElement("ol")
  list.className = "editor-recommendations"
  list.setAttribute("aria-label", `Recommandations : ${name}`)
  const warned = document.createElement("ul")
  warned.className = "editor-warnings"
  const live = document.createElement("div")
  live.setAttribute("role", "status")
  live.setAttribute("aria-label", `À vérifier : ${name}`)
  live.append(warned)
  box.append(count, list, live)
  let shown = ""

  function refresh() {
    const root = document.createElement("div")
    root.innerHTML = editor.getHTML() // made by the editor from its closed schema
    const told = facts(root)
    const parts = [plural(told.words, "mot", "mots"), plural(told.signs, "signe", "signes")]
    if (marks.includes("footnote")) parts.push(plural(told.notes, "note", "notes"))
    if (marks.includes("recommendation")) {
      parts.push(plural(told.recommendations.length, "recommandation", "recommandations"))
    }
    count.textContent = parts.join(" · ")
    list.replaceChildren(
      ...told.recommendations.map(({ key, words }) => {
        const item = document.createElement("li")
        const link = document.createElement("a")
        link.href = `#edition-${key}`
        link.textContent = words.length > 90 ? `${words.slice(0, 90).trimEnd()}…` : words || "(vide)"
        item.append(link)
        return item
      }),
    )
    list.hidden = !told.recommendations.length
    if (shown !== told.warnings.join()) {
      shown = told.warnings.join()
      warned.replaceChildren(...told.warnings.map((words) => Object.assign(document.createElement("li"), { textContent: words })))
    }
    warned.hidden = !told.warnings.length
  }

  let pause
  editor.on("transaction", ({ transaction }) => {
    if (!transaction.docChanged) return
    clearTimeout(pause)
    pause = setTimeout(refresh, 600)
  })
  refresh()
  return box
}
