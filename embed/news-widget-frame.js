// For pages that show the widget in frames: keeps each as high as its content, and in the scheme
// of the page.

import { dye, fit, heard } from "./frame.js";

const frames = () => document.querySelectorAll('iframe[src*="/embed.html"]');

addEventListener("message", (message) => {
  for (const frame of frames()) {
    const said = heard(message, frame);
    if (!said) continue;
    fit(frame, said);
    if (said.hello) dye(frame);
  }
});

// Who spoke before this script was there answers now.
const dyeAll = () => frames().forEach(dye);
dyeAll();
// Pages switch their scheme by an attribute of one of these two, or leave it to the system.
for (const node of [document.documentElement, document.body]) {
  if (node) new MutationObserver(dyeAll).observe(node, { attributes: true });
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", dyeAll);
