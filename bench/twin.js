// The twin: what the widget shows, in plain JavaScript and as little of it as that takes. It is
// what the widget is measured against, so it is written to win: one file, no framework, no
// checks, English only. bench/same.mjs holds its text, markup and height against the widget's.

import { skeleton } from "../embed/skeleton.js";
import css from "../styles/widget.css";

const MONTHS = "January February March April May June July August September October November December".split(" ");
const NAMES = { USD: "US dollar", EUR: "Euro", RUB: "Russian rouble", TRY: "Turkish lira", GBP: "Pound sterling" };
const SIGNS = { USD: "$", EUR: "€", RUB: "₽", TRY: "₺", GBP: "£" };
const CLOSED = "M6 8.9 1.3 4.2l1.1-1.1L6 6.7l3.6-3.6 1.1 1.1z";
const CLOCK = "M6 .5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11m0 1.3a4.2 4.2 0 1 0 0 8.4 4.2 4.2 0 0 0 0-8.4m-.6 1.4h1.2v2.5l1.7 1.7-.9.9-2-2z";
const PAUSE = "M4 3h3v10H4zm5 0h3v10H9z";
const OUT = "M3.5 2H10v6.5H8.5V4.6L3 10.1 1.9 9 7.4 3.5H3.5z";
const PLAY = "M4 2.5 13.5 8 4 13.5z";
const RISE = "m4 .8 3.8 6.4H.2z";
const SAME = "M.5 3h7v2h-7z";

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

// ── Elements ────────────────────────────────────────────────────────────────────────────────

/** An element; attributes and children that are null or undefined are left out. */
function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const name in attributes) {
    if (attributes[name] != null) element.setAttribute(name, attributes[name]);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

function icon(path, size, name = "icon") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", name);
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

const hidden = (text) => h("span", { class: "vh" }, text);

/** Only web addresses become links or pictures. */
function web(address, base) {
  const url = new URL(address, base);
  return /^https?:$/.test(url.protocol) ? url.href : undefined;
}

function link(block, href, attributes, ...children) {
  return h("a", { href, target: "_blank", rel: "noopener", "data-block": block, ...attributes }, ...children);
}

// ── Dates and figures ───────────────────────────────────────────────────────────────────────

/** A moment as numbers of the calendar and the clock of a zone. */
function civil(format, at) {
  const [month, day, year, hour, minute] = format.format(at).match(/\d+/g);
  return { day: +day, month: MONTHS[month - 1], year, clock: `${hour}:${minute}` };
}

const longDate = ({ day, month, year }) => `${day} ${month} ${year}`;
const shortDate = ({ day, month, year }) => `${day} ${month.slice(0, 3)} ${year}`;
const machineTime = (at) => at.toISOString().replace(".000", "");

/** Exact decimals: digits and how many of them stand behind the point. No float ever. */
function decimal(text, nominal) {
  const [whole, fraction = ""] = text.split(".");
  return { digits: BigInt(whole + fraction), scale: fraction.length + String(nominal ?? 1).length - 1 };
}

function print({ digits, scale }) {
  const text = String(digits).padStart(scale + 1, "0");
  return scale ? `${text.slice(0, -scale)}.${text.slice(-scale)}` : text;
}

/** The change in per cent, two decimals, half to even, no trailing zeros; and its direction. */
function compare(now, then) {
  const scale = Math.max(now.scale, then.scale);
  const [a, b] = [now, then].map((value) => value.digits * 10n ** BigInt(scale - value.scale));
  const by = print({ digits: a > b ? a - b : b - a, scale }).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
  const difference = (a > b ? a - b : b - a) * 10_000n;
  let digits = difference / b;
  const twice = (difference % b) * 2n;
  if (twice > b || (twice === b && digits % 2n)) digits += 1n;
  return { sign: a > b ? 1 : a < b ? -1 : 0, by, percent: print({ digits, scale: 2 }).replace(/\.?0+$/, "") };
}

// ── Blocks ──────────────────────────────────────────────────────────────────────────────────

function rates(data, url, codes) {
  const source = web(data.source.url, url);
  const since = data.rates[0].previous_date;
  return h("section", { class: "block rates", part: "rates", "aria-label": "Exchange rates" },
    h("ul", { class: "rate-row one" }, ...codes.map((code) => rate(code, data.rates.find((rate) => rate.code === code)))),
    h("p", { class: "asof" },
      link("rates", source, {}, data.source.name),
      h("time", { datetime: data.date }, shortDate(dayOf(data.date))),
      age(data.date),
      h("span", { class: "vs" }, `since ${dayAndMonth(since)}`),
      h("span", { class: "unit" }, `${data.base} per unit`),
      h("button", { type: "button", class: "sign", "data-act": "pause", "aria-label": "Pause updates", title: "Pause updates" }, icon(PAUSE, 16, "icon"))));
}

function dayOf(date) {
  const [year, month, day] = date.split("-");
  return { day: +day, month: MONTHS[month - 1], year };
}

const dayAndMonth = (date) => shortDate(dayOf(date)).replace(/ \d+$/, "");

/** How old a date is, if more than two working days. */
function age(date) {
  const day = 86_400_000;
  const [from, to] = [Date.parse(date) / day, Math.floor((Date.now() + 4 * 3_600_000) / day)];
  let workdays = 0;
  // The first of January 1970 was a Thursday.
  for (let at = from + 1; at <= to; at += 1) workdays += (at + 3) % 7 < 5;
  if (workdays <= 2) return null;
  const words = `${to - from} days ago`;
  return h("span", { class: "since old", title: words }, icon(CLOCK, 12, "icon"), h("span", { class: "age" }, words));
}

function rate(code, { value, previous, previous_date: day, nominal }) {
  const now = decimal(value, nominal);
  const { sign, percent, by } = compare(now, decimal(previous, nominal));
  const since = `since ${dayAndMonth(day)}`;
  const kinds = { "-1": ["chg down", "down"], 0: ["chg", "no change"], 1: ["chg up", "up"] };
  const [name, word] = kinds[sign];
  return h("li", { class: "rate", part: "rate", "data-code": code },
    h("span", { class: "vh" }, NAMES[code] ?? code, " "),
    h("span", { class: "rate-val" },
      h("bdi", {},
        h("span", { class: "rate-sym", "aria-hidden": "true" }, SIGNS[code] ?? code),
        h("span", { class: "rate-num" }, print(now)))),
    h("span", { class: name, title: [since, ...(sign ? [by] : []), `${percent}%`].join(" · ") },
      icon(sign ? RISE : SAME, 8, "arr"),
      hidden(word),
      sign ? h("bdi", { class: "by" }, by) : null,
      h("bdi", {}, `${percent}%`),
      hidden(` ${since}`)));
}

function picture(article) {
  if (!article.picture) {
    const letter = article.category.match(/[\p{L}\p{N}]/u)[0];
    return h("div", { class: "pic none", "data-letter": letter, "aria-hidden": "true" });
  }
  const image = { loading: "lazy", decoding: "async", referrerpolicy: "no-referrer", alt: "", src: article.picture };
  return h("div", { class: "pic" }, h("img", image));
}

function flags(article) {
  return [["urgent", "Urgent"], ["sponsored", "Sponsored"]].map(([name, word]) =>
    article._news?.[name] ? h("span", { class: `flag ${name}` }, word) : null);
}

const title = (block, article) =>
  link(block, article.page, { "data-id": article.id }, h("span", { lang: article.lang }, article.title));

function headline(article, source) {
  const now = civil(article.format, article.at);
  const button = h("button",
    { type: "button", class: "plain", "data-act": "fold", "data-id": article.id, "aria-expanded": "false", "aria-controls": "nw-body" },
    "Read on", icon(CLOSED, 12));
  const block = h("article", { class: "block head", part: "headline" },
    picture(article),
    h("div", { class: "head-text" },
      h("p", { class: "label" }, ...flags(article), h("span", { lang: article.lang }, article.category)),
      h("h2", { class: "title" }, title("headline", article)),
      h("p", { class: "when" }, h("time", { datetime: machineTime(article.at) }, `${longDate(now)}, ${now.clock}`)),
      h("div", { class: "body", id: "nw-body", lang: article.lang },
        ...article.content_text.split(/\n\s*\n/).map((paragraph) => h("p", {}, paragraph)))),
    h("p", { class: "foot" }, button,
      link("headline", article.page, { class: "src", "data-id": article.id },
        h("span", {}, source), icon(OUT, 12, "icon turn"))));
  button.addEventListener("click", () => {
    const open = block.toggleAttribute("data-open");
    button.firstChild.data = open ? "Show less" : "Read on";
    button.setAttribute("aria-expanded", open);
  });
  return block;
}

function item(article, today) {
  const then = civil(article.format, article.at);
  const words = longDate(then) === today
    ? [then.clock]
    : [shortDate(then), h("span", { class: "at" }, ` ${then.clock}`)];
  return h("li", { class: "item", part: "item" },
    picture(article),
    h("p", { class: "meta" }, ...flags(article), h("b", { lang: article.lang }, article.category),
      article._news?.sponsored ? null : h("time", { datetime: machineTime(article.at) }, ...words)),
    h("h3", { class: "it-title" }, title("similar", article)));
}

function similar(articles) {
  const today = longDate(civil(articles[0].format, new Date()));
  return h("section", { class: "block similar", part: "similar" },
    h("div", { class: "bar" }, h("h2", { class: "block-title" }, "More news")),
    h("ul", { class: "items" }, ...articles.map((article) => item(article, today))));
}

function channel(url, name, text) {
  return h("section", { class: "block channel", part: "channel" },
    h("span", { class: "ch-mark" }, icon(PLAY, 16)),
    h("div", { class: "ch-words" }, h("p", { class: "ch-title" }, name), h("p", { class: "ch-text" }, text)),
    link("channel", url, { class: "fill" }, "Subscribe", hidden(`: ${name}`)));
}

// ── The element ─────────────────────────────────────────────────────────────────────────────

async function load(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}

customElements.define("news-widget", class extends HTMLElement {
  #root = this.attachShadow({ mode: "closed" });

  connectedCallback() {
    const attribute = (name) => this.getAttribute(name);
    const address = (name) => new URL(attribute(name), document.baseURI).href;
    const [src, ratesUrl] = [address("src"), address("rates")];
    const [news, prices] = [load(src), load(ratesUrl)];

    this.#root.adoptedStyleSheets = [sheet];
    const options = new Map(this.getAttributeNames().map((name) => [name, attribute(name)]));
    const frame = skeleton(options);
    this.#root.append(frame);
    const [ratesBox, headBox, similarBox, channelBox] = frame.children;
    channelBox.replaceWith(channel(address("channel-url"), attribute("channel-title"), attribute("channel-text")));
    frame.append(h("p", { class: "vh", role: "status" }), h("p", { class: "vh", role: "status" }));

    const waiting = new Set([ratesBox, headBox, similarBox]);
    const show = (box, block) => {
      box.replaceWith(block);
      waiting.delete(box);
      frame.className = "nw";
      frame.lang = "en";
      frame.removeAttribute("aria-hidden");
      for (const bones of waiting) bones.setAttribute("aria-hidden", "true");
      if (!waiting.size) frame.dataset.state = "ready";
    };

    prices.then((data) => show(ratesBox, rates(data, ratesUrl, attribute("currencies").split(" "))), console.warn);
    news.then((feed) => {
      const digits = Object.fromEntries(["month", "day", "hour", "minute"].map((field) => [field, "2-digit"]));
      const zone = { ...digits, year: "numeric", hourCycle: "h23", timeZone: attribute("time-zone") };
      const format = new Intl.DateTimeFormat("en-US", zone);
      const articles = feed.items.slice(0, 1 + +(attribute("count") ?? 9)).map((article) => ({
        ...article,
        format,
        at: new Date(article.date_published),
        page: web(article.url, src),
        picture: article.image && web(article.image, src),
        category: article._news?.category ?? article.tags[0],
        lang: article.language ?? feed.language,
      }));
      const head = headline(articles[0], feed.title);
      show(headBox, head);
      show(similarBox, similar(articles.slice(1)));
      const body = head.querySelector(".body");
      // Whether the folded body shows all there is: before the first paint, and at every size.
      new ResizeObserver(() => {
        if (!head.hasAttribute("data-open")) head.toggleAttribute("data-fits", body.scrollHeight <= body.clientHeight + 1);
      }).observe(head);
    }, console.warn);
  }
});
