import "news-widget";
import "../frame.js";
import { feed, happened, rates } from "../page";

const find = (selector: string) => document.querySelector<HTMLElement>(selector)!;
const onClick = (selector: string, act: () => void) => find(selector).addEventListener("click", act);

function news(place: string) {
  const widget = document.createElement("news-widget");
  Object.assign(widget, { id: place, src: feed, rates, base: "AZN", lang: "en", count: 9, remember: false });
  widget.currencies = ["USD", "EUR", "RUB"];
  widget.setAttribute("channel-url", "https://video.example/courier");
  widget.innerHTML = '<a href="/news">Latest news</a>';
  widget.addEventListener("news-widget-load", () => {
    happened.loads += 1;
  });
  widget.addEventListener("news-widget-link", (event) => {
    event.preventDefault();
    happened.links.push({ place, url: event.detail.url });
  });
  return widget;
}

const widgets = ["light", "open", "closed", "nested"].map(news);
const [light, open, closed, nested] = widgets;
find("#news").append(light);
find("#open-host").attachShadow({ mode: "open" }).append(open);
find("#closed-host").attachShadow({ mode: "closed" }).append(closed);
find("news-frame").append(nested);

const all = (change: (widget: (typeof widgets)[number]) => void) => () => widgets.forEach(change);
onClick("#fewer", all((widget) => (widget.count = 2)));
onClick("#language", all((widget) => (widget.lang = "az")));
onClick("#remember", all((widget) => widget.toggleAttribute("remember")));
onClick("#currencies", all((widget) => (widget.currencies = ["GBP", "TRY"])));
onClick("#toggle", () => (light.isConnected ? light.remove() : find("#news").append(light)));
onClick("#reverse", () => find("ul").append(...[...find("ul").children].reverse()));
onClick("#click", () => (happened.app += 1));
onClick("main", () => (happened.wrapper += 1));
