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

// What has a sign of its own in src/currency.rs: a line of five holds no longer codes.
const SIGNS = "usd eur gbp jpy rub try azn gel kzt uah inr ils krw pln amd bdt brl crc czk ghs huf khr lak mnt ngn php pyg thb vnd".split(" ");
const MAX_COLUMNS = 5;

/** In how many columns, or nothing for one line; the rule of src/config.rs. */
function columnsOf(codes, count) {
  if (codes.length && count <= MAX_COLUMNS && codes.every((code) => SIGNS.includes(code))) return undefined;
  return Math.ceil(count / Math.ceil(count / MAX_COLUMNS));
}

const LAYOUTS = { row: "", tape: " taped", table: " rows" };

function rates(codes, layout, converter) {
  const count = codes.length || 5;
  const columns = columnsOf(codes, count);
  const row = el("ul", `rate-row${LAYOUTS[layout] ?? " one"}`, ...times(count, () => el("li", "rate", bone("l w45"), bone("s w30"))));
  if (columns) row.dataset.columns = columns;
  return el("section", "block rates", row, el("p", "asof", bone("s w30")), ...(converter ? [el("div", "convert")] : []));
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

/** An address made absolute; nothing when it is none of http or https. */
export function webAddress(text) {
  try {
    const url = text?.trim() && new URL(text.trim(), document.baseURI);
    return /^https?:$/.test(url.protocol) ? url.href : undefined;
  } catch {
    return undefined; // the wasm will say what is wrong with it
  }
}

const make = {
  rates: (options) => {
    const codes = list(options.get("currencies")).filter((code) => /^[a-z]{3}$/.test(code));
    return rates(codes, options.get("rates-layout")?.trim(), (options.get("converter") ?? "false") !== "false");
  },
  headline,
  similar: (options) => similar(countOf(options)),
  channel,
};

function countOf(options) {
  const written = options.get("count")?.trim();
  return /^\d+$/.test(written) && written <= 50 ? Number(written) : 9;
}

/** The blocks that will be shown, in their order; src/config.rs reads the same values. */
export function blocks(options) {
  const written = (name) => Boolean(options.get(name)?.trim());
  const has = {
    rates: () => written("rates") || written("rates-stream"),
    headline: () => written("src") || options.get("headline")?.trim() === "page",
    similar: () => written("src") && countOf(options) > 0,
    channel: () => Boolean(webAddress(options.get("channel-url"))),
  };
  const known = list(options.get("blocks")).filter((name) => Object.hasOwn(make, name));
  return (known.length ? known : Object.keys(make)).filter((name) => has[name]());
}

/** The frame with a box for every block. */
export function skeleton(options) {
  const frame = el("div", "nw bones", ...blocks(options).map((name) => make[name](options)));
  const layout = options.get("layout")?.trim();
  frame.dataset.layout = ["card", "compact", "list"].includes(layout) ? layout : "auto";
  frame.dataset.state = "loading";
  frame.setAttribute("aria-hidden", "true");
  return frame;
}
