//! Shadow roots of a yew app.

use web_sys::{Element, ShadowRootInit, ShadowRootMode};
use yew::prelude::*;

use crate::news::{News, NewsProps};

/// An element in a new shadow root of `host`: yew draws into elements alone.
fn place_in_shadow(host: &NodeRef, mode: ShadowRootMode) -> Element {
    let host = host.cast::<Element>().expect("the element is on the page by now");
    let root = host.attach_shadow(&ShadowRootInit::new(mode)).expect("an element without a root");
    let document = host.owner_document().expect("an element of a document");
    let place = document.create_element("div").expect("a name of an element");
    root.append_child(&place).expect("a root that takes children");
    place
}

#[component]
pub fn OpenRoot(ChildrenProps { children }: &ChildrenProps) -> Html {
    let host = use_node_ref();
    let place = use_state(|| None);
    use_effect_with(host.clone(), {
        let place = place.clone();
        move |host| place.set(Some(place_in_shadow(host, ShadowRootMode::Open)))
    });
    html! {
        <div ref={host}>
            { for (*place).clone().map(|place| create_portal(children.clone(), place)) }
        </div>
    }
}

#[derive(PartialEq, Properties)]
pub struct ChildrenProps {
    pub children: Html,
}

/// An app of its own, not a portal: yew tells a click in a portal inside a closed root to the
/// elements around it twice.
#[component]
pub fn ClosedRoot(news: &NewsProps) -> Html {
    let host = use_node_ref();
    let app = use_mut_ref(|| None::<yew::AppHandle<News>>);
    use_effect_with((host.clone(), news.clone()), move |(host, news)| {
        let mut app = app.borrow_mut();
        match &mut *app {
            Some(app) => app.update(news.clone()),
            None => {
                let place = place_in_shadow(host, ShadowRootMode::Closed);
                *app =
                    Some(yew::Renderer::<News>::with_root_and_props(place, news.clone()).render());
            }
        }
    });
    html! { <div ref={host} /> }
}
