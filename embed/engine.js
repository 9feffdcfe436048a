// The compiled widget: fetched and compiled once, run as one instance for all elements. An instance
// in which something went wrong is never entered again; a new one from the same module takes its place.

import glue from "glue";

const WASM = new URL("news-widget.wasm", import.meta.url);

// So many times everything is started anew; then whoever fails is given up.
const RECOVERIES = 2;

// Nothing but the beginning that every module has.
const EMPTY = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

let refused = false;
/** Whether the page's policy has refused the wasm or the request for it. */
export const isRefused = () => refused;

addEventListener("securitypolicyviolation", ({ blockedURI, disposition }) => {
  refused ||= blockedURI === WASM.href && disposition === "enforce";
});

async function fetchAndCompile() {
  // Each attempt is reported to the owner of the page, and would end alike.
  if (refused) throw Error("the page's policy refuses it");
  try {
    // Without a request where it would be in vain. WebKit refuses instances only.
    new WebAssembly.Instance(new WebAssembly.Module(EMPTY));
  } catch (error) {
    refused = true;
    throw error;
  }
  const response = await fetch(WASM, { integrity: __INTEGRITY__ });
  if (!response.ok) throw Error(`${WASM} answered ${response.status}`);
  // A stream of another type is refused by the browser.
  return response.headers.get("content-type") === "application/wasm"
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

let module;
/** The module: one for all elements; tried again after a failure. */
export function compile() {
  module ??= fetchAndCompile();
  module.catch(() => (module = undefined));
  return module;
}

let crashes = 0;
let shared;

/**
 * An instance with the elements that it draws. What goes wrong in wasm, in a view, a callback or a
 * future, comes out of one of its exports: nothing else leads into it.
 */
class Engine {
  hosts = new Set();
  depth = 0;

  constructor(module) {
    const { start, mount } = glue();
    start(module, (exports, memory) => {
      this.memory = memory;
      const guarded = {};
      for (const [name, inner] of Object.entries(exports)) {
        guarded[name] = typeof inner === "function" ? (...given) => this.enter(inner, given) : inner;
      }
      return guarded;
    });
    this.mount = mount;
  }

  enter(inner, given) {
    if (this.dead) return 0;
    this.depth += 1;
    try {
      return inner(...given);
    } catch (error) {
      this.end(error);
      return 0;
    } finally {
      this.depth -= 1;
      // The glue goes on to read what the call should have left, and throws what it takes for an error.
      if (this.dead && !this.depth) new Uint8Array(this.memory.buffer).fill(0);
    }
  }

  end(error) {
    if (this.dead) return;
    this.dead = true;
    crashes += 1;
    if (shared === this) shared = undefined;
    // Not below the frames that have just failed.
    queueMicrotask(() => {
      for (const host of this.hosts) host.crashed(error, crashes > RECOVERIES);
    });
  }
}

/** Where an element is to be drawn: with the others, or, when that has failed again and again, alone. */
export const engine = (module) => (crashes < RECOVERIES ? (shared ??= new Engine(module)) : new Engine(module));
