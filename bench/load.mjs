// One load of one page in a real browser, and what can be seen of it from outside.

import { accessSync, constants, readFileSync } from "node:fs";
import path from "node:path";

import puppeteer from "puppeteer-core";

import { BenchError, TOP } from "./files.mjs";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-extensions",
  "--disable-dev-shm-usage",
];

// Lighthouse's slow 4G as DevTools throttles it: latency per request, bytes a second.
export const SLOW_4G = { latency: 562.5, down: 188_743.68, up: 86_400, cpu: 4 };

const LIMIT_MS = 60_000;
const QUIET_MS = 500;

export async function launch() {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const programs = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  const isProgram = (file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  };
  const executablePath = process.env.CHROMIUM || programs.find(isProgram);
  if (!executablePath) throw new BenchError("expected Chromium on PATH or its path in CHROMIUM, but found neither");
  try {
    return await puppeteer.launch({ executablePath, args: FLAGS, headless: true, defaultViewport: null });
  } catch (error) {
    throw new BenchError(`expected a browser at ${executablePath}, but it does not start: ${error.message}`);
  }
}

/** The texts that are content: the headline's title, and those figures that are shown as they came. */
function expected() {
  const json = (name) => JSON.parse(readFileSync(path.join(TOP, "demo", name), "utf8"));
  const shown = ["USD", "EUR", "TRY", "GBP"];
  const figures = json("rates.json").rates.filter(({ code, nominal }) => shown.includes(code) && nominal === 1);
  return { title: json("feed.en.json").items[0].title, figures: figures.map(({ value }) => value) };
}

/**
 * Runs in the page before any script of it. The shadow roots are closed, so the way in is the
 * one function that makes them; the same for every contender.
 */
function watch({ title, figures }) {
  const seen = { shift: 0, blocked: 0, heights: [], root: undefined };
  Object.defineProperty(window, "__bench", { value: seen });

  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.blocked += Math.max(0, entry.duration - 50);
  }).observe({ type: "longtask", buffered: true });

  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function attachShadow(init) {
    const root = attach.call(this, init);
    seen.root = root;
    seen.skeleton = performance.now();
    new ResizeObserver(([entry]) => seen.heights.push(entry.borderBoxSize[0].blockSize)).observe(this);
    const observer = new MutationObserver(() => {
      const now = performance.now();
      const missing = new Set(["title", ...figures]);
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const text = walker.currentNode.data.trim();
        const key = text === title ? "title" : text;
        if (missing.has(key) && !walker.currentNode.parentElement.closest("[hidden]")) missing.delete(key);
      }
      if (!missing.has("title")) seen.title ??= now;
      if (!figures.some((figure) => missing.has(figure))) seen.figures ??= now;
      if (missing.size) return;
      seen.content = now;
      observer.disconnect();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => (seen.paint = performance.now());
        port2.postMessage(null);
      });
    });
    observer.observe(root, { childList: true, subtree: true, characterData: true, attributeFilter: ["hidden"] });
    return root;
  };
}

/** Opens `address` in a fresh context; `inspect(page)` may look before it is closed. */
export async function load(browser, address, { profile, content = true, inspect } = {}) {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    await page.setViewport({ width: 800, height: 600 });
    const client = await page.createCDPSession();
    const errors = [];
    page.on("pageerror", (error) => errors.push(String(error?.message ?? error)));

    const requests = new Map();
    let last = Date.now();
    const note = (event, change) => {
      last = Date.now();
      const request = requests.get(event.requestId);
      if (request) change(request);
    };
    client.on("Network.requestWillBeSent", ({ requestId, request }) => {
      last = Date.now();
      if (request.url.startsWith("http")) requests.set(requestId, { url: request.url, bytes: 0 });
    });
    client.on("Network.requestServedFromCache", (event) => note(event, (request) => (request.cached = true)));
    client.on("Network.responseReceived", (event) => note(event, (request) => {
      const { fromDiskCache, headers, status } = event.response;
      request.cached ||= fromDiskCache;
      request.encoding = Object.entries(headers).find(([name]) => name.toLowerCase() === "content-encoding")?.[1];
      request.status = status;
    }));
    client.on("Network.loadingFinished", (event) => note(event, (request) => {
      request.bytes = event.encodedDataLength;
      request.done = true;
    }));
    client.on("Network.loadingFailed", (event) => note(event, (request) => (request.done = true)));

    await client.send("Network.enable");
    await client.send("Performance.enable");
    if (profile) {
      const { latency, down, up, cpu } = profile;
      const conditions = { offline: false, latency, downloadThroughput: down, uploadThroughput: up };
      await client.send("Network.emulateNetworkConditions", conditions);
      await client.send("Emulation.setCPUThrottlingRate", { rate: cpu });
    }
    await page.evaluateOnNewDocument(watch, expected());
    await page.goto(address, { waitUntil: "load", timeout: LIMIT_MS });
    if (content) {
      const shown = page.waitForFunction(() => window.__bench.paint !== undefined, { timeout: LIMIT_MS, polling: 100 });
      await shown.catch((error) => {
        const why = errors.length ? errors.join("; ") : error.message;
        const where = new URL(address).pathname;
        throw new BenchError(`expected the headline and the rates on ${where}, but they did not come: ${why}`);
      });
    }
    // Pictures come last; then nothing is under way any more.
    const limit = Date.now() + LIMIT_MS;
    const busy = () => Date.now() - last < QUIET_MS || [...requests.values()].some((request) => !request.done);
    while (busy() && Date.now() < limit) await new Promise((resolve) => setTimeout(resolve, 50));

    const found = await inspect?.(page);
    const { metrics } = await client.send("Performance.getMetrics");
    const seen = await page.evaluate(() => {
      const { root, ...figures } = window.__bench;
      const resources = performance.getEntriesByType("resource").map((entry) => ({
        name: entry.name, by: entry.initiatorType, start: entry.startTime, end: entry.responseEnd,
      }));
      return { ...figures, resources };
    });
    if (errors.length) throw new BenchError(`${new URL(address).pathname} threw: ${errors.join("; ")}`);

    const sent = [...requests.values()].filter((request) => !request.cached);
    const bad = sent.find((request) => request.status !== 200 || request.encoding !== "br");
    if (bad) {
      const got = `${bad.status ?? "no answer"} and ${bad.encoding ?? "no encoding"}`;
      throw new BenchError(`expected 200 and brotli for ${new URL(bad.url).pathname}, but found ${got}`);
    }
    const file = (address) => path.basename(new URL(address).pathname);
    const isPicture = ({ url }) => url.endsWith(".svg");
    const bytes = (list) => list.reduce((sum, request) => sum + request.bytes, 0);
    return {
      found,
      ...seen,
      task: metrics.find(({ name }) => name === "TaskDuration").value * 1000,
      bytes: bytes(sent),
      pictureBytes: bytes(sent.filter(isPicture)),
      requests: sent.length,
      pictureRequests: sent.filter(isPicture).length,
      fromCache: [...requests.values()].filter((request) => request.cached).map(({ url }) => file(url)),
      resources: seen.resources.filter(({ name }) => !name.endsWith(".svg")),
    };
  } finally {
    await context.close();
  }
}
