// What every page gains from a script, and none needs: passwords that can be shown, buttons that say they are busy,
// colours that change without a reload, menus that close.
for (const holder of document.querySelectorAll("[data-reveal]")) {
  const [input, button] = [holder.querySelector("input"), holder.querySelector("button")];
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
  });
}

for (const holder of document.querySelectorAll("[data-copy]")) {
  const [input, button] = [holder.querySelector("input"), holder.querySelector("button")];
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(input.value);
    button.textContent = "Copied";
  });
}

for (const field of document.querySelectorAll("[data-timezone]")) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
}

for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button?.dataset.busy || event.defaultPrevented) return;
    button.setAttribute("aria-busy", "true");
    button.textContent = button.dataset.busy;
  });
}

// A second press while the first is under way sends nothing twice; Back brings the page to life again.
let leaving = false;
addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  if (leaving) event.preventDefault();
  leaving = !event.defaultPrevented;
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

for (const form of document.querySelectorAll("[data-theme-form]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const theme = event.submitter.value;
    document.documentElement.dataset.bsTheme = theme;
    for (const each of form.querySelectorAll("button")) each.setAttribute("aria-pressed", String(each.value === theme));
    const body = new FormData(form);
    body.set("theme", theme);
    await fetch(form.action, { method: "POST", body });
  });
}

const menus = [...document.querySelectorAll("details.menu")];
const close = (except) => menus.forEach((menu) => menu !== except && menu.removeAttribute("open"));
addEventListener("click", (event) => close(event.target.closest("details.menu")));
addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && menus.find((menu) => menu.open);
  if (!open) return;
  open.removeAttribute("open");
  open.querySelector("summary").focus();
});

document.querySelector(".error-summary")?.focus();
