/* Tries the API in place: asks what the form says, and shows the request and its answer.
 *
 * Takes a form with data-route, an address with {names} of fields, and data-edition-route, the
 * same once the field « edition » is filled; and what shows the answer: [data-address],
 * [data-command], [data-status], [data-body] within [data-answer]. Without this script the page
 * does the same, anew. Opens the object that a link of the page leads to. */

const form = document.querySelector("form[data-route]")
const answer = document.querySelector("[data-answer]")
const part = (name) => answer.querySelector(`[data-${name}]`)

function address(fields) {
  const edition = fields.get("edition")?.trim()
  const route = edition ? form.dataset.editionRoute : form.dataset.route
  const query = new URLSearchParams()
  const path = route.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(fields.get(name).trim()))
  for (const [name, value] of fields) {
    const inPath = route.includes(`{${name}}`) || ["operation", "edition"].includes(name)
    if (!inPath && value.trim()) query.set(name, value.trim())
  }
  return `${path}${query.size ? `?${query}` : ""}`
}

function show(url, status, body) {
  const whole = new URL(url, location).href
  part("address").href = whole
  part("address").textContent = whole
  part("command").value = `curl "${whole}"`
  part("status").textContent = status
  part("body").textContent = body
  part("body").hidden = !body
  answer.hidden = false
}

async function ask() {
  const fields = new FormData(form)
  const url = address(fields)
  show(url, "…", "")
  try {
    const given = await fetch(url)
    const body = await given.text()
    const size = new Intl.NumberFormat("fr").format(new Blob([body]).size)
    show(given.url, `Code ${given.status} · ${size}\u00a0octets`, body)
  } catch {
    show(url, "Pas de réponse : le réseau est coupé, ou le site est en panne.", "")
  }
  fields.set("essayer", "oui")
  history.replaceState(null, "", `?${new URLSearchParams(fields)}#reponse`)
  answer.scrollIntoView({ block: "nearest" })
}

form.addEventListener("submit", (event) => {
  event.preventDefault()
  ask()
})

function open() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  if (target?.matches("details")) target.open = true
}

addEventListener("hashchange", open)
open()
