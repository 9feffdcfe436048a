// `make bench-similar`: what the choice of similar news costs in the delivered widget, in Chromium: milliseconds of
// script, the longest task, and memory, for 1,000 and 10,000 candidates with summaries. Beside it MiniSearch, the
// small search engine that people put into pages, which builds an index of the same pool and is asked once.
//
// The cost of the choice is what the widget does with `similar="auto"` less what it does with `similar="feed"`, which
// fetches and reads the same pool and compares nothing.

import { readFile } from "node:fs/promises";
import path from "node:path";

import { collect, pack, TOP } from "./files.mjs";
import { launch } from "./load.mjs";
import { checkRounds, keepMemory, keepRoot, measuredBy, median, run } from "./program.mjs";
import { serve } from "./serve.mjs";

const ROUNDS = Number(process.env.ROUNDS ?? 7);
const SIZES = [1000, 10_000];
// What the choice shall cost at most: milliseconds in all, and of the longest task.
const LIMITS = { 1000: 20, 10000: 170 };
const LONGEST = 10;
const SLOWER = 10;
const LARGER = 2;

/** Words as rare as those of a language: the n-th is used 1/n as often as the first. */
function writer(seed) {
  let state = seed;
  // https://en.wikipedia.org/wiki/Lehmer_random_number_generator
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const syllables = "ba ko ri ten la mos qu er in dal vi sh o ga pre lu nik ya zor et".split(" ");
  const word = () => Array.from({ length: 1 + Math.ceil(random() * 3) }, () => syllables[Math.floor(random() * syllables.length)]).join("");
  const words = Array.from({ length: 20_000 }, word);
  return (length) => {
    const text = [];
    for (let letters = 0; letters < length; letters += text.at(-1).length + 1) text.push(words[Math.floor(words.length ** random()) - 1]);
    return text.join(" ");
  };
}

function articles(count) {
  const text = writer(count + 7);
  return Array.from({ length: count }, (_, number) => ({
    id: `a${number}`,
    url: `https://press.example/${number}`,
    title: text(60),
    summary: text(300),
    date_published: new Date(1.76e12 - number * 6e5).toISOString(),
    _news: { category: `c${number % 7}` },
  }));
}

/** Lets the widget take its pool; gives milliseconds of script, the longest task, and bytes of wasm memory. */
async function take(browser, served, mode, trace) {
  const page = await browser.newPage();
  try {
    await page.evaluateOnNewDocument(keepRoot);
    await page.evaluateOnNewDocument(keepMemory);
    const client = await page.createCDPSession();
    await client.send("Performance.enable");
    const script = async () => {
      const { metrics } = await client.send("Performance.getMetrics");
      return metrics.find(({ name }) => name === "ScriptDuration").value * 1000;
    };
    await page.goto(served.address(mode), { waitUntil: "load" });
    await page.waitForFunction(() => window.__root?.querySelector(".item:not(.filler) a"));
    await page.waitForNetworkIdle({ idleTime: 200 });
    const before = await script();
    const memory = await page.evaluate(() => window.__memory.buffer.byteLength);
    if (trace) await page.tracing.start({ categories: ["toplevel", "devtools.timeline"] });
    // Now the pool: it is asked for as soon as the attribute names it.
    await page.evaluate(() => {
      const element = document.querySelector("news-widget");
      element.setAttribute("pool", element.dataset.pool);
    });
    await page.waitForFunction(() => performance.getEntriesByName(document.querySelector("news-widget").dataset.pool).some((entry) => entry.responseEnd > 0));
    // It is done when nothing has run for a while; how long one waits is not measured.
    for (let last = -1, now = await script(); now - last > 0.5; ) {
      last = now;
      await new Promise((done) => setTimeout(done, 400));
      now = await script();
    }
    let longest = 0;
    if (trace) {
      const { traceEvents } = JSON.parse(new TextDecoder().decode(await page.tracing.stop()));
      const timers = traceEvents.filter(({ name }) => name === "TimerFire");
      const { pid, tid } = timers[0];
      // A task of the script, or what follows it before the browser goes on.
      const kinds = ["TimerFire", "FunctionCall", "BlinkScheduler_PerformMicrotaskCheckpoint"];
      const tasks = traceEvents.filter((event) => event.pid === pid && event.tid === tid && kinds.includes(event.name));
      longest = Math.max(...tasks.map(({ dur }) => (dur ?? 0) / 1000));
    }
    const grown = (await page.evaluate(() => window.__memory.buffer.byteLength)) - memory;
    return { script: (await script()) - before, longest, grown };
  } finally {
    await page.close();
  }
}

/** Runs in the page: builds and asks MiniSearch; gives milliseconds, and holds the index. */
function search(items) {
  const begin = performance.now();
  const index = new window.MiniSearch({ fields: ["title", "summary"] });
  index.addAll(items.slice(1));
  index.search(`${items[0].title} ${items[0].summary}`);
  const time = performance.now() - begin;
  window.__index = index;
  return time;
}

async function ask(browser, code, items) {
  const page = await browser.newPage();
  try {
    await page.evaluate(code);
    await page.evaluate((items) => { window.__items = items; }, items);
    const client = await page.createCDPSession();
    const used = async () => {
      await client.send("HeapProfiler.collectGarbage");
      return (await client.send("Runtime.getHeapUsage")).usedSize;
    };
    const before = await used();
    const time = await page.evaluate(`(${search})(window.__items)`);
    return { time, grown: (await used()) - before };
  } finally {
    await page.close();
  }
}

async function main() {
  checkRounds(ROUNDS);
  const collected = await collect();
  const code = await readFile(path.join(TOP, "node_modules/minisearch/dist/umd/index.js"), "utf8");
  const put = (name, items) => collected.files.set(`/${name}`, pack(name, Buffer.from(JSON.stringify({ items }))));
  const element = (mode, size) => (origin) =>
    `<news-widget src="${origin}/first-${size}.json" data-pool="${origin}/pool-${size}.json" similar="${mode}" lang="en" blocks="headline similar" refresh="0"></news-widget>`;
  const pages = {};
  const pools = new Map();
  for (const size of SIZES) {
    const items = articles(size + 1);
    pools.set(size, items);
    put(`first-${size}.json`, items.slice(0, 2));
    put(`pool-${size}.json`, items);
    for (const mode of ["auto", "feed"]) pages[`${mode}-${size}`] = element(mode, size);
  }
  const served = await serve(collected, pages);
  const browser = await launch();
  try {
    console.log(`\nThe choice of similar news, cold; medians of ${ROUNDS} rounds, of this machine alone\n`);
    console.log("  candidates  script  limit  longest task  limit  memory   MiniSearch: script  memory   ÷ ours: script  memory");
    for (const size of SIZES) {
      const samples = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const feed = await take(browser, served, `feed-${size}`, false);
        const auto = await take(browser, served, `auto-${size}`, false);
        const traced = await take(browser, served, `auto-${size}`, true);
        const other = await ask(browser, code, pools.get(size));
        samples.push({ script: auto.script - feed.script, grown: auto.grown - feed.grown, longest: traced.longest, other });
      }
      const of = (key) => median(samples.map(key));
      const [script, longest, grown] = [of(({ script }) => script), of(({ longest }) => longest), of(({ grown }) => grown)];
      const [time, heap] = [of(({ other }) => other.time), of(({ other }) => other.grown)];
      const mib = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
      const cells = [
        String(size).padStart(10), script.toFixed(1).padStart(7), String(LIMITS[size]).padStart(6), longest.toFixed(1).padStart(13),
        String(LONGEST).padStart(6), mib(grown).padStart(9), time.toFixed(0).padStart(18), mib(heap).padStart(10),
        (time / script).toFixed(1).padStart(13), (heap / Math.max(grown, 1)).toFixed(1).padStart(8),
      ];
      const bad = script > LIMITS[size] || longest > LONGEST || time < SLOWER * script || heap < LARGER * grown;
      console.log(`  ${cells.join(" ")}${bad ? "  beyond a limit" : ""}`);
    }
    console.log(`\n${await measuredBy(browser)}`);
  } finally {
    await browser.close();
    served.close();
  }
}

await run(main);
