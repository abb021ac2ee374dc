// Results, counts and chips follow the filters while they are changed. The address keeps the whole query, so Back, reload
// and a mailed link show the same. Without this file the button does it.
const PAUSE = 350
const COMMON_WEEK = "mon,tue,wed,thu,fri"
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

// The short address that the server itself writes: nothing that says nothing.
function address() {
  const query = new URLSearchParams(new FormData(form))
  if (!query.get("near")) query.delete("km")
  if (!query.get("overlap")) query.delete("zone")
  if (!query.get("rate") && query.get("currency") === form.elements.currency.options[0].value) query.delete("currency")
  const weekdays = query.getAll("weekdays").join()
  query.delete("weekdays")
  if (weekdays && weekdays !== COMMON_WEEK) query.set("weekdays", weekdays)
  for (const name of [...query.keys()]) if (!query.get(name) && query.getAll(name).length === 1) query.delete(name)
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
  for (const part of document.querySelectorAll("#results, [data-live]")) {
    const other = fresh.getElementById(part.id)
    if (other) replace(part, other)
  }
  for (const mistake of form.querySelectorAll(".mistake")) mistake.remove()
  for (const field of form.querySelectorAll(".has-mistake")) field.classList.remove("has-mistake")
  for (const mistake of fresh.querySelectorAll("form .mistake")) {
    const name = mistake.id.replace(/-mistake$/, "")
    form.elements[name]?.closest?.(".field")?.append(mistake)
  }
  document.getElementById("said").textContent = document.querySelector("#results h2, #results .alert").textContent
}

// What has the focus keeps it, what was unfolded stays unfolded.
function replace(old, fresh) {
  const focused = old.contains(document.activeElement) && document.activeElement.id
  const open = old.querySelector("details")?.open
  old.replaceWith(fresh)
  if (open) fresh.querySelector("details")?.setAttribute("open", "")
  if (focused) document.getElementById(focused)?.focus()
}
