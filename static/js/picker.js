// Choosing days: says how many are chosen and what they come to, and lets the arrow keys walk the calendar.
const form = document.querySelector("[data-days-form]");
const count = form?.querySelector("[data-days-count]");
const boxes = [...(form?.querySelectorAll("input[name=days]") ?? [])];
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

function price(days) {
  const { rate, currency } = count.dataset;
  const style = { style: "currency", currency };
  return new Intl.NumberFormat(document.documentElement.lang, style).format(days * Number(rate));
}

function tell() {
  const chosen = boxes.filter((box) => box.checked).length;
  count.hidden = chosen === 0;
  count.textContent = `${chosen} ${chosen === 1 ? "day" : "days"}: ${price(chosen)} before the fee`;
}

function moved(day, by) {
  const there = new Date(`${day}T12:00:00Z`);
  there.setUTCDate(there.getUTCDate() + by);
  return there.toISOString().slice(0, 10);
}

function walk(event) {
  const by = STEPS[event.key];
  if (!by || event.target.name !== "days") return;
  const byDay = new Map(boxes.map((box) => [box.value, box]));
  for (let day = moved(event.target.value, by), tries = 0; tries < 60; day = moved(day, by), tries += 1) {
    const box = byDay.get(day);
    if (!box) continue;
    box.closest("details").open = true;
    box.focus();
    event.preventDefault();
    return;
  }
}

if (form && count) {
  form.addEventListener("change", tell);
  form.addEventListener("keydown", walk);
  tell();
}
