//! Natives of `dns`: names to addresses, by the system's resolver (`lookup`).

pub(crate) mod lookup;
