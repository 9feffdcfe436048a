// What the scripts that make a release know of the project.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const TOP = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** What is delivered, in a folder named after the version. */
export const DELIVERED = ["news-widget.js", "news-widget.wasm", "news-widget-frame.js", "embed.html", "embed.js"];

/** A problem that is told as one sentence, without a stack trace. */
export class PackError extends Error {}

export const show = (file) => path.relative(TOP, file) || ".";

export async function readText(file, what) {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new PackError(`expected ${what} at ${show(file)}, but it cannot be read (${error.code})`);
  }
}

/** What the [package] table of Cargo.toml says under these keys. */
export async function readManifest(...keys) {
  const file = path.join(TOP, "Cargo.toml");
  const text = await readText(file, "the crate's manifest");
  const start = text.search(/^\[package\]\s*$/m);
  const table = start < 0 ? "" : text.slice(start).split(/^\[(?!package\])/m)[0];
  const value = (key) => {
    const found = table.match(new RegExp(`^${key}\\s*=\\s*"([^"]+)"`, "m"))?.[1];
    if (!found) throw new PackError(`expected a line \`${key} = "…"\` under [package] in ${show(file)}, but found none`);
    return found;
  };
  return Object.fromEntries(keys.map((key) => [key, value(key)]));
}
