/* Who else has this page open. The server is told every half minute that we are here, and answers who is, too. */
const EVERY = 30_000 // milliseconds
const line = document.getElementById("presence")
const form = document.querySelector("form[id$=_form]")
let isSubmitted = false

const words = (more = {}) =>
  new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, ...more })

async function beat() {
  const told = { method: "POST", body: words(), redirect: "manual" }
  const answer = await fetch(line.dataset.address, told).catch(() => null)
  if (!answer) return // not connected for now
  if (!answer.ok) return say("You are signed out. Save as always: you are asked to sign in, and nothing you typed is lost.", "warning")
  const { names, version } = await answer.json()
  const here = names.length ? `Also here: ${names.join(", ")}. ` : ""
  const isBehind = version > Number(form.elements.based_on.value)
  say(here + (isBehind ? "Somebody saved this page meanwhile. When you save, you see both texts side by side." : ""), isBehind ? "warning" : "")
}

function say(text, weight) {
  if (line.textContent === text.trim()) return // a screen reader hears it once
  line.textContent = text.trim()
  line.dataset.weight = weight
}

form.addEventListener("submit", () => (isSubmitted = true))
window.addEventListener("pagehide", () => isSubmitted || navigator.sendBeacon(line.dataset.address, words({ leaving: "1" })))
setInterval(beat, EVERY)
beat()
