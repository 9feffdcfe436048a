//! The same boxes, empty. The loader draws the first one before any of this has arrived
//! (`embed/skeleton.js`); the end-to-end tests hold the heights of both against each other.

use yew::prelude::*;

use super::rates::ONE_LINE;

fn bone(class: &'static str) -> Html {
    html! { <span class={classes!("bone", class)}></span> }
}

pub fn rates(count: usize) -> Html {
    let cell = |_| html! { <li class="rate">{ bone("l w45") }{ bone("s w30") }</li> };
    html! {
        <section class="block rates" aria-hidden="true">
            <ul class="rate-row" data-many={(count > ONE_LINE).then_some("")}>{ for (0..count).map(cell) }</ul>
            <p class="asof">{ bone("s w30") }</p>
        </section>
    }
}

pub fn headline() -> Html {
    html! {
        <article class="block head" aria-hidden="true">
            <div class="pic"></div>
            <div class="head-text">
                <p class="label">{ bone("s w30") }</p>
                <div class="title">{ bone("t w95") }{ bone("t w80") }{ bone("t w60") }</div>
                <p class="when">{ bone("s w45") }</p>
                <div class="body">{ for (0..7).map(|_| bone("l w95")) }</div>
            </div>
            <p class="foot"></p>
        </article>
    }
}

pub fn similar(count: usize) -> Html {
    let item = |_| {
        html! {
            <li class="item">
                <div class="pic"></div>
                <p class="meta">{ bone("s w30") }</p>
                <div class="it-title">{ bone("l w95") }{ bone("l w80") }</div>
            </li>
        }
    };
    html! {
        <section class="block similar" aria-hidden="true">
            <div class="bar">{ bone("l w30") }</div>
            <ul class="items">{ for (0..count).map(item) }</ul>
        </section>
    }
}
