// Which controls are lost in forced colours: without a bound, without words or a sign that can be told from what is
// under them, or without a difference between on and off. A list of complaints, each in words.
const complaints = [];
const complain = (element, words) => {
  const name = element.getAttribute("aria-label") ?? element.textContent.trim().slice(0, 60);
  complaints.push(`<${element.localName} class="${element.getAttribute("class") ?? ""}"> “${name}” ${words}`);
};
if (!matchMedia("(forced-colors: active)").matches) return ["colours are not forced"];

const parts = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
const isSeen = (colour) => (parts(colour)[3] ?? 1) > 0.5;
const luminance = (colour) => {
  const [red, green, blue] = parts(colour).slice(0, 3)
    .map((value) => value / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (one, other) => {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
};
const ground = (element) => {
  for (let around = element; around; around = around.parentElement) {
    const colour = getComputedStyle(around).backgroundColor;
    if (isSeen(colour)) return colour;
  }
  return "rgb(255, 255, 255)";
};
const look = (element) => {
  const style = getComputedStyle(element);
  const names = ["color", "backgroundColor", "borderTopColor", "borderTopWidth", "borderTopStyle", "outlineStyle", "textDecorationLine", "fontWeight"];
  return names.map((name) => style[name]).join();
};

const within = document.querySelector("dialog[open]") ?? document.body;
for (const control of within.querySelectorAll("a[href], button, input, select, textarea, summary")) {
  if (!control.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || control.closest(".skip-link")) continue;
  const style = getComputedStyle(control);
  const under = ground(control);
  if (contrast(style.color, under) < 4.5) complain(control, `has ${style.color} on ${under}`);
  for (const sign of control.querySelectorAll("svg")) {
    const drawn = getComputedStyle(sign).stroke;
    if (contrast(drawn, under) < 3) complain(control, `has a sign of ${drawn} on ${under}`);
  }
  const isLink = control.localName === "a" && !control.classList.contains("button");
  const bordered = style.borderTopStyle !== "none" && parseFloat(style.borderTopWidth) >= 1 &&
    contrast(style.borderTopColor, ground(control.parentElement)) >= 3;
  const drawnByTheSystem = control.localName === "input" && /checkbox|range/.test(control.type);
  const inAList = control.closest(".menu, summary") || control.localName === "summary";
  if (!isLink && !bordered && !drawnByTheSystem && !inAList) complain(control, "has no bound");
}

// A switch looks otherwise when it is on, or its sign or its words say so: those change with the page, not here.
for (const state of ["aria-pressed", "aria-current", "aria-selected"]) {
  for (const control of within.querySelectorAll(`[${state}]`)) {
    if (!control.checkVisibility()) continue;
    const now = control.getAttribute(state);
    const named = control.hasAttribute("aria-label");
    const before = look(control);
    control.setAttribute(state, now === "true" ? "false" : "true");
    const after = look(control);
    control.setAttribute(state, now);
    if (before === after && !named) complain(control, `looks the same with ${state} and without`);
  }
}
return complaints;
