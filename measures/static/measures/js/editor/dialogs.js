/* The dialogs of the editor: native ones, so that focus stays inside and Escape closes them. */

let count = 0

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties)
  made.append(...children)
  return made
}

/* Show a dialog; resolve to what `read` finds in its form, or to null where it was closed. */
function ask(title, fields, read, accept = "Valider") {
  count += 1
  const heading = element("h2", { id: `dialogue-${count}`, textContent: title })
  const form = element("form", { method: "dialog", noValidate: true }, heading, ...fields)
  const submit = element("button", { type: "submit", className: "button", textContent: accept })
  const cancel = element("button", { type: "button", className: "button is-quiet", textContent: "Annuler" })
  form.append(element("p", { className: "actions" }, submit, cancel))
  const dialog = element("dialog", { className: "editor-dialog" }, form)
  dialog.setAttribute("aria-labelledby", heading.id)
  document.body.append(dialog)
  return new Promise((resolve) => {
    let answer = null
    cancel.addEventListener("click", () => dialog.close())
    form.addEventListener("submit", (event) => {
      event.preventDefault()
      answer = read(form)
      if (answer !== null) dialog.close()
    })
    dialog.addEventListener("close", () => {
      dialog.remove()
      resolve(answer)
    })
    dialog.showModal()
    form.querySelector("input:checked, input")?.focus()
  })
}

function field(label, help, input) {
  count += 1
  input.id = `champ-${count}`
  const described = element("p", { className: "help", id: `aide-${count}`, textContent: help })
  const error = element("p", { className: "errors", id: `refus-${count}`, hidden: true })
  input.setAttribute("aria-describedby", `${described.id} ${error.id}`)
  return element("div", { className: "field" }, element("label", { htmlFor: input.id, textContent: label }), described, error, input)
}

function refuse(input, words) {
  const error = input.closest(".field").querySelector(".errors")
  error.textContent = words
  error.hidden = false
  input.setAttribute("aria-invalid", "true")
  input.focus()
  return null
}

const ADDRESS = /^(https?:\/\/\S+|mailto:\S+|#[a-z0-9-]+)$/i

export function askAddress(current) {
  const input = element("input", { type: "text", value: current, autocomplete: "off", spellcheck: false })
  const help = "Une adresse du web, ou dans l’évaluation : #mesure-5, #section-normes. Vide : le lien est retiré."
  return ask("Lien", [field("Adresse", help, input)], () => {
    const typed = input.value.trim()
    const address = /^www\./i.test(typed) ? `https://${typed}` : typed
    if (address && !ADDRESS.test(address)) {
      return refuse(input, "Cette adresse n’en est pas une : elle commence par https://, http://, mailto: ou #.")
    }
    return address
  })
}

export function askTable() {
  const number = (value, max) => element("input", { type: "number", value, min: 1, max })
  const rows = number(3, 100)
  const columns = number(3, 20)
  return ask(
    "Tableau",
    [field("Lignes", "Avec celle des titres ; 100 au plus.", rows), field("Colonnes", "20 au plus.", columns)],
    () => {
      for (const input of [rows, columns]) {
        if (!input.checkValidity()) return refuse(input, `Un nombre de 1 à ${input.max}.`)
      }
      return { rows: rows.valueAsNumber, cols: columns.valueAsNumber, withHeaderRow: true }
    },
    "Insérer",
  )
}

export function chooseAddressees(addressees, chosen) {
  const list = element("fieldset", { className: "addressee-choice" }, element("legend", { className: "hidden", textContent: "Destinataires" }))
  function add({ slug, name }, checked) {
    const box = element("input", { type: "checkbox", value: slug, checked })
    list.append(element("label", {}, box, name))
  }
  for (const each of addressees.all()) add(each, chosen.includes(each.slug))
  const fields = [list]
  if (addressees.creates) {
    const input = element("input", { type: "text", autocomplete: "off", maxLength: 200 })
    const create = element("button", { type: "button", className: "button is-quiet", textContent: "Créer ce destinataire" })
    const block = field("Nouveau destinataire", "S’il n’est pas dans la liste.", input)
    block.append(create)
    create.addEventListener("click", async () => {
      const answer = await addressees.create(input.value.trim())
      if (answer.error) return refuse(input, answer.error)
      const known = list.querySelector(`input[value="${answer.slug}"]`)
      if (known) known.checked = true
      else add(answer, true)
      input.value = ""
      list.querySelector(`input[value="${answer.slug}"]`).focus()
    })
    fields.push(block)
  }
  return ask("Destinataires de la recommandation", fields, () =>
    [...list.querySelectorAll("input:checked")].map((box) => box.value),
  )
}
