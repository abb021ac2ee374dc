// Something that is on its way: its panel is fetched anew until it has arrived. Without scripts a link does the same.
const PAUSE = 2000;

async function look() {
  const panel = document.querySelector("[data-watch]");
  if (!panel) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-watch]");
    if (!fresh) return location.reload();
    panel.replaceChildren(...fresh.childNodes);
  } catch {
    // The line is down for a moment; the next look may find it up.
  }
  setTimeout(look, PAUSE);
}

setTimeout(look, PAUSE);
