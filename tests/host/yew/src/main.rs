//! A yew app that has the widget on its page: the twin of the apps in the folders beside it.

mod news;
mod page;
mod shadow;

use yew::prelude::*;

use crate::news::{News, Options};
use crate::shadow::{ClosedRoot, OpenRoot};

fn main() {
    yew::Renderer::<App>::new().render();
}

#[component]
fn App() -> Html {
    let clicks = use_state(|| 0);
    let shown = use_state(|| true);
    let sections = use_state(|| ["news", "weather", "sport"]);
    let options = use_state(|| Options {
        lang: "en",
        count: 9,
        remember: false,
        currencies: &["USD", "EUR", "RUB"],
    });

    let change = |change: fn(&mut Options)| {
        let options = options.clone();
        Callback::from(move |_: MouseEvent| {
            let mut changed = (*options).clone();
            change(&mut changed);
            options.set(changed);
        })
    };
    let toggle = {
        let shown = shown.clone();
        move |_| shown.set(!*shown)
    };
    let reverse = {
        let sections = sections.clone();
        move |_| {
            let mut reversed = *sections;
            reversed.reverse();
            sections.set(reversed);
        }
    };
    let click = {
        let clicks = clicks.clone();
        move |_| {
            page::count_click_on_app();
            clicks.set(*clicks + 1);
        }
    };
    let section = |name: &'static str| {
        html! {
            <li key={name} id={name}>
                { name }
                if name == "news" && *shown {
                    <News place="light" options={(*options).clone()} />
                }
            </li>
        }
    };

    html! {
        <>
            <nav>
                <button id="fewer" onclick={change(|options| options.count = 2)}>{ "Fewer" }</button>
                <button id="language" onclick={change(|options| options.lang = "az")}>{ "Azərbaycanca" }</button>
                <button id="remember" onclick={change(|options| options.remember = !options.remember)}>{ "Remember" }</button>
                <button id="currencies" onclick={change(|options| options.currencies = &["GBP", "TRY"])}>{ "Other currencies" }</button>
                <button id="toggle" onclick={toggle}>{ "Show or hide" }</button>
                <button id="reverse" onclick={reverse}>{ "Reverse" }</button>
            </nav>
            <main onclick={|_| page::count_click_on_wrapper()}>
                <button id="click" onclick={click}>{ format!("Clicked {} times", *clicks) }</button>
                <ul>{ for sections.iter().copied().map(section) }</ul>
                <OpenRoot><News place="open" options={(*options).clone()} /></OpenRoot>
                <ClosedRoot place="closed" options={(*options).clone()} />
                <@{"news-frame"}><News place="nested" options={(*options).clone()} /></@>
            </main>
        </>
    }
}
