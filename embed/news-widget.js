// The loader: defines <news-widget> and <rate-ticker>, asks for the data and the wasm side by
// side when an element comes near the reader, draws the empty boxes meanwhile, and hands the element
// over when there is something to show. What decides anything about news or rates is in Rust.

import css from "../styles/widget.css";
import { compile, engine, isRefused } from "./engine.js";
import { dye, fit, heard, SANDBOX } from "./frame.js";
import { MAX_ARTICLES_BYTES, MAX_RATES_BYTES, ask, keep, recall, take } from "./request.js";
import { blocks, skeleton, webAddress } from "./skeleton.js";
import { tokens } from "./token.js";

const ATTRIBUTES = [
  "src", "format", "fields", "headline", "similar", "similar-days", "similar-exclude", "pool", "remember", "count", "blocks", "rates", "rates-format", "rates-fields", "base", "currencies",
  "rates-layout", "rate-digits", "converter", "rates-stream",
  "channel-url", "channel-title", "channel-text", "lang", "time-zone", "theme", "layout",
  "refresh", "heading-level", "link-target", "link-rel", "link-params", "config",
];

// A frame that has loaded and says nothing is not ours.
const PATIENCE_MS = 1000;

// Their values are addresses, one or several.
const ADDRESSES = ["src", "pool", "rates", "rates-stream", "channel-url"];

const propertyOf = (attribute) => attribute.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

/** An option's text from what a script or the JSON has for it; none for what stands for absence. */
function textOf(name, value) {
  if (value === null || value === undefined || value === false) return undefined;
  if (value === true) return "";
  return Array.isArray(value) ? value.join(name === "similar-exclude" ? "," : " ") : `${value}`;
}

// How far ahead of the reader it starts: as far as Chromium asks for pictures that load lazily.
const AHEAD_PX = 1250;

// Not written into `new URL` below: bundlers would take the page for frames for a file of theirs.
const HERE = import.meta.url;

// The page for frames has its reasons: from there on there is no other way.
const FRAMED = new URL(HERE).search === "?framed";

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
    const sheet = new page.defaultView.CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(page, sheet);
  }
  return sheets.get(page);
}

// ── The elements ────────────────────────────────────────────────────────────────────────────

const hosts = new WeakMap();

/** Who has not started yet; and of them, who came in this turn. */
const waiting = new Set();
const fresh = new Set();
const watch = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) if (isIntersecting) hosts.get(target).start();
}, { rootMargin: `${AHEAD_PX}px` });
// Nobody scrolls over paper.
addEventListener("beforeprint", () => {
  for (const host of waiting) host.start();
});

/** Looks at all that came in one turn, which costs one layout, and starts those who are near the reader. */
function look() {
  const hosts = [...fresh];
  fresh.clear();
  // First, for Firefox asks for an address as soon as something has it for a colour.
  for (const host of hosts) host.check();
  for (const host of hosts) host.draw(host.options());
  const near = hosts.filter(({ element }) => {
    const { top, bottom, width } = element.getBoundingClientRect();
    return width && bottom > -AHEAD_PX && top < innerHeight + AHEAD_PX;
  });
  for (const host of near) host.start();
  for (const host of hosts) if (waiting.has(host)) watch.observe(host.element);
}

/** What one element has of its own, out of the page's reach. */
class Host {
  constructor(element) {
    this.element = element;
    this.shadow = element.attachShadow({ mode: __OPEN_ROOT__ ? "open" : "closed" });
    this.dress();
    this.slot = document.createElement("slot");
    // A parser may put the owner's content in after the element has started.
    this.slot.addEventListener("slotchange", () => this.markEmpty());
    element.addEventListener("news-widget-load", ({ detail }) => keep(detail?.source, this.remembers));
    this.stage = document.createElement("div");
    this.shadow.append(this.stage);
    this.clear();
  }

  /** Nothing but the owner's own content. */
  clear() {
    this.engine?.hosts.delete(this);
    this.deafen?.();
    this.engine = this.mounted = this.frame = this.bones = this.running = undefined;
    this.shown = false;
    this.stage.className = "stage";
    this.stage.replaceChildren(this.slot);
  }

  /** A sheet belongs to the document that it was made in. */
  dress() {
    // Frameworks put elements through documents that nobody looks at, and those take no sheet of the page's.
    if (this.element.ownerDocument.defaultView) this.shadow.adoptedStyleSheets = [styles(this.element.ownerDocument)];
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
      const value = this.element.getAttribute(name) ?? textOf(name, json[key]);
      if (value !== undefined) options.set(name, value);
    }
    if (this.element.localName === "rate-ticker") options.set("blocks", "rates");
    this.remembers = (options.get("remember") ?? "false") !== "false";
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
    if (this.bones || this.failed || waiting.has(this)) return;
    waiting.add(this);
    if (!fresh.size) queueMicrotask(look);
    fresh.add(this);
  }

  start() {
    this.leave();
    const options = this.options();
    const shown = blocks(options);
    const first = (name, limit) => ask(webAddress(options.get(name)?.trim().split(/\s+/)[0]), limit);
    if (shown.includes("rates")) first("rates", MAX_RATES_BYTES);
    if (shown.includes("headline") || shown.includes("similar")) first("src", MAX_ARTICLES_BYTES);
    this.run();
  }

  /** No longer waits for the reader. */
  leave() {
    waiting.delete(this);
    fresh.delete(this);
    watch.unobserve(this.element);
  }

  /** Has the element drawn into a root of its own, which takes the place of the last one when it is ready. */
  run() {
    const run = (this.running = {});
    compile().then((module) => {
      // It has been taken off the page.
      if (this.running !== run) return;
      // yew draws into an element inside: on the shadow root itself its events would leave it.
      const root = document.createElement("div");
      root.hidden = true;
      this.stage.append(root);
      this.engine = engine(module);
      this.engine.hosts.add(this);
      this.mounted = this.engine.mount(this.element, root, this.options(), take, recall, () => this.show(root));
      if (this.paused) this.mounted.pause(true);
    }).catch((error) => {
      // The report of a policy comes on a way of its own.
      setTimeout(() => this.running === run && this.refused(error));
    });
  }

  /** The empty boxes: seen where the owner gave nothing to see, else only holding the space. */
  draw(options) {
    this.stage.dataset.theme = options.get("theme")?.trim() ?? "";
    if (this.shown) return;
    this.bones?.remove();
    this.bones = skeleton(options);
    this.stage.prepend(this.bones);
    this.stage.classList.add("waiting");
    this.markEmpty();
  }

  /** What is set of the looks, and is no value, is as good as not set: each has another one to fall back to. */
  check() {
    for (const [token, value] of tokens(this.element, (...said) => this.fail(...said))) {
      this.stage.style.setProperty(token, value === undefined ? "initial" : "");
    }
  }

  markEmpty() {
    this.stage.classList.toggle("empty", !this.element.firstElementChild && !this.element.textContent.trim());
  }

  /** What is shown from now on; it must not be moved for that. */
  alone(node) {
    this.stage.className = "stage";
    for (const other of [...this.stage.children]) if (other !== node) other.remove();
  }

  show(root) {
    this.shown = true;
    root.hidden = false;
    this.alone(root);
    // Safari has no requestIdleCallback.
    (window.requestIdleCallback ?? setTimeout)(() => this.mounted?.idle());
  }

  /** Something went wrong in the wasm, which is gone: once more, or never again. */
  crashed(error, often) {
    this.mounted = this.said = undefined;
    if (often) return this.giveUp("crash", error);
    this.fail("crash", `the widget was started anew, for something went wrong in it: ${error}`);
    this.run();
  }

  /** It could not start: where the page's policy is the reason, it still may in a frame. */
  refused(error) {
    if (!isRefused()) this.giveUp("start", error);
    else if (FRAMED) this.giveUp("wasm-blocked", error);
    else this.enframe(error);
  }

  address() {
    const options = this.options();
    for (const name of ADDRESSES) {
      const addresses = options.get(name)?.trim().split(/\s+/).map((text) => webAddress(text) ?? text);
      if (addresses) options.set(name, addresses.join(" "));
    }
    for (const [token, value] of tokens(this.element, () => {})) if (value) options.set(token, value);
    options.set("element", this.element.localName);
    return new URL(`embed.html?${new URLSearchParams([...options])}`, HERE).href;
  }

  enframe(error) {
    const frame = (this.frame = document.createElement("iframe"));
    frame.setAttribute("sandbox", SANDBOX);
    frame.src = this.address();
    frame.title = this.element.localName;
    let greeted = false;
    const fail = () => this.frame === frame && !this.shown && this.giveUp("wasm-blocked", error);
    const violated = ({ effectiveDirective, disposition }) => effectiveDirective === "frame-src" && disposition === "enforce" && fail();
    const listen = (message) => {
      const said = heard(message, frame);
      if (!said) return;
      greeted = true;
      fit(frame, said);
      if (said.hello) dye(frame);
      if (!/^(load|error|stale)$/.test(said.event)) return;
      const code = said.detail?.code;
      if (/^(start|wasm-blocked)$/.test(code)) return fail();
      this.tell(said.event, said.detail);
      // What failed is told in the frame; what the owner gave is better than that.
      const tells = said.event === "error" && !/^(config|item)$/.test(code) && this.stage.classList.contains("empty");
      if (said.event !== "load" && !tells) return;
      this.shown = true;
      this.alone(frame);
    };
    this.deafen = () => {
      removeEventListener("message", listen);
      removeEventListener("securitypolicyviolation", violated);
    };
    addEventListener("message", listen);
    addEventListener("securitypolicyviolation", violated);
    // Its first word may come a little after the event.
    frame.onload = () => setTimeout(() => greeted || fail(), PATIENCE_MS);
    this.stage.append(frame);
  }

  /** Nothing will start: the owner's own content stays, or one sentence where there is none. */
  giveUp(code, error) {
    const { bones } = this;
    this.clear();
    this.failed = true;
    this.markEmpty();
    if (this.stage.classList.contains("empty")) {
      const lang = (this.options().get("lang") || this.element.closest("[lang]")?.lang || "").slice(0, 2);
      const sorry = document.createElement("p");
      sorry.className = "sorry";
      sorry.textContent = SORRY[lang] ?? SORRY.en;
      this.stage.append(sorry);
      if (bones) {
        bones.classList.add("held");
        this.stage.classList.add("waiting");
        this.stage.prepend(bones);
      }
    }
    this.fail(code, `the widget could not start: ${error?.message ?? error}`);
  }

  fail(code, message) {
    if (this.said === message) return;
    this.said = message;
    console.warn(`news-widget: ${message}`);
    this.tell("error", { code, message, url: HERE, path: "" });
  }

  tell(event, detail) {
    this.element.dispatchEvent(new CustomEvent(`news-widget-${event}`, { detail }));
  }

  /** Several attributes changed in one turn are one change. */
  changed() {
    if (!this.bones || this.due) return;
    this.due = true;
    queueMicrotask(() => {
      this.due = false;
      if (!this.bones) return;
      const options = this.options();
      this.check();
      this.draw(options);
      this.mounted?.update(options);
      if (this.frame) this.frame.src = this.address();
    });
  }

  /** A move takes an element off the page and puts it back in one turn: that is no end. */
  disconnect() {
    queueMicrotask(() => {
      if (this.element.isConnected) return;
      this.leave();
      // Put back, it may try again.
      this.failed = false;
      this.mounted?.unmount();
      this.clear();
    });
  }
}

function define(name) {
  const first = customElements.get(name);
  if (first) {
    // A second copy of the script, older or newer, finds the name taken.
    if (first.version !== __VERSION__) {
      console.warn(`news-widget: <${name}> is that of version ${first.version}, which came first; this is ${__VERSION__}`);
    }
    return;
  }

  class Widget extends HTMLElement {
    static observedAttributes = ATTRIBUTES;
    static version = __VERSION__;

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

    pause() {
      hosts.get(this).pause(true);
    }

    resume() {
      hosts.get(this).pause(false);
    }

    get data() {
      return hosts.get(this).mounted?.data() ?? { articles: [], similar: [], rates: [], base: null };
    }
  }

  for (const attribute of ATTRIBUTES) {
    Object.defineProperty(Widget.prototype, propertyOf(attribute), {
      configurable: true,
      enumerable: true,
      get() {
        // `refresh` is a method too: a framework that sets it means the attribute.
        if (attribute === "refresh") return () => hosts.get(this).mounted?.refresh();
        return this.getAttribute(attribute) ?? "";
      },
      set(value) {
        const text = textOf(attribute, value);
        if (text === undefined) this.removeAttribute(attribute);
        else this.setAttribute(attribute, text);
      },
    });
  }

  customElements.define(name, Widget);
}

define("news-widget");
define("rate-ticker");
