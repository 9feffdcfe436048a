//! What the loader calls: mount, update, unmount. `embed/news-widget.js` is its only user.

use std::rc::Rc;

use js_sys::{Function, Map, Object};
use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::{AppHandle, Renderer};

use crate::browser::page;
use crate::config::Config;
use crate::widget::{Host, Message, Props, Widget};

/// One widget on the page.
#[wasm_bindgen]
pub struct Mounted {
    app: AppHandle<Widget>,
    host: Rc<Host>,
}

/// Draws a widget into `root`, an element inside the shadow root of `element`. `options` are the
/// attributes by name; `take`, `recall` and `ready` are described at [`Host`].
#[wasm_bindgen]
pub fn mount(
    element: Element,
    root: Element,
    options: &Map,
    take: Function,
    recall: Function,
    ready: Function,
) -> Mounted {
    let host = Rc::new(Host { element, root, take, recall, ready });
    let props = props(&host, options);
    let app = Renderer::<Widget>::with_root_and_props(host.root.clone(), props).render();
    Mounted { app, host }
}

#[wasm_bindgen]
impl Mounted {
    /// Takes the attributes anew; what is on the page stays where it is.
    pub fn update(&mut self, options: &Map) {
        self.app.update(props(&self.host, options));
    }

    /// Asks all sources again, now.
    pub fn refresh(&self) {
        self.app.send_message(Message::Again(false));
    }

    /// The browser has nothing else to do: what can wait may be asked for.
    pub fn idle(&self) {
        self.app.send_message(Message::Idle);
    }

    /// Stops looking again by itself, or goes on.
    pub fn pause(&self, paused: bool) {
        self.app.send_message(Message::Paused(paused));
    }

    /// A copy of what is shown.
    pub fn data(&self) -> Object {
        self.app.get_component().map_or_else(Object::new, |widget| widget.data())
    }

    /// Takes the widget off the page.
    pub fn unmount(self) {
        self.app.destroy();
    }
}

fn props(host: &Rc<Host>, options: &Map) -> Props {
    let attribute = |name: &str| options.get(&name.into()).as_string();
    let base = page::base();
    let resolve = |text: &str| page::resolve(text, &base);
    let (config, complaints) = Config::new(&attribute, &resolve, &page::languages(&host.element));
    Props { config: Rc::new(config), complaints: complaints.into(), host: host.clone() }
}
