//! The built widget on pages of another origin. Each module is one promise to page owners.

mod attribute;
mod body;
mod complaint;
mod crash;
mod demo;
mod fold;
mod format;
mod frame;
mod height;
mod hostile;
mod life;
mod link;
mod news;
mod policy;
mod privacy;
mod property;
mod request;
mod root;
mod similar;
mod start;
mod state;
mod strip;
mod style;
