//! End-to-end tests of the built widget in real browsers.
