/* Tables with a caption, which the editor's own would lose. This Table takes the place of the built-in one. */
import { mergeAttributes, Table as Bare, updateAttrsDialog } from "django-prose-editor/editor"

const askCaption = updateAttrsDialog(
  { caption: { type: "string", title: "What the table shows" } },
  { title: "Caption", submitText: "Set the caption" },
)

function show(table, caption) {
  table.querySelector("caption")?.remove()
  if (!caption) return
  const shown = document.createElement("caption")
  shown.contentEditable = "false"
  shown.textContent = caption
  table.prepend(shown)
}

export const Table = Bare.extend({
  addAttributes() {
    const parseHTML = (element) => element.querySelector("caption")?.textContent.trim() || ""
    return { ...this.parent?.(), caption: { default: "", rendered: false, parseHTML } }
  },
  parseHTML: () => [{ tag: "table" }, { tag: "caption", ignore: true }],
  renderHTML({ node, HTMLAttributes }) {
    const caption = node.attrs.caption ? [["caption", {}, node.attrs.caption]] : []
    return ["table", mergeAttributes(this.options.HTMLAttributes, HTMLAttributes), ...caption, ["tbody", 0]]
  },
  addNodeView() {
    const build = this.parent()
    return (props) => {
      const view = build(props)
      const update = view.update
      show(view.table, props.node.attrs.caption)
      view.update = (node) => {
        if (!update(node)) return false
        show(view.table, node.attrs.caption)
        return true
      }
      return view
    }
  },
  addMenuItems({ editor, buttons, menu }) {
    this.parent?.({ editor, buttons, menu })
    menu.defineItem({
      name: "table:caption",
      groups: "table",
      button: buttons.text("Caption", "Say what the table shows"),
      hidden: (editor) => !editor.isActive("table"),
      command: async (editor) => {
        const said = await askCaption(editor, { caption: editor.getAttributes("table").caption })
        if (said) editor.chain().focus().updateAttributes("table", { caption: said.caption.trim() }).run()
      },
    })
  },
})
