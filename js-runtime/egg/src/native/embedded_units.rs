//! `under(prefix)`: this crate's built-in modules by name, by which the loader finds the files of embedded load units; `added()`: the
//! units that Rust code has added.

use coddle_engine::rquickjs::{Ctx, Function, Object, Result};

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    native.set("under", Function::new(ctx.clone(), under)?)?;
    native.set("added", Function::new(ctx.clone(), super::units::list)?)?;
    Ok(native)
}

fn under(prefix: String) -> Vec<&'static str> {
    let names = crate::SURFACE.iter().map(|(name, _)| *name);
    names.filter(|name| name.starts_with(&prefix)).collect()
}
