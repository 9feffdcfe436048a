// Runs in the page, before everything else. It shares no list with the widget: what may stand in an
// article's text is written down here a second time.
(() => {
  // Whatever a payload would do to be noticed.
  window.__ran = [];
  for (const name of ["alert", "confirm", "prompt", "print", "open", "eval", "alert1", "pwned", "xss"]) {
    window[name] = () => void __ran.push(name);
  }
  Object.defineProperty(document, "write", { value: () => void __ran.push("document.write") });

  const words = (text) => text.trim().split(/\s+/);
  const PLAIN = words(`p div span b strong i em u s del ins mark small sub sup dfn code kbd samp var q cite bdi bdo
    ruby rt rp br wbr hr blockquote ul ol li dl dt dd pre figure figcaption table caption thead tbody tfoot tr td th
    h3 h4 h5 h6 abbr a img`);
  const ONLY = {
    ol: /^start=-?\d{1,10}$/,
    abbr: /^title=/s,
    td: /^(colspan|rowspan)=([2-9]|\d\d|100)$/,
    th: /^(colspan|rowspan)=([2-9]|\d\d|100)$/,
    div: /^(class=wide|role=region|tabindex=0|aria-label=Table)$/,
    span: /^class=host$/,
    a: /^(href=(https?:\/\/|mailto:).*|target=_blank|rel=noopener noreferrer nofollow|rel=noopener|title=[^<>]*|data-block=headline|data-id=.*|class=(embed|whole)|tabindex=-1)$/s,
    img: /^(src=https?:\/\/.*|alt=.*|class=small|(width|height)=\d{1,5}|loading=lazy|decoding=async|referrerpolicy=no-referrer)$/s,
  };
  const OURS = {
    svg: /^(class=icon|viewBox=0 0 1[26] 1[26]|aria-hidden=true)$/,
    path: /^d=[-MmLlHhVvCcSsQqTtAaZz\d. ]+$/,
  };
  const LANG = /^(lang=[A-Za-z0-9-]{1,35}|dir=(ltr|rtl|auto))$/;
  // A payload may have put something in the place of what it is looked at by.
  const attributesOf = Object.getOwnPropertyDescriptor(Element.prototype, "attributes").get;
  const childrenOf = Object.getOwnPropertyDescriptor(Node.prototype, "childNodes").get;
  const XHTML = "http://www.w3.org/1999/xhtml";
  const DEEPEST = 64 + 8;

  /** Every node and attribute in `root` that may not be there, as a line. */
  window.__violations = (root) => {
    const found = [];
    const visit = (node, depth) => {
      if (node.nodeType === 3) return;
      // yew marks the places of its lists by empty comments, as a framework may; a payload's would have words.
      if (node.nodeType === 8 && node.data === "") return;
      if (node.nodeType !== 1) return void found.push(`a node of type ${node.nodeType}: ${node.nodeValue}`);
      const name = node.localName;
      const icon = name in OURS && node.closest("svg")?.parentNode?.className === "embed";
      if (icon ? node.namespaceURI === XHTML : node.namespaceURI !== XHTML || !PLAIN.includes(name)) {
        found.push(`<${name}> of ${node.namespaceURI}`);
      }
      for (const { name: key, value } of Array.from(attributesOf.call(node))) {
        const pair = `${key}=${value}`;
        const known = (icon ? OURS[name] : ONLY[name])?.test(pair) || (!icon && LANG.test(pair));
        if (!known) found.push(`<${name} ${pair}>`);
      }
      if (name === "a" && node.parentNode.closest?.("a")) found.push("a link in a link");
      if (name === "a" && /^http/.test(node.getAttribute("href")) && !/noopener/.test(node.getAttribute("rel"))) found.push("a link without rel");
      if (depth > DEEPEST) found.push(`${depth} deep`);
      if (node.shadowRoot) found.push(`<${name}> with a shadow root`);
      for (const child of childrenOf.call(node)) visit(child, depth + 1);
    };
    for (const child of childrenOf.call(root)) visit(child, 1);
    return found;
  };

  /** The same after writing it down and reading it again, by both parsers of strings. */
  window.__violationsAgain = (root) => {
    const parsed = new DOMParser().parseFromString(root.innerHTML, "text/html");
    const template = document.createElement("template");
    template.innerHTML = root.innerHTML;
    return [parsed.head, parsed.body, template.content].flatMap(__violations);
  };

  const soon = () => new Promise((done) => setTimeout(done));
  window.__until = async (condition) => {
    for (let turn = 0; turn < 2000; turn += 1) {
      if (condition()) return true;
      // Most of what we wait for is done when this turn of the page is over.
      await (turn < 50 ? null : soon());
    }
    return false;
  };

  /** What is wrong with the text of the headline, folded and unfolded, and the words of it. */
  window.__examine = async (root) => {
    const wrong = [];
    const look = (state) => {
      const body = root.getElementById("nw-body");
      for (const line of __violations(body)) wrong.push(`${state}: ${line}`);
      for (const line of __violationsAgain(body)) wrong.push(`${state}, reparsed: ${line}`);
    };
    if (root.querySelector(".title a > span")?.childElementCount) wrong.push("the title has elements");
    look("folded");
    root.querySelector(".foot button").click();
    if (!(await __until(() => root.querySelector(".head[data-open]")))) wrong.push("cannot be unfolded");
    look("unfolded");
    return { wrong, text: root.getElementById("nw-body").textContent };
  };
})();
