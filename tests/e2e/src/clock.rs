//! A clock in a test's hand: on a page that has [`SCRIPT`] in its head hours pass in a moment, and
//! always alike. It starts at noon of 28 November 2025 (UTC) and stands still unless it is moved.
//!
//! | word | meaning |
//! | --- | --- |
//! | `await __clock.advance(ms)` | time passes; what is due runs in its order, and of each all that follows |
//! | `await __clock.freeze(ms)` | time passes and nothing runs; then all that is due at once, as in a tab that slept |
//! | `await __clock.advance(ms, false)`, `freeze(ms, false)` | the same, and nobody waits for answers that do not come |
//! | `__clock.set(ms)` | the reader sets his clock: `Date.now()` is this, and no timer knows it |
//! | `__clock.now()` | `Date.now()`, also for scripts of a test in Firefox, which have a `Date` of their own |
//! | `__clock.passed()` | milliseconds of the timers' time since the beginning, which nobody sets |
//! | `__clock.hide(hidden)` | the page is hidden, or seen again |
//! | `await __clock.seen()` | what is in view now has been told to everybody who watches it |
//! | `await __clock.settle()` | all answers have come, and all that follows has happened |
//! | `__clock.requests` | of each `fetch`: `url`, `at` and `passed` on the two clocks, `options`, `status`, `aborted` |
//! | `__clock.timers()` | how many timers are set |
//! | `__clock.listeners()` | how many listeners there are on the window, the document and all nodes in it |
//!
//! `requestAnimationFrame`, `performance` and observers keep to the browser's own time.

/// The clock, for the head of a page, before the widget's script.
pub const SCRIPT: &str = r#"<script nonce="test">
window.__clock = (() => {
  const real = { Date, setTimeout, clearTimeout, clearInterval, fetch };

  // The timers' time; and how far the reader's clock is ahead of it.
  let passed = 0;
  let ahead = Date.UTC(2025, 10, 28, 12);
  const now = () => passed + ahead;

  window.Date = new Proxy(real.Date, {
    apply: () => new real.Date(now()).toString(),
    construct: (target, given, as) => Reflect.construct(target, given.length ? given : [now()], as),
    get: (target, key) => (key === "now" ? now : Reflect.get(target, key)),
  });

  // ── Timers ──

  const timers = new Map();
  // Far from the browser's own numbers, some of which go on to be used.
  let last = 1_000_000_000;
  const setter = (repeats) => (callback, delay, ...given) => {
    // WebKit's driver keeps its limit for a script with a timer of the page.
    if (`${callback}`.includes("JavaScriptTimeout")) return real.setTimeout.call(window, callback, delay);
    last += 1;
    // As browsers do: a wait beyond 32 bits is none.
    const wait = Math.max(delay | 0, repeats ? 1 : 0);
    timers.set(last, { due: passed + wait, wait: repeats ? wait : undefined, run: () => callback(...given) });
    return last;
  };
  window.setTimeout = setter(false);
  window.setInterval = setter(true);
  for (const name of ["clearTimeout", "clearInterval"]) {
    window[name] = (id) => timers.delete(id) || real[name].call(window, id);
  }

  // ── Requests ──

  const requests = [];
  const pending = new Set();
  /** Remembers a promise until it is kept or broken. */
  const await_ = (promise) => {
    const settled = promise.then(() => {}, () => {}).then(() => pending.delete(settled));
    pending.add(settled);
    return promise;
  };
  window.fetch = (address, options = {}) => {
    const { signal, ...rest } = options;
    const request = { url: `${address.url ?? address}`, at: now(), passed, options: rest, status: undefined, aborted: false };
    requests.push(request);
    // After its answer it is no news: the loader ends every request in this way.
    signal?.addEventListener("abort", () => (request.aborted = request.status === undefined));
    const response = await_(real.fetch.call(window, address, options));
    response.then(({ status }) => (request.status = status), () => {});
    return response;
  };
  const { read } = ReadableStreamDefaultReader.prototype;
  ReadableStreamDefaultReader.prototype.read = function () {
    return await_(read.call(this));
  };

  // ── Listeners ──

  const targets = new Set();
  const heard = new WeakMap();
  const of = (options) => Boolean(typeof options === "object" ? options?.capture : options);
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  const forget = (target, type, callback, capture) => {
    const list = heard.get(target) ?? [];
    const at = list.findIndex((one) => one.type === type && one.callback === callback && one.capture === capture);
    if (at >= 0) list.splice(at, 1);
    return at >= 0;
  };
  EventTarget.prototype.addEventListener = function (type, callback, options) {
    const target = this ?? window;
    if (callback) {
      const capture = of(options);
      // The same twice is one.
      forget(target, type, callback, capture);
      if (!heard.has(target)) {
        heard.set(target, []);
        targets.add(new WeakRef(target));
      }
      heard.get(target).push({ type, callback, capture });
      const end = () => forget(target, type, callback, capture);
      if (options?.once) add.call(target, type, end, { capture, once: true });
      if (options?.signal) add.call(options.signal, "abort", end);
    }
    return add.call(target, type, callback, options);
  };
  EventTarget.prototype.removeEventListener = function (type, callback, options) {
    const target = this ?? window;
    forget(target, type, callback, of(options));
    return remove.call(target, type, callback, options);
  };
  const listeners = () => {
    let count = 0;
    for (const ref of targets) {
      const target = ref.deref();
      if (!target) targets.delete(ref);
      else if (target === window || target.isConnected) count += heard.get(target).length;
    }
    return count;
  };

  // ── Time passes ──

  const channel = new MessageChannel();
  const waiting = [];
  channel.port1.onmessage = () => waiting.shift()();
  /** All that can go on without time has gone on. */
  const turn = () => new Promise((go) => {
    waiting.push(go);
    channel.port2.postMessage("");
  });
  const settle = async (patient = true) => {
    await turn();
    while (patient && pending.size) {
      await Promise.all(pending);
      await turn();
    }
  };
  const advance = async (milliseconds, patient) => {
    const end = passed + milliseconds;
    await settle(patient);
    for (;;) {
      let first;
      for (const [id, timer] of timers) if (timer.due <= end && !(first?.timer.due <= timer.due)) first = { id, timer };
      if (!first) break;
      const { id, timer } = first;
      passed = Math.max(passed, timer.due);
      // Behind those that were set before; of what it has missed nothing is made up for.
      timers.delete(id);
      if (timer.wait) timers.set(id, { ...timer, due: passed + timer.wait });
      try {
        timer.run();
      } catch (error) {
        reportError(error);
      }
      await settle(patient);
    }
    passed = end;
  };

  return {
    advance, settle, turn, listeners, requests, now,
    passed: () => passed,
    timers: () => timers.size,
    set: (milliseconds) => { ahead = milliseconds - passed; },
    freeze: (milliseconds, patient) => {
      passed += milliseconds;
      // And what is set at once by what was due.
      return advance(10, patient);
    },
    hide: (hidden) => {
      const told = { hidden, visibilityState: hidden ? "hidden" : "visible" };
      for (const [name, value] of Object.entries(told)) {
        Object.defineProperty(document, name, { configurable: true, get: () => value });
      }
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    },
    seen: async () => {
      // In one frame those who began to watch before are told before.
      const elements = [...document.querySelectorAll("news-widget, rate-ticker")];
      await Promise.all(elements.map((element) => new Promise((go) => {
        const watch = new IntersectionObserver(() => {
          watch.disconnect();
          go();
        });
        watch.observe(element);
      })));
      await settle();
    },
  };
})();
</script>"#;
