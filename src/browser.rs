//! The browser, and nothing else: each part thin, fallible, and released on drop.

pub mod clipboard;
pub mod clock;
pub mod fetch;
pub mod fold;
pub mod frame;
pub mod html;
pub mod line;
pub mod listener;
pub mod memory;
pub mod page;
pub mod source;
pub mod stream;
pub mod visibility;
