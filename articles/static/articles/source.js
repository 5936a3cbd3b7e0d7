/* What the chosen type of source asks for, below each field: data-hints = {"article": "…", "": "for all others"}. */
document.addEventListener("DOMContentLoaded", () => {
  const type = document.querySelector("#id_type")

  function place(field) {
    const there = document.getElementById(`${field.id}_helptext`)
    if (there) return there.firstElementChild ?? there
    const help = document.createElement("div")
    help.className = "help"
    help.id = `${field.id}_helptext`
    const row = field.closest(".flex-container") ?? field
    row.insertAdjacentElement("afterend", help)
    field.setAttribute("aria-describedby", help.id)
    return help
  }

  function hint(field) {
    const hints = JSON.parse(field.dataset.hints)
    place(field).textContent = hints[type.value] ?? hints[""]
  }

  type?.addEventListener("change", () => document.querySelectorAll("[data-hints]").forEach(hint))
})
