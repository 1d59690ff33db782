/* Adds to each text to copy ([.to-copy], named by aria-labelledby or data-named) a
 * button that copies it whole, and says so. Where the browser gives no clipboard, the text is
 * selected, ready for Ctrl+C. */

const said = document.createElement("p")
said.className = "hidden"
said.setAttribute("role", "status")
document.querySelector("main").append(said)

const words = (text) => ("value" in text ? text.value : text.textContent.replace(/\s+/g, " ").trim())

function select(text) {
  if ("select" in text) text.select()
  else getSelection().selectAllChildren(text)
}

async function copy(text, button) {
  let done = "Copié"
  try {
    await navigator.clipboard.writeText(words(text))
  } catch {
    select(text)
    done = "Sélectionné : Ctrl+C pour copier"
  }
  button.textContent = done
  said.textContent = `${done} : ${button.dataset.what}`
  setTimeout(() => {
    button.textContent = "Copier"
    said.textContent = ""
  }, 4_000)
}

for (const text of document.querySelectorAll(".to-copy")) {
  const heading = document.getElementById(text.getAttribute("aria-labelledby") || text.dataset.named)
  const button = document.createElement("button")
  button.type = "button"
  button.className = "copy"
  button.textContent = "Copier"
  button.dataset.what = heading.textContent.trim()
  button.setAttribute("aria-describedby", heading.id)
  button.addEventListener("click", () => copy(text, button))
  text.insertAdjacentElement("afterend", button)
}
