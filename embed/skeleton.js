// The empty boxes, before anything has arrived: the same markup as src/view/skeleton.rs draws,
// so that their heights are the widget's. No innerHTML: Trusted Types would forbid it.

function el(tag, className, ...children) {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...children);
  return element;
}

const bone = (className) => el("span", `bone ${className}`);
const times = (count, make) => Array.from({ length: count }, make);

function rates(count) {
  const row = el("ul", "rate-row", ...times(count, () => el("li", "rate", bone("l w45"), bone("s w30"))));
  if (count > 5) row.dataset.many = "";
  return el("section", "block rates", row, el("p", "asof", bone("s w30")));
}

function headline() {
  return el("article", "block head",
    el("div", "pic"),
    el("div", "head-text",
      el("p", "label", bone("s w30")),
      el("div", "title", bone("t w95"), bone("t w80"), bone("t w60")),
      el("p", "when", bone("s w45")),
      el("div", "body", ...times(7, () => bone("l w95")))),
    el("p", "foot"));
}

function similar(count) {
  const item = () => el("li", "item",
    el("div", "pic"),
    el("p", "meta", bone("s w30")),
    el("div", "it-title", bone("l w95"), bone("l w80")));
  return el("section", "block similar",
    el("div", "bar", bone("l w30")),
    el("ul", "items", ...times(count, item)));
}

function channel() {
  return el("section", "block channel",
    el("span", "ch-mark"),
    el("div", "ch-words", bone("l w45"), bone("s w30")));
}

const list = (text) => [...new Set((text ?? "").toLowerCase().split(/[\s,]+/).filter(Boolean))];

/** The frame with a box for every block that will be shown; src/config.rs reads the same values. */
export function skeleton(options) {
  const written = Number.parseInt(options.get("count"), 10);
  const count = written >= 0 && written <= 50 ? written : 9;
  const currencies = list(options.get("currencies")).filter((code) => /^[a-z]{3}$/.test(code)).length || 5;
  const make = {
    rates: () => options.get("rates") && rates(currencies),
    headline: () => options.get("src") && headline(),
    similar: () => options.get("src") && count > 0 && similar(count),
    channel: () => options.get("channel-url") && channel(),
  };
  const known = list(options.get("blocks")).filter((name) => Object.hasOwn(make, name));
  const blocks = known.length ? known : Object.keys(make);
  const frame = el("div", "nw bones", ...blocks.map((name) => make[name]()).filter(Boolean));
  const layout = options.get("layout");
  frame.dataset.layout = ["card", "compact", "list"].includes(layout) ? layout : "auto";
  frame.dataset.state = "loading";
  frame.setAttribute("aria-hidden", "true");
  return frame;
}
