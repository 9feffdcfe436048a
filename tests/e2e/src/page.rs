//! A page of somebody who embeds the widget.

/// What such a page consists of.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Where it stands; empty: somewhere of its own.
    pub path: String,
    /// Inside `<head>`, after the watch and before the widget's script.
    pub head: String,
    /// Inside `<body>`.
    pub body: String,
    /// Attributes of the widget's `<script>`; `None`: the page has no such script.
    pub script: Option<String>,
    /// The policy that it is sent with: scripts and styles of the test's own have the nonce `test`. After `report only: `
    /// it forbids nothing.
    pub policy: Option<String>,
    /// Whether `body` is a whole document, which its addresses are relative to.
    base: Option<String>,
}

impl Page {
    /// A page with the widget's script in its head and this in its body.
    pub fn new(body: impl Into<String>) -> Page {
        Page { body: body.into(), script: Some(String::new()), ..Page::default() }
    }

    /// A whole document that stood at `base` elsewhere.
    pub fn copy(html: impl Into<String>, base: &str) -> Page {
        Page { body: html.into(), base: Some(base.to_owned()), ..Page::default() }
    }

    /// With more in its head.
    #[must_use]
    pub fn head(mut self, head: impl Into<String>) -> Page {
        self.head = head.into();
        self
    }

    /// With this Content-Security-Policy.
    #[must_use]
    pub fn policy(mut self, policy: impl Into<String>) -> Page {
        self.policy = Some(policy.into());
        self
    }

    /// At this path.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>) -> Page {
        self.path = path.into();
        self
    }

    /// With these attributes on the widget's script.
    #[must_use]
    pub fn script(mut self, attributes: impl Into<String>) -> Page {
        self.script = Some(attributes.into());
        self
    }

    /// Without the widget's script.
    #[must_use]
    pub fn without_script(mut self) -> Page {
        self.script = None;
        self
    }

    /// The document, number `number`, which loads the widget from `loader`.
    pub fn document(&self, number: u32, loader: &str) -> String {
        if let Some(base) = &self.base {
            let first = format!(r#"<head><base href="{base}">{}"#, watch(number));
            return self.body.replacen("<head>", &first, 1);
        }
        let script = self.script.as_ref().map(|attributes| {
            format!(r#"<script type="module" src="{loader}" {attributes}></script>"#)
        });
        format!(
            r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>A page with news</title>
<link rel="icon" href="data:,">
<style nonce="test">body {{ margin: 0; font: 16px/24px "DejaVu Sans", sans-serif; }}</style>
{}
{}
{}
</head>
<body>
{}
</body>
</html>"#,
            watch(number),
            self.head,
            script.unwrap_or_default(),
            self.body,
        )
    }
}

/// A script that notes what the page says, what the widget tells it, and what moves.
pub fn watch(number: u32) -> String {
    const WATCH: &str = r#"
      window.__log = [];
      window.__events = [];
      window.__shifts = [];
      window.__violations = [];
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
        __violations.push(`${effectiveDirective} ${blockedURI}`);
      });
      // Until there is something to show the widget draws nothing: these tell that it has started.
      window.__instances = [];
      if (window.WebAssembly) {
        const { Instance } = WebAssembly;
        WebAssembly.Instance = class extends Instance {
          constructor(...given) {
            super(...given);
            // An empty one is but a question whether there may be any.
            if (Object.keys(this.exports).length > 0) __instances.push(this);
          }
        };
      }
      for (const kind of ["warn", "error"]) {
        const real = console[kind];
        console[kind] = (...words) => {
          __log.push(`${kind}: ${words.map(String).join(" ")}`);
          real.apply(console, words);
        };
      }
      addEventListener("error", (event) => {
        if (event instanceof ErrorEvent) __log.push(`uncaught: ${event.message}`);
      }, true);
      addEventListener("unhandledrejection", (event) => {
        __log.push(`unhandled rejection: ${event.reason}\n${event.reason?.stack}`);
      });
      for (const type of ["load", "error", "stale", "link", "view"]) {
        // They do not bubble, but every event is captured on its way down.
        document.addEventListener(`news-widget-${type}`, (event) => {
          __events.push({ type, id: event.target.id, detail: event.detail, bubbles: event.bubbles,
            composed: event.composed, cancelable: event.cancelable });
        }, true);
      }
      if (globalThis.PerformanceObserver?.supportedEntryTypes.includes("layout-shift")) {
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            const moved = entry.sources.map(({ node, previousRect, currentRect }) => ({
              node: node ? node.outerHTML?.slice(0, 80) ?? node.textContent : "within the widget",
              from: previousRect.toJSON(), to: currentRect.toJSON(),
            }));
            __shifts.push({ value: entry.value, moved });
          }
        }).observe({ type: "layout-shift", buffered: true });
      } else {
        // Chromium alone tells it. Elsewhere every frame is compared with the one before: what was
        // on the screen and still is, but three pixels from there, has shifted.
        const trees = (root) => [...root.querySelectorAll("*")]
          .flatMap((node) => node.shadowRoot ? [node, ...trees(node.shadowRoot)] : node);
        const seen = () => {
          const places = new Map();
          // Frames before the first paint nobody has seen.
          if (performance.getEntriesByType("paint").length === 0) return places;
          const all = trees(document);
          // What slides in is meant to, and moves nothing else.
          const slides = (node) => node.getAnimations().some(({ effect }) => effect.getKeyframes().some((frame) => frame.transform));
          const sliding = new Set(all.filter(slides).flatMap((node) => [node, ...node.querySelectorAll("*")]));
          for (const node of all) {
            if (sliding.has(node)) continue;
            const { x, y, bottom, width, height } = node.getBoundingClientRect();
            const isSeen = width > 0 && height > 0 && bottom > 0 && y < innerHeight
              && node.checkVisibility({ visibilityProperty: true });
            if (isSeen) places.set(node, { x: x + scrollX, y: y + scrollY });
          }
          return places;
        };
        let before = new Map();
        const compare = () => {
          const now = seen();
          for (const [node, to] of now) {
            const from = before.get(node) ?? to;
            if (Math.hypot(to.x - from.x, to.y - from.y) < 3) continue;
            __shifts.push({ node: node.outerHTML.slice(0, 80), from, to });
          }
          before = now;
          requestAnimationFrame(compare);
        };
        requestAnimationFrame(compare);
      }
    "#;
    format!("<script nonce=\"test\">window.__page = {number};{WATCH}</script>")
}
