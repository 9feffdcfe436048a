// Requests for data. They start before the wasm is there, and all of its own go this way too, so
// that a new instance finds what the last one had.

// Longer than this nobody waits. src/browser/fetch.rs names it in its message.
const TIMEOUT_MS = 10_000;

// Larger answers are asked for again.
const MAX_KEPT_BYTES = 1 << 20;

/** Requests by address; nothing in place of one that somebody has taken. */
const early = new Map();
/** The last answers, and those of them that could be read: functions that give a Response. */
const last = new Map();
const good = new Map();

/** The answer with its body, read now: the limit of time would else run on until the wasm reads it. */
async function request(url, again) {
  const response = await fetch(url, {
    credentials: "omit",
    cache: again ? "no-cache" : "default",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const bytes = await response.arrayBuffer();
  const at = Date.now();
  // A response made by hand has no address, and relative links need it.
  const answer = () =>
    Object.defineProperties(new Response(bytes.byteLength ? bytes : null, response), {
      url: { value: response.url },
      at: { value: at },
    });
  if (bytes.byteLength < MAX_KEPT_BYTES) last.set(url, answer);
  return answer();
}

/** Asks for an address that some element is going to need, once. */
export function ask(url) {
  if (!url || early.has(url)) return;
  const promise = request(url);
  // Whoever takes it hears of a failure; until then it is not an unhandled one.
  promise.catch(() => {});
  early.set(url, promise);
}

/** What was asked already; what a former instance could read; or, also if `again`, a new request. */
export function take(url, again) {
  const promise = early.get(url) ?? (again ? undefined : good.get(url)?.()) ?? request(url, again);
  early.set(url, undefined);
  return promise;
}

/** The last answer of an address could be read. */
export const keep = (url) => good.set(url, last.get(url));
