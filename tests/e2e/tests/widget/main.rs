//! The built widget on pages of another origin. Each module is one promise to page owners.

mod complaint;
mod height;
mod news;
mod request;
mod start;
mod strip;
