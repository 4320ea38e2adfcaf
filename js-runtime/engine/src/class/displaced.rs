//! Members of a prototype that native ones stand in for: receivers that are not native have them still.

use rquickjs::{Ctx, Result, Value, qjs};

use super::args::borrowed;
use super::{Slot, call};
use crate::errors;

/// A member of a prototype that a native one stands in for.
#[derive(Default)]
pub(crate) struct Displaced {
    pub(super) name: String,
    pub(super) get: Slot,
    pub(super) set: Slot,
    pub(super) value: Slot,
}
/// How a member was reached.
#[derive(Clone, Copy)]
pub(super) enum Access<'a> {
    Get,
    Set(qjs::JSValue),
    Call(&'a [qjs::JSValue]),
}

impl Displaced {
    pub(super) fn access<'js>(
        &self,
        ctx: &Ctx<'js>,
        this: &Value<'js>,
        access: Access<'_>,
    ) -> Result<Value<'js>> {
        let undefined = || Value::new_undefined(ctx.clone());
        match access {
            Access::Get => match self.get.get(ctx) {
                Some(get) => call::call(ctx, &get, this, &[]),
                None => Ok(self.value.get_or_undefined(ctx)),
            },
            Access::Set(value) => {
                // SAFETY: the engine keeps the argument alive for the call.
                let value = unsafe { borrowed(ctx, value) };
                match self.set.get(ctx) {
                    Some(set) => {
                        call::call(ctx, &set, this, &[&value])?;
                    }
                    None if self.get.is_empty() => {
                        if let Some(object) = this.as_object() {
                            let property = rquickjs::object::Property::from(value)
                                .writable()
                                .enumerable()
                                .configurable();
                            object.prop(self.name.as_str(), property)?;
                        }
                    }
                    // Read-only before, read-only now.
                    None => {}
                }
                Ok(undefined())
            }
            Access::Call(values) => {
                let Some(function) = self.value.get(ctx) else {
                    return Err(errors::throw_kind(
                        ctx,
                        "TypeError",
                        &format!("{} is not a function", self.name),
                        None,
                    ));
                };
                call::call_raw(ctx, &function, this, values)
            }
        }
    }
}
