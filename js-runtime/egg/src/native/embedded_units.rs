//! `names()`: the names of this crate's built-in modules, by which the loader finds the files of embedded load units; `added()`:
//! the units that Rust code has added.

use coddle_engine::rquickjs::{Array, Ctx, Function, Object, Result};

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    native.set("names", Function::new(ctx.clone(), names)?)?;
    native.set("added", Function::new(ctx.clone(), super::units::list)?)?;
    Ok(native)
}

fn names(ctx: Ctx<'_>) -> Result<Array<'_>> {
    let names = Array::new(ctx)?;
    for (index, (name, _)) in crate::SURFACE.iter().enumerate() {
        names.set(index, *name)?;
    }
    Ok(names)
}
