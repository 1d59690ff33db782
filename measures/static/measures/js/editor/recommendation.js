/* A recommendation: a block with a key of its own, and the authorities it speaks to. */

import { Node, Plugin } from "./library.js";
import { chooseAddressees } from "./dialogs.js";

const LETTERS = "23456789abcdefghjkmnpqrstvwxyz"

/* A key made here stays that of the passage from its first save on. */
function newKey() {
  const drawn = crypto.getRandomValues(new Uint8Array(8))
  return [...drawn].map((number) => LETTERS[number % LETTERS.length]).join("")
}

function keysOf(type, doc) {
  const found = []
  doc.descendants((node, place) => {
    if (node.type === type) found.push({ key: node.attrs.key, place })
    return !node.isTextblock
  })
  return found
}

/* A passage that was split, or copied: one keeps the key, where it was before; the other is new. */
function ownKeys(type, done, before, state) {
  if (!done.some(({ docChanged }) => docChanged)) return null
  const now = keysOf(type, state.doc)
  const moved = (place) => done.reduce((at, { mapping }) => mapping.map(at), place)
  const places = new Map(keysOf(type, before.doc).map(({ key, place }) => [key, moved(place)]))
  const owner = new Map()
  for (const { key, place } of now) {
    if (!owner.has(key) || place === places.get(key)) owner.set(key, place)
  }
  const others = now.filter(({ key, place }) => !key || owner.get(key) !== place)
  if (!others.length) return null
  return others.reduce((tr, { place }) => tr.setNodeAttribute(place, "key", newKey()), state.tr)
}

export const Recommendation = Node.create({
  name: "recommendation",
  group: "block",
  content: "block+",
  defining: true,

  addOptions: () => ({ addressees: null }),

  addAttributes() {
    return {
      key: {
        default: "",
        parseHTML: (block) => block.dataset.key || newKey(),
        renderHTML: ({ key }) => ({ "data-key": key }),
      },
      to: {
        default: "",
        parseHTML: (block) => block.dataset.to || "",
        renderHTML: ({ to }) => ({ "data-to": to }),
      },
    }
  },

  parseHTML: () => [{ tag: "div.recommendation" }],
  renderHTML: ({ HTMLAttributes }) => ["div", { class: "recommendation", ...HTMLAttributes }, 0],

  addCommands() {
    return {
      toggleRecommendation:
        () =>
        ({ commands, editor }) =>
          editor.isActive("recommendation") ? commands.lift("recommendation") : commands.wrapIn("recommendation", { key: newKey() }),
    }
  },

  addKeyboardShortcuts() {
    return { "Mod-Alt-r": () => this.editor.commands.toggleRecommendation() }
  },

  addProseMirrorPlugins() {
    return [new Plugin({ appendTransaction: (done, before, state) => ownKeys(this.type, done, before, state) })]
  },

  addNodeView() {
    const { addressees } = this.options
    return ({ node, editor, getPos }) => {
      let current = node
      const dom = document.createElement("div")
      dom.className = "recommendation"
      const head = document.createElement("div")
      head.className = "recommendation-tools"
      head.contentEditable = "false"
      const label = document.createElement("strong")
      label.textContent = "Recommandation"
      const button = document.createElement("button")
      button.type = "button"
      head.append(label, button)
      const contentDOM = document.createElement("div")
      dom.append(head, contentDOM)

      function show() {
        dom.id = `edition-${current.attrs.key}`
        const names = current.attrs.to.split(" ").filter(Boolean).map((slug) => addressees.name(slug))
        button.textContent = names.length ? `Destinataires : ${names.join(", ")}` : "Choisir les destinataires"
        button.title = "Changer les destinataires"
        button.classList.toggle("is-missing", !names.length)
      }

      button.addEventListener("click", async () => {
        const chosen = await chooseAddressees(addressees, current.attrs.to.split(" ").filter(Boolean))
        if (chosen) {
          editor.commands.command(({ tr }) => {
            tr.setNodeAttribute(getPos(), "to", chosen.join(" "))
            return true
          })
        }
        button.focus()
      })
      show()
      return {
        dom,
        contentDOM,
        ignoreMutation: (mutation) => mutation.type !== "selection" && head.contains(mutation.target),
        stopEvent: (event) => head.contains(event.target),
        update(updated) {
          if (updated.type !== current.type) return false
          current = updated
          show()
          return true
        },
      }
    }
  },
})
