//! End-to-end tests of the built widget in real browsers.
//!
//! What is tested are the files that `make dist dist-test` leaves, seen from a page of another
//! origin. A test is a function of a [`stage::Stage`]: a browser, a server for pages, a server
//! for the widget and its data. It waits for conditions, never for a time.
//!
//! | variable | default | meaning |
//! | --- | --- | --- |
//! | `NEWS_WIDGET_BROWSERS` | `chromium`; of some tests all | which browsers of [`browser::BROWSERS`], by commas |
//! | `NEWS_WIDGET_DIST` | `dist` | the built files, as delivered |
//! | `NEWS_WIDGET_DIST_TEST` | `dist-test` | the same with open shadow roots |

pub mod browser;
pub mod chromium;
pub mod clock;
pub mod dist;
pub mod fault;
pub mod feed;
pub mod page;
pub mod server;
pub mod stage;
