// Requests for data. They start before the wasm is there, and all of its own go this way too, so
// that a new instance finds what the last one had. When to ask is decided in src/refresh.rs.

// The most that is read of an answer, and how long one try may take in milliseconds. The wasm says
// both of what it asks for itself (src/browser/source.rs, src/refresh.rs).
export const MAX_RATES_BYTES = 1 << 20;
export const MAX_ARTICLES_BYTES = 8 << 20;
const TRY_MS = 10_000;

// Larger answers are asked for again.
const MAX_KEPT_BYTES = 1 << 20;

/** Requests by address; nothing in place of one that somebody has taken. */
const early = new Map();
/** The last answers, and those of them that could be read. */
const last = new Map();
const good = new Map();

/** What came, with its body: nobody knows when the wasm will be there to read it. */
async function answer(url, again, limit, signal) {
  const response = await fetch(url, { credentials: "omit", cache: again ? "no-cache" : "default", signal });
  const parts = [];
  let size = 0;
  // What failed is not read, and what has no body has no reader.
  for (const reader = response.ok && response.body?.getReader(); reader; ) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    // The header tells the size before it was unpacked, if any.
    if (size > limit) throw { name: "TooLarge" };
    parts.push(value);
  }
  const bytes = new Uint8Array(size);
  for (const part of parts.reverse()) bytes.set(part, (size -= part.length));
  // A page's own fetch may give anything.
  const text = (value) => (value == null ? "" : String(value));
  const header = (name) => text(response.headers.get(name));
  const { status } = response;
  const came = { status, bytes, url: text(response.url), at: Date.now(), type: header("content-type"), after: header("retry-after") };
  if (bytes.length < MAX_KEPT_BYTES) last.set(url, came);
  return came;
}

/** The same, which ends in any case; `abort` ends it at once. */
function request(url, again, limit, milliseconds) {
  const control = new AbortController();
  const { signal } = control;
  const timer = setTimeout(() => control.abort(new DOMException("", "TimeoutError")), milliseconds);
  const promise = new Promise((resolve, reject) => {
    // A page may have put a fetch of its own in place, which need not listen to signals.
    signal.addEventListener("abort", () => reject(signal.reason));
    answer(url, again, limit, signal).then(resolve, reject);
  }).finally(() => {
    clearTimeout(timer);
    // What was too much goes on coming otherwise.
    control.abort();
  });
  promise.abort = () => control.abort();
  return promise;
}

/** Asks for an address that some element is going to need, once. */
export function ask(url, limit) {
  if (!url || early.has(url)) return;
  const promise = request(url, false, limit, TRY_MS);
  // Whoever takes it hears of a failure; until then it is not an unhandled one.
  promise.catch(() => {});
  early.set(url, promise);
}

/** What was asked already; what a former instance could read; or, also if `again`, a new request. */
export function take(url, again, limit, milliseconds) {
  const known = early.get(url) ?? (again ? undefined : good.get(url));
  early.set(url, undefined);
  return known ?? request(url, again, limit, milliseconds);
}

// ── What is remembered, where the owner wants it. A browser that keeps nothing is no error. ──

const CACHE = "news-widget";
// The oldest go.
const MAX_REMEMBERED = 20;

/** The last answer of an address could be read: it is kept for a new instance, and for the next visit if `remember`. */
export async function keep(url, remember) {
  const came = last.get(url);
  good.set(url, came);
  if (!remember || !came) return;
  try {
    const cache = await caches.open(CACHE);
    const { bytes, ...headers } = came;
    await cache.delete(url);
    await cache.put(url, new Response(bytes, { headers }));
    for (const old of (await cache.keys()).slice(0, -MAX_REMEMBERED)) cache.delete(old);
  } catch {
    // no cache here, or it is full
  }
}

/** What is remembered of an address. */
export async function recall(url) {
  try {
    const kept = await caches.match(url, { cacheName: CACHE });
    const header = (name) => kept.headers.get(name) ?? "";
    return { status: 200, bytes: new Uint8Array(await kept.arrayBuffer()), url: header("url"), at: Number(header("at")), type: header("type") };
  } catch {
    // none
  }
}
