// `make bench-tape`: what moving rates cost the main thread in a second, beside still ones, and beside a ticker that
// script moves, in Chromium.

import { collect } from "./files.mjs";
import { launch } from "./load.mjs";
import { checkRounds, measuredBy, median, run } from "./program.mjs";
import { serve } from "./serve.mjs";

const ROUNDS = Number(process.env.ROUNDS ?? 5);
const SECONDS = 4;
const LIMIT_MS = 5;
const COUNTS = [1, 50];

const elements = (layout, count) => (origin) => `<div style="display: grid; grid-template-columns: repeat(5, 1fr); gap: 4px">${
  `<rate-ticker rates="${origin}/rates.json" lang="en" refresh="0" rates-layout="${layout}"></rate-ticker>`.repeat(count)}</div>`;

const pages = {};
for (const count of COUNTS) {
  pages[`still-${count}`] = elements("row", count);
  pages[`tape-${count}`] = elements("tape", count);
}

/** Runs in the page: tickers as most pages have them. */
function script(count) {
  const place = document.createElement("div");
  place.style.cssText = "display: grid; grid-template-columns: repeat(5, 1fr); gap: 4px";
  const line = ["$ 1.7", "€ 1.98", "₽ 0.022094", "₺ 0.04", "£ 2.266"].map((text) => `<span style="padding: 0 12px">${text} <b>0.12%</b></span>`).join("");
  place.innerHTML = `<div style="overflow: hidden; height: 32px; white-space: nowrap"><div style="display: inline-block">${line}${line}</div></div>`.repeat(count);
  document.body.append(place);
  const runs = [...place.querySelectorAll("div > div > div")];
  const half = runs[0].offsetWidth / 2;
  let at = 0;
  const move = () => {
    at = (at + 40 / 60) % half;
    for (const run of runs) run.style.transform = `translateX(${-at}px)`;
    requestAnimationFrame(move);
  };
  move();
}

async function measure(browser, served, kind, count) {
  const page = await browser.newPage();
  try {
    await page.setViewport({ width: 1600, height: 1400 });
    await page.evaluateOnNewDocument(() => {
      window.__loads = 0;
      document.addEventListener("news-widget-load", () => (window.__loads += 1), true);
    });
    await page.goto(served.address(kind === "script" ? "empty" : `${kind}-${count}`), { waitUntil: "load" });
    if (kind === "script") await page.evaluate(script, count);
    else await page.waitForFunction((count) => window.__loads === count, {}, count);
    const client = await page.createCDPSession();
    await client.send("Performance.enable");
    const pass = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
    const read = async () => {
      const { metrics } = await client.send("Performance.getMetrics");
      return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
    };
    await pass(1);
    const before = await read();
    await pass(SECONDS);
    const after = await read();
    const grown = (name) => (after[name] - before[name]) / SECONDS;
    return { ms: grown("TaskDuration") * 1000, layouts: grown("LayoutCount"), styles: grown("RecalcStyleCount") };
  } finally {
    await page.close();
  }
}

async function main() {
  checkRounds(ROUNDS);
  const served = await serve(await collect(), pages);
  const browser = await launch();
  try {
    console.log(`\nOne second of the main thread, medians of ${ROUNDS} rounds, of this machine alone\n`);
    for (const count of COUNTS) {
      const found = {};
      for (let time = 0; time < ROUNDS; time += 1) {
        for (const kind of ["still", "tape", "script"]) (found[kind] ??= []).push(await measure(browser, served, kind, count));
      }
      const middle = (kind, key) => median(found[kind].map((sample) => sample[key]));
      for (const [kind, samples] of Object.entries(found)) {
        const ms = samples.map((sample) => sample.ms);
        const [layouts, styles] = [middle(kind, "layouts"), middle(kind, "styles")];
        const beyond = kind === "tape" && (median(ms) > LIMIT_MS || layouts || styles) ? "  beyond the limit" : "";
        const range = `${Math.min(...ms).toFixed(1)} to ${Math.max(...ms).toFixed(1)}`;
        console.log(`  ${`${count} × ${kind}`.padEnd(14)}${median(ms).toFixed(1).padStart(8)} ms (${range})   ${layouts} layouts, ${styles} styles${beyond}`);
      }
      console.log(`  script ÷ tape ${(middle("script", "ms") / middle("tape", "ms")).toFixed(1)}\n`);
    }
    console.log(await measuredBy(browser));
  } finally {
    await browser.close();
    served.close();
  }
}

await run(main);
