//! The very values that JavaScript threw into Rust, so that they come back as the same objects when Rust passes them on.
//!
//! An [`Error`](super::Error) may go to another thread, where no JavaScript value can: so it has a number, and the values of this
//! thread lie here. Only the last few are kept, since nobody tells when an error is dropped; an older one comes back as a new
//! error with the same name, message and code.

use std::cell::RefCell;
use std::collections::VecDeque;

use coddle_engine::Kept;
use coddle_engine::rquickjs::{Ctx, Value};

/// How many may be on their way through Rust at once.
const MOST: usize = 32;

#[derive(Default)]
struct Thrown {
    next: u64,
    values: VecDeque<(u64, Kept)>,
}

thread_local! {
    static THROWN: RefCell<Thrown> = RefCell::default();
}

/// Keeps a value; gives its number.
pub(super) fn keep(value: &Value<'_>) -> u64 {
    let kept = Kept::new(value);
    THROWN.with_borrow_mut(|thrown| {
        thrown.next += 1;
        if thrown.values.len() == MOST {
            thrown.values.pop_front();
        }
        thrown.values.push_back((thrown.next, kept));
        thrown.next
    })
}

/// The value of a number, if it is still there.
pub(super) fn find<'js>(ctx: &Ctx<'js>, number: u64) -> Option<Value<'js>> {
    THROWN.with_borrow(|thrown| {
        let (_, kept) = thrown.values.iter().find(|(of, _)| *of == number)?;
        kept.get(ctx)
    })
}
