/* Turn each rich text of a form into an editor; the textarea stays the field that is sent. */

import { Addressees } from "./addressees.js";
import { makeFacts } from "./facts.js";
import { Editor, Extension } from "./library.js";
import { pasted } from "./paste.js";
import { extensions } from "./schema.js";
import { makeToolbar, shortcuts } from "./toolbar.js";

const HELP =
  "Alt + F10\u202f: les outils. Tab sort du texte\u202f; dans une liste ou un tableau, Échap puis Tab. " +
  "Échap ou Entrée sort d’une note."

const lists = new Map()

function addresseesOf(textarea) {
  const written = textarea.dataset.addressees ?? "[]"
  if (!lists.has(written)) {
    const token = () => textarea.form?.elements.csrfmiddlewaretoken?.value ?? ""
    lists.set(written, new Addressees(JSON.parse(written), textarea.dataset.newAddressee, token))
  }
  return lists.get(written)
}

/* Nothing written is nothing: an empty paragraph is not a text. */
function written(editor) {
  return editor.isEmpty ? "" : editor.getHTML()
}

/* In a list or a table Tab has a work of its own; after Escape it leaves the text, as elsewhere. */
function leaveByEscape(page) {
  let leaving = false
  page.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Tab" && leaving) event.stopPropagation()
      else if (event.key !== "Shift") leaving = event.key === "Escape"
    },
    { capture: true },
  )
  page.addEventListener("focusout", () => {
    leaving = false
  })
}

function edit(textarea) {
  const marks = (textarea.dataset.marks ?? "").split(" ").filter(Boolean)
  const label = document.querySelector(`label[for="${textarea.id}"]`)
  const name = label?.textContent.trim() ?? textarea.name
  const box = document.createElement("div")
  box.className = "editor"
  const page = document.createElement("div")
  page.className = "editor-page text"
  textarea.before(box)
  const initial = textarea.value
  const content = { id: `${textarea.id}_editeur`, role: "textbox", "aria-multiline": "true", "aria-label": name, lang: "fr", spellcheck: "true" }
  const help = document.createElement("p")
  help.id = `${content.id}_aide`
  help.className = "editor-help"
  help.textContent = HELP
  content["aria-describedby"] = [textarea.getAttribute("aria-describedby"), help.id].filter(Boolean).join(" ")
  if (textarea.getAttribute("aria-invalid")) content["aria-invalid"] = "true"

  const editor = new Editor({
    element: page,
    content: textarea.value,
    injectCSS: false,
    editorProps: { attributes: content, transformPastedHTML: pasted },
    extensions: [
      ...extensions({ marks, addressees: addresseesOf(textarea) }),
      Extension.create({
        name: "keys",
        addKeyboardShortcuts: () =>
          Object.fromEntries(Object.entries(shortcuts).map(([keys, act]) => [keys, ({ editor: e }) => (act(e), true)])),
      }),
    ],
    onUpdate: () => {
      textarea.value = written(editor)
      textarea.dispatchEvent(new Event("input", { bubbles: true }))
    },
  })
  const tools = makeToolbar(editor, { marks, name, controls: content.id })
  box.append(tools, page, makeFacts(editor, { marks, name }), help)
  page.addEventListener("keydown", (event) => {
    if (event.altKey && event.key === "F10") {
      event.preventDefault()
      tools.querySelector('[tabindex="0"]').focus()
    }
  })
  leaveByEscape(page)
  textarea.hidden = true
  textarea.value = initial // untouched, it is sent as it came
  label?.addEventListener("click", () => editor.commands.focus())
  textarea.addEventListener("text:set", () => editor.commands.setContent(textarea.value, { emitUpdate: false }))
}

document.querySelectorAll("textarea[data-editor]").forEach(edit)
