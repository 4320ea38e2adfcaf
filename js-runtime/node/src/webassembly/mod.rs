//! Natives of the global `WebAssembly`, on the interpreter `wasmi`.
//!
//! JavaScript sees numbers: a [`store::Seat`] gives each function, table, memory and global that crosses the border one, and
//! `internal/webassembly/store` knows the object for each. Rust holds no JavaScript value: an import that wasm calls ends the native
//! call, JavaScript calls the function itself, and [`calls`] goes on with what it gave.

mod calls;
mod machine;
mod module;
mod sections;
mod store;
mod things;
mod values;

use coddle_engine::class;
use coddle_engine::rquickjs::{Ctx, Function, Object, Result};

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    class::register::<module::Compiled>(ctx);
    class::register::<store::Seat>(ctx);
    class::register::<calls::Paused>(ctx);
    let natives = Object::new(ctx.clone())?;
    natives.set("validate", Function::new(ctx.clone(), module::validate)?)?;
    natives.set("compile", Function::new(ctx.clone(), module::compile)?)?;
    natives.set("imports", Function::new(ctx.clone(), module::imports)?)?;
    natives.set("exports", Function::new(ctx.clone(), module::exports)?)?;
    natives.set(
        "customSections",
        Function::new(ctx.clone(), module::custom_sections)?,
    )?;
    natives.set("relieve", Function::new(ctx.clone(), store::relieve)?)?;
    natives.set("createStore", Function::new(ctx.clone(), store::create)?)?;
    natives.set("typeOf", Function::new(ctx.clone(), store::type_of)?)?;
    natives.set(
        "instantiate",
        Function::new(ctx.clone(), store::instantiate)?,
    )?;
    natives.set(
        "createFunction",
        Function::new(ctx.clone(), calls::create_function)?,
    )?;
    natives.set("call", Function::new(ctx.clone(), calls::call)?)?;
    natives.set("resume", Function::new(ctx.clone(), calls::resume)?)?;
    natives.set(
        "createMemory",
        Function::new(ctx.clone(), things::create_memory)?,
    )?;
    natives.set(
        "memoryBuffer",
        Function::new(ctx.clone(), things::memory_buffer)?,
    )?;
    natives.set(
        "growMemory",
        Function::new(ctx.clone(), things::grow_memory)?,
    )?;
    natives.set(
        "createTable",
        Function::new(ctx.clone(), things::create_table)?,
    )?;
    natives.set(
        "tableLength",
        Function::new(ctx.clone(), things::table_length)?,
    )?;
    natives.set("tableGet", Function::new(ctx.clone(), things::table_get)?)?;
    natives.set("tableSet", Function::new(ctx.clone(), things::table_set)?)?;
    natives.set("growTable", Function::new(ctx.clone(), things::grow_table)?)?;
    natives.set(
        "createGlobal",
        Function::new(ctx.clone(), things::create_global)?,
    )?;
    natives.set("globalGet", Function::new(ctx.clone(), things::global_get)?)?;
    natives.set("globalSet", Function::new(ctx.clone(), things::global_set)?)?;
    Ok(natives)
}
