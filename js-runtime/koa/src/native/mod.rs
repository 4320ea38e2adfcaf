//! The Rust side of the surface.
//! - [`negotiate`]: `crate::negotiate` for JavaScript
//! - [`cookies`]: `crate::cookies` for JavaScript
//! - [`form`]: `crate::qs` for JavaScript

pub(crate) mod cookies;
pub(crate) mod form;
pub(crate) mod negotiate;
