/* What a page is judged by, beside axe: each function returns the faults that it finds, in words.
   Loaded into the page under test as `judge`. */

(() => {
  const REACHED =
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex], [contenteditable=true]"
  const STATUSES = ["is-non", "is-partiellement", "is-mise-en-oeuvre", "is-a-evaluer"]

  const shown = (element) => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })
  const boxes = (element) => [...element.getClientRects()].filter((box) => box.width > 1 && box.height > 1)
  const all = (selector) => [...document.querySelectorAll(selector)].filter(shown)
  const reached = () => all(REACHED).filter((element) => element.tabIndex >= 0 && !element.disabled)

  function name(element) {
    const words = (element.getAttribute("aria-label") || element.textContent || element.name || "").trim()
    return `${element.localName}.${element.className} « ${words.replace(/\s+/g, " ").slice(0, 60)} »`
  }

  function up(element, levels = 5) {
    const found = []
    for (let at = element; at && found.length < levels; at = at.parentElement) found.push(at)
    return found
  }

  function colour(words) {
    const [red, green, blue, alpha = 1] = words.match(/[\d.]+/g).map(Number)
    return { red, green, blue, alpha }
  }

  /* WCAG's relative luminance, and the contrast of two colours. */
  function luminance({ red, green, blue }) {
    const [r, g, b] = [red, green, blue].map((part) => {
      const share = part / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  function contrast(one, other) {
    const [light, dark] = [luminance(colour(one)), luminance(colour(other))].sort((a, b) => b - a)
    return (light + 0.05) / (dark + 0.05)
  }

  function outlined(element) {
    return up(element).some((at) => {
      const style = getComputedStyle(at)
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && colour(style.outlineColor).alpha > 0
    })
  }

  /* WCAG 2.4.11: at least a part of what has the focus is seen, beneath nothing else. */
  function uncovered(element) {
    return boxes(element).some((box) => {
      const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)]
      const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)]
      const shares = [0.1, 0.5, 0.9]
      return shares.some((x) =>
        shares.some((y) => {
          const hit = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y)
          return hit && (element.contains(hit) || hit.closest("label")?.control === element)
        }),
      )
    })
  }

  const judge = {
    /* Focus goes through the page, there and back: always seen, and never covered. */
    focus() {
      const faults = new Set()
      const stops = reached()
      for (const way of [stops, [...stops].reverse()]) {
        for (const element of way) {
          element.focus({ focusVisible: true })
          if (document.activeElement !== element) faults.add(`takes no focus: ${name(element)}`)
          else if (!outlined(element)) faults.add(`no outline: ${name(element)}`)
          else if (!uncovered(element)) faults.add(`covered: ${name(element)}`)
        }
      }
      document.activeElement?.blur()
      scrollTo(0, 0)
      return [...faults]
    },

    /* In the order that it is read: no positive tabindex. */
    order() {
      return all("[tabindex]").filter((element) => element.tabIndex > 0).map(name)
    },

    /* Forced colours: statuses told apart, and what one uses has an edge or a line. */
    forced() {
      const faults = []
      const canvas = document.createElement("p")
      canvas.style.backgroundColor = "Canvas"
      document.body.append(canvas)
      const ground = getComputedStyle(canvas).backgroundColor
      canvas.remove()
      faults.push(...judge.statuses(ground), ...judge.current())
      for (const element of all("button, .button, input:not([type=hidden]), select, textarea")) {
        const style = getComputedStyle(element)
        const edged = parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== "none"
        const lined = style.textDecorationLine.includes("underline")
        if (!edged && !lined && !/^(radio|checkbox)$/.test(element.type)) faults.push(`no edge: ${name(element)}`)
      }
      for (const element of reached()) {
        element.focus({ focusVisible: true, preventScroll: true })
        if (!outlined(element)) faults.push(`no outline in forced colours: ${name(element)}`)
      }
      document.activeElement?.blur()
      return faults
    },

    /* Each kind of mark looks otherwise for each status, and stands out from the ground. */
    statuses(ground) {
      const faults = []
      for (const kind of [".mark", ".tile", ".bar-part"]) {
        const looks = new Map()
        for (const element of all(kind)) {
          const status = STATUSES.find((one) => element.closest(`.${one}`))
          if (!status) continue
          const style = getComputedStyle(element)
          const look = [style.backgroundColor, style.backgroundImage, style.borderTopStyle].join(" ")
          looks.set(look, (looks.get(look) || new Set()).add(status))
          if (contrast(style.borderTopColor, ground) < 3) faults.push(`faint: ${kind} ${status}`)
        }
        for (const alike of looks.values()) {
          if (alike.size > 1) faults.push(`alike: ${kind} ${[...alike]}`)
        }
      }
      return [...new Set(faults)]
    },

    /* The page one is on looks otherwise than its neighbours in a list of links. */
    current() {
      const look = (element) => {
        const style = getComputedStyle(element)
        return [
          style.fontWeight,
          style.textDecorationLine,
          style.borderBottomStyle,
          style.borderBottomWidth,
          style.borderBottomColor,
        ].join(" ")
      }
      return all("nav a[aria-current]").flatMap((element) => {
        const others = [...element.closest("ul, ol").querySelectorAll("a:not([aria-current])")]
        return others.some((other) => look(other) === look(element)) ? [`not told apart: ${name(element)}`] : []
      })
    },

    /* On paper: no way to another page, nothing to press; statuses told apart without colour. */
    print() {
      const useless = all("nav, .skip, button, .button, form.filters, input[type=search], .save-bar, .permalink, .back")
      const faults = useless.filter((element) => !element.matches("main nav:has(.contents)")).map((element) => `printed: ${name(element)}`)
      faults.push(...judge.statuses("rgb(255, 255, 255)"))
      for (const element of all(".mark, .tile, .bar-part, .work-state")) {
        const style = element.matches(".work-state") ? getComputedStyle(element, "::before") : getComputedStyle(element)
        if (style.printColorAdjust !== "exact") faults.push(`may be printed empty: ${name(element)}`)
      }
      for (const element of all("body *")) {
        if (/sticky|fixed/.test(getComputedStyle(element).position)) faults.push(`stands still: ${name(element)}`)
      }
      for (const element of all(".text a[href^=http]")) {
        if (element.closest(".notes")) continue
        if (!getComputedStyle(element, "::after").content.includes(element.getAttribute("href"))) {
          faults.push(`leads nowhere on paper: ${name(element)}`)
        }
      }
      return faults
    },

    /* For who asked for less motion, nothing moves. */
    motion() {
      const faults = document.getAnimations().map((animation) => `moves: ${animation.effect?.target?.className}`)
      if (getComputedStyle(document.documentElement).scrollBehavior !== "auto") faults.push("scrolls smoothly")
      for (const element of document.querySelectorAll("body *")) {
        const style = getComputedStyle(element)
        if (style.transitionDuration !== "0s" || style.animationName !== "none") faults.push(`moves: ${name(element)}`)
      }
      return faults
    },

    /* By how much the page is wider than the window; what sticks out, if it does. */
    reflow() {
      const beyond = document.documentElement.scrollWidth - document.documentElement.clientWidth
      if (beyond <= 0) return []
      const wide = all("main *, header *, footer *").filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
      return [`${beyond} px too wide: ${wide.slice(0, 3).map(name).join(", ")}`]
    },

    /* WCAG 1.4.12: the spacing that a reader may set. */
    space(wanted) {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(
        "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }",
      )
      document.adoptedStyleSheets = wanted ? [sheet] : []
    },
  }
  window.judge = judge
})()
