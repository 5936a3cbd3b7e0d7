/* The dialog that finds sources: "citation:ask" opens it, with the keys chosen so far and a function for the answer.
   Enter chooses what is marked; Enter with nothing typed inserts. Arrows move the mark. */
const dialog = document.getElementById("citation-dialog")
const search = document.getElementById("citation-search")
const results = document.getElementById("citation-results")
const chosen = dialog.querySelector(".chosen")
const hint = dialog.querySelector(".hint")
const PAUSE = 150 // milliseconds after the last letter
let keys = []
let marked = 0
let asked = 0
let timer

document.addEventListener("citation:ask", ({ detail }) => {
  keys = [...detail.keys]
  search.value = ""
  dialog.returnValue = ""
  drawChosen()
  dialog.addEventListener("close", () => detail.answer(dialog.returnValue === "insert" ? keys : []), { once: true })
  dialog.showModal()
  search.focus()
  find()
})

search.addEventListener("input", () => {
  clearTimeout(timer)
  timer = setTimeout(find, PAUSE)
})

search.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault()
    mark(marked + (event.key === "ArrowDown" ? 1 : -1))
  }
  if (event.key === "Enter") {
    event.preventDefault()
    if (search.value.trim() === "" && keys.length) dialog.close("insert")
    else results.children[marked]?.click()
  }
})

results.addEventListener("click", (event) => {
  const option = event.target.closest("[data-key]")
  if (!option) return
  if (!keys.includes(option.dataset.key)) keys.push(option.dataset.key)
  search.value = ""
  drawChosen()
  search.focus()
  find()
})

chosen.addEventListener("click", (event) => {
  const button = event.target.closest("button")
  if (!button) return
  keys = keys.filter((key) => key !== button.dataset.key)
  drawChosen()
  search.focus()
})

async function find() {
  clearTimeout(timer)
  const turn = ++asked
  const answer = await fetch(`${dialog.dataset.find}?q=${encodeURIComponent(search.value)}`).catch(() => null)
  if (turn !== asked) return
  if (!answer?.ok) return say("The library does not answer. You can close this and type [@key] instead.")
  const found = await answer.json()
  results.replaceChildren(...found.results.map(drawn))
  mark(0)
  if (!found.results.length) say("Nothing found. Try fewer words, or add the source to the library.")
  else say(found.more ? `The first ${found.results.length}. Type more to narrow it down.` : `${found.results.length} found.`)
}

function drawn(source, number) {
  const option = element("li", { role: "option", id: `citation-result-${number}`, "data-key": source.key })
  const head = element("span", { class: "who" }, source.short)
  head.append(" ", element("code", {}, source.key))
  option.append(head, element("span", { class: "what" }, source.title), element("span", { class: "where" }, source.source))
  return option
}

function drawChosen() {
  chosen.replaceChildren(
    ...keys.map((key) => {
      const item = element("li", {}, key)
      item.append(element("button", { type: "button", "data-key": key, "aria-label": `Remove ${key}` }, "×"))
      return item
    }),
  )
  dialog.querySelector("[value=insert]").disabled = !keys.length
}

function mark(number) {
  const options = [...results.children]
  marked = Math.max(0, Math.min(number, options.length - 1))
  options.forEach((option, n) => option.setAttribute("aria-selected", n === marked))
  options[marked]?.scrollIntoView({ block: "nearest" })
  search.setAttribute("aria-activedescendant", options[marked]?.id || "")
}

function say(words) {
  hint.textContent = words
  if (!words.includes("found") && !words.startsWith("The first")) results.replaceChildren()
}

function element(name, attributes, text = "") {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.textContent = text
  return made
}
