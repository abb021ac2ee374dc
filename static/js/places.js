// A town is completed while it is typed. Without this file the form asks "which one?" after it is sent.
// Keyboard and roles after the ARIA combobox pattern with a listbox popup (w3.org/WAI/ARIA/apg/patterns/combobox).
const PAUSE = 150;

for (const holder of document.querySelectorAll("[data-town]")) complete(holder);

function complete(holder) {
  const input = holder.querySelector("input[type=text], input:not([type])");
  const id = holder.querySelector("input[type=hidden]");
  const list = document.createElement("ul");
  const said = document.createElement("p");
  let timer, asked = 0, active = -1, towns = [];

  list.id = `${input.id}-towns`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Towns");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  holder.classList.add("completes");
  holder.append(list, said);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id }))
    input.setAttribute(name, value);

  input.addEventListener("input", () => {
    if (id) id.value = "";
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", onKey);
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) { event.preventDefault(); choose(Number(option.dataset.index)); }
  });

  async function ask() {
    const turn = ++asked;
    const typed = input.value.trim();
    if (typed.length < 2) return close();
    try {
      const answer = await fetch(`${holder.dataset.town}?q=${encodeURIComponent(typed)}`);
      if (!answer.ok || turn !== asked) return;
      show((await answer.json()).places);
    } catch { close(); }
  }

  function show(found) {
    towns = found;
    list.replaceChildren(...found.map((town, index) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${index}`;
      option.dataset.index = index;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.textContent = town.label;
      return option;
    }));
    said.textContent = found.length ? `${found.length === 1 ? "One town" : `${found.length} towns`}. Use the arrow keys.` : "No town begins like that.";
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    activate(-1);
  }

  function activate(index) {
    active = index;
    for (const [n, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(n === index));
    if (index < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", list.children[index].id);
  }

  function choose(index) {
    input.value = towns[index].label;
    if (id) id.value = towns[index].id;
    close();
  }

  function close() {
    clearTimeout(timer);
    asked++;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    activate(-1);
  }

  function onKey(event) {
    if (list.hidden) { if (event.key === "ArrowDown") ask(); return; }
    const last = towns.length - 1;
    if (event.key === "ArrowDown") activate(active === last ? 0 : active + 1);
    else if (event.key === "ArrowUp") activate(active <= 0 ? last : active - 1);
    else if (event.key === "Enter" && active >= 0) choose(active);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  }
}
