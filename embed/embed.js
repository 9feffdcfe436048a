// The page for frames: one element, with the attributes that stand in the address.

import "./news-widget.js?framed";
import { TYPE } from "./frame.js";

const options = new URLSearchParams(location.search);
const name = options.get("element") === "rate-ticker" ? "rate-ticker" : "news-widget";
const element = document.createElement(name);
const { observedAttributes } = customElements.get(name);
for (const [key, value] of options) {
  // Custom properties are checked by the element itself.
  if (key.startsWith("--nw-")) element.style.setProperty(key, value);
  // Links open beside the page: into the frame they would put a site, and the page's own tab is not the frame's.
  else if (observedAttributes.includes(key) && key !== "link-target") element.setAttribute(key, value);
}
document.documentElement.lang = options.get("lang") || "en";
const rules = new CSSStyleSheet();
rules.replaceSync("html, body { margin: 0; background: transparent; overflow-wrap: anywhere; }");
document.adoptedStyleSheets = [rules];

const tell = (message) => parent.postMessage({ type: TYPE, ...message }, "*");
const tellHeight = (hello) => tell({ height: Math.ceil(element.getBoundingClientRect().height), hello });

for (const event of ["load", "error", "stale"]) {
  element.addEventListener(`news-widget-${event}`, ({ detail }) => tell({ event, detail }));
}
addEventListener("message", ({ data, source }) => {
  if (source !== parent || data?.type !== TYPE) return;
  document.documentElement.style.colorScheme = data.scheme;
  tellHeight();
});
document.body.append(element);
new ResizeObserver(() => tellHeight()).observe(element);
tellHeight(true);
