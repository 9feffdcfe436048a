// Packs what is delivered. Trunk runs this after every build:
//
//   <staging>/<package>.js        glue written by wasm-bindgen ─┐
//   embed/news-widget.js          the loader, with its style   ─┴─> news-widget.js    ─┐
//   <staging>/<package>_bg.wasm   the compiled widget           ──> news-widget.wasm   ├─ <staging>/news-widget/<version>/
//   embed/embed.html, embed.js    the page for frames           ──> the same           │
//   embed/news-widget-frame.js    for pages with such frames    ──> the same          ─┘
//
// It reads TRUNK_STAGING_DIR and TRUNK_PROFILE (set by trunk) and
// NEWS_WIDGET_ROOT ("open" makes the widget's shadow root open, for tests).

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { access, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";

import { brotli, gzip } from "./compress.mjs";
import { deploy } from "./deploy.mjs";
import { PackError, TOP, readManifest, readText, show } from "./project.mjs";

// The most that the first view of the widget may cost, brotli-compressed. The
// widget is a guest on other people's pages: 176 kB is about 0.9 s on a
// 1.6 Mbit/s connection, and no site should have to pay more than that. It was
// 100 kB before the widget could read what sites already have, 127 before it
// showed the markup of articles, 135 before it chose what is similar by itself,
// 147 before it could be replaced after a crash, or framed, 148 before it
// tried again, waited and remembered, 157 before rates had layouts, names,
// histories, a converter and a stream.
const BUDGET_BYTES = 176_000;

// Of it, the most that may be written by hand; and the most of the script beside a frame.
const MAX_OWN_BYTES = 5_500;
const MAX_FRAME_BYTES = 600;

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

/** One of our own scripts with everything it imports; what is in `virtual` instead of files. */
async function packScript(esbuild, { name, release, define = {}, virtual = {}, plugins = [] }) {
  const entry = path.join(TOP, "embed", name);
  await expectFile(entry, "a script");
  return bundle(esbuild, {
    entryPoints: [entry],
    minify: release,
    // Loaded at run time from the folder that the script itself came from.
    external: ["./news-widget.js?framed", "./news-widget.wasm"],
    define,
    plugins: [
      ...plugins,
      {
        name: "virtual",
        setup(build) {
          const filter = /^[a-z]+$/;
          build.onResolve({ filter }, ({ path }) => (Object.hasOwn(virtual, path) ? { path, namespace: "virtual" } : undefined));
          build.onLoad({ filter, namespace: "virtual" }, ({ path }) => ({ contents: virtual[path], loader: "js" }));
        },
      },
    ],
  });
}

/** The style sheet as a module whose default is its text. */
async function packStyles(esbuild, release) {
  const file = path.join(TOP, "styles", "widget.css");
  const css = await readText(file, "the style sheet");
  if (!release) return css;
  const { code } = await esbuild.transform(css, { loader: "css", minify: true, charset: "utf8", sourcefile: show(file) });
  return code.trimEnd();
}

/**
 * The glue: wasm-bindgen's module with its snippets pulled in, fitted to the short names, as a function: each
 * call makes a new one, for an instance of its own.
 */
async function packGlue(esbuild, { file, names }) {
  const source = await readText(file, "the glue that wasm-bindgen writes");
  for (const name of ["__wbg_get_imports", "__wbg_finalize_init", "mount"]) {
    if (!new RegExp(`function ${name}\\b`).test(source)) {
      throw new PackError(
        `expected the function ${name} in the glue ${show(file)}, but it is not there: ` +
          `index.html must say data-bindgen-target="web", and the wasm-bindgen of package.lock must write what this script knows`,
      );
    }
  }
  const contents = `${source}
    export function start(module, guard) {
      wasm = new WebAssembly.Instance(module, __wbg_get_imports()).exports;
      __wbg_finalize_init({ exports: guard(wasm, wasm.memory) });
    }`;
  const inner = await bundle(esbuild, {
    stdin: {
      contents: 'export { mount, start } from "whole";',
      resolveDir: path.dirname(file),
      sourcefile: path.basename(file),
      loader: "js",
    },
    plugins: [
      {
        name: "whole",
        setup(build) {
          build.onResolve({ filter: /^whole$/ }, ({ path }) => ({ path, namespace: "whole" }));
          build.onLoad({ filter: /.*/, namespace: "whole" }, () => ({ contents, resolveDir: path.dirname(file), loader: "js" }));
        },
      },
    ],
  });
  const exported = /export\s*\{([^}]*)\};?\s*$/;
  if (!exported.test(inner) || /\bimport\b/.test(inner)) {
    throw new PackError(`expected the glue ${show(file)} to export and to import nothing, but found otherwise`);
  }
  const glue = inner.replace(exported, "return {$1};");
  return `export default function () {\n${names ? rename(glue, names) : glue}\n}`;
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

const hash = (data) => `sha384-${createHash("sha384").update(data).digest("base64")}`;

/** Prints raw and compressed sizes, and gives the last by name. */
function report(rows) {
  const line = (cells) =>
    console.log(`  ${String(cells[0]).padEnd(24)}${cells.slice(1).map((cell) => String(cell).padStart(10)).join("")}`);
  line(["file", "raw", "gzip -9", "brotli 11"]);
  const sizes = new Map();
  for (const [name, text] of rows) {
    const data = Buffer.from(text);
    sizes.set(name, brotli(data).length);
    line([name, data.length, gzip(data).length, sizes.get(name)]);
  }
  return sizes;
}

async function main() {
  const staging = process.env.TRUNK_STAGING_DIR;
  if (!staging) {
    throw new PackError("expected the folder of the build in TRUNK_STAGING_DIR, but it is not set: run `trunk build`, which calls this script");
  }
  const release = process.env.TRUNK_PROFILE === "release";
  const openRoot = process.env.NEWS_WIDGET_ROOT === "open";

  const { name, version } = await readManifest("name", "version");
  const files = { glue: path.join(staging, `${name}.js`), wasm: path.join(staging, `${name}_bg.wasm`) };
  await expectFile(files.glue, "the glue that wasm-bindgen writes");
  await expectFile(files.wasm, "the compiled widget");

  const esbuild = await loadEsbuild();
  const folder = path.join(staging, "news-widget", version);
  await mkdir(folder, { recursive: true });
  const write = (file, data) => writeFile(path.join(folder, file), data);

  const target = path.join(folder, "news-widget.wasm");
  const names = await packWasm({ file: files.wasm, target, release });
  const wasm = await readFile(target);
  const glue = await packGlue(esbuild, { file: files.glue, names });
  const css = await packStyles(esbuild, release);
  const define = {
    __INTEGRITY__: JSON.stringify(hash(wasm)),
    __OPEN_ROOT__: `${openRoot}`,
    __VERSION__: JSON.stringify(version),
  };
  const asText = (css) => ({
    name: "css",
    setup: (build) => build.onLoad({ filter: /\.css$/ }, () => ({ contents: css, loader: "text" })),
  });
  const pack = (glue, css) =>
    packScript(esbuild, { name: "news-widget.js", release, define, virtual: { glue }, plugins: [asText(css)] });
  const loader = await pack(glue, css);
  await write("news-widget.js", loader);
  const embed = await packScript(esbuild, { name: "embed.js", release });
  await write("embed.js", embed);
  const frame = await packScript(esbuild, { name: "news-widget-frame.js", release });
  await write("news-widget-frame.js", frame);
  const page = await readText(path.join(TOP, "embed", "embed.html"), "the page for frames");
  await write("embed.html", page);

  for (const leftover of [files.glue, files.wasm, path.join(staging, "snippets")]) {
    await rm(leftover, { recursive: true, force: true });
  }
  if (!release) return;

  await deploy(staging, folder, version);

  const found = /\beval\s*\(|\bnew Function\b|[^\w.`'"]Function\(/.exec(loader);
  if (found) throw new PackError(`expected no eval in the loader, but found ${found[0]} at ${found.index}`);

  console.log(`news-widget ${version}${openRoot ? ", open shadow root (for tests)" : ""}`);
  // Written by hand, without what is packed into it: the glue and the styles.
  const own = await pack("export default () => {};", "");
  const sizes = report([
    ["news-widget.js", loader],
    ["  by hand", own],
    ["  styles in it", css],
    ["news-widget.wasm", wasm],
    ["news-widget-frame.js", frame],
    ["embed.js", embed],
    ["embed.html", page],
  ]);
  const within = (what, size, most) => {
    // The test build differs by a word; the build that is delivered is the one that counts.
    if (size > most && !openRoot) throw new PackError(`expected at most ${most} bytes (brotli) for ${what}, but found ${size}`);
  };
  within("the loader without glue and styles", sizes.get("  by hand"), MAX_OWN_BYTES);
  within("news-widget-frame.js", sizes.get("news-widget-frame.js"), MAX_FRAME_BYTES);
  const total = sizes.get("news-widget.js") + sizes.get("news-widget.wasm");
  console.log(`  the first view: ${total} bytes (brotli)`);
  within("the first view", total, BUDGET_BYTES);
  if (!openRoot) {
    console.log(`  <script type="module" src="https://cdn.example/news-widget/${version}/news-widget.js" integrity="${hash(loader)}" crossorigin></script>`);
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof PackError ? `pack: ${error.message}` : error);
  process.exitCode = 1;
}
