// Builds the pages of other frameworks as their users do: those of npm with Vite and the npm
// package `news-widget`, that of yew with cargo. Each is left in target/host/<app>/.

import { execFileSync } from "node:child_process";
import { copyFile } from "node:fs/promises";
import path from "node:path";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import react from "@vitejs/plugin-react";
import vue from "@vitejs/plugin-vue";
import { build } from "vite";

const HERE = import.meta.dirname;
const built = (app) => path.join(HERE, "../../target/host", app);

const isCustomElement = (tag) => tag === "news-widget" || tag === "news-frame";

const PLUGINS = {
  plain: [],
  react: [react()],
  vue: [vue({ template: { compilerOptions: { isCustomElement } } })],
  svelte: [svelte({ configFile: false })],
};

for (const [app, plugins] of Object.entries(PLUGINS)) {
  await build({
    configFile: false,
    root: path.join(HERE, app),
    // The tests serve each app below a path of its own.
    base: "./",
    plugins,
    build: { outDir: built(app), emptyOutDir: true },
    logLevel: "warn",
  });
}

const run = (program, ...args) =>
  execFileSync(program, args, { cwd: HERE, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
const TARGET = "wasm32-unknown-unknown";
run("cargo", "build", "--release", "--target", TARGET, "--package", "host-yew");
const { target_directory } = JSON.parse(run("cargo", "metadata", "--format-version", "1", "--no-deps"));
const wasm = path.join(target_directory, TARGET, "release/host-yew.wasm");
run("wasm-bindgen", "--target", "web", "--no-typescript", "--out-dir", built("yew"), wasm);
await copyFile(path.join(HERE, "yew/index.html"), path.join(built("yew"), "index.html"));
await copyFile(path.join(HERE, "frame.js"), path.join(built("yew"), "frame.js"));
