// Never run: what the package's types allow and what they forbid.

import type { NewsWidgetElement, NewsWidgetLink } from "news-widget";
import type {} from "news-widget/react";

const widget: NewsWidgetElement = document.createElement("news-widget");
widget.src = "/feed.json";
widget.count = 2;
widget.remember = false;
widget.currencies = ["USD", "EUR"];
widget.channelUrl = null;
widget.refresh();
// @ts-expect-error: there is no such theme
widget.theme = "purple";
// @ts-expect-error: there is no such property
widget.cuont = 2;

widget.addEventListener("news-widget-link", (event) => {
  const link: NewsWidgetLink = event.detail;
  console.log(link.url, event.currentTarget);
});
widget.addEventListener("news-widget-load", ({ detail }) => {
  const articles: number = detail.articles;
  // @ts-expect-error: the detail of another event
  console.log(articles, detail.url);
});

const ticker = document.querySelector("rate-ticker");
ticker?.addEventListener("news-widget-error", ({ detail }) => console.log(detail.code, detail.message));
// @ts-expect-error: rates have no headline
console.log(ticker?.headline, widget.data.articles[0]?.title);

export const allowed = (
  <>
    <news-widget src="/feed.json" count={2} remember similarExclude={["sport"]} />
    <rate-ticker rates="/rates.json" currencies={["USD", "EUR"]} onnews-widget-load={({ detail }) => detail.rates} />
  </>
);
// @ts-expect-error: there is no such theme
export const wrongValue = <news-widget theme="purple" />;
// @ts-expect-error: there is no such attribute
export const wrongName = <rate-ticker hedline="first" />;
