// `make bench`: sizes, then start-up in a real browser, side by side with the twin. What is
// measured and how to read it is in bench/README.md. Nothing here asserts a time.

import { writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { collect, TOP } from "./files.mjs";
import { launch, load, SLOW_4G } from "./load.mjs";
import { checkRounds, median, run } from "./program.mjs";
import { same } from "./same.mjs";
import { serve } from "./serve.mjs";

const BASELINE = "vanilla";
const ROUNDS = Number(process.env.ROUNDS ?? 7);

const round = (value, places = 0) => Number(value.toFixed(places));
const cell = (value, places = 0) => (value === undefined ? "–" : value.toFixed(places));

function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  const pad = (text, column) => (column ? String(text).padStart(widths[column]) : String(text).padEnd(widths[column]));
  const line = (row) => row.map(pad).join("  ");
  console.log(`  ${line(rows[0])}\n  ${widths.map((width) => "─".repeat(width)).join("  ")}`);
  for (const row of rows.slice(1)) console.log(`  ${line(row)}`);
}

// ── Sizes ───────────────────────────────────────────────────────────────────────────────────

function sizes({ files, widget, twin, version }) {
  const row = (name) => {
    const { raw, gzip, br } = files.get(name);
    return { file: path.basename(name), raw: raw.length, gzip: gzip.length, brotli: br.length };
  };
  const rows = widget.map(row);
  const sum = (key) => rows.reduce((total, entry) => total + entry[key], 0);
  const total = { file: "widget in all", raw: sum("raw"), gzip: sum("gzip"), brotli: sum("brotli") };
  const other = { ...row(twin[0]), file: "twin (bench/twin.js)" };
  const columns = ["raw", "gzip", "brotli"];
  console.log(`\nSizes in bytes, news-widget ${version}\n`);
  table([
    ["file", "raw", "gzip -9", "brotli 11"],
    ...[...rows, total, other].map((entry) => [entry.file, ...columns.map((key) => entry[key])]),
    ["widget ÷ twin", ...columns.map((key) => (total[key] / other[key]).toFixed(2))],
  ]);
  return { files: rows, total, twin: other };
}

// ── Start-up ────────────────────────────────────────────────────────────────────────────────

async function measure(browser, served) {
  const samples = Object.fromEntries(served.contenders.map((name) => [name, []]));
  // Round 0 warms up what outlives a context: the browser's own code, our servers.
  for (let index = 0; index <= ROUNDS; index += 1) {
    if (process.stderr.isTTY) process.stderr.write(`\r  round ${index} of ${ROUNDS} `);
    const turn = index % served.contenders.length;
    for (const name of [...served.contenders.slice(turn), ...served.contenders.slice(0, turn)]) {
      const sample = await load(browser, served.address(name), { profile: SLOW_4G, content: name !== "empty" });
      if (index > 0) samples[name].push(sample);
    }
  }
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  return samples;
}

/** Medians, and how each round stood to the baseline's of the same round. */
function summarise(samples) {
  const times = ["skeleton", "title", "figures", "content", "paint", "blocked", "task"];
  const keys = [...times, "shift", "bytes", "pictureBytes", "requests", "pictureRequests"];
  const of = (name, key) => median(samples[name].map((sample) => sample[key]));
  return Object.keys(samples).map((name) => {
    const medians = Object.fromEntries(keys.map((key) => [key, of(name, key)]));
    const ratio = (key) => {
      const value = of(name, key) / of(BASELINE, key);
      const rounds = samples[name].map((sample, index) => sample[key] / samples[BASELINE][index][key]);
      if (!Number.isFinite(value)) return undefined;
      return { value: round(value, 3), min: round(Math.min(...rounds), 3), max: round(Math.max(...rounds), 3) };
    };
    const ratios = Object.fromEntries(["content", "paint", "bytes", "task"].map((key) => [key, ratio(key)]));
    const heights = [...new Set(samples[name].flatMap((sample) => sample.heights.map((height) => round(height, 1))))];
    const fromCache = [...new Set(samples[name].flatMap((sample) => sample.fromCache))];
    return { name, medians, ratios, heights, fromCache };
  });
}

/** When each file was asked for and had come, medians; a file asked for twice has two lines. */
function waterfall(samples) {
  return Object.entries(samples).filter(([name]) => name !== "empty").map(([name, list]) => {
    const seen = new Map();
    for (const { resources } of list) {
      const count = new Map();
      for (const { name: url, start, end } of resources) {
        const file = path.basename(new URL(url).pathname);
        const nth = (count.get(file) ?? 0) + 1;
        count.set(file, nth);
        const key = nth > 1 ? `${file} (${nth})` : file;
        seen.set(key, [...(seen.get(key) ?? []), { start, end }]);
      }
    }
    const files = [...seen].map(([file, times]) => ({
      file,
      start: round(median(times.map(({ start }) => start))),
      end: round(median(times.map(({ end }) => end))),
    }));
    return { name, files: files.sort((a, b) => a.start - b.start) };
  });
}

function report(summary, falls) {
  const spread = (ratio) => (ratio ? `${cell(ratio.value, 2)} (${cell(ratio.min, 2)}–${cell(ratio.max, 2)})` : "–");
  console.log(`Start-up, slow 4G and CPU ×${SLOW_4G.cpu}, cold cache; medians of ${ROUNDS} rounds,`);
  console.log(`÷ = to ${BASELINE}: ratio of the medians (least–most of one round)\n`);
  table([
    ["", "content ÷", "paint ÷", "shift", "wire ÷", "requests", "task ÷"],
    ...summary.map(({ name, medians, ratios }) => [
      name, spread(ratios.content), spread(ratios.paint), cell(medians.shift, 4), cell(ratios.bytes?.value, 2),
      medians.requests, spread(ratios.task),
    ]),
  ]);
  console.log("\nThe same in figures that hold for this machine alone (ms, kB)\n");
  table([
    ["", "skeleton", "title", "rates", "content", "paint", "blocked", "task", "wire kB", "of it pictures"],
    ...summary.map(({ name, medians: m }) => [
      name, cell(m.skeleton), cell(m.title), cell(m.figures), cell(m.content), cell(m.paint), cell(m.blocked), cell(m.task),
      cell(m.bytes / 1000, 1), cell(m.pictureBytes / 1000, 1),
    ]),
  ]);
  for (const { name, heights } of summary) {
    if (heights.length > 1) console.log(`\n  ${name} changed its height: ${heights.join(", ")} px`);
  }
  console.log("\nWhen each file was asked for and had come (ms after the navigation, this machine alone)\n");
  const lines = falls.flatMap(({ name, files }) => files.map(({ file, start, end }) => [name, file, start, end]));
  table([["", "file", "asked", "came"], ...lines]);
}

async function main() {
  checkRounds(ROUNDS);
  const collected = await collect();
  const size = sizes(collected);
  const served = await serve(collected);
  let browser;
  try {
    browser = await launch();
    const compared = await same(browser, served);
    const { width, lines, elements, height } = compared;
    console.log(`\nThe twin is the same at ${width} px: ${lines} lines of text, ${elements} elements, ${height} px high\n`);
    const busy = os.loadavg()[0] / os.cpus().length;
    const samples = await measure(browser, served);
    const summary = summarise(samples);
    const falls = waterfall(samples);
    report(summary, falls);
    const [program, node, cores] = [await browser.version(), process.version, os.cpus().length];
    const setup = { program, node, cores, busy: round(busy, 2), rounds: ROUNDS, profile: SLOW_4G };
    console.log(`\n${program}, Node ${node}, ${cores} cores, load ÷ cores ${setup.busy} at the start`);
    const results = { version: collected.version, setup, size, compared, summary, waterfall: falls, samples };
    await writeFile(path.join(TOP, "bench", "results.json"), `${JSON.stringify(results, null, 1)}\n`);
    console.log("Every sample is in bench/results.json");
  } finally {
    await browser?.close();
    served.close();
  }
}

await run(main);
