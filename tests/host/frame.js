/** Some other custom element: a border around whatever stands in it. */
class NewsFrame extends HTMLElement {
  constructor() {
    super();
    this.attachShadow({ mode: "open" }).innerHTML =
      "<style>:host { display: block } div { border: 2px solid; padding: 8px }</style><div><slot></slot></div>";
  }
}

customElements.define("news-frame", NewsFrame);
