//! A news and exchange-rate widget for any web page.
//!
//! The way of the data: attributes → [`config`] → addresses → bytes → [`charset`] → [`json`] or [`xml`] →
//! [`tree`] → [`path`] → [`reader`] → [`model`] → [`selection`] → [`state`] → [`view`] → the page; the HTML of the
//! chosen article → the browser's parser → [`richtext`] → [`state`]; what is like it, of all that is there →
//! [`similar`] → [`selection`]; of rates, [`currency`], [`sparkline`] and [`converter`] → [`view`]. Everything named here is pure: no browser, no
//! clock, no network; a test reads the sources to prove it. The browser is in `browser`,
//! `gesture`, `widget` and `embed`, which exist on wasm alone.

pub mod charset;
pub mod config;
pub mod converter;
pub mod currency;
pub mod decimal;
pub mod entity;
pub mod i18n;
pub mod json;
pub mod letter;
pub mod link;
pub mod model;
pub mod path;
pub mod plain;
pub mod portion;
pub mod reader;
pub mod refresh;
pub mod richtext;
pub mod scan;
pub mod selection;
pub mod similar;
pub mod sparkline;
pub mod state;
pub mod time;
pub mod tree;
pub mod view;
pub mod xml;

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
pub mod embed;
#[cfg(target_arch = "wasm32")]
mod gesture;
#[cfg(target_arch = "wasm32")]
mod widget;

/// The allocator: 2.3 kB (brotli) smaller than the standard one, and O(1).
#[cfg(target_arch = "wasm32")]
mod allocator {
    struct Small;

    impl rlsf::GlobalTlsfOptions for Small {
        const ENABLE_REALLOCATION: bool = false;
    }

    #[global_allocator]
    static ALLOCATOR: rlsf::GlobalTlsf<Small> = rlsf::GlobalTlsf::new();
}
