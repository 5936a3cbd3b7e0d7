/* Nothing typed is lost: the writing screen keeps a copy of its form in this browser, under a name that the form carries.
   A message of the server that names the copy ("copy-<name>") says that it is saved, and the copy is forgotten, on
   whichever page that is. A copy that nobody confirmed is offered; one that was sent, and came back to a sign-in page,
   is put on the form again at once. */
const EVERY = 10_000 // milliseconds
const DAYS = 30
const LONGEST = 2_000_000 // characters of one copy
const KEPT = "typed:" // what our names in the storage begin with: typed:<user>:<page>:<name of the copy>

const read = (key) => JSON.parse(localStorage.getItem(key))
const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(KEPT))
const byAge = (some) => some.sort((a, b) => read(a).at - read(b).at)

function forget(name) {
  for (const key of keys()) if (name && key.endsWith(`:${name}`)) localStorage.removeItem(key)
}

function forgetOld() {
  const oldest = Date.now() - DAYS * 24 * 3600 * 1000
  for (const key of keys()) if (!(read(key).at > oldest)) localStorage.removeItem(key)
}

function forgetSaved() {
  for (const { className } of document.querySelectorAll(".messagelist li")) forget(className.match(/copy-([0-9a-f]{32})/)?.[1])
  forget(document.querySelector("[data-forget]")?.dataset.forget)
}

/* Where there is no room, the oldest copies give way. */
function store(key, copy) {
  if (copy.body.length > LONGEST) return
  const others = byAge(keys().filter((other) => other !== key))
  while (true) {
    try {
      return localStorage.setItem(key, JSON.stringify(copy))
    } catch {
      if (!others.length) return
      localStorage.removeItem(others.shift())
    }
  }
}

function newName() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("")
}

/* All that the form would send, but for what is secret and what belongs to the empty rows. */
function body(form) {
  const isSecret = (name) => name === "csrfmiddlewaretoken" || form.elements[name]?.type === "password"
  const typed = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !isSecret(name))
  return new URLSearchParams(typed.filter(([name]) => !name.includes("__prefix__"))).toString()
}

function keepFrom(form, key) {
  const isUnsaved = Boolean(document.querySelector(".notice.unsaved, .errornote")) // it came back as it was sent
  let atFirst = null // until somebody touches something there is nothing to keep, whatever the editors do to their text
  let last = null
  let isSubmitted = false

  function keep() {
    if (atFirst === null && !isUnsaved) return
    const now = body(form)
    if (now === last) return
    last = now
    if (now === atFirst && !isUnsaved) localStorage.removeItem(key)
    else store(key, { at: Date.now(), body: now, isSubmitted })
  }

  const touched = () => (atFirst ??= body(form))
  for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, touched, { capture: true })
  form.addEventListener("input", () => (atFirst ??= "")) // dictated, or filled in: what was there before is not known
  form.addEventListener("submit", (event) => {
    isSubmitted = event.submitter?.formTarget !== "_blank"
    last = null
    keep()
  })
  setInterval(keep, EVERY)
  window.addEventListener("pagehide", keep)
  document.addEventListener("visibilitychange", () => document.hidden && keep())
}

/* Copies of this page that belong to no open window. */
async function lost(prefix, own) {
  await new Promise((go) => setTimeout(go, 250)) // the page before this one lets go of its own
  const held = (await navigator.locks?.query())?.held.map((lock) => lock.name) || []
  return byAge(keys().filter((key) => key.startsWith(prefix) && key !== own && !held.includes(key))).reverse()
}

function recover(copy, form, address) {
  const sent = Object.assign(document.createElement("form"), { method: "post", action: address })
  const words = { csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, kept: copy.body, at: time(copy.at) }
  for (const [name, value] of Object.entries(words)) {
    sent.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }))
  }
  document.body.append(sent)
  sent.requestSubmit()
}

function time(at) {
  const clock = new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })
  const day = new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "long" })
  return new Date(at).toDateString() === new Date().toDateString() ? clock : `${clock} on ${day}`
}

function offer(found, form, address) {
  const [key] = found
  const template = document.getElementById("kept-bar")
  if (!key || !template) return
  const bar = template.content.firstElementChild.cloneNode(true)
  bar.querySelector(".when").textContent = `at ${time(read(key).at)}`
  bar.addEventListener("click", ({ target }) => {
    if (target.value === "recover") recover(read(key), form, address)
    if (target.value !== "discard") return
    localStorage.removeItem(key)
    bar.remove()
    offer(found.slice(1), form, address)
  })
  template.after(bar)
}

async function begin(context) {
  const { user, page, recover: address } = context.dataset
  const { form } = document.querySelector("input[name=copy]")
  const name = (form.elements.copy.value ||= newName())
  const prefix = `${KEPT}${user}:${page}:`
  const own = prefix + name
  navigator.locks?.request(own, () => new Promise(() => {})) // held as long as this window lives
  keepFrom(form, own)
  const found = await lost(prefix, own)
  const sent = found.length && read(found[0])
  if (!sent.isSubmitted || sent.isTried) return offer(found, form, address)
  store(found[0], { ...sent, isTried: true }) // once by itself, then only when asked
  recover(sent, form, address)
}

forgetOld()
forgetSaved()
const context = document.getElementById("writing-context")
if (context?.dataset.recover) begin(context)
