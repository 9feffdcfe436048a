// `make bench-life`: what a hundred elements cost beyond the first, what a thousand lives leave behind, and how long
// a crash is seen, in the delivered widget, in Chromium.

import { collect } from "./files.mjs";
import { launch } from "./load.mjs";
import { checkRounds, keepMemory, measuredBy, median, run } from "./program.mjs";
import { serve } from "./serve.mjs";

const ROUNDS = Number(process.env.ROUNDS ?? 7);
const LIMITS = { mounted: 100, recovered: 100, alive: 0, grown: 256 * 1024 };

/**
 * Runs in the page: a hundred like its own; milliseconds until the last of those that start has its data. One below the
 * other, as on a page, most are too far to start; all in one place, all start.
 */
async function hundred(name, style) {
  const model = document.querySelector("news-widget");
  const place = document.createElement("div");
  place.style.position = "relative";
  document.body.prepend(place);
  const attributes = [...model.attributes].map(({ name, value }) => `${name}="${value}"`).join(" ");
  let last;
  place.addEventListener("news-widget-load", () => (last = performance.now()), true);
  const begin = performance.now();
  place.innerHTML = `<${name} ${attributes} style="${style}"></${name}>`.repeat(100);
  // What is asked of nobody comes at once: it has all come when half a second brings no more.
  for (let seen; !last || seen !== last; await new Promise((done) => setTimeout(done, 500))) seen = last;
  place.remove();
  return last - begin;
}

/** Runs in the page: elements that come, are drawn and go, one after the other. */
async function live(count) {
  const model = document.querySelector("news-widget").cloneNode(true);
  for (let life = 0; life < count; life += 1) {
    const element = model.cloneNode(true);
    const loaded = new Promise((done) => element.addEventListener("news-widget-load", () => queueMicrotask(done), { once: true }));
    document.body.append(element);
    await loaded;
    element.remove();
    window.__lives.push(new WeakRef(element));
    await new Promise((done) => setTimeout(done));
  }
}

/** Runs in the page: breaks the document under the widget's hands; milliseconds until the new instance has its data. */
async function crash(count) {
  const element = document.querySelector("news-widget");
  const { insertBefore } = Node.prototype;
  let begin;
  Node.prototype.insertBefore = function () {
    Node.prototype.insertBefore = insertBefore;
    begin = performance.now();
    throw new Error("broken on purpose");
  };
  let waits = 2;
  const loaded = new Promise((done) => element.addEventListener("news-widget-load", () => --waits || done()));
  element.count = count;
  await loaded;
  return performance.now() - begin;
}

async function round(browser, served) {
  const page = await browser.newPage();
  try {
    await page.evaluateOnNewDocument(keepMemory);
    await page.evaluateOnNewDocument(() => {
      window.__loads = 0;
      window.__lives = [];
      document.addEventListener("news-widget-load", () => (window.__loads += 1), true);
    });
    const client = await page.createCDPSession();
    await page.goto(served.address("widget"), { waitUntil: "load" });
    await page.waitForFunction(() => window.__loads === 2);
    const piled = "position: absolute; inset: 0 0 auto";
    const mounted = {
      tickers: await page.evaluate(hundred, "rate-ticker", ""),
      widgets: await page.evaluate(hundred, "news-widget", ""),
      piledTickers: await page.evaluate(hundred, "rate-ticker", piled),
      piledWidgets: await page.evaluate(hundred, "news-widget", piled),
    };
    const memory = () => page.evaluate(() => window.__memory.buffer.byteLength);
    await page.evaluate(live, 50);
    const before = await memory();
    await page.evaluate(live, 1000);
    for (let time = 0; time < 5; time += 1) await client.send("HeapProfiler.collectGarbage");
    const alive = await page.evaluate(() => window.__lives.filter((life) => life.deref()).length);
    const grown = (await memory()) - before;
    const recovered = await page.evaluate(crash, 12);
    return { ...mounted, alive, grown, recovered };
  } finally {
    await page.close();
  }
}

async function main() {
  checkRounds(ROUNDS);
  const served = await serve(await collect());
  const browser = await launch();
  try {
    const samples = [];
    for (let time = 0; time < ROUNDS; time += 1) samples.push(await round(browser, served));
    console.log(`\nMany elements, many lives, a crash; medians of ${ROUNDS} rounds, of this machine alone\n`);
    const line = (what, key, limit, unit) => {
      const values = samples.map((sample) => sample[key]);
      const found = median(values);
      const range = `${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)}`;
      console.log(`  ${what.padEnd(46)}${found.toFixed(0).padStart(8)} ${unit.padEnd(6)} (${range}; limit ${limit})${found > limit ? "  beyond the limit" : ""}`);
    };
    line("100 tickers, one below the other", "tickers", LIMITS.mounted, "ms");
    line("100 whole widgets, one below the other", "widgets", LIMITS.mounted, "ms");
    line("100 tickers, all of them in view", "piledTickers", LIMITS.mounted, "ms");
    line("100 whole widgets, all of them in view", "piledWidgets", LIMITS.mounted, "ms");
    line("elements of 1,050 that were not freed", "alive", LIMITS.alive, "");
    line("growth of the wasm's memory in 1,000 lives", "grown", LIMITS.grown, "bytes");
    line("from a crash to the data in a new instance", "recovered", LIMITS.recovered, "ms");
    console.log(`\n${await measuredBy(browser)}`);
  } finally {
    await browser.close();
    served.close();
  }
}

await run(main);
