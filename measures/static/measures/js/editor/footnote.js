/* A footnote, written where it is called: a mark, so that what is typed stays inside it. */

import { Mark } from "./library.js";

let count = 0

export const PLACEHOLDER = "Texte de la note"

export const Footnote = Mark.create({
  name: "footnote",
  priority: 1100, // outside of any other mark: a note holds its words, their links and their emphasis
  inclusive: true,
  excludes: "footnote",

  /* Tells two notes apart that touch each other. */
  addAttributes() {
    return { id: { default: null, rendered: false, parseHTML: () => (count += 1) } }
  },

  parseHTML: () => [{ tag: "span.footnote" }],
  renderHTML: () => ["span", { class: "footnote" }, 0],

  addCommands() {
    return {
      insertFootnote:
        () =>
        ({ state, chain }) => {
          count += 1
          const { empty, from, to, $from } = state.selection
          if (!$from.parent.inlineContent) return false
          if (!empty) return chain().setMark("footnote", { id: count }).setTextSelection(to).run()
          const text = { type: "text", text: PLACEHOLDER, marks: [{ type: "footnote", attrs: { id: count } }] }
          return chain()
            .insertContent(text)
            .setTextSelection({ from, to: from + PLACEHOLDER.length })
            .run()
        },
      leaveFootnote:
        () =>
        ({ state, tr, dispatch }) => {
          const { $from } = state.selection
          const type = state.schema.marks.footnote
          if (!type.isInSet($from.marks()) && !type.isInSet($from.nodeAfter?.marks ?? [])) return false
          let end = $from.pos
          const parent = $from.parent
          let place = $from.start()
          parent.forEach((child) => {
            const inside = type.isInSet(child.marks)
            if (inside && place <= end && end <= place + child.nodeSize) end = place + child.nodeSize
            place += child.nodeSize
          })
          if (dispatch) {
            tr.setSelection(state.selection.constructor.near(tr.doc.resolve(end)))
            tr.setStoredMarks([])
            dispatch(tr)
          }
          return true
        },
    }
  },

  addKeyboardShortcuts() {
    return {
      "Mod-Alt-f": () => this.editor.commands.insertFootnote(),
      Enter: () => this.editor.commands.leaveFootnote(),
      Escape: () => this.editor.commands.leaveFootnote(),
    }
  },
})
