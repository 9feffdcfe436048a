// What each family of readers weighs in the delivered wasm: it is built without it, and packed as ever.
// What several families share (paths, dates, text) is in none of them: it stays while one is left.
//
//   make weigh

import { spawnSync } from "node:child_process";
import { readFile, rm } from "node:fs/promises";

import { brotli } from "../embed/compress.mjs";

const FAMILIES = [
  [["xml"], "XML: RSS, Atom, news sitemaps, banks' XML"],
  [["page"], "JSON-LD: that of pages, and of the page around"],
  [["page", "articles"], "articles of every format"],
  [["sdmx"], "SDMX-JSON"],
  [["rates", "sdmx"], "rates of every format"],
  [["xml", "page", "articles", "rates", "sdmx"], "all of these together"],
];
const OUT = "target/weigh";

const version = JSON.parse(
  spawnSync("cargo", ["metadata", "--no-deps", "--format-version", "1"], { encoding: "utf8" }).stdout,
).packages.find((each) => each.name === "news-widget").version;

/** The wasm built without the families, in brotli bytes. */
async function weigh(without) {
  const key = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";
  const flags = without.map((family) => `--cfg=without="${family}"`);
  const env = { ...process.env, [key]: [process.env[key] ?? "", ...flags].join(" ").trim() };
  const built = spawnSync("trunk", ["build", "--release", "--dist", OUT], { env, encoding: "utf8" });
  if (built.status !== 0) {
    console.error(`expected a build without ${without}, but trunk failed:\n${built.stderr}`);
    process.exit(1);
  }
  return brotli(await readFile(`${OUT}/news-widget/${version}/news-widget.wasm`)).length;
}

const all = await weigh([]);
const line = (bytes, name) => console.log(`${String(bytes).padStart(8)}  ${name}`);
console.log("brotli 11, bytes");
line(all, "all that is delivered");
for (const [without, name] of FAMILIES) line(all - (await weigh(without)), name);
await rm(OUT, { recursive: true });
