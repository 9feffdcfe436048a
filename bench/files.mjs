// What is served and measured: the delivered files, the twin, the demo's data, all compressed
// once and kept in memory.

import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import esbuild from "esbuild";

import { brotli, gzip } from "../embed/compress.mjs";

export const TOP = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** A problem that is told as one sentence, without a stack trace. */
export class BenchError extends Error {}

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** The bytes in every form that is sent. */
export function pack(name, data) {
  return {
    type: TYPES[path.extname(name)],
    raw: data,
    gzip: gzip(data),
    br: brotli(data),
  };
}

async function read(file, remedy) {
  try {
    return await readFile(path.join(TOP, file));
  } catch (error) {
    throw new BenchError(`expected ${file}, but it cannot be read (${error.code}): ${remedy}`);
  }
}

/** Bundled and minified exactly as embed/pack.mjs does it with the loader. */
async function buildTwin() {
  const cssAsText = {
    name: "css-as-text",
    setup(build) {
      build.onLoad({ filter: /\.css$/ }, async ({ path: file }) => {
        const css = await readFile(file, "utf8");
        const { code } = await esbuild.transform(css, { loader: "css", minify: true, charset: "utf8" });
        return { contents: code.trimEnd(), loader: "text" };
      });
    },
  };
  const { outputFiles } = await esbuild.build({
    entryPoints: [path.join(TOP, "bench", "twin.js")],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    write: false,
    plugins: [cssAsText],
  });
  return Buffer.from(outputFiles[0].contents);
}

/** Everything by its path on the files' origin, and the paths of each contender. */
export async function collect() {
  const manifest = (await read("Cargo.toml", "run this inside the checkout")).toString();
  const version = manifest.match(/^version\s*=\s*"([^"]+)"/m)?.[1];
  if (!version) throw new BenchError('expected a line `version = "…"` in Cargo.toml, but found none');
  const folder = `news-widget/${version}`;

  const files = new Map();
  const add = (name, data) => files.set(`/${name}`, pack(name, data));
  for (const name of ["news-widget.js", "news-widget.wasm"]) {
    add(`${folder}/${name}`, await read(`dist/${folder}/${name}`, "run `make dist`"));
  }
  add("twin.js", await buildTwin());
  for (const name of ["feed.en.json", "rates.json"]) add(name, await read(`demo/${name}`, "it is part of the checkout"));
  for (const name of await readdir(path.join(TOP, "demo", "pictures"))) {
    if (TYPES[path.extname(name)]) add(`pictures/${name}`, await read(`demo/pictures/${name}`, "it is part of the checkout"));
  }
  return {
    version,
    files,
    widget: ["news-widget.js", "news-widget.wasm"].map((name) => `/${folder}/${name}`),
    twin: ["/twin.js"],
    data: ["/feed.en.json", "/rates.json"],
  };
}
