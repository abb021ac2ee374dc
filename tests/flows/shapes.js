// What a page is made of. An element's shape is its way down from the body by what style sheets can ask for: tags, classes, states,
// whether it is the first or last among its siblings, and whether it says something itself. Two of one shape are drawn alike.
window.shapes = (() => {
  const STATES = ["role", "type", "scope", "open", "checked", "disabled", "readonly", "required", "hidden", "aria-current",
    "aria-busy", "aria-selected", "aria-pressed", "aria-expanded", "aria-hidden", "aria-invalid", "data-keys"];
  const numbers = new WeakMap();

  const speaks = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());

  const own = (element) => {
    const said = [element.localName, ...[...element.classList].sort()];
    for (const name of STATES) if (element.hasAttribute(name)) said.push(`${name}=${element.getAttribute(name)}`);
    if (!element.previousElementSibling) said.push(":first");
    if (!element.nextElementSibling) said.push(":last");
    if (speaks(element)) said.push(":text");
    return said.join(".");
  };

  const number = (text, seed) => {
    let high = 0xdeadbeef ^ seed, low = 0x41c6ce57 ^ seed;
    for (let at = 0; at < text.length; at++) {
      high = Math.imul(high ^ text.charCodeAt(at), 2654435761);
      low = Math.imul(low ^ text.charCodeAt(at), 1597334677);
    }
    return 4294967296 * (2097151 & (high ^ (high >>> 15))) + (low >>> 0);
  };

  const of = (element) => {
    if (!numbers.has(element)) {
      const above = element === document.body ? 0 : of(element.parentElement);
      numbers.set(element, number(`${above}>${own(element)}`, 7));
    }
    return numbers.get(element);
  };

  const all = () => [...document.body.querySelectorAll("*")];

  // In their order: each shape, and whether there is more than one of it.
  const list = () => {
    const times = new Map();
    for (const element of all()) times.set(of(element), (times.get(of(element)) ?? 0) + 1);
    return [...times].map(([shape, count]) => (count > 1 ? [shape, 2] : [shape, 1]));
  };

  // One of each of those shapes, without what lies inside another one.
  const one = (wanted) => {
    const left = new Set(wanted), found = [];
    for (const element of all()) {
      if (!left.has(of(element))) continue;
      left.delete(of(element));
      if (!found.some((each) => each.contains(element))) found.push(element);
    }
    return found;
  };

  // As in keys.py: the mark may be drawn on the label that stands in its place, or beside it.
  const marked = (element) => {
    const near = [element, element.nextElementSibling, element.closest("label"), element.closest("li, .panel")];
    return near.some((each) => {
      const style = each && getComputedStyle(each);
      return style && ((style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none");
    });
  };

  const TOLD = ["focus", "focusin", "blur", "focusout"];
  const still = (event) => event.stopImmediatePropagation();

  // What cannot be used by keyboard among those shapes, and why. The page's scripts are not told: a search looks again when a field
  // is left.
  const unmarked = (wanted) => {
    const left = new Set(wanted), wrong = [];
    for (const name of TOLD) window.addEventListener(name, still, true);
    const can = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex], [role=button], [onclick]";
    for (const element of document.querySelectorAll(can)) {
      const disabled = element.matches(":disabled, [tabindex='-1']") || element.closest("[inert]");
      if (!left.delete(of(element)) || disabled || !element.checkVisibility({ visibilityProperty: true })) continue;
      const say = (what) => wrong.push([what, element.outerHTML.slice(0, 160)]);
      if (element.tabIndex > 0) say("out of the order of the page");
      element.focus({ focusVisible: true, preventScroll: true });
      if (document.activeElement !== element) say("never gets the focus");
      else if (!marked(element)) say("does not show that it has the focus");
    }
    document.activeElement?.blur();
    for (const name of TOLD) window.removeEventListener(name, still, true);
    return wrong;
  };

  return { list, one, unmarked };
})();
