/* What the chosen type of source asks for, below each field: data-hints = {"article": "…", "": "for all others"}. */
{
  const type = document.querySelector("#id_type")

  function hint(field) {
    const hints = JSON.parse(field.dataset.hints)
    const place = document.getElementById(`${field.id}_helptext`)?.firstElementChild ?? document.getElementById(`${field.id}_helptext`)
    if (place) place.textContent = hints[type.value] ?? hints[""]
  }

  const hintAll = () => document.querySelectorAll("[data-hints]").forEach(hint)

  type?.addEventListener("change", hintAll)
}
