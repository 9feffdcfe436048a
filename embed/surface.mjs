// What a page owner may use, as data: the types and the manifest of the npm package are made of
// it, so that editors know each attribute. The README says the same to people.
//
// Types are TypeScript's. A value of `null` takes an attribute away, which no type here repeats.

/** Some texts and any other: editors offer the texts. */
const oneOf = (...texts) => texts.map((text) => JSON.stringify(text)).join(" | ");
const orAny = (...texts) => `${oneOf(...texts)} | (string & {})`;

const FORMATS = [
  "auto", "rss", "atom", "sitemap", "jsonld", "wordpress", "wordpress-com", "ghost", "blogger", "jsonfeed", "json", "fields",
];
const RATES_FORMATS = [
  "auto", "cbar", "cbr", "bnm", "tcmb", "ecb", "bnr", "nbk", "cbr-xml-daily", "nbp", "nbu", "cbu", "nbrb", "nbg", "boi",
  "boc", "frankfurter", "rates", "map-of-days", "map", "currency-api", "sdmx", "fields",
];

export const ELEMENTS = [
  {
    name: "news-widget",
    type: "NewsWidgetElement",
    description: "News and exchange rates in four blocks: rates, a headline, similar news and a video channel.",
  },
  {
    name: "rate-ticker",
    type: "RateTickerElement",
    description: "The block of exchange rates alone.",
  },
];

/** In the order of the loader's list. `list`: the property takes a list of texts; `ticker`: <rate-ticker> has use for it. */
export const ATTRIBUTES = [
  { name: "src", type: "string", list: true, description: "Where the articles are: an address, or several that are tried in order until one answers." },
  { name: "format", type: orAny(...FORMATS), default: "auto", description: "How to read `src`; `auto` looks at the bytes." },
  { name: "fields", type: "string", description: "Your own JSON or XML, named by paths: `items=data.news; title=headline`." },
  { name: "headline", type: orAny("first", "latest", "page"), default: "first", description: "Which article is the card: the first, the newest, that of the page it stands on, or the one with this id or address." },
  { name: "similar", type: oneOf("auto", "feed", "latest", "category"), default: "auto", description: "How similar news are chosen: what is like the headline, the source in its order, the newest, or the newest of the headline's category." },
  { name: "similar-days", type: "number | string", default: "0", description: "Only what is at most so many days older or newer than the headline; 0 is any number." },
  { name: "similar-exclude", type: "string", list: true, description: "What is never listed: ids, addresses, categories and words of titles, with commas between." },
  { name: "pool", type: "string", list: true, description: "An archive of more articles to choose from, read like `src` when the browser is idle." },
  { name: "remember", type: `boolean | ""`, ticker: true, description: "Whether this browser keeps the last good answers, for the next visit and for when there is no network, and what the reader opened, to be shown muted." },
  { name: "count", type: "number | string", default: "9", description: "How many similar items, from 0 to 50." },
  { name: "blocks", type: "string", list: true, default: "rates headline similar channel", description: "Which blocks, in which order." },
  { name: "rates", type: "string", list: true, ticker: true, description: "Where the rates are: an address, or several that are tried in order until one answers." },
  { name: "rates-format", type: orAny(...RATES_FORMATS), default: "auto", ticker: true, description: "How to read `rates`; `auto` looks at the bytes." },
  { name: "rates-fields", type: "string", ticker: true, description: "Your own rates in JSON or XML, named by paths." },
  { name: "base", type: "string", ticker: true, description: "The currency that prices are wanted in (ISO 4217); without it, the one that the source counts in." },
  { name: "currencies", type: "string", list: true, ticker: true, description: "Codes in the order to show; without them, the first five of the source." },
  { name: "rates-layout", type: oneOf("auto", "row", "tape", "table"), default: "auto", ticker: true, description: "How rates are laid out; `auto` is one line where they fit it, else a tape." },
  { name: "rate-digits", type: `"published" | number | string`, default: "published", ticker: true, description: "At most so many significant digits of a rate, from 2 to 8, or those that were published." },
  { name: "converter", type: `boolean | ""`, ticker: true, description: "Whether amounts can be converted under the rates." },
  { name: "rates-stream", type: "string", ticker: true, description: "Where rates come from as they change: Server-Sent Events of our rates JSON or of single rates." },
  { name: "channel-url", type: "string", description: "The address of the video channel, which is absent without one." },
  { name: "channel-title", type: "string", description: "The name of the video channel; without it, its host." },
  { name: "channel-text", type: "string", description: "A line about the video channel." },
  { name: "lang", type: "string", ticker: true, description: "Language of the widget's own words, dates and numbers: az, en, ru or tr; without it the page's, else the reader's." },
  { name: "time-zone", type: "string", ticker: true, description: "The clock that times are shown by, an IANA name; without it the reader's." },
  { name: "theme", type: oneOf("auto", "light", "dark"), default: "auto", ticker: true, description: "Light or dark; `auto` follows the `color-scheme` that the page gives the element." },
  { name: "layout", type: oneOf("auto", "card", "compact", "list"), default: "auto", description: "Of similar news; `auto` follows the element's own width." },
  { name: "refresh", type: "string | number", default: "5m", ticker: true, description: "How often to look again while the reader sees the element: `5m`, `30s`; `0` is never." },
  { name: "heading-level", type: "number | string", default: "2", description: "Level of the headline's heading, from 1 to 6." },
  { name: "link-target", type: orAny("_blank", "_self", "_parent", "_top"), default: "_blank", ticker: true, description: "Where links open." },
  { name: "link-rel", type: "string", default: "noopener", ticker: true, description: "The `rel` of links." },
  { name: "link-params", type: "string", ticker: true, description: "What is added to the addresses of links: `utm_source=widget`." },
  { name: "config", type: "string", ticker: true, description: "The id of a `<script type=\"application/json\">` with the same options as one object; an attribute wins." },
];

export const METHODS = [
  { name: "refresh", description: "Asks all sources again, now." },
  { name: "pause", description: "Stops looking again by itself." },
  { name: "resume", description: "Goes on looking again by itself." },
];

export const PROPERTIES = [
  { name: "data", type: "NewsWidgetData", description: "A copy of what is shown." },
];

/** The types that the others name. */
export const TYPES = [
  {
    name: "NewsWidgetData",
    description: "A copy of what an element shows.",
    fields: {
      articles: "{ id: string; url: string; title: string; category: string | null; published: string | null }[]",
      similar: "{ id: string; reason: string }[]",
      rates: "{ code: string; value: string; units: string }[]",
      base: "string | null",
    },
  },
  {
    name: "NewsWidgetLoad",
    description: "How many articles and rates there are, and from where the last came.",
    fields: { articles: "number", rates: "number", source: "string" },
  },
  {
    name: "NewsWidgetError",
    description: "What could not be used.",
    fields: {
      code: oneOf("network", "timeout", "size", "status", "page", "portal", "empty", "not-text", "not-json", "not-xml", "unknown", "shape", "item", "config", "start", "crash", "wasm-blocked"),
      message: "string",
      url: "string",
      path: "string",
    },
  },
  {
    name: "NewsWidgetStale",
    description: "Since when the data that are shown are old.",
    fields: { since: "string" },
  },
  {
    name: "NewsWidgetLink",
    description: "Which link is followed; position and reason are of similar news.",
    fields: {
      url: "string",
      block: oneOf("rates", "headline", "similar", "channel"),
      id: "string | null",
      position: "number | null",
      reason: "string | null",
    },
  },
];

/** None bubbles. */
export const EVENTS = [
  { name: "news-widget-load", detail: "NewsWidgetLoad", description: "Data arrived." },
  { name: "news-widget-error", detail: "NewsWidgetError", description: "Something could not be used; the console says the same, once." },
  { name: "news-widget-stale", detail: "NewsWidgetStale", description: "Looking again failed; the old data stay, with their age." },
  { name: "news-widget-link", detail: "NewsWidgetLink", cancelable: true, description: "A link is followed; `preventDefault()` stops it." },
];

export const CSS_PROPERTIES = [
  { name: "--nw-accent", description: "Links and what stands out." },
  { name: "--nw-text", description: "Text." },
  { name: "--nw-muted", description: "Text of less weight: times, sources." },
  { name: "--nw-surface", description: "What everything stands on." },
  { name: "--nw-border", description: "Lines between things." },
  { name: "--nw-radius", default: "3px", description: "How round corners are." },
  { name: "--nw-font", description: "The face of all text; without it the page's own." },
  { name: "--nw-heading-font", description: "The face of headings; without it that of the text." },
  { name: "--nw-space", default: "16px", description: "The space between blocks." },
  { name: "--nw-up", description: "A rate that rose." },
  { name: "--nw-down", description: "A rate that fell." },
  { name: "--nw-tape-speed", default: "40", description: "How far the tape of rates moves in a second, in pixels." },
];

/** `ticker`: <rate-ticker> has it too. */
export const PARTS = [
  { name: "headline", description: "The block of the headline." },
  { name: "similar", description: "The block of similar news." },
  { name: "rates", ticker: true, description: "The block of rates." },
  { name: "channel", description: "The block of the video channel." },
  { name: "item", description: "One of the similar news." },
  { name: "rate", ticker: true, description: "One rate." },
  { name: "notice", ticker: true, description: "What is said instead of news or rates." },
];

export const SLOT = "Shown until there is something to show or to say; stays if the widget cannot start.";

/** The property of an attribute: `channel-url` is `channelUrl`. */
export const propertyOf = (attribute) => attribute.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

/** The attributes that read as properties too: `refresh` can be set like one, but reads as the method. */
export const isProperty = ({ name }) => !METHODS.some((method) => method.name === name);

/** Those of a list that an element has use for. */
export const usedBy = (element, list) => list.filter((entry) => element.name !== "rate-ticker" || entry.ticker);
