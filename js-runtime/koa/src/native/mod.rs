//! The Rust side of the surface.
//! - [`negotiate`]: `crate::negotiate` for JavaScript
//! - [`cookies`]: `crate::cookies` for JavaScript
//! - [`body`]: request bodies unpacked and decoded
//! - [`form`]: `crate::qs` for JavaScript

pub(crate) mod body;
pub(crate) mod cookies;
pub(crate) mod form;
pub(crate) mod negotiate;
