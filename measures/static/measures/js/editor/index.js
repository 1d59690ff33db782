/* Turn each rich text of a form into an editor; the textarea stays the field that is sent. */

import { Addressees } from "./addressees.js";
import { makeFacts } from "./facts.js";
import { Editor, Extension } from "./library.js";
import { pasted } from "./paste.js";
import { extensions } from "./schema.js";
import { makeToolbar, shortcuts } from "./toolbar.js";

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
  const described = textarea.getAttribute("aria-describedby")
  if (described) content["aria-describedby"] = described
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
  box.append(tools, page, makeFacts(editor, { marks, name }))
  page.addEventListener("keydown", (event) => {
    if (event.altKey && event.key === "F10") {
      event.preventDefault()
      tools.querySelector('[tabindex="0"]').focus()
    }
  })
  textarea.hidden = true
  textarea.value = initial // untouched, it is sent as it came
  label?.addEventListener("click", () => editor.commands.focus())
  textarea.addEventListener("text:set", () => editor.commands.setContent(textarea.value, { emitUpdate: false }))
}

document.querySelectorAll("textarea[data-editor]").forEach(edit)
