// What every page of the tests shares: where its data come from, and what has happened on it.

const query = new URLSearchParams(location.search);
export const feed = query.get("feed") ?? "";
export const rates = query.get("rates") ?? "";

/** Read by the tests. */
export const happened = {
  /** Clicks on the app's own button. */
  app: 0,
  /** Clicks heard by the element around everything. */
  wrapper: 0,
  /** Data that a widget has told of. */
  loads: 0,
  /** Links that were followed in a widget. */
  links: [] as { place: string; url: string }[],
};

declare global {
  interface Window {
    __host: typeof happened;
  }
}

window.__host = happened;
