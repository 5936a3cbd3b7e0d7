/* The writing screen: the way to what the gate found, questions in an order of their own, thumbnails, and a word before
   anything typed would be lost. */
const field = (place) => document.querySelector(`.form-row.field-${CSS.escape(place)}, .fieldBox.field-${CSS.escape(place)}`)
const WRITABLE = ".tiptap, input:not([type=hidden]), textarea:not([data-django-prose-editor-configurable]), .select2-selection"
const inOrder = (parts) => [...parts].sort((a, b) => a.style.order - b.style.order)
const rows = (group) => group.querySelectorAll(".inline-related:not(.empty-form)")

/* To the place that an address names: #block-3, #faq-2, #effect-1, #alkaloid-1, #amount-1, #title. */
const GROUPS = { faq: "faq-group", effect: "effects-group", alkaloid: "alkaloids-group", amount: "amounts-group" }

function place(name) {
  const [, kind, number] = name.match(/^(block|faq|effect|alkaloid|amount)-(\d+)$/) || []
  if (kind === "block") return inOrder(document.querySelectorAll(".order-machine .inline-related:not(.empty-form)"))[number - 1]
  if (kind) return inOrder(rows(document.getElementById(GROUPS[kind])))[number - 1]
  return name && !name.includes("=") ? field(name) : null
}

function goTo(name) {
  const target = place(name)
  if (!target) return
  target.classList.remove("collapsed")
  target.closest("details")?.setAttribute("open", "")
  target.classList.add("sought")
  const begin = () => {
    target.scrollIntoView({ block: "center" })
    target.querySelector(`.form-row :is(${WRITABLE})`)?.focus({ preventScroll: true })
  }
  begin()
  target.addEventListener("prose-editor:ready", begin, { once: true })
}

const arrive = () => setTimeout(() => goTo(decodeURIComponent(location.hash.slice(1))), 250)
window.addEventListener("hashchange", arrive)

/* Questions and the facts of a strain: moved by buttons, folded by their header. The order is a style, as with the blocks: Django
   counts the rows by their place in the document. */
function renumber(group) {
  inOrder(rows(group)).forEach((row, n) => setOrder(row, (n + 1) * 10))
}

function setOrder(row, order) {
  row.style.order = order
  const input = row.querySelector("input[name$='-ordering']")
  if (Number(input.value) !== order) input.value = order
}

function move(row, step) {
  const group = row.closest(".inline-group")
  setOrder(row, Number(row.style.order) + step * 15)
  renumber(group)
  row.scrollIntoView({ block: "nearest" })
}

function sortable(row) {
  const head = row.querySelector("h3")
  if (head.querySelector(".moves")) return
  const moves = document.createElement("span")
  moves.className = "moves"
  for (const [sign, step, words] of [["↑", -1, "Move up"], ["↓", 1, "Move down"]]) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: sign, title: words })
    button.setAttribute("aria-label", words)
    button.addEventListener("click", () => move(row, step))
    moves.append(button)
  }
  head.append(moves)
  head.addEventListener("click", (event) => event.target.closest("button, input, a, .delete") || row.classList.toggle("collapsed"))
}

function prepare(group) {
  rows(group).forEach((row, n) => {
    row.style.order = Number(row.querySelector("input[name$='-ordering']")?.value) || (n + 1) * 10
    sortable(row)
    if (rows(group).length > 3 && !row.querySelector(".errorlist")) row.classList.add("collapsed")
  })
}

document.addEventListener("formset:added", (event) => {
  const group = event.target.closest(".inline-group:has(fieldset.sortable)")
  if (!group) return
  setOrder(event.target, 1e6)
  sortable(event.target)
  renumber(group)
})

/* Thumbnails in the fields that choose a picture. */
function pictured(state) {
  if (!state.id || !state.id.match?.(/^\d+$/)) return state.text
  const line = document.createElement("span")
  line.className = "pictured"
  const image = Object.assign(document.createElement("img"), { src: `${thumbnails}${state.id}/thumbnail/`, alt: "" })
  line.append(image, state.text)
  return django.jQuery(line)
}

const thumbnails = document.getElementById("writing-context")?.dataset.pictures

function withThumbnails(root) {
  for (const select of root.querySelectorAll("select.admin-autocomplete[data-field-name=picture]")) {
    const chooser = django.jQuery(select)
    if (select.name.includes("__prefix__") || !chooser.data("select2")) continue
    const { options } = chooser.data("select2").options
    chooser.select2({ ...options, templateResult: pictured, templateSelection: pictured })
  }
}

/* Leaving with something typed; what came back from the server unsaved counts as typed. */
let isTouched = Boolean(document.querySelector(".notice, .errornote"))
document.addEventListener("input", (event) => (isTouched ||= Boolean(event.target.closest("form[id$=_form]"))))
document.addEventListener("submit", (event) => (isTouched &&= event.submitter?.formTarget === "_blank"))
window.addEventListener("beforeunload", (event) => isTouched && event.preventDefault())

django.jQuery(() => {
  document.querySelectorAll(".inline-group:has(fieldset.sortable)").forEach(prepare)
  setTimeout(() => withThumbnails(document))
  document.addEventListener("formset:added", (event) => setTimeout(() => withThumbnails(event.target)))
  arrive()
})
