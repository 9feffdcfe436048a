// Packs what is delivered. Trunk runs this after every build:
//
//   <staging>/<package>.js        glue written by wasm-bindgen  ─┐
//   <staging>/<package>_bg.wasm   the compiled widget            ├─> <staging>/news-widget/<version>/
//   embed/news-widget.js          the loader, with its style    ─┘
//
// It reads TRUNK_STAGING_DIR and TRUNK_PROFILE (set by trunk) and
// NEWS_WIDGET_ROOT ("open" makes the widget's shadow root open, for tests).

import { spawnSync } from "node:child_process";
import { access, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import zlib from "node:zlib";

const TOP = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

// The most that the first view of the widget may cost, brotli-compressed. The
// widget is a guest on other people's pages: 147 kB is about 0.7 s on a
// 1.6 Mbit/s connection, and no site should have to pay more than that. It was
// 100 kB before the widget could read what sites already have, 127 before it
// showed the markup of articles, 135 before it chose what is similar by itself.
const BUDGET_BYTES = 147_000;

// Browsers that run the compiled widget (reference types, multi-value) also
// know this much JavaScript.
const JS_TARGET = "es2022";

// What rustc and wasm-bindgen use in the module; wasm-opt refuses a module
// with a feature that was not named.
const WASM_FEATURES = [
  "--enable-bulk-memory",
  "--enable-bulk-memory-opt",
  "--enable-call-indirect-overlong",
  "--enable-multivalue",
  "--enable-mutable-globals",
  "--enable-nontrapping-float-to-int",
  "--enable-reference-types",
  "--enable-sign-ext",
];

// How the module is shrunk. Sizes are what counts after compression, and some
// things that -Oz does make a module shorter but compress worse: inlining a
// large function into its only caller, local common subexpressions, taking
// zeros out of the data. Two rounds of -Os on flattened code, without them,
// gave the smallest of some fifty combinations that were tried. Alignment is but
// a hint, which the processors of today do not need.
// Never add --traps-never-happen: a trap is how a crash is noticed.
const WASM_OPT = [
  "--dealign",
  "--flatten",
  "--rereloop",
  "-Os",
  "-Os",
  "--one-caller-inline-max-function-size=20",
  "--skip-pass=local-cse",
  "--skip-pass=memory-packing",
  "--strip-debug",
  "--strip-producers",
  "--strip-target-features",
];

// The name wasm-opt gives to the one module everything is imported from.
const SHORT_MODULE = "a";

/** A problem that is told as one sentence, without a stack trace. */
class PackError extends Error {}

const show = (file) => path.relative(TOP, file) || ".";

async function readText(file, what) {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new PackError(`expected ${what} at ${show(file)}, but it cannot be read (${error.code})`);
  }
}

async function expectFile(file, what) {
  try {
    await access(file);
  } catch {
    throw new PackError(`expected ${what} at ${show(file)}, but there is no such file`);
  }
}

async function loadEsbuild() {
  try {
    return await import("esbuild");
  } catch (error) {
    if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new PackError("expected the npm package esbuild in node_modules, but it is not installed: run `npm ci`");
  }
}

function findWasmOpt() {
  try {
    return createRequire(import.meta.url).resolve("binaryen/bin/wasm-opt");
  } catch {
    throw new PackError("expected wasm-opt in the npm package binaryen, but it is not installed: run `npm ci`");
  }
}

/** Name and version from the [package] table of Cargo.toml. */
async function readManifest() {
  const file = path.join(TOP, "Cargo.toml");
  const text = await readText(file, "the crate's manifest");
  const start = text.search(/^\[package\]\s*$/m);
  const table = start < 0 ? "" : text.slice(start).split(/^\[(?!package\])/m)[0];
  const value = (key) => table.match(new RegExp(`^${key}\\s*=\\s*"([^"]+)"`, "m"))?.[1];
  const manifest = { name: value("name"), version: value("version") };
  for (const key of ["name", "version"]) {
    if (!manifest[key]) {
      throw new PackError(`expected a line \`${key} = "…"\` under [package] in ${show(file)}, but found none`);
    }
  }
  return manifest;
}

/** esbuild with its complaints turned into one PackError. */
async function bundle(esbuild, options) {
  try {
    const result = await esbuild.build({
      bundle: true,
      format: "esm",
      platform: "browser",
      target: JS_TARGET,
      charset: "utf8",
      legalComments: "none",
      absWorkingDir: TOP,
      logLevel: "silent",
      write: false,
      ...options,
    });
    for (const text of await esbuild.formatMessages(result.warnings, { kind: "warning" })) {
      process.stderr.write(text);
    }
    return result.outputFiles[0].text;
  } catch (error) {
    if (!error.errors) throw error;
    const texts = await esbuild.formatMessages(error.errors, { kind: "error" });
    throw new PackError(`esbuild could not bundle the JavaScript:\n${texts.join("").trimEnd()}`);
  }
}

/** The loader: embed/news-widget.js with everything it imports, CSS as text. Gives that text too. */
async function packLoader(esbuild, { version, release, openRoot }) {
  const entry = path.join(TOP, "embed", "news-widget.js");
  await expectFile(entry, "the loader");
  let styles = "";
  const cssAsText = {
    name: "css-as-text",
    setup(build) {
      build.onLoad({ filter: /\.css$/ }, async ({ path: file }) => {
        const css = await readText(file, "a style sheet");
        if (!release) return { contents: css, loader: "text" };
        const result = await esbuild.transform(css, {
          loader: "css",
          minify: true,
          charset: "utf8",
          sourcefile: show(file),
          logLevel: "silent",
        });
        styles += result.code.trimEnd();
        return { contents: result.code.trimEnd(), loader: "text", warnings: result.warnings };
      });
    },
  };
  const code = await bundle(esbuild, {
    entryPoints: [entry],
    minify: release,
    // Loaded at run time from the folder the loader itself came from.
    external: ["./news-widget-glue.js", "./news-widget.wasm"],
    define: {
      __OPEN_ROOT__: openRoot ? "true" : "false",
      __VERSION__: JSON.stringify(version),
    },
    plugins: [cssAsText],
  });
  return { code, styles };
}

/** The glue: wasm-bindgen's module with its snippets pulled in, fitted to the short names. */
async function packGlue(esbuild, { file, release, names }) {
  const source = await readText(file, "the glue that wasm-bindgen writes");
  if (!/\bexport\b/.test(source)) {
    throw new PackError(
      `expected the glue ${show(file)} to be an ES module, but it exports nothing: ` +
        `index.html must say data-bindgen-target="web"`,
    );
  }
  // The module is delivered under another name than wasm-bindgen gave it.
  const contents = source.replace(/(['"`])[\w-]+_bg\.wasm\1/g, '"news-widget.wasm"');
  const glue = await bundle(esbuild, {
    stdin: { contents, resolveDir: path.dirname(file), sourcefile: path.basename(file), loader: "js" },
  });
  if (!release) return glue;
  const options = { minify: true, format: "esm", target: JS_TARGET, charset: "utf8", legalComments: "none" };
  return (await esbuild.transform(rename(glue, names), options)).code;
}

/**
 * Gives the glue the short names that imports and exports have in the module:
 * `{"./x_bg.js": {__wbg_log_0123456789abcdef: function…}}` and `wasm.__wbindgen_malloc(…)`
 * become `{"a": {b: function…}}` and `wasm.c(…)`.
 */
function rename(glue, { imports, exports }) {
  const keys = new Map(imports.flatMap(([module, long, short]) => [[long, short], [module, SHORT_MODULE]]));
  for (const [long, short] of keys) {
    const key = new RegExp(`(?<![\\w$."])("?)${long.replace(/\W/g, "\\$&")}\\1(?=:)`, "g");
    let found = 0;
    glue = glue.replace(key, () => {
      found += 1;
      return JSON.stringify(short);
    });
    if (found !== 1) {
      throw new PackError(`expected the import ${long} once in the glue of wasm-bindgen, but found it ${found} times`);
    }
  }
  const names = new Map(exports);
  let found = 0;
  glue = glue.replace(/(?<![\w$.])wasm\.([\w$]+)/g, (_, long) => {
    found += 1;
    const short = names.get(long);
    if (!short) throw new PackError(`expected the export ${long}, which the glue uses, in the module, but it is not there`);
    return `wasm.${short}`;
  });
  if (found === 0) throw new PackError("expected the glue of wasm-bindgen to use exports as `wasm.name`, but found none");
  return glue;
}

/** Runs wasm-opt and returns what it says. */
function wasmOpt(input, output, ...args) {
  const run = spawnSync(process.execPath, [findWasmOpt(), input, "--output", output, ...WASM_FEATURES, ...args], {
    encoding: "utf8",
    maxBuffer: 64 << 20,
  });
  if (run.status !== 0) {
    const said = `${run.error ?? ""}${run.stderr ?? ""}${run.stdout ?? ""}`.trim();
    throw new PackError(`wasm-opt could not shrink ${show(input)}: ${said || `it ended with ${run.status ?? run.signal}`}`);
  }
  return run.stdout;
}

/** The compiled widget: as it is while developing, shrunk for release. Returns the short names. */
async function packWasm({ file, target, release }) {
  if (!release) {
    await writeFile(target, await readFile(file));
    return undefined;
  }
  wasmOpt(file, target, ...WASM_OPT);
  // A run of its own, because --converge would shorten the names again and again.
  const said = wasmOpt(target, target, "--minify-imports-and-exports-and-modules");
  const module = await WebAssembly.compile(await readFile(target));
  if (WebAssembly.Module.customSections(module, "name").length > 0) {
    throw new PackError(`expected no name section in ${show(target)}, but wasm-opt left one`);
  }
  const names = JSON.parse(said);
  const missing = WebAssembly.Module.imports(module).find(
    (entry) => entry.module !== SHORT_MODULE || !names.imports.some(([, , short]) => short === entry.name),
  );
  if (missing) {
    throw new PackError(`expected wasm-opt to shorten every import, but found ${missing.module} ${missing.name}`);
  }
  return names;
}

function sizes(file, data) {
  const brotli = {
    [zlib.constants.BROTLI_PARAM_QUALITY]: 11,
    [zlib.constants.BROTLI_PARAM_SIZE_HINT]: data.length,
  };
  return {
    file,
    raw: data.length,
    gzip: zlib.gzipSync(data, { level: 9 }).length,
    brotli: zlib.brotliCompressSync(data, { params: brotli }).length,
  };
}

/** Prints raw and compressed sizes and returns the brotli total. */
async function report(folder, files, styles) {
  const rows = [];
  for (const file of files) rows.push(sizes(file, await readFile(path.join(folder, file))));
  const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
  const total = { file: "total", raw: sum("raw"), gzip: sum("gzip"), brotli: sum("brotli") };
  const line = (cells) =>
    `  ${String(cells[0]).padEnd(22)}${cells.slice(1).map((cell) => String(cell).padStart(10)).join("")}`;
  console.log(line(["file", "raw", "gzip -9", "brotli 11"]));
  // The styles travel in the loader; alone they would be this large.
  const [loader, ...rest] = rows;
  const inside = sizes("  styles in it", Buffer.from(styles));
  for (const row of [loader, inside, ...rest, total]) console.log(line([row.file, row.raw, row.gzip, row.brotli]));
  return total.brotli;
}

async function main() {
  const staging = process.env.TRUNK_STAGING_DIR;
  if (!staging) {
    throw new PackError("expected the folder of the build in TRUNK_STAGING_DIR, but it is not set: run `trunk build`, which calls this script");
  }
  const release = process.env.TRUNK_PROFILE === "release";
  const openRoot = process.env.NEWS_WIDGET_ROOT === "open";

  const { name, version } = await readManifest();
  const glue = path.join(staging, `${name}.js`);
  const wasm = path.join(staging, `${name}_bg.wasm`);
  await expectFile(glue, "the glue that wasm-bindgen writes");
  await expectFile(wasm, "the compiled widget");

  const esbuild = await loadEsbuild();
  const folder = path.join(staging, "news-widget", version);
  await mkdir(folder, { recursive: true });
  const { code, styles } = await packLoader(esbuild, { version, release, openRoot });
  await writeFile(path.join(folder, "news-widget.js"), code);
  const names = await packWasm({ file: wasm, target: path.join(folder, "news-widget.wasm"), release });
  await writeFile(path.join(folder, "news-widget-glue.js"), await packGlue(esbuild, { file: glue, release, names }));

  for (const leftover of [glue, wasm, path.join(staging, "snippets")]) {
    await rm(leftover, { recursive: true, force: true });
  }

  if (release) {
    console.log(`news-widget ${version}${openRoot ? ", open shadow root (for tests)" : ""}`);
    const total = await report(folder, ["news-widget.js", "news-widget-glue.js", "news-widget.wasm"], styles);
    // The test build differs by one word; the build that is delivered is the one that counts.
    if (total > BUDGET_BYTES && !openRoot) {
      throw new PackError(`expected at most ${BUDGET_BYTES} bytes (brotli) for the first view, but found ${total}`);
    }
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof PackError ? `pack: ${error.message}` : error);
  process.exitCode = 1;
}
