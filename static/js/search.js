// Results follow the filters while they are changed. The address keeps the whole query, so Back, reload and a mailed
// link show the same. Without this file the button does it.
const PAUSE = 350
const PARTS = ["results", "module-field"]
const form = document.querySelector("form.search")
let timer, turn = 0, shown = location.href

if (form) {
  form.addEventListener("change", () => refresh(0))
  form.addEventListener("focusout", () => refresh(PAUSE))
  form.querySelector("#q").addEventListener("input", () => refresh(PAUSE))
}

function refresh(pause) {
  clearTimeout(timer)
  timer = setTimeout(load, pause)
}

function address() {
  const query = new URLSearchParams(new FormData(form))
  if (!query.get("rate")) query.delete("currency")
  if (!query.get("near")) query.delete("km")
  for (const [name, value] of [...query]) if (!value) query.delete(name)
  return query.size ? `${form.action}?${query}` : form.action
}

async function load() {
  const wanted = address()
  if (wanted === shown) return
  const mine = ++turn
  document.getElementById("results").setAttribute("aria-busy", "true")
  try {
    const answer = await fetch(wanted)
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html")
    if (mine !== turn) return
    show(fresh)
    shown = wanted
    history.replaceState(null, "", wanted)
  } catch {
    if (mine === turn) location.assign(wanted)
  }
}

function show(fresh) {
  for (const id of PARTS) document.getElementById(id).replaceWith(fresh.getElementById(id))
  for (const field of form.querySelectorAll(".has-mistake")) {
    field.classList.remove("has-mistake")
    field.querySelector(".mistake")?.remove()
  }
  document.getElementById("said").textContent = document.querySelector("#results h2, #results .alert").textContent
}
