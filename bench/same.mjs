// Is the comparison one of the same thing? Text, markup and heights of the twin against the
// widget's, in a column of 768 pixels.

import { BenchError } from "./files.mjs";
import { load } from "./load.mjs";

/** Runs in the page. */
function look() {
  const frame = window.__bench.root.querySelector(".nw:not(.bones)");
  const visible = frame.innerText.split("\n").map((line) => line.trim()).filter(Boolean);
  const markup = [...frame.querySelectorAll("*")].map((element) => {
    const names = ["class", "part", "href", "src", "lang", "datetime", "d", "data-fits", "data-letter", "data-block", "data-id"];
    const values = names.flatMap((name) => (element.hasAttribute(name) ? [`${name}="${element.getAttribute(name)}"`] : []));
    return `<${[element.localName, ...values].join(" ")}>`;
  });
  const { width, height } = document.querySelector("news-widget").getBoundingClientRect();
  return { width, height, visible, markup };
}

function compare(what, twin, widget) {
  const length = Math.max(twin.length, widget.length);
  let at = 0;
  while (at < length && twin[at] === widget[at]) at += 1;
  if (at === length) return;
  throw new BenchError(
    `the twin is not the widget: ${what} ${at + 1} is\n` +
      `  widget  ${widget[at] ?? "(nothing)"}\n  twin    ${twin[at] ?? "(nothing)"}\n` +
      "change bench/twin.js until it is: else two different things are measured",
  );
}

/** Throws unless they are the same; returns what was compared. */
export async function same(browser, served) {
  const inspect = (page) => page.evaluate(look);
  const open = (contender) => load(browser, served.address(contender), { inspect });
  const [twin, widget] = await Promise.all(["vanilla", "widget"].map(open));
  compare("width", [twin.found.width], [widget.found.width]);
  compare("line of text", twin.found.visible, widget.found.visible);
  compare("element", twin.found.markup, widget.found.markup);
  compare("height", [twin.found.height], [widget.found.height]);
  compare("height while waiting", [twin.heights[0]], [widget.heights[0]]);
  const { width, height, visible, markup } = widget.found;
  return { width, height, lines: visible.length, elements: markup.length };
}
