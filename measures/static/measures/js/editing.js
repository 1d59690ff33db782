/* The editing page of a text: saves without leaving it, and never loses what is typed.
 *
 * Without this script the page is a plain form. With it, Ctrl+S or the button sends the form and
 * says what became of it in one place, and what is not saved yet is kept in the browser. */

import { Draft, offer } from "./draft.js";

const form = document.querySelector("form.text-form")
const state = form.querySelector("[data-save-state]")
const draft = new Draft(form)
let saved = draft.sent() // what the server last told that it holds
let sending = false
let lost = false // whether the last answer was that the session is over

function say(words, { error = false, link = null } = {}) {
  state.classList.toggle("is-error", error)
  state.replaceChildren(words)
  if (link) {
    const anchor = document.createElement("a")
    anchor.href = link.href
    anchor.target = "_blank"
    anchor.textContent = link.words
    state.append(" ", anchor)
  }
}

function changed() {
  return draft.sent() !== saved
}

/* After somebody logged in again in another tab, the page still bears the token of the session
 * that is over: take the new one. */
async function renewToken() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } })
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  const token = page.querySelector("form.text-form [name=csrfmiddlewaretoken]")
  if (token) form.elements.csrfmiddlewaretoken.value = token.value
}

async function save() {
  if (sending) return
  sending = true
  say("Enregistrement…")
  const sent = draft.sent()
  try {
    if (lost) await renewToken()
    const answer = await fetch(form.getAttribute("action") || location.href, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { Accept: "application/json" },
    })
    await receive(answer, sent)
  } catch {
    draft.keep()
    say("Pas de réseau : votre texte est gardé dans ce navigateur. Réessayez dans un instant.", { error: true })
  } finally {
    sending = false
  }
}

async function receive(answer, sent) {
  const said = (answer.headers.get("Content-Type") || "").startsWith("application/json") ? await answer.json() : {}
  lost = Boolean(said.reason)
  if (said.saved) {
    saved = sent
    form.elements.version.value = said.version
    for (const [name, base] of Object.entries(said.bases)) form.elements[`base_${name}`].value = base
    if (said.work_state && form.elements.work_state.value !== said.work_state) {
      form.elements.work_state.value = said.work_state
      saved = draft.sent()
    }
    form.elements.message.value = ""
    if (changed()) draft.keep()
    else draft.drop()
    say(said.message)
    if (said.reload && !changed()) {
      leaveFreely()
      location.reload() // the page has fields to come
    }
  } else if (lost) {
    draft.keep()
    say("Votre session est terminée ; votre texte est gardé dans ce navigateur.", {
      error: true,
      link: { href: form.dataset.login, words: "Ouvrez une session dans un autre onglet, puis enregistrez." },
    })
  } else if (answer.status === 409 || answer.status === 422) {
    draft.keep()
    leaveFreely()
    form.submit() // the page that answers shows what was refused, with all that was typed
  } else if (answer.status === 403) {
    draft.keep()
    say("Vous n’avez plus le droit d’écrire ce texte. Il est gardé dans ce navigateur.", { error: true })
  } else {
    draft.keep()
    say("L’enregistrement n’a pas abouti ; votre texte est gardé dans ce navigateur. Réessayez dans un instant.", {
      error: true,
    })
  }
}

function warn(event) {
  if (changed()) event.preventDefault()
}

function leaveFreely() {
  removeEventListener("beforeunload", warn)
}

form.addEventListener("submit", (event) => {
  if (event.submitter?.name === "take") return leaveFreely()
  event.preventDefault()
  save()
})
addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
    event.preventDefault()
    save()
  }
})
addEventListener("beforeunload", warn)

let pause
function noticed() {
  clearTimeout(pause)
  pause = setTimeout(() => (changed() ? draft.keep() : draft.drop()), 400)
  if (changed() && !sending && !lost) say("Modifications non enregistrées.")
}
form.addEventListener("input", noticed)
form.addEventListener("change", noticed)
addEventListener("visibilitychange", () => changed() && draft.keep())

offer(draft, saved, () => {
  say("Texte repris de ce navigateur, pas encore enregistré.")
  noticed()
})

document.querySelector("#conflit, #refus")?.focus()
