// What somebody with good eyes and a ruler says about the page that is shown: a list of complaints, each in words.
const complaints = [];
const root = document.documentElement;
const complain = (element, words) => {
  const name = element.getAttribute?.("aria-label") ?? element.textContent.trim().slice(0, 60);
  complaints.push(`<${element.localName} class="${element.getAttribute("class") ?? ""}"> “${name}” ${words}`);
};

// For screen readers alone, or only shown once it has the focus.
const isApart = (element) => {
  for (let around = element; around && around !== document.body; around = around.parentElement) {
    if (getComputedStyle(around).clipPath.startsWith("inset(50%")) return true;
  }
  return element.closest(".skip-link") !== null;
};
const isHidden = (element) =>
  !element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || isApart(element);

// Somebody can bring into sight what is in there.
const scroller = (element) => {
  for (let around = element.parentElement; around && around !== document.body; around = around.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(around).overflowX)) return around;
  }
  return null;
};

if (root.scrollWidth > root.clientWidth) {
  complaints.push(`the page is ${root.scrollWidth} wide on a screen of ${root.clientWidth}`);
}

// What lies under a menu or a dialog is for afterwards.
const within = document.querySelector(":popover-open") ?? document.querySelector("dialog[open]") ?? document.body;
for (const element of within.querySelectorAll("*")) {
  if (isHidden(element)) continue;
  const style = getComputedStyle(element);
  const texts = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  for (const text of texts) {
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const { left, right } of range.getClientRects()) {
      const shortened = style.textOverflow === "ellipsis" && style.overflowX !== "visible";
      if ((left < -1 || right > root.clientWidth + 1) && !shortened && !scroller(element)) {
        complain(element, `runs out of the page (${Math.round(left)} to ${Math.round(right)})`);
        break;
      }
    }
  }
  const clips = ["hidden", "clip"];
  if (texts.length && style.textOverflow !== "ellipsis") {
    if (clips.includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1) complain(element, "is cut off");
    if (clips.includes(style.overflowY) && element.scrollHeight > element.clientHeight + 1) complain(element, "is cut off");
  }
}

const controls = "a[href], button, input, select, textarea, summary, [tabindex='0']";
for (const control of within.querySelectorAll(controls)) {
  if (isHidden(control) || control.disabled) continue;
  control.scrollIntoView({ block: "center", behavior: "instant" });
  const { left, right, top, bottom, width, height } = control.getBoundingClientRect();
  if (left < -1 || right > root.clientWidth + 1) complain(control, `is cut off at the side (${left} to ${right})`);
  if (top < -1 || bottom > innerHeight + 1) {
    if (height <= innerHeight) complain(control, `cannot be brought into sight (${top} to ${bottom} of ${innerHeight})`);
    continue;
  }
  const hit = document.elementFromPoint(left + width / 2, top + height / 2);
  if (hit && hit.closest(".toasts, .new-version, .reader") && !control.closest(".toasts, .new-version, .reader")) continue;
  const label = hit?.closest("label");
  if (hit && !control.contains(hit) && !hit.contains(control) && label?.control !== control) {
    complain(control, `is covered by <${hit.localName} class="${hit.getAttribute("class") ?? ""}">`);
  }
}
scrollTo({ top: 0, behavior: "instant" });
return complaints;
