// The loader: defines <news-widget> and <rate-ticker>, asks for the data and the wasm side by
// side, draws the empty boxes meanwhile, and hands the element over when there is something to
// show. What decides anything about news or rates is in Rust.

import css from "../styles/widget.css";
import { blocks, skeleton, webAddress } from "./skeleton.js";

const ATTRIBUTES = [
  "src", "format", "fields", "headline", "similar", "similar-days", "similar-exclude", "pool", "remember", "count", "blocks", "rates", "rates-format", "rates-fields", "base", "currencies",
  "channel-url", "channel-title", "channel-text", "lang", "time-zone", "theme", "layout",
  "refresh", "heading-level", "link-target", "link-rel", "link-params", "config",
];

const propertyOf = (attribute) => attribute.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

// The same limit as in src/browser/fetch.rs.
const TIMEOUT_MS = 10_000;

// Said only when nothing can start, so that there is no wasm to say it.
const SORRY = {
  az: "Bu bölmə açılmadı.",
  en: "This box could not be loaded.",
  ru: "Не удалось загрузить этот блок.",
  tr: "Bu bölüm yüklenemedi.",
};

const sheets = new WeakMap();
function styles(page) {
  if (!sheets.has(page)) {
    const sheet = new (page.defaultView ?? window).CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(page, sheet);
  }
  return sheets.get(page);
}

// ── Side by side: wasm, glue, data ──────────────────────────────────────────────────────────

let module;
/** The glue with the wasm in it: one for all elements of the page. */
function start() {
  return (module ??= (async () => {
    const wasm = fetch(new URL("news-widget.wasm", import.meta.url));
    // When the glue fails first, nobody is left to hear of this one.
    wasm.catch(() => {});
    const glue = await import(new URL("news-widget-glue.js", import.meta.url).href);
    await glue.default({ module_or_path: wasm });
    return glue;
  })());
}

const requests = new Map();
/** The answer with its body, read now: a limit of time would else run on until the wasm reads it. */
async function answer(url) {
  const response = await fetch(url, { credentials: "omit", signal: AbortSignal.timeout(TIMEOUT_MS) });
  const bytes = await response.arrayBuffer();
  const whole = new Response(bytes.byteLength ? bytes : null, response);
  // A response made by hand has no address, and relative links need it.
  return Object.defineProperty(whole, "url", { value: response.url });
}

/** Asks for the first of the addresses, which some element is going to need, once. */
function ask(addresses) {
  const url = webAddress(addresses.trim().split(/\s+/)[0]);
  if (!url || requests.has(url)) return;
  const request = answer(url);
  // Whoever takes it hears of a failure; until then it is not an unhandled one.
  request.catch(() => {});
  requests.set(url, request);
}

/** Hands a request over, once; afterwards the wasm asks by itself. */
function early(url) {
  const request = requests.get(url);
  requests.set(url, undefined);
  return request;
}

// ── The elements ────────────────────────────────────────────────────────────────────────────

const hosts = new WeakMap();

/** What one element has of its own, out of the page's reach. */
class Host {
  constructor(element) {
    this.element = element;
    this.shadow = element.attachShadow({ mode: __OPEN_ROOT__ ? "open" : "closed" });
    this.dress();
    this.slot = document.createElement("slot");
    // A parser may put the owner's content in after the element has started.
    this.slot.addEventListener("slotchange", () => this.look());
    // yew draws into an element inside: on the shadow root itself its events would leave it.
    this.root = document.createElement("div");
    this.root.hidden = true;
    this.stage = document.createElement("div");
    this.stage.className = "stage";
    this.stage.append(this.slot, this.root);
    this.shadow.append(this.stage);
  }

  /** A sheet belongs to the document that it was made in. */
  dress() {
    this.shadow.adoptedStyleSheets = [styles(this.element.ownerDocument)];
  }

  pause(paused) {
    this.paused = paused;
    this.mounted?.pause(paused);
  }

  /** The attributes by name, over the keys of the JSON that `config` names. */
  options() {
    const options = new Map();
    const json = this.config();
    for (const name of ATTRIBUTES) {
      const key = [name, propertyOf(name)].find((key) => Object.hasOwn(json, key));
      const value = key ? json[key] : null;
      if (value !== null) options.set(name, Array.isArray(value) ? value.join(name === "similar-exclude" ? "," : " ") : String(value));
    }
    for (const name of ATTRIBUTES) {
      const value = this.element.getAttribute(name);
      if (value !== null) options.set(name, value);
    }
    if (this.element.localName === "rate-ticker") options.set("blocks", "rates");
    return options;
  }

  config() {
    const id = this.element.getAttribute("config");
    if (!id) return {};
    let json;
    try {
      json = JSON.parse(document.getElementById(id).textContent);
    } catch {
      // no such element, or no JSON in it: said below
    }
    if (json && typeof json === "object") return json;
    this.fail("config", `config: "${id}" is not the id of a <script type="application/json"> that holds an object`);
    return {};
  }

  connect() {
    if (this.started) return;
    this.started = true;
    this.sorry?.remove();
    const options = this.options();
    const shown = blocks(options);
    if (shown.includes("rates")) ask(options.get("rates"));
    if (shown.includes("headline") || shown.includes("similar")) ask(options.get("src") ?? "");
    this.draw(options);
    start().then((glue) => {
      if (!this.element.isConnected) return void (this.started = false);
      this.mounted = glue.mount(this.element, this.root, this.options(), early, () => this.show());
      if (this.paused) this.mounted.pause(true);
    }).catch((error) => this.giveUp(error));
  }

  /** The empty boxes: seen where the owner gave nothing to see, else only holding the space. */
  draw(options) {
    this.stage.dataset.theme = options.get("theme")?.trim() ?? "";
    this.bones?.remove();
    this.bones = this.root.hidden ? skeleton(options) : null;
    if (this.bones) this.stage.prepend(this.bones);
    this.stage.classList.toggle("waiting", this.root.hidden);
    this.look();
  }

  look() {
    this.stage.classList.toggle("empty", !this.element.firstElementChild && !this.element.textContent.trim());
  }

  show() {
    this.root.hidden = false;
    this.bones?.remove();
    this.slot.remove();
    this.stage.className = "stage";
    // Safari has no requestIdleCallback.
    (window.requestIdleCallback ?? setTimeout)(() => this.mounted?.idle());
  }

  /** Nothing will start: the owner's own content stays, or one sentence where there is none. */
  giveUp(error) {
    module = undefined;
    this.failed = true;
    if (this.stage.classList.contains("empty")) {
      const lang = (this.options().get("lang") || this.element.closest("[lang]")?.lang || "").slice(0, 2);
      this.sorry = document.createElement("p");
      this.sorry.className = "sorry";
      this.sorry.textContent = SORRY[lang] ?? SORRY.en;
      this.stage.append(this.sorry);
      this.bones?.classList.add("held");
    } else {
      this.bones?.remove();
      this.stage.className = "stage";
    }
    this.fail("start", `the widget could not start: ${error?.message ?? error}`);
  }

  fail(code, message) {
    if (this.said === message) return;
    this.said = message;
    console.warn(`news-widget: ${message}`);
    const detail = { code, message, url: import.meta.url, path: "" };
    this.element.dispatchEvent(new CustomEvent("news-widget-error", { detail }));
  }

  /** Several attributes changed in one turn are one change. */
  changed() {
    if (!this.started || this.failed || this.due) return;
    this.due = true;
    queueMicrotask(() => {
      this.due = false;
      const options = this.options();
      this.draw(options);
      this.mounted?.update(options);
    });
  }

  /** A move takes an element off the page and puts it back in one turn: that is no end. */
  disconnect() {
    queueMicrotask(() => {
      if (this.element.isConnected) return;
      // Put back, it may try again.
      if (this.failed) this.failed = this.started = false;
      if (!this.mounted) return;
      this.mounted.unmount();
      this.mounted = undefined;
      this.started = false;
      this.root.hidden = true;
      this.stage.prepend(this.slot);
    });
  }
}

function define(name) {
  // A second copy of the script, older or newer, finds the name taken.
  if (customElements.get(name)) return;

  class Widget extends HTMLElement {
    static observedAttributes = ATTRIBUTES;

    constructor() {
      super();
      hosts.set(this, new Host(this));
    }

    connectedCallback() {
      // A framework may have set properties before this class was known.
      for (const name of Object.keys(this)) {
        if (Object.getOwnPropertyDescriptor(Widget.prototype, name)?.set) {
          const value = this[name];
          delete this[name];
          this[name] = value;
        }
      }
      hosts.get(this).connect();
    }

    disconnectedCallback() {
      hosts.get(this).disconnect();
    }

    adoptedCallback() {
      hosts.get(this).dress();
    }

    attributeChangedCallback() {
      hosts.get(this).changed();
    }

    refresh() {
      hosts.get(this).mounted?.refresh();
    }

    pause() {
      hosts.get(this).pause(true);
    }

    resume() {
      hosts.get(this).pause(false);
    }

    get data() {
      return hosts.get(this).mounted?.data() ?? { articles: [], rates: [], base: null };
    }
  }

  for (const attribute of ATTRIBUTES) {
    // `refresh` is the method.
    if (Object.hasOwn(Widget.prototype, attribute)) continue;
    Object.defineProperty(Widget.prototype, propertyOf(attribute), {
      configurable: true,
      enumerable: true,
      get() {
        return this.getAttribute(attribute) ?? "";
      },
      set(value) {
        if (value === null || value === undefined) this.removeAttribute(attribute);
        else this.setAttribute(attribute, Array.isArray(value) ? value.join(" ") : value);
      },
    });
  }

  customElements.define(name, Widget);
}

define("news-widget");
define("rate-ticker");
