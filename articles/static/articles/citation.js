/* Nodes of the rich text editor: a citation, <cite data-key="clauw2014 wolfe2016">, and the labels of a basis and of
   a certainty, <span data-basis="survey">Survey</span>. Their dialogs stand in the page; typing [@key] cites too. */
import { InputRule, mergeAttributes, Node } from "django-prose-editor/editor"

const BASES = {
  trial: "Trial",
  laboratory: "Laboratory",
  survey: "Survey",
  user: "User reports",
  tradition: "Tradition",
  vendor: "Vendor claim",
}
const CERTAINTIES = {
  "very-low": "Very low certainty",
  low: "Low certainty",
  moderate: "Moderate certainty",
  high: "High certainty",
}
const keysOf = (text) => (text || "").split(/[\s,;@]+/).filter(Boolean)

function inline(name, attribute, spec) {
  return Node.create({
    name,
    group: "inline",
    inline: true,
    atom: true,
    selectable: true,
    addAttributes: () => ({
      [attribute]: { default: "", parseHTML: (element) => element.getAttribute(attribute) || "" },
    }),
    ...spec,
  })
}

function put(editor, type, attrs) {
  editor.chain().focus().insertContent({ type, attrs }).run()
}

export const Citation = inline("citation", "data-key", {
  parseHTML: () => [{ tag: "cite[data-key]" }],
  renderHTML: ({ node, HTMLAttributes }) => [
    "cite",
    mergeAttributes(HTMLAttributes),
    `[${keysOf(node.attrs["data-key"]).join("; ")}]`,
  ],
  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "citation",
      groups: "link",
      priority: 90,
      button: buttons.text("[1]", "Cite a source (Ctrl+Shift+C)"),
      active: (editor) => editor.isActive("citation"),
      command: (editor) => cite(editor),
    })
  },
  addKeyboardShortcuts() {
    return { "Mod-Shift-c": () => cite(this.editor) }
  },
  // nodeInputRule() would replace only what stands between the brackets and leave the brackets behind.
  addInputRules() {
    return [
      new InputRule({
        find: /\[@([\w\- ;,@]+)\]$/,
        handler: ({ state, range, match }) => {
          const node = this.type.create({ "data-key": keysOf(match[1]).join(" ") })
          state.tr.replaceWith(range.from, range.to, node)
        },
      }),
    ]
  },
  addNodeView() {
    return ({ node, editor }) => {
      const dom = document.createElement("cite")
      dom.dataset.key = node.attrs["data-key"]
      dom.textContent = `[${keysOf(node.attrs["data-key"]).join("; ")}]`
      dom.addEventListener("dblclick", () => editor.isEditable && cite(editor))
      return { dom }
    }
  },
})

function labelled(name, words, { button, title, priority }) {
  const attribute = `data-${name}`
  return inline(name, attribute, {
    parseHTML: () => [{ tag: `span[${attribute}]` }],
    renderHTML: ({ node, HTMLAttributes }) => ["span", mergeAttributes(HTMLAttributes), words[node.attrs[attribute]] || "?"],
    addMenuItems({ buttons, menu }) {
      menu.defineItem({
        name,
        groups: "link",
        priority,
        button: buttons.text(button, title),
        active: (editor) => editor.isActive(name),
        command: (editor) => ask(editor, name),
      })
    },
  })
}

export const Basis = labelled("basis", BASES, { button: "Basis", title: "Say what a statement rests on", priority: 80 })
export const Certainty = labelled("certainty", CERTAINTIES, {
  button: "Certainty",
  title: "Say how sure one can be of an answer",
  priority: 79,
})

function ask(editor, name) {
  const dialog = document.getElementById(`${name}-dialog`)
  if (!dialog) return
  dialog.returnValue = ""
  dialog.addEventListener(
    "close",
    () => (dialog.returnValue ? put(editor, name, { [`data-${name}`]: dialog.returnValue }) : editor.commands.focus()),
    { once: true },
  )
  dialog.showModal()
}

function cite(editor) {
  const dialog = document.getElementById("citation-dialog")
  if (!dialog) return true
  document.dispatchEvent(
    new CustomEvent("citation:ask", {
      detail: {
        keys: keysOf(editor.getAttributes("citation")["data-key"]),
        answer: (keys) => (keys.length ? put(editor, "citation", { "data-key": keys.join(" ") }) : editor.commands.focus()),
      },
    }),
  )
  return true
}
