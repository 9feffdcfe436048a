// What hosts need beside the delivered files: their headers, in the forms that hosts read, and the
// files compressed once and well instead of at every request.

import { readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";

import { brotli, gzip } from "./compress.mjs";
import { PackError, TOP, readText, show } from "./project.mjs";

const COMPRESSED = /\.(js|html|wasm)$/;

// Pages of all origins embed the files.
const HEADERS = {
  "Access-Control-Allow-Origin": "*",
  "Cross-Origin-Resource-Policy": "cross-origin",
  "X-Content-Type-Options": "nosniff",
};
// A version never changes: another one has another address.
const CACHED = { "Cache-Control": "public, max-age=31536000, immutable" };

/** The page for frames has its policy in itself; who may frame it only a header can say. */
async function policyOf(page) {
  const meta = (await readText(page, "the page for frames")).match(/<meta http-equiv="Content-Security-Policy" content="([^"]+)">/);
  if (!meta) throw new PackError(`expected <meta http-equiv="Content-Security-Policy" content="…"> in ${show(page)}, but found none`);
  return { "Content-Security-Policy": `${meta[1]}; frame-ancestors *` };
}

/** `_headers`, as Cloudflare Pages and Netlify read it: all rules that match count. */
function headersFile(version, policy) {
  const own = `/news-widget/${version}/`;
  const rules = [
    // Also for older versions that stay beside this one.
    ["/news-widget/*", HEADERS],
    [`${own}*`, CACHED],
    [`${own}news-widget.wasm`, { "Content-Type": "application/wasm" }],
    [`${own}embed.html`, policy],
    // Some hosts leave out ".html".
    [`${own}embed`, policy],
  ];
  const lines = (headers) => Object.entries(headers).map(([name, value]) => `  ${name}: ${value}\n`);
  return rules.map(([at, headers]) => `${at}\n${lines(headers).join("")}`).join("\n");
}

/** embed/nginx.conf with the headers in their places. */
async function nginxFile(policy) {
  const template = path.join(TOP, "embed", "nginx.conf");
  const filled = { headers: { ...CACHED, ...HEADERS }, "headers of embed.html": { ...CACHED, ...HEADERS, ...policy } };
  let found = 0;
  const text = (await readText(template, "the example for nginx")).replace(/^( *)\{\{(.+)\}\}$/gm, (_, indent, place) => {
    if (!filled[place]) throw new PackError(`expected one of ${Object.keys(filled).join(", ")} between {{ and }} in ${show(template)}, but found ${place}`);
    found += 1;
    return Object.entries(filled[place]).map(([name, value]) => `${indent}add_header ${name} "${value}";`).join("\n");
  });
  if (found !== 2) throw new PackError(`expected two places for headers in ${show(template)}, but found ${found}`);
  return text;
}

/** Writes `_headers` and `nginx.conf` into the folder of the site, and `.br` and `.gz` beside the widget's files. */
export async function deploy(staging, folder, version) {
  const policy = await policyOf(path.join(folder, "embed.html"));
  await writeFile(path.join(staging, "_headers"), headersFile(version, policy));
  await writeFile(path.join(staging, "nginx.conf"), await nginxFile(policy));
  for (const file of (await readdir(folder)).filter((file) => COMPRESSED.test(file))) {
    const data = await readFile(path.join(folder, file));
    await writeFile(path.join(folder, `${file}.br`), brotli(data));
    await writeFile(path.join(folder, `${file}.gz`), gzip(data));
  }
}
