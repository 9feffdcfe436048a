//! The browser, and nothing else: each part thin, fallible, and released on drop.

pub mod clock;
pub mod fetch;
pub mod fold;
pub mod html;
pub mod listener;
pub mod memory;
pub mod page;
pub mod source;
pub mod visibility;
