/* What is typed and not saved, kept in this browser: one entry for a person and a text. */

const IGNORED = new Set(["csrfmiddlewaretoken", "message", "take"])
const AGE = 30 * 24 * 3600 * 1000 // after a month, a text that nobody took back is dropped

export class Draft {
  constructor(form) {
    this.form = form
    this.key = `texte ${form.dataset.draft}`
  }

  /* What the form would send, as one string: two of them tell whether anything changed. */
  sent() {
    const fields = [...new FormData(this.form)].filter(
      ([name]) => !IGNORED.has(name) && name !== "version" && !name.startsWith("base_"),
    )
    return JSON.stringify(fields)
  }

  keep() {
    const bases = [...new FormData(this.form)].filter(([name]) => name === "version" || name.startsWith("base_"))
    try {
      localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), fields: this.sent(), bases }))
    } catch {
      // The browser keeps nothing for this site: the warning before leaving still holds.
    }
  }

  drop() {
    localStorage.removeItem(this.key)
  }

  kept() {
    try {
      return JSON.parse(localStorage.getItem(this.key))
    } catch {
      return null
    }
  }

  /* Put a kept text back in the form, at the version it was written on. */
  restore({ fields, bases }) {
    for (const [name, value] of [...JSON.parse(fields), ...bases]) {
      const field = this.form.elements[name]
      if (!field) continue
      if (field instanceof RadioNodeList) field.value = value
      else if (field.value !== value) {
        field.value = value
        field.dispatchEvent(new CustomEvent("text:set", { bubbles: true, detail: { value } }))
      }
    }
  }
}

function when(at) {
  const day = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long" }).format(at)
  const [hour, minute] = new Intl.DateTimeFormat("fr-FR", { hour: "2-digit", minute: "2-digit" }).format(at).split(":")
  return `le ${day} à ${Number(hour)} h ${minute}`
}

/* Offer back the text that this browser kept, where it is not what the page shows. */
export function offer(draft, shown, taken) {
  const kept = draft.kept()
  if (!kept) return
  if (kept.fields === shown || Date.now() - kept.at > AGE) return draft.drop()
  const box = draft.form.querySelector("[data-draft-offer]")
  box.querySelector("[data-draft-time]").textContent = when(kept.at)
  box.hidden = false
  box.querySelector("[data-draft-take]").addEventListener("click", () => {
    draft.restore(kept)
    box.hidden = true
    taken()
  })
  box.querySelector("[data-draft-drop]").addEventListener("click", () => {
    draft.drop()
    box.hidden = true
  })
}
