/* What a text may hold: the blocks and marks of the closed subset, and nothing else. */

import {
  Blockquote,
  Bold,
  BulletList,
  Document,
  Dropcursor,
  Gapcursor,
  HardBreak,
  Heading,
  History,
  Italic,
  Link,
  ListItem,
  Node,
  OrderedList,
  Paragraph,
  Subscript,
  Superscript,
  Table,
  TableCell,
  TableHeader,
  TableRow,
  Text,
} from "./library.js";
import { Footnote } from "./footnote.js";
import { Recommendation } from "./recommendation.js";

/* A boxed text. */
const Box = Node.create({
  name: "box",
  group: "block",
  content: "block+",
  defining: true,
  parseHTML: () => [{ tag: "div.box" }],
  renderHTML: () => ["div", { class: "box" }, 0],
  addCommands() {
    return {
      toggleBox:
        () =>
        ({ commands }) =>
          commands.toggleWrap(this.name),
    }
  },
})

/* A line of a class of its own: the caption of the table below it, the source of the one above. */
function line(name, className, label) {
  return Node.create({
    name,
    group: "block",
    content: "inline*",
    defining: true,
    parseHTML: () => [{ tag: `p.${className}`, priority: 100 }],
    renderHTML: () => ["p", { class: className, "data-label": label }, 0],
    addCommands() {
      const command = `toggle${name[0].toUpperCase()}${name.slice(1)}`
      return {
        [command]:
          () =>
          ({ commands }) =>
            commands.toggleNode(name, "paragraph"),
      }
    },
    addKeyboardShortcuts() {
      // The line after a caption or a source is a paragraph.
      return {
        Enter: () => {
          const { $from, empty } = this.editor.state.selection
          if (!empty || $from.parent.type.name !== name) return false
          return this.editor.commands.insertContentAt($from.after(), { type: "paragraph" })
            ? this.editor.commands.setTextSelection($from.after() + 1)
            : false
        },
      }
    },
  })
}

const TableCaption = line("tableCaption", "caption", "Titre du tableau")
const Source = line("source", "source", "Sous le tableau")

/* Tiptap knows rows and cells; whether a row heads the columns, and what a header heads, are ours. */
const Row = TableRow.extend({
  addAttributes() {
    return {
      head: {
        default: false,
        parseHTML: (row) => row.classList.contains("head") || row.parentElement?.tagName === "THEAD",
        renderHTML: ({ head }) => (head ? { class: "head" } : {}),
      },
    }
  },
})

const spans = {
  colspan: { default: 1, parseHTML: (cell) => cell.colSpan, renderHTML: ({ colspan }) => (colspan > 1 ? { colspan } : {}) },
  rowspan: { default: 1, parseHTML: (cell) => cell.rowSpan, renderHTML: ({ rowspan }) => (rowspan > 1 ? { rowspan } : {}) },
  colwidth: { default: null, rendered: false },
}

const Cell = TableCell.extend({ addAttributes: () => spans })
const Header = TableHeader.extend({
  addAttributes: () => ({ ...spans, scope: { default: null, parseHTML: (cell) => cell.getAttribute("scope") } }),
})

const ItalicMark = Italic.extend({ renderHTML: () => ["em", 0] })
const BoldMark = Bold.extend({ renderHTML: () => ["strong", 0] })

const Address = Link.extend({
  addMenuItems: undefined,
  addCommands() {
    return {
      setAddress:
        (href) =>
        ({ chain }) =>
          href
            ? chain().extendMarkRange("link").setMark("link", { href }).run()
            : chain().extendMarkRange("link").unsetMark("link").run(),
    }
  },
  addKeyboardShortcuts: () => ({}),
}).configure({
  openOnClick: false,
  autolink: false,
  enableTarget: false,
  HTMLAttributes: { target: null, rel: null, class: null },
})

export function extensions({ marks, addressees }) {
  return [
    Document,
    Text,
    Paragraph,
    Heading.configure({ levels: [3, 4] }),
    BoldMark,
    ItalicMark,
    Subscript,
    Superscript,
    BulletList,
    OrderedList,
    ListItem,
    Blockquote,
    HardBreak,
    Address,
    Box,
    TableCaption,
    Source,
    Table.configure({ resizable: false, renderWrapper: false }),
    Row,
    Cell,
    Header,
    History,
    Dropcursor,
    Gapcursor,
    ...(marks.includes("footnote") ? [Footnote] : []),
    ...(marks.includes("recommendation") ? [Recommendation.configure({ addressees })] : []),
  ]
}
