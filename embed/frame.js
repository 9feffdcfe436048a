// The widget in a frame of its own: what both sides of it agree on.
//
//   the page  → the frame   {type: "news-widget", scheme}          the color-scheme around the frame
//   the frame → the page    {type: "news-widget", height, hello}   how high its content is, in pixels; its first word asks for the scheme
//                           {type: "news-widget", event, detail}   what its element has told

/** What tells these messages from others of the page. */
export const TYPE = "news-widget";

// More than this no frame may take of a page.
const MAX_HEIGHT = 5000;

/** Without the origin that it came from, and so without anything that is stored there. */
export const SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox";

/** What a message says, if it came from this frame. */
export function heard({ data, origin, source }, frame) {
  const own = frame.hasAttribute("sandbox") ? "null" : new URL(frame.src).origin;
  return data?.type === TYPE && source === frame.contentWindow && origin === own ? data : undefined;
}

/** Gives the frame the height of its content. */
export function fit(frame, { height }) {
  if (height > 0) frame.style.height = `${Math.min(height, MAX_HEIGHT)}px`;
}

/** Tells the frame which scheme is around it: a frame of another one gets an opaque background. */
export function dye(frame) {
  // A sandboxed frame has no origin that could be named.
  frame.contentWindow?.postMessage({ type: TYPE, scheme: getComputedStyle(frame).colorScheme }, "*");
}
