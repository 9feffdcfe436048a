//! What the reader does in the widget, and what it means.

use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlInputElement, HtmlSelectElement};
use yew::html::Scope;

use crate::browser::listener::Listener;
use crate::browser::{clipboard, page};
use crate::model::Code;
use crate::widget::{Host, Message, Place, Widget};

/// The element, and the way to its widget.
struct Ear {
    element: Element,
    link: Scope<Widget>,
}

/// Listens to all of it.
pub fn listen(host: &Host, link: &Scope<Widget>) -> [Listener; 9] {
    let listen = |kind: &'static str, meaning: fn(&Ear, &Event) -> Option<Message>| {
        let ear = Ear { element: host.element.clone(), link: link.clone() };
        let heard = move |event: Event| {
            if let Some(message) = meaning(&ear, &event) {
                ear.link.send_message(message);
            }
        };
        Listener::new(&host.root, kind, Box::new(heard))
    };
    [
        listen("click", click),
        listen("error", broken),
        listen("input", typed),
        listen("keydown", key),
        listen("pointermove", point),
        listen("pointerdown", point),
        listen("focusin", point),
        listen("pointerout", leave),
        listen("focusout", leave),
    ]
}

/// A picture could not be loaded.
fn broken(_: &Ear, event: &Event) -> Option<Message> {
    Some(Message::Broken(target(event)?.get_attribute("src")?))
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// The history that an event is at, and of which currency it is.
fn history(event: &Event) -> Option<(Element, Code)> {
    let days = target(event)?.closest(".days").ok()??;
    let code = Code::new(&days.get_attribute("data-code")?)?;
    Some((days, code))
}

/// Arrow keys go through a history. Escape takes away what a link, or a day of a history, says of itself.
fn key(_: &Ear, event: &Event) -> Option<Message> {
    let key = js_sys::Reflect::get(event, &"key".into()).ok()?.as_string()?;
    if key == "Escape" {
        // Setting fails for no name that is one.
        let _ = target(event)?.set_attribute("data-quiet", "");
        return Some(Message::Pointed(None));
    }
    let (_, code) = history(event)?;
    let place = match &*key {
        "ArrowLeft" | "ArrowDown" => Place::Before,
        "ArrowRight" | "ArrowUp" => Place::After,
        "Home" => Place::First,
        "End" => Place::At(1000),
        _ => return None,
    };
    event.prevent_default();
    Some(Message::Pointed(Some((code, place))))
}

/// The pointer or the focus is at a history.
fn point(_: &Ear, event: &Event) -> Option<Message> {
    let Some((days, code)) = history(event) else {
        // A finger that is put down elsewhere.
        return (event.type_() == "pointerdown").then_some(Message::Pointed(None));
    };
    let at = js_sys::Reflect::get(event, &"clientX".into()).ok().and_then(|at| at.as_f64());
    let place = days.get_bounding_client_rect();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let thousandths =
        at.map(|at| ((at - place.left()) / place.width() * 1000.0).clamp(0.0, 1000.0) as u32);
    Some(Message::Pointed(Some((code, thousandths.map_or(Place::Last, Place::At)))))
}

/// The pointer or the focus goes. A finger that is lifted leaves what it has pointed at.
fn leave(_: &Ear, event: &Event) -> Option<Message> {
    let kind = js_sys::Reflect::get(event, &"pointerType".into()).ok()?;
    history(event).filter(|_| kind != "touch").map(|_| Message::Pointed(None))
}

/// Something was put into the converter.
fn typed(_: &Ear, event: &Event) -> Option<Message> {
    let target = target(event)?;
    let field = target.get_attribute("data-field")?;
    let second = field == "second" || field == "to";
    if let Some(input) = target.dyn_ref::<HtmlInputElement>() {
        return Some(Message::Typed(input.value(), second));
    }
    let select = target.dyn_ref::<HtmlSelectElement>()?;
    Some(Message::Chosen(Code::new(&select.value()), second))
}

/// Copies what came out of the converter: of its two amounts, the one that was not typed.
fn copy(ear: &Ear, button: &Element) -> Option<()> {
    let converter = button.closest(".convert").ok()??;
    let field = converter.query_selector("input[data-result]").ok()??.dyn_into().ok()?;
    let link = ear.link.clone();
    clipboard::copy(field, move || link.send_message(Message::Copied));
    Some(())
}

fn click(ear: &Ear, event: &Event) -> Option<Message> {
    let host = &ear.element;
    page::crash(host, "callback");
    let target = target(event)?;
    let closest = |selector: &str| target.closest(selector).ok().flatten();
    if let Some(button) = closest("[data-act]") {
        let id = button.get_attribute("data-id").unwrap_or_default();
        return Some(match &*button.get_attribute("data-act")? {
            "fold" => Message::Folded(id.into()),
            "pause" => Message::PauseOrResume,
            "fresh" => Message::Fresh,
            "copy" => {
                copy(ear, &button);
                return None;
            }
            _ => Message::Again(true),
        });
    }
    let anchor = closest("a[data-block]")?;
    let attribute = |name: &str| JsValue::from(anchor.get_attribute(name));
    let item = anchor.closest("[data-position]").ok().flatten();
    let of_item = |name: &str| item.as_ref().and_then(|item| item.get_attribute(name));
    let position = of_item("data-position").and_then(|position| position.parse::<u32>().ok());
    let detail = page::object(&[
        ("url", attribute("href")),
        ("block", attribute("data-block")),
        ("id", attribute("data-id")),
        ("position", position.map_or(JsValue::NULL, JsValue::from)),
        ("reason", of_item("data-reason").map_or(JsValue::NULL, JsValue::from)),
    ]);
    if let Some(id) = anchor.get_attribute("data-id") {
        ear.link.send_message(Message::Opened(id.into()));
    }
    if !page::emit(host, "news-widget-link", true, &detail) {
        event.prevent_default();
    }
    None
}
