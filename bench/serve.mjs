// Two origins on this machine: the host's pages on one, files and data on the other.

import http from "node:http";

import { pack } from "./files.mjs";

const ELEMENT = (origin) => `<news-widget src="${origin}/feed.en.json" rates="${origin}/rates.json" lang="en"
  time-zone="Asia/Baku" currencies="USD EUR RUB TRY GBP" base="AZN" channel-url="https://video.example/courier"
  channel-title="Courier TV" channel-text="our video channel"></news-widget>`;

// The page keeps a place for the element until its script is there, as any careful page does:
// so a shift that is counted is the contender's own.
const PAGE = (head, element) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A page of another site</title>
<link rel="icon" href="data:,">
${head}
<style>
body { margin: 0; padding: 16px; font: 16px/24px sans-serif; }
news-widget:not(:defined) { display: block; min-height: 900px; }
</style>
</head>
<body>
<h1>A page of another site</h1>
<p>Some words of its own stand before the element.</p>
${element}
<p>And some after it.</p>
</body>
</html>
`;

const script = (address) => `<script type="module" src="${address}"></script>`;
const preload = (address) => `<link rel="preload" as="fetch" crossorigin href="${address}">`;

/** The host's pages by contender; `more` are elements for pages with the widget, by name. */
function pages(origin, { widget, twin, data }, more) {
  const at = (path) => origin + path;
  const [loader, wasm] = widget.map(at);
  const element = ELEMENT(origin);
  const early = data.map(at).map(preload);
  const hints = [preload(wasm), ...early];
  const others = Object.entries(more).map(([name, element]) => [name, PAGE(script(loader), element(origin))]);
  return {
    ...Object.fromEntries(others),
    vanilla: PAGE(script(at(twin[0])), element),
    "vanilla-hints": PAGE([script(at(twin[0])), ...early].join("\n"), element),
    widget: PAGE(script(loader), element),
    "widget-hints": PAGE([script(loader), ...hints].join("\n"), element),
    empty: PAGE("", ""),
  };
}

function listen(files) {
  const server = http.createServer((request, response) => {
    const file = files.get(new URL(request.url, "http://host").pathname);
    if (!file) return void response.writeHead(404).end();
    const accepted = request.headers["accept-encoding"] ?? "";
    const encoding = ["br", "gzip"].find((name) => new RegExp(`\\b${name}\\b`).test(accepted));
    const body = encoding ? file[encoding] : file.raw;
    response.writeHead(200, {
      "Content-Type": file.type,
      "Content-Length": body.length,
      ...(encoding && { "Content-Encoding": encoding }),
      Vary: "Accept-Encoding",
      "Cache-Control": "public, max-age=3600",
      "Access-Control-Allow-Origin": "*",
      "Cross-Origin-Resource-Policy": "cross-origin",
      "Timing-Allow-Origin": "*",
    });
    response.end(body);
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const close = () => {
        server.closeAllConnections();
        server.close();
      };
      resolve({ origin: `http://127.0.0.1:${server.address().port}`, close });
    });
  });
}

/** Starts both; `address(contender)` is the page to open. */
export async function serve(collected, more = {}) {
  const assets = await listen(collected.files);
  const hosts = Object.entries(pages(assets.origin, collected, more));
  const host = await listen(new Map(hosts.map(([name, html]) => [`/${name}.html`, pack("page.html", Buffer.from(html))])));
  return {
    contenders: hosts.map(([name]) => name),
    address: (contender) => `${host.origin}/${contender}.html`,
    close() {
      assets.close();
      host.close();
    },
  };
}
