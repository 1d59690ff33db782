/* Looks every two seconds how far something has come, and shows it in its place, until it is
   there. Without this script, a link of the page looks again.

   Takes an element with an id and data-awaited; once the server gives it without the latter,
   there is nothing to wait for. */

const PAUSE = 2_000;

async function look(place) {
  const answer = await fetch(location.href);
  if (!answer.ok || answer.redirected) {
    location.reload(); // the session is over, or what was awaited is gone: the page says so
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.getElementById(place.id);
  // Written only when it changes: screen readers would repeat it each time.
  if (now.textContent.trim() !== place.textContent.trim()) {
    place.replaceChildren(...now.childNodes);
  }
  if (!("awaited" in now.dataset)) {
    delete place.dataset.awaited;
  }
}

async function wait() {
  const place = document.querySelector("[data-awaited]");
  if (!place) {
    return;
  }
  try {
    await look(place);
  } catch {
    // No network: the next look will tell.
  }
  setTimeout(wait, PAUSE);
}

setTimeout(wait, PAUSE);
