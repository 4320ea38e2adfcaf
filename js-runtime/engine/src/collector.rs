//! How often the cycle collector ran. The engine does not tell; an object that the collector has to look at does.

use std::cell::Cell;
use std::ffi::CStr;
use std::rc::Rc;

use rquickjs::{Ctx, Object, Result};

use crate::class::{self, ClassId, Native, Slot};

/// Counts the runs of a world's collector, for as long as it is kept.
pub(crate) struct Collections {
    looks: Rc<Cell<u64>>,
    _witness: Slot,
}

/// A living object is looked at twice a run: when the collector takes away what holds what, and when it gives it back to what
/// lives.
const LOOKS: u64 = 2;

impl Collections {
    /// # Errors
    /// When the engine has no memory for it.
    pub(crate) fn count(ctx: &Ctx<'_>) -> Result<Collections> {
        let looks = Rc::new(Cell::new(0));
        class::register::<Witness>(ctx);
        let witness = Witness(Rc::clone(&looks));
        let object = class::create(ctx, &Object::new(ctx.clone())?, witness)?;
        Ok(Collections {
            looks,
            _witness: Slot::of(object.as_value()),
        })
    }

    pub(crate) fn runs(&self) -> u64 {
        self.looks.get() / LOOKS
    }
}

struct Witness(Rc<Cell<u64>>);

impl Native for Witness {
    const ID: ClassId = ClassId::new(920);
    const NAME: &'static CStr = c"Witness";

    fn slots(&self, _: &mut dyn FnMut(&Slot)) {
        self.0.set(self.0.get() + 1);
    }
}
