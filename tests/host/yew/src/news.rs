//! The widget, as an element of a yew app.

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{CustomEvent, Element};
use yew::prelude::*;

use crate::page;

#[derive(Clone, PartialEq)]
pub struct Options {
    pub lang: &'static str,
    pub count: u32,
    pub remember: bool,
    pub currencies: &'static [&'static str],
}

#[derive(Clone, PartialEq, Properties)]
pub struct NewsProps {
    pub place: &'static str,
    pub options: Options,
}

#[component]
pub fn News(NewsProps { place, options }: &NewsProps) -> Html {
    let widget = use_node_ref();
    use_effect_with((widget.clone(), *place), |(widget, place)| {
        let element = widget.cast::<Element>().expect("the element is on the page by now");
        let place = *place;
        let told =
            Closure::<dyn Fn(CustomEvent)>::new(move |event: CustomEvent| match &*event.type_() {
                "news-widget-link" => {
                    event.prevent_default();
                    let url = Reflect::get(&event.detail(), &"url".into());
                    page::note_link(place, &url.expect("the detail is an object"));
                }
                _ => page::count_load(),
            });
        let listener: &js_sys::Function = told.as_ref().unchecked_ref();
        const TOLD: [&str; 2] = ["news-widget-load", "news-widget-link"];
        for name in TOLD {
            element.add_event_listener_with_callback(name, listener).expect("a name of an event");
        }
        move || {
            for name in TOLD {
                let listener = told.as_ref().unchecked_ref();
                element.remove_event_listener_with_callback(name, listener).expect("the same name");
            }
        }
    });
    let currencies: Array = options.currencies.iter().map(|code| JsValue::from(*code)).collect();
    html! {
        <@{"news-widget"}
            ref={widget}
            id={*place}
            src={page::address("feed")}
            rates={page::address("rates")}
            base="AZN"
            lang={options.lang}
            count={options.count.to_string()}
            remember={options.remember.then_some("")}
            ~currencies={currencies}
            channel-url="https://video.example/courier"
        >
            <a href="/news">{ "Latest news" }</a>
        </@>
    }
}
