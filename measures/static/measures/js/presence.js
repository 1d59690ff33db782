/* Says that somebody else writes the same text: while the page is visible it tells the server
 * so every 30 seconds, and shows what the server answers.
 *
 * Takes a form with data-presence-url and data-presence-place; the words stand in the page's
 * [data-presence], or in an element that is put before the form. */

const BEAT = 30_000
const form = document.querySelector("form[data-presence-url]")

function shown() {
  const place = document.querySelector("[data-presence]") || form.insertAdjacentElement("beforebegin", document.createElement("p"))
  place.dataset.presence = ""
  place.classList.add("present")
  place.setAttribute("role", "status")
  return place
}

async function beat(place) {
  if (document.visibilityState !== "visible") return
  try {
    const answer = await fetch(form.dataset.presenceUrl, {
      method: "POST",
      body: new URLSearchParams({
        place: form.dataset.presencePlace,
        csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
      }),
      headers: { Accept: "application/json" },
    })
    if (!answer.ok) return
    const { message } = await answer.json()
    // Said again only when it changes: screen readers would repeat it at every beat.
    if (place.textContent !== message) place.textContent = message
  } catch {
    // No network, or a session that is over: saving tells so, in its own place.
  }
}

if (form) {
  const place = shown()
  beat(place)
  setInterval(() => beat(place), BEAT)
  document.addEventListener("visibilitychange", () => beat(place))
}
