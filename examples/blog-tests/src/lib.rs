//! Nothing: this crate is its tests, `tests/api.rs`.
#![forbid(unsafe_code)]
