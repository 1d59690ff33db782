/* The tools above a text: a toolbar of buttons, one of them in the order of the keyboard, the
 * arrows go to the others (ARIA Authoring Practices, toolbar pattern). */

import { askAddress, askTable } from "./dialogs.js";

/* Each tool: label, what is written on it, what it does, when it is on, where it shows. */
function tools(marks) {
  const inTable = (editor) => editor.isActive("table")
  const run = (command, ...rest) => (editor) => chain(editor)[command](...rest).run()
  const groups = [
    [
      tool("Intertitre", "Intertitre", run("toggleHeading", { level: 3 }), (e) => e.isActive("heading", { level: 3 }), "Ctrl+Alt+3"),
      tool("Sous-intertitre", "Sous-intertitre", run("toggleHeading", { level: 4 }), (e) => e.isActive("heading", { level: 4 }), "Ctrl+Alt+4"),
    ],
    [
      tool("Gras", "G", run("toggleBold"), (e) => e.isActive("bold"), "Ctrl+B", "is-bold"),
      tool("Italique", "I", run("toggleItalic"), (e) => e.isActive("italic"), "Ctrl+I", "is-italic"),
      tool("Exposant", "x²", run("toggleSuperscript"), (e) => e.isActive("superscript"), "Ctrl+."),
      tool("Indice", "x₂", run("toggleSubscript"), (e) => e.isActive("subscript"), "Ctrl+,"),
      tool("Lien", "Lien", editAddress, (e) => e.isActive("link"), "Ctrl+K"),
    ],
    [
      tool("Liste à puces", "• Liste", run("toggleBulletList"), (e) => e.isActive("bulletList"), "Ctrl+Maj+8"),
      tool("Liste numérotée", "1. Liste", run("toggleOrderedList"), (e) => e.isActive("orderedList"), "Ctrl+Maj+7"),
      tool("Citation", "Citation", run("toggleBlockquote"), (e) => e.isActive("blockquote"), "Ctrl+Maj+B"),
      tool("Encadré", "Encadré", run("toggleBox"), (e) => e.isActive("box")),
    ],
    [
      marks.includes("footnote") &&
        tool("Note de bas de page", "Note", run("insertFootnote"), (e) => e.isActive("footnote"), "Ctrl+Alt+F"),
      marks.includes("recommendation") &&
        tool("Recommandation", "Recommandation", run("toggleRecommendation"), (e) => e.isActive("recommendation"), "Ctrl+Alt+R"),
      tool("Insérer un tableau", "Tableau", insertTable, inTable),
    ].filter(Boolean),
    [
      tool("Annuler", "↶", run("undo"), null, "Ctrl+Z"),
      tool("Rétablir", "↷", run("redo"), null, "Ctrl+Maj+Z"),
    ],
    [
      tool("Ligne au-dessus", "Ligne ↑", run("addRowBefore")),
      tool("Ligne au-dessous", "Ligne ↓", run("addRowAfter")),
      tool("Supprimer la ligne", "Ligne ✕", run("deleteRow")),
      tool("Colonne à gauche", "Colonne ←", run("addColumnBefore")),
      tool("Colonne à droite", "Colonne →", run("addColumnAfter")),
      tool("Supprimer la colonne", "Colonne ✕", run("deleteColumn")),
      tool("Fusionner les cellules, ou les séparer", "Fusionner", run("mergeOrSplit")),
      tool("Ligne de titres", "Ligne de titres", run("toggleHeaderRow")),
      tool("Colonne de titres", "Colonne de titres", run("toggleHeaderColumn")),
      tool("Cellule de titre", "Cellule de titre", run("toggleHeaderCell"), (e) => e.isActive("tableHeader")),
      tool("Titre du tableau, au-dessus", "Titre du tableau", addCaption),
      tool("Source, au-dessous", "Source", addSource),
      tool("Supprimer le tableau", "Supprimer", run("deleteTable")),
    ],
  ]
  groups.at(-1).shown = inTable
  return groups
}

/* Back in the text at once: the library's own way waits for a frame, in which a letter is lost. */
function chain(editor) {
  editor.view.focus()
  return editor.chain()
}

function tool(label, words, act, active = null, keys = "", className = "") {
  return { label, words, act, active, keys, className }
}

async function editAddress(editor) {
  if (editor.state.selection.empty && !editor.isActive("link")) {
    chain(editor).selectParentNode().run()
  }
  const address = await askAddress(editor.getAttributes("link").href ?? "")
  if (address === null) editor.view.focus()
  else chain(editor).setAddress(address).run()
}

async function insertTable(editor) {
  const size = await askTable()
  if (size) chain(editor).insertTable(size).run()
  else editor.view.focus()
}

function tablePlace(editor) {
  const { $from } = editor.state.selection
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if ($from.node(depth).type.name === "table") return { before: $from.before(depth), after: $from.after(depth) }
  }
  return null
}

/* Go to the line of this kind beside the table; make it where there is none. */
function beside(editor, name, place, neighbour) {
  if (neighbour?.type.name === name) return chain(editor).setTextSelection(place.inside).run()
  return chain(editor).insertContentAt(place.at, { type: name }).setTextSelection(place.at + 1).run()
}

function addCaption(editor) {
  const { before } = tablePlace(editor)
  const neighbour = editor.state.doc.resolve(before).nodeBefore
  beside(editor, "tableCaption", { at: before, inside: before - 1 }, neighbour)
}

function addSource(editor) {
  const { after } = tablePlace(editor)
  const neighbour = editor.state.doc.resolve(after).nodeAfter
  beside(editor, "source", { at: after, inside: after + (neighbour?.nodeSize ?? 1) - 1 }, neighbour)
}

export function makeToolbar(editor, { marks, name, controls }) {
  const bar = document.createElement("div")
  bar.className = "editor-tools"
  bar.setAttribute("role", "toolbar")
  bar.setAttribute("aria-label", `Mise en forme : ${name}`)
  bar.setAttribute("aria-controls", controls)
  const shown = []
  for (const group of tools(marks)) {
    const box = document.createElement("div")
    box.className = "editor-group"
    for (const each of group) {
      const button = document.createElement("button")
      button.type = "button"
      button.className = each.className
      // What is written is short; what is heard, and spoken to the machine, is whole and holds it.
      const written = Object.assign(document.createElement("span"), { textContent: each.words, ariaHidden: "true" })
      const heard = Object.assign(document.createElement("span"), { textContent: each.label, className: "hidden" })
      button.append(written, heard)
      button.title = each.keys ? `${each.label} (${each.keys})` : each.label
      button.tabIndex = -1
      button.addEventListener("mousedown", (event) => event.preventDefault()) // the selection stays
      button.addEventListener("click", () => each.act(editor))
      box.append(button)
      shown.push({ ...each, button, box, shown: group.shown })
    }
    bar.append(box)
  }

  function refresh() {
    for (const { button, active, box, shown: when } of shown) {
      if (active) button.setAttribute("aria-pressed", String(active(editor)))
      box.hidden = Boolean(when && !when(editor))
    }
    const visible = buttons()
    if (!visible.some((button) => button.tabIndex === 0)) {
      for (const { button } of shown) button.tabIndex = -1
      visible[0].tabIndex = 0
    }
  }

  function buttons() {
    return shown.filter(({ box }) => !box.hidden).map(({ button }) => button)
  }

  bar.addEventListener("keydown", (event) => {
    const all = buttons()
    const here = all.indexOf(document.activeElement)
    const there = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: all.length - 1 }[event.key]
    if (there === undefined || here < 0) {
      if (event.key === "Escape") editor.view.focus()
      return
    }
    event.preventDefault()
    all[here].tabIndex = -1
    const next = all[(there + all.length) % all.length]
    next.tabIndex = 0
    next.focus()
  })
  editor.on("transaction", refresh)
  refresh()
  return bar
}

export const shortcuts = { "Mod-k": editAddress }
