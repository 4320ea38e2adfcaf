//! What the golden tests share.
// Each test binary uses a part of this.
#![allow(dead_code)]

use serde_json::Value;

/// The list `name` of a recorded file.
pub(crate) fn list<'a>(golden: &'a Value, name: &str) -> &'a [Value] {
    golden[name]
        .as_array()
        .unwrap_or_else(|| panic!("the record has no list {name}"))
}

/// The text of a recorded field.
pub(crate) fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name]
        .as_str()
        .unwrap_or_else(|| panic!("{value} has no text {name}"))
}

/// Random numbers from a fixed seed (xorshift).
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }

    /// Up to `longest` characters, picked from `alphabet`.
    pub(crate) fn text(&mut self, alphabet: &[char], longest: usize) -> String {
        let length = self.below(longest + 1);
        (0..length)
            .map(|_| alphabet[self.below(alphabet.len())])
            .collect()
    }
}
