/* A footnote, written where it is called: a mark, so that what is typed stays inside it. */

import { Mark, Plugin } from "./library.js";

let count = 0

const LEFT = "leftFootnote"

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
          const { $from, $to, empty, from, to } = state.selection
          const type = state.schema.marks.footnote
          const inside = empty ? type.isInSet(state.storedMarks ?? $from.marks()) : state.doc.rangeHasMark(from, to, type)
          if (!inside) return false
          let end = $to.pos
          const parent = $to.parent
          let place = $to.start()
          parent.forEach((child) => {
            if (type.isInSet(child.marks) && place <= end && end <= place + child.nodeSize) end = place + child.nodeSize
            place += child.nodeSize
          })
          if (dispatch) {
            tr.setSelection(state.selection.constructor.near(tr.doc.resolve(end)))
            tr.setStoredMarks([]).setMeta(LEFT, true)
            dispatch(tr)
          }
          return true
        },
    }
  },

  /* Who left a note stays out of it at its very end, whatever else is done there, until the
   * selection goes elsewhere: the mark alone would take in what is typed next. */
  addProseMirrorPlugins() {
    const type = this.type
    const plugin = new Plugin({
      state: {
        init: () => null,
        apply(tr, place) {
          if (tr.getMeta(LEFT)) return tr.selection.from
          const mapped = place === null ? null : tr.mapping.map(place)
          return tr.selection.empty && tr.selection.from === mapped ? mapped : null
        },
      },
      appendTransaction(_, __, state) {
        const inside = type.isInSet(state.storedMarks ?? state.selection.$from.marks())
        return plugin.getState(state) !== null && inside ? state.tr.setStoredMarks([]) : null
      },
    })
    return [plugin]
  },

  addKeyboardShortcuts() {
    return {
      "Mod-Alt-f": () => this.editor.commands.insertFootnote(),
      Enter: () => this.editor.commands.leaveFootnote(),
      Escape: () => this.editor.commands.leaveFootnote(),
    }
  },
})
