//! The Rust side of the surface: little, since starting is JavaScript's.
//! - [`base_context`]: the base class of controllers and services
//! - [`circular_json`]: texts of objects that refer to themselves
//! - [`embedded_units`]: which built-in modules there are
//! - [`escape`]: what `helper.escape` makes of texts
//! - [`favicon`]: the icon that egg answers by default
//! - [`quick_session`]: `ctx.session` where nothing is unusual
//! - [`secure`]: `ctx.secure` without `ctx.request`
//! - [`session_codec`]: sessions as texts

pub(crate) mod base_context;
pub(crate) mod circular_json;
pub(crate) mod embedded_units;
pub(crate) mod escape;
pub(crate) mod favicon;
pub(crate) mod quick_session;
pub(crate) mod secure;
pub(crate) mod session_codec;
pub mod units;
