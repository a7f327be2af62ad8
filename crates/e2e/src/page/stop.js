// What has the focus: whether one sees that, and whether it was there already.
const element = document.activeElement;
if (!element || element === document.body || element === document.documentElement) return null;
const { left, right, top, bottom, width, height } = element.getBoundingClientRect();
const { outlineStyle, outlineWidth } = getComputedStyle(element);
const hit = document.elementFromPoint(
  Math.min(Math.max(left + width / 2, 0), innerWidth - 1),
  Math.min(Math.max(top + height / 2, 0), innerHeight - 1),
);
const stops = (window.__stops ??= []);
const again = stops.indexOf(element);
if (again < 0) stops.push(element);
return {
  again: again >= 0,
  ringed: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
  seen: right > 0 && bottom > 0 && left < innerWidth && top < innerHeight && Boolean(hit && (element.contains(hit) || hit.contains(element))),
  inside: element.closest("dialog[open]") !== null,
};
