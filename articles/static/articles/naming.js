/* What the libraries leave without a name, or out of the keyboard's reach, gets its label's words and a place to stand. */
const NAMELESS = ".tiptap:not([aria-label]), .select2-search__field:not([aria-label]), .vDateField:not([aria-label]), .vTimeField:not([aria-label])"
const labelOf = (element) => element.closest(".form-row, .fieldBox")?.querySelector("label, legend")
const wordsOf = (label) => label?.textContent.trim().replace(/:$/, "") || "Search"

function name(root) {
  for (const nameless of root.querySelectorAll(NAMELESS))
    if (!nameless.labels?.length) nameless.setAttribute("aria-label", wordsOf(labelOf(nameless)))
  for (const chosen of root.querySelectorAll(".select2-selection--single .select2-selection__rendered:not([aria-label])")) {
    const label = labelOf(chosen)
    if (!label) continue
    label.id ||= `${chosen.id}-label`
    chosen.setAttribute("aria-label", wordsOf(label))
    chosen.closest("[role=combobox]").setAttribute("aria-labelledby", `${label.id} ${chosen.id}`)
  }
  for (const frame of root.querySelectorAll(".inline-group[data-inline-type=tabular], .results, .scrolls"))
    if (frame.scrollWidth > frame.clientWidth) frame.tabIndex = 0
}

new MutationObserver(() => name(document)).observe(document.body, { childList: true, subtree: true })
window.addEventListener("resize", () => name(document))
name(document)
