// Reviewing a claim by single keys. They work while nothing is being typed and nothing outside the form has the focus,
// and can be switched off (WCAG 2.1.4); everything they do can be done with Tab, arrows and Enter, too. The focus is not
// moved when the page opens, since the evidence comes first: the marked criterion is the one that a number scores.
const NAME = "examination-keys"
const form = document.querySelector("form[data-examination]")
const panel = document.querySelector("[data-keys-panel]")
const toggle = panel?.querySelector("input")
const criteria = [...form?.querySelectorAll("[data-criterion]") ?? []]
let at = 0

const TYPED = "textarea, select, input:not([type=radio], [type=checkbox], [type=submit])"
const typing = (element) => element.matches(TYPED) || element.isContentEditable
const inReach = (element) => element === document.body || element.matches("main") || form.contains(element)

const ACTS = {
  n: () => go(at + 1),
  p: () => go(at - 1),
  m: () => criteria[at]?.querySelector("textarea").focus(),
  c: () => choose("certify"),
  a: () => choose("ask"),
  d: () => choose("decline"),
  l: () => focusOn("level"),
  r: () => form.querySelector("#reason").focus(),
  "?": () => { panel.open = true; panel.querySelector("summary").focus() },
}
for (const level of "01234") ACTS[level] = () => score(level)

if (form && panel) {
  panel.hidden = false
  toggle.checked = kept() !== "off"
  show()
  toggle.addEventListener("change", () => { keep(toggle.checked ? "on" : "off"); show() })
  addEventListener("keydown", onKey)
  form.addEventListener("focusin", follow)
  const open = criteria.findIndex((one) => !one.querySelector(":checked"))
  mark(open < 0 ? 0 : open)
}

function onKey(event) {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && form.contains(document.activeElement)) {
    event.preventDefault()
    form.requestSubmit(form.querySelector("button[type=submit]"))
    return
  }
  const element = document.activeElement ?? document.body
  if (event.key === "Escape" && form.contains(element) && typing(element)) return go(at)
  if (!toggle.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
  if (typing(element) || !inReach(element)) return
  const act = ACTS[event.key.toLowerCase()]
  if (!act) return
  event.preventDefault()
  act()
}

// The criterion that has the focus is the one that keys are about.
function follow(event) {
  const found = criteria.indexOf(event.target.closest("[data-criterion]"))
  if (found >= 0) mark(found)
}

function mark(number) {
  criteria[at]?.classList.remove("current")
  at = number
  criteria[at]?.classList.add("current")
}

function go(to) {
  if (to >= criteria.length) return focusOn("verdict")
  mark(Math.max(0, to))
  const one = criteria[at]
  ;(one.querySelector(":checked") ?? one.querySelector("[type=radio]")).focus()
  one.scrollIntoView({ block: "nearest" })
}

function focusOn(name) {
  (form.querySelector(`[name=${name}]:checked`) ?? form.querySelector(`[name=${name}]`)).focus()
}

// Where the decision is written, a number means nothing.
function score(level) {
  const element = document.activeElement ?? document.body
  const radio = criteria[at]?.querySelector(`[value="${level}"]`)
  if (!radio || (form.contains(element) && !element.closest("[data-criterion]"))) return
  radio.checked = true
  radio.dispatchEvent(new Event("change", { bubbles: true }))
  go(at + 1)
}

function choose(verdict) {
  form.querySelector(`[name=verdict][value=${verdict}]`).checked = true
  form.querySelector("#reason").focus()
}

function show() {
  form.dataset.keys = toggle.checked ? "on" : "off"
  for (const key of form.querySelectorAll(".level kbd")) {
    key.hidden = !toggle.checked
    const radio = key.parentElement.querySelector("input")
    toggle.checked ? radio.setAttribute("aria-keyshortcuts", radio.value) : radio.removeAttribute("aria-keyshortcuts")
  }
}

function kept() {
  try { return localStorage.getItem(NAME) } catch { return null }
}

function keep(value) {
  try { localStorage.setItem(NAME, value) } catch { /* not remembered, then */ }
}
