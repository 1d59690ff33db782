/* Writes the date of adoption in the proposed statement as it is chosen; a statement that
   somebody wrote otherwise is left alone. Without this script, the server writes it. */

const date = document.querySelector("#id_adopted_on");
const statement = document.querySelector("#id_statement");

if (date && statement) {
  const inWords = new Intl.DateTimeFormat("fr", { day: "numeric", month: "long", year: "numeric" });
  let written = "…";

  date.addEventListener("change", () => {
    const [year, month, day] = date.value.split("-").map(Number);
    if (!year || !statement.value.includes(written)) {
      return;
    }
    const said = inWords.format(new Date(year, month - 1, day)).replace(/^1 /, "1er ");
    statement.value = statement.value.replace(written, said);
    written = said;
  });
}
