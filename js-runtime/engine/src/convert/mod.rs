//! serde between JavaScript values and Rust types, without JSON in between.
//!
//! - [`from_js`]: what a value means to a type that can be deserialized; a [`Mismatch`] names the place that does not fit
//! - [`to_js`]: a serializable value as JavaScript sees it
//! - [`Passed`]: a JavaScript value that passes through serde as it is (a callback among options)
//!
//! Numbers are integers where they are whole. `undefined` and `null` are `None` and `()`, and a member that is undefined counts
//! as missing, as in JSON. An empty object is `()`, too. Objects give their own enumerable members, or what their `toJSON` returns (a Date is its ISO text).
//! Typed arrays and Buffers are bytes. A BigInt is an integer. Integers beyond 2^53 are refused on their way to JavaScript.

mod de;
mod passed;
mod ser;

pub use de::{Mismatch, from_js};
pub use passed::Passed;
pub use ser::{Unfit, buffer, to_js};
