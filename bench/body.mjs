// `make bench-body`: how long the text of an article takes from the source's HTML to nodes on the page, in the
// delivered widget, warm. Beside it the same text by `innerHTML`, which checks nothing: what the browser itself needs.

import { collect, pack } from "./files.mjs";
import { launch } from "./load.mjs";
import { checkRounds, keepRoot, measuredBy, median, run } from "./program.mjs";
import { serve } from "./serve.mjs";

const ROUNDS = Number(process.env.ROUNDS ?? 30);
const WARM_UP = 5;
const SIZES = [10, 100];
// What they shall take at most, in milliseconds.
const LIMITS = { 10: 8, 100: 100 };

/** HTML as content systems write it, of about `kilobytes`; every `seed` makes another. */
function text(kilobytes, seed) {
  const parts = [];
  let length = 0;
  for (let number = 0; length < kilobytes * 1000; number += 1) {
    const words = `The ${number}th boat of ${seed} leaves at dusk from the <a href="/quay/${number}">old quay</a> with <b>berths</b> and a <em>deck</em>, and `;
    const kinds = [
      `<p class="wp-block-paragraph" style="color:#333">${words.repeat(3)}&nbsp;more.</p>\n`,
      `<h2 id="h${number}">${number} and ${seed}</h2>\n`,
      `<ul class="list"><li>${words}</li><li>One</li><li>Two</li></ul>\n`,
      `<blockquote><p>${words.repeat(2)}</p></blockquote>\n`,
      `<figure><img src="/pictures/${number}.svg" width="600" height="400" alt=""><figcaption>${number}</figcaption></figure>\n`,
      `<table><tbody><tr><th>A</th><td>${number}</td></tr><tr><th>B</th><td>${seed}</td></tr></tbody></table>\n`,
    ];
    // Mostly paragraphs, as in the press.
    const part = kinds[number % 9 < 4 ? 0 : (number % 9) - 3];
    parts.push(part);
    length += part.length;
  }
  return parts.join("");
}

/** Runs in the page: shows an article, folded and then whole, and gives the milliseconds of both. */
async function show(id, html) {
  const element = document.querySelector("news-widget");
  const root = window.__root;
  // Told as soon as the widget lets go of the thread: no frame is waited for.
  const until = (done) => new Promise((resolve, reject) => {
    const limit = setTimeout(reject, 10_000, new Error(`article ${id} was not shown`));
    const observer = new MutationObserver(look);
    observer.observe(root, { childList: true, subtree: true, attributes: true });
    function look() {
      if (!done()) return;
      observer.disconnect();
      clearTimeout(limit);
      resolve(performance.now());
    }
    look();
  });
  const begin = performance.now();
  element.setAttribute("headline", id);
  const folded = await until(() => root.querySelector(".title a")?.dataset.id === id);
  const click = performance.now();
  root.querySelector(".foot button").click();
  const open = await until(() => root.querySelector(".head[data-open]"));
  const nodes = root.querySelectorAll("#nw-body *").length;

  const plain = performance.now();
  const box = document.createElement("template");
  box.innerHTML = html;
  document.importNode(box.content, true);
  const bare = performance.now() - plain;
  // What a layout costs is the browser's and comes later.
  await new Promise((done) => setTimeout(done, 20));
  return { folded: folded - begin, open: open - click, bare, nodes };
}

async function main() {
  checkRounds(ROUNDS);
  const collected = await collect();
  // Between the others, so that none has to clear away more than a paragraph.
  const articles = ["between", "none-0"].map((id) => ({ id, html: "<p>One.</p>" }));
  for (const size of SIZES) {
    for (let seed = 0; seed < 4; seed += 1) articles.push({ id: `${size}-${seed}`, html: text(size, seed) });
  }
  const items = articles.map(({ id, html }) => ({ id, url: `https://press.example/${id}`, title: id, content_html: html }));
  collected.files.set("/bodies.json", pack("bodies.json", Buffer.from(JSON.stringify({ items }))));
  const element = (origin) => `<news-widget src="${origin}/bodies.json" lang="en" blocks="headline" refresh="0"></news-widget>`;
  const served = await serve(collected, { body: element });
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 800, height: 600 });
    await page.evaluateOnNewDocument(keepRoot);
    await page.goto(served.address("body"), { waitUntil: "load" });
    await page.waitForFunction(() => window.__root?.querySelector(".title a"));
    const samples = new Map();
    for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
      for (const name of ["none-0", ...SIZES.map((size) => `${size}-${round % 4}`)]) {
        const { html } = articles.find(({ id }) => id === name);
        await page.evaluate(show, "between", "");
        const sample = await page.evaluate(show, name, html);
        const kind = name.split("-")[0];
        if (round >= WARM_UP) samples.set(kind, [...(samples.get(kind) ?? []), sample]);
      }
    }
    const of = (kind, key) => median(samples.get(kind).map((sample) => sample[key]));
    const rest = of("none", "folded") + of("none", "open");
    console.log(`\nThe text of an article, warm; medians of ${ROUNDS} rounds, milliseconds of this machine alone\n`);
    console.log("  size    elements  folded  unfolded  both, less an empty text  limit  ÷ innerHTML");
    for (const size of SIZES) {
      const kind = String(size);
      const [folded, open] = [of(kind, "folded"), of(kind, "open")];
      const both = folded + open - rest;
      const cells = [
        `${size} kB`.padEnd(7), String(of(kind, "nodes")).padStart(8), folded.toFixed(1).padStart(7), open.toFixed(1).padStart(9),
        both.toFixed(1).padStart(25), String(LIMITS[size]).padStart(6), (both / of(kind, "bare")).toFixed(1).padStart(12),
      ];
      console.log(`  ${cells.join(" ")}${both > LIMITS[size] ? "  too slow" : ""}`);
    }
    console.log(`\n${await measuredBy(browser)}`);
  } finally {
    await browser.close();
    served.close();
  }
}

await run(main);
