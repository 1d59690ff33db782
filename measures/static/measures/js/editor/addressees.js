/* The authorities that a recommendation may speak to; the same list for every text of a page. */

export class Addressees {
  constructor(list, createAt, token) {
    this.list = list
    this.createAt = createAt
    this.token = token
  }

  get creates() {
    return Boolean(this.createAt)
  }

  all() {
    return [...this.list].sort((a, b) => a.name.localeCompare(b.name, "fr"))
  }

  name(slug) {
    return this.list.find((each) => each.slug === slug)?.name ?? slug
  }

  /* Create an addressee; return it, or the sentence that says why not. */
  async create(name) {
    if (!name) return { error: "Écrivez le nom de l’autorité." }
    try {
      const answer = await fetch(this.createAt, {
        method: "POST",
        body: new URLSearchParams({ name, csrfmiddlewaretoken: this.token() }),
        headers: { Accept: "application/json" },
      })
      const said = await answer.json()
      if (!answer.ok) return { error: Object.values(said.errors ?? {}).flat().join(" ") || "Ce nom n’a pas été accepté." }
      if (!this.list.some(({ slug }) => slug === said.slug)) this.list.push(said)
      return said
    } catch {
      return { error: "Le destinataire n’a pas pu être créé. Réessayez dans un instant." }
    }
  }
}
