/* Adds to each list with boxes a button that ticks them all, or none when all are ticked. */

for (const list of document.querySelectorAll("[data-tick-all]")) {
  const boxes = [...list.querySelectorAll("input[type=checkbox]")]
  const button = document.createElement("button")
  button.type = "button"
  button.className = "tick-all"
  const all = () => boxes.every((box) => box.checked)
  const name = () => {
    button.textContent = `${all() ? "Tout décocher" : "Tout cocher"}`
    button.setAttribute("aria-label", `${button.textContent} : ${list.dataset.tickAll}`)
  }
  button.addEventListener("click", () => {
    const ticked = !all()
    for (const box of boxes) box.checked = ticked
    name()
  })
  list.addEventListener("change", name)
  name()
  list.querySelector("[data-tick-place]").append(button)
}
