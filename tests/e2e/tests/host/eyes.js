const roots = new Map();
const attachShadow = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (init) {
  const root = attachShadow.call(this, init);
  roots.set(this, root);
  return root;
};

/** The widget in one of the places, in whatever root it is. */
window.__find = (place) => [document, ...roots.values()].map((root) => root.getElementById(place)).find(Boolean);

window.__look = (place) => {
  const widget = __find(place);
  const inside = (selector) => [...roots.get(widget).querySelectorAll(selector)];
  return {
    widget,
    inside,
    texts: (selector) => inside(selector).map((node) => node.firstChild.textContent.trim()),
    isReady: () => inside(".nw:not(.bones)").some((node) => node.dataset.state === "ready" && node.checkVisibility()),
  };
};

const PLACES = ["light", "open", "closed", "nested"];

// What a widget draws into, by the widget.
const drawn = (widget) => roots.get(widget).querySelector(".nw:not(.bones)");
const kept = new Map();
window.__keep = () => PLACES.map(__find).forEach((widget) => kept.set(widget, drawn(widget)));
window.__isKept = (widget) => kept.has(widget) && kept.get(widget) === drawn(widget);

/** Scrolls to a part of a widget as high as the window, and gives points of the window all over it. */
window.__points = (place, part) => {
  const widget = __find(place);
  const from = part * innerHeight;
  scrollTo({ top: scrollY + widget.getBoundingClientRect().top + from, behavior: "instant" });
  const { left, top, width, height } = widget.getBoundingClientRect();
  const points = [];
  for (let y = from + 10; y < Math.min(from + innerHeight, height) - 5; y += 36) {
    for (let x = 10; x < width - 5; x += 120) points.push([left + x, top + y].map(Math.round));
  }
  return points;
};

// Which links are under the mouse in a widget, before anybody hears of the click.
let links = [];
addEventListener("click", ({ clientX, clientY }) => {
  for (const place of PLACES) {
    const root = roots.get(__find(place));
    const link = root?.elementFromPoint(clientX, clientY)?.closest("a[href]");
    if (link && root.contains(link)) links.push({ place, url: link.href });
  }
}, true);
window.__takeLinks = () => links.splice(0);
