import { StrictMode, useCallback, useEffect, useRef, useState, type ReactNode } from "react";
import { createRoot, type Root } from "react-dom/client";
import "news-widget";
import type {} from "news-widget/react";
import "../frame.js";
import { feed, happened, rates } from "../page";

interface Options {
  lang: string;
  count: number;
  remember: boolean;
  currencies: string[];
}

function News({ place, options }: { place: string; options: Options }) {
  return (
    <news-widget
      id={place}
      src={feed}
      rates={rates}
      base="AZN"
      lang={options.lang}
      count={options.count}
      remember={options.remember}
      currencies={options.currencies}
      channelUrl="https://video.example/courier"
      onnews-widget-load={() => {
        happened.loads += 1;
      }}
      onnews-widget-link={(event) => {
        event.preventDefault();
        happened.links.push({ place, url: event.detail.url });
      }}
    >
      <a href="/news">Latest news</a>
    </news-widget>
  );
}

/** A root of its own, not a portal: React tells a click in a portal to the elements around it twice. */
function Shadow({ mode, children }: { mode: ShadowRootMode; children: ReactNode }) {
  const root = useRef<Root>(null);
  const host = useCallback(
    (element: HTMLDivElement | null) => {
      if (element) root.current ??= createRoot(element.attachShadow({ mode }));
    },
    [mode],
  );
  useEffect(() => root.current?.render(children));
  return <div ref={host} />;
}

function App() {
  const [clicks, setClicks] = useState(0);
  const [lang, setLang] = useState("en");
  const [count, setCount] = useState(9);
  const [remember, setRemember] = useState(false);
  const [currencies, setCurrencies] = useState(["USD", "EUR", "RUB"]);
  const [shown, setShown] = useState(true);
  const [sections, setSections] = useState(["news", "weather", "sport"]);

  const options = { lang, count, remember, currencies };

  function click() {
    happened.app += 1;
    setClicks(clicks + 1);
  }

  return (
    <>
      <nav>
        <button id="fewer" onClick={() => setCount(2)}>Fewer</button>
        <button id="language" onClick={() => setLang("az")}>Azərbaycanca</button>
        <button id="remember" onClick={() => setRemember(!remember)}>Remember</button>
        <button id="currencies" onClick={() => setCurrencies(["GBP", "TRY"])}>Other currencies</button>
        <button id="toggle" onClick={() => setShown(!shown)}>Show or hide</button>
        <button id="reverse" onClick={() => setSections(sections.toReversed())}>Reverse</button>
      </nav>
      <main onClick={() => { happened.wrapper += 1; }}>
        <button id="click" onClick={click}>Clicked {clicks} times</button>
        <ul>
          {sections.map((section) => (
            <li key={section} id={section}>
              {section}
              {section === "news" && shown && <News place="light" options={options} />}
            </li>
          ))}
        </ul>
        <Shadow mode="open"><News place="open" options={options} /></Shadow>
        <Shadow mode="closed"><News place="closed" options={options} /></Shadow>
        <news-frame><News place="nested" options={options} /></news-frame>
      </main>
    </>
  );
}

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "news-frame": { children: ReactNode };
    }
  }
}

createRoot(document.getElementById("app")!).render(<StrictMode><App /></StrictMode>);
