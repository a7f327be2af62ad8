// What live regions say, in order: assistive technology reads what changes in a region that was there before.
(() => {
  const heard = (window.__heard = []);
  const manners = { status: "polite", log: "polite", alert: "assertive" };
  const region = (node) => {
    const element = node instanceof Element ? node : node.parentElement;
    return element?.closest("[aria-live], [role=status], [role=log], [role=alert]");
  };
  const hear = (changed, text) => {
    const live = region(changed);
    if (!live || !text.trim()) return;
    heard.push([live.getAttribute("aria-live") ?? manners[live.getAttribute("role")], text.trim()]);
  };
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "characterData") hear(target, target.data);
      for (const node of addedNodes) hear(target, node.textContent);
    }
  }).observe(document, { childList: true, subtree: true, characterData: true });
})();
