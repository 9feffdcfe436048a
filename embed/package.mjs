// Makes the npm package: `node embed/package.mjs <dist> <out>`.
//
//   <dist>/news-widget/<version>/   what is delivered         ─┐
//   embed/surface.mjs               what a page may use        ├─> <out>/
//   Cargo.toml, LICENSE-*           name, version, licences   ─┘
//
// The types and the manifest of the elements are made, never written by hand.

import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { DELIVERED, PackError, TOP, readManifest, readText, show } from "./project.mjs";
import {
  ATTRIBUTES, CSS_PROPERTIES, ELEMENTS, EVENTS, METHODS, PARTS, PROPERTIES, SLOT, TYPES, isProperty, propertyOf, usedBy,
} from "./surface.mjs";

const LICENCES = ["LICENSE-APACHE", "LICENSE-MIT"];

/** The loader decides which attributes there are: the surface must name those and no others. */
async function checkAttributes() {
  const loader = path.join(TOP, "embed", "news-widget.js");
  const list = (await readText(loader, "the loader")).match(/^const ATTRIBUTES = (\[[^\]]*\]);$/m)?.[1];
  if (!list) throw new PackError(`expected \`const ATTRIBUTES = […];\` in ${show(loader)}, but found none`);
  const theirs = JSON.parse(list.replace(/,\s*\]$/, "]"));
  const ours = ATTRIBUTES.map(({ name }) => name);
  const lacking = theirs.filter((name) => !ours.includes(name));
  const unknown = ours.filter((name) => !theirs.includes(name));
  if (lacking.length || unknown.length) {
    const differences = [
      lacking.length && `it lacks ${lacking.join(", ")}`,
      unknown.length && `the loader does not know its ${unknown.join(", ")}`,
    ];
    throw new PackError(
      `expected embed/surface.mjs to name the attributes of ${show(loader)}, but ${differences.filter(Boolean).join("; and ")}`,
    );
  }
}

// ── Types ───────────────────────────────────────────────────────────────────────────────────

const indent = (text) => text.replace(/^(?=.)/gm, "  ");
const comment = ({ description, default: usual }) =>
  `/** ${description}${usual === undefined ? "" : ` Default: \`${usual}\`.`} */`;
const block = (head, ...lines) => `${head} {\n${indent(lines.join("\n"))}\n}\n`;

const propertyType = ({ type, list }) => (list ? `${type} | readonly string[]` : type);

/** A type of TYPES. */
function type({ name, description, fields }) {
  const lines = Object.entries(fields).map(([field, type]) => `readonly ${field}: ${type};`);
  return `/** ${description} */\n${block(`export interface ${name}`, ...lines)}`;
}

/** An element: its properties, of which each takes more than it gives. */
function element({ name, type, description }) {
  const property = (attribute) =>
    `${comment(attribute)}\nget ${propertyOf(attribute.name)}(): string;\n` +
    `set ${propertyOf(attribute.name)}(value: ${propertyType(attribute)} | null | undefined);`;
  const listener = (verb, last) =>
    `${verb}EventListener<K extends keyof NewsWidgetEventMap>(type: K, listener: (this: ${type}, event: NewsWidgetEventMap[K]) => unknown, options?: boolean | ${last}): void;\n` +
    `${verb}EventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | ${last}): void;`;
  return `/** <${name}>: ${description} */\n${block(
    `export interface ${type} extends HTMLElement`,
    ...usedBy({ name }, ATTRIBUTES).filter(isProperty).map(property),
    ...PROPERTIES.map((property) => `${comment(property)}\nreadonly ${property.name}: ${property.type};`),
    ...METHODS.map((method) => `${comment(method)}\n${method.name}(): void;`),
    listener("add", "AddEventListenerOptions"),
    listener("remove", "EventListenerOptions"),
  )}`;
}

/** What may be written in a tag, by its attributes' names. */
function attributes({ name, type }) {
  const line = (attribute) => `${comment(attribute)}\n"${attribute.name}"?: ${attribute.type} | null | undefined;`;
  const list = usedBy({ name }, ATTRIBUTES).map(line);
  return `/** The attributes of <${name}>. */\n${block(`export interface ${attributesOf(type)}`, ...list)}`;
}

const attributesOf = (type) => type.replace("Element", "Attributes");

const types = () => [
  "// Made by embed/package.mjs of embed/surface.mjs.",
  ...TYPES.map(type),
  block(
    "export interface NewsWidgetEventMap extends HTMLElementEventMap",
    ...EVENTS.map((event) => `${comment(event)}\n"${event.name}": CustomEvent<${event.detail}>;`),
  ),
  ...ELEMENTS.flatMap((each) => [element(each), attributes(each)]),
  block(
    "declare global",
    block("interface HTMLElementTagNameMap", ...ELEMENTS.map(({ name, type }) => `"${name}": ${type};`)).trimEnd(),
  ),
].join("\n");

/** React sets a property where the element has one of that name, so that it takes what properties take. */
function react() {
  const props = ({ name, type }) => {
    const prop = (attribute, name) => {
      const type = name.includes("-") ? attribute.type : propertyType(attribute);
      return `${comment(attribute)}\n"${name}"?: ${type} | null | undefined;`;
    };
    const names = ({ name }) => [...new Set([name, propertyOf(name)])];
    return block(
      `interface ${type.replace("Element", "Props")} extends Omit<HTMLAttributes<${type}>, keyof ${attributesOf(type)}>, RefAttributes<${type}>`,
      ...usedBy({ name }, ATTRIBUTES).flatMap((attribute) => names(attribute).map((name) => prop(attribute, name))),
      ...EVENTS.map((event) => `${comment(event)}\n"on${event.name}"?: ((event: CustomEvent<${event.detail}>) => void) | undefined;`),
    );
  };
  const imports = [
    ...ELEMENTS.flatMap(({ type }) => [type, attributesOf(type)]),
    ...EVENTS.map(({ detail }) => detail),
  ];
  return [
    "// Made by embed/package.mjs of embed/surface.mjs: the elements in the JSX of React 19.",
    `import type { HTMLAttributes, RefAttributes } from "react";`,
    `import type { ${imports.join(", ")} } from "news-widget";\n`,
    ...ELEMENTS.map(props),
    block(
      `declare module "react"`,
      block(
        "namespace JSX",
        block("interface IntrinsicElements", ...ELEMENTS.map(({ name, type }) => `"${name}": ${type.replace("Element", "Props")};`)).trimEnd(),
      ).trimEnd(),
    ),
  ].join("\n");
}

// ── The manifest of the elements (custom-elements-manifest 1.0.0) ───────────────────────────

const LOADER = "news-widget.js";

function declaration(element) {
  const { name, type, description } = element;
  const used = usedBy(element, ATTRIBUTES);
  const text = (type) => ({ text: type });
  const field = (attribute) => ({
    kind: "field",
    name: propertyOf(attribute.name),
    type: text(propertyType(attribute)),
    description: attribute.description,
  });
  const described = ({ name, description, default: usual }) => ({ name, description, default: usual });
  return {
    kind: "class",
    customElement: true,
    tagName: name,
    name: type,
    description,
    superclass: { name: "HTMLElement", package: "global:" },
    attributes: used.map((attribute) => ({
      ...described(attribute),
      type: text(attribute.type),
      fieldName: isProperty(attribute) ? propertyOf(attribute.name) : undefined,
    })),
    members: [
      ...used.filter(isProperty).map(field),
      ...PROPERTIES.map((property) => ({ kind: "field", ...described(property), type: text(property.type) })),
      ...METHODS.map((method) => ({ kind: "method", ...described(method), return: { type: text("void") } })),
    ],
    events: EVENTS.map((event) => ({ ...described(event), type: text(`CustomEvent<${event.detail}>`) })),
    slots: [{ name: "", description: SLOT }],
    cssProperties: CSS_PROPERTIES.map(described),
    cssParts: usedBy(element, PARTS).map(described),
  };
}

const manifestOfElements = () => ({
  schemaVersion: "1.0.0",
  readme: "README.md",
  modules: [
    {
      kind: "javascript-module",
      path: LOADER,
      declarations: ELEMENTS.map(declaration),
      exports: ELEMENTS.map(({ name, type }) => ({
        kind: "custom-element-definition",
        name,
        declaration: { name: type, module: LOADER },
      })),
    },
  ],
});

// ── The package ─────────────────────────────────────────────────────────────────────────────

const readme = ({ description, version }) => `# news-widget

${description}.

\`\`\`js
import "news-widget";
\`\`\`

\`\`\`html
<news-widget src="/feed.json" rates="/rates.json" lang="en" currencies="USD EUR" base="AZN"><a href="/news">Latest news</a></news-widget>
\`\`\`

The script fetches \`news-widget.wasm\` from the folder it came from: a bundler that moves one moves both by
\`new URL("news-widget.wasm", import.meta.url)\`. A dev server that does not find it must not bundle the package
beforehand (Vite: \`optimizeDeps: { exclude: ["news-widget"] }\`). On a server there is nothing to import: the elements are the
browser's.

Without a bundler, serve this folder as \`/news-widget/${version}/\`:

\`\`\`html
<script type="module" src="/news-widget/${version}/news-widget.js"></script>
\`\`\`

In a frame, with \`news-widget-frame.js\` on the page to give it its height. Such a frame has no origin, so that the feed needs
\`Access-Control-Allow-Origin: *\` even on the same site:

\`\`\`html
<script type="module" src="/news-widget/${version}/news-widget-frame.js"></script>
<iframe src="/news-widget/${version}/embed.html?src=/feed.json" title="News" sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"></iframe>
\`\`\`

TypeScript knows the elements as soon as \`news-widget\` is imported; JSX of React 19 with
\`import type {} from "news-widget/react"\`. Editors find attributes, events, parts and custom properties in
\`custom-elements.json\`.

## Attributes

| attribute | default | meaning |
| --- | --- | --- |
${ATTRIBUTES.map(({ name, default: usual, description }) => `| \`${name}\` | ${usual === undefined ? "" : `\`${usual}\``} | ${description} |`).join("\n")}

## Licence

MIT or Apache-2.0, as you like.
`;

const describe = ({ name, version, description, license }, files) => ({
  name,
  version,
  description,
  license,
  keywords: ["web-components", "custom-elements", "news", "rss", "exchange-rates", "widget"],
  type: "module",
  exports: {
    ".": { types: "./news-widget.d.ts", default: "./news-widget.js" },
    "./react": { types: "./react.d.ts" },
    "./embed.html": "./embed.html",
    "./news-widget.wasm": "./news-widget.wasm",
    "./news-widget-frame.js": "./news-widget-frame.js",
    "./custom-elements.json": "./custom-elements.json",
  },
  types: "./news-widget.d.ts",
  customElements: "custom-elements.json",
  sideEffects: true,
  files,
});

async function main() {
  const [dist, out] = process.argv.slice(2);
  if (!dist || !out) throw new PackError("expected two folders, what was built and the package to make: node embed/package.mjs dist target/package");
  await checkAttributes();
  const manifest = await readManifest("name", "version", "description", "license");
  const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
  const made = {
    "README.md": readme(manifest),
    "custom-elements.json": json(manifestOfElements()),
    "news-widget.d.ts": types(),
    "react.d.ts": react(),
  };
  const files = [...DELIVERED, ...LICENCES, ...Object.keys(made)].sort();
  made["package.json"] = json(describe(manifest, files));

  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  for (const [file, text] of Object.entries(made)) await writeFile(path.join(out, file), text);
  const built = path.join(dist, manifest.name, manifest.version);
  for (const [from, files] of [[built, DELIVERED], [TOP, LICENCES]]) {
    for (const file of files) {
      try {
        await copyFile(path.join(from, file), path.join(out, file));
      } catch (error) {
        throw new PackError(`expected ${file} in ${show(path.resolve(from))}, but it cannot be copied (${error.code}): run \`make dist\``);
      }
    }
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof PackError ? `package: ${error.message}` : error);
  process.exitCode = 1;
}
