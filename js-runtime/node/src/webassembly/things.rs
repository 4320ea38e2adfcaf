//! Memories, tables and globals.

use coddle_engine::errors;
use coddle_engine::rquickjs::{Ctx, IntoJs, Result, Value};
use wasmi::{
    AsContext, AsContextMut, Extern, Func, Global, Memory, MemoryType, Mutability, Nullable, Ref,
    RefType, Table, TableType, Val,
};

use super::store::Seat;
use super::values::{Plain, named_type};

/// The number of a new memory; undefined when there is no room for it. Sizes are in pages of 64 KB, `initial` not above `maximum`.
pub(super) fn create_memory<'js>(
    ctx: Ctx<'js>,
    store: Value<'js>,
    initial: u32,
    maximum: Option<u32>,
) -> Result<Option<u32>> {
    let seat = Seat::of(&ctx, &store)?;
    Ok(seat.enter(&ctx, move |mut store, numbered| {
        let ty = MemoryType::new(initial, maximum);
        let memory = Memory::new(store.as_context_mut(), ty).ok()?;
        Some(numbered.number(Extern::Memory(memory)))
    }))
}

pub(super) fn memory_buffer<'js>(
    ctx: Ctx<'js>,
    store: Value<'js>,
    number: u32,
) -> Result<Value<'js>> {
    let seat = Seat::of(&ctx, &store)?;
    let memory = seat.thing(&ctx, number, Extern::into_memory)?;
    seat.store().buffer(&ctx, memory)
}

/// Pages before; undefined when it cannot grow so far. The ArrayBuffer over it is detached in any case but the last.
pub(super) fn grow_memory<'js>(
    ctx: Ctx<'js>,
    store: Value<'js>,
    number: u32,
    more: u32,
) -> Result<Option<u32>> {
    let seat = Seat::of(&ctx, &store)?;
    let memory = seat.thing(&ctx, number, Extern::into_memory)?;
    let before = seat.enter(&ctx, move |store, _| memory.grow(store, more.into()).ok());
    if before.is_some() {
        seat.store().detach_buffer(&ctx, memory);
    }
    Ok(before.map(|pages| pages as u32))
}

fn reference_type(ctx: &Ctx<'_>, name: &str) -> Result<RefType> {
    match name {
        "funcref" => Ok(RefType::Func),
        "externref" => Ok(RefType::Extern),
        _ => Err(errors::throw_kind(
            ctx,
            "TypeError",
            "not a type of references",
            None,
        )),
    }
}

/// A reference among values.
fn reference(value: Val) -> Ref {
    match value {
        Val::ExternRef(reference) => Ref::Extern(reference),
        Val::FuncRef(reference) => Ref::Func(reference),
        _ => Ref::Func(Nullable::<Func>::Null),
    }
}

/// The number of a new table; undefined when there is no room for it. `initial` is not above `maximum`.
pub(super) fn create_table<'js>(
    ctx: Ctx<'js>,
    store: Value<'js>,
    element: String,
    initial: u32,
    maximum: Option<u32>,
    value: Value<'js>,
) -> Result<Option<u32>> {
    let seat = Seat::of(&ctx, &store)?;
    let value = Plain::from_js(&ctx, named_type(&ctx, &element)?, value)?;
    let element = reference_type(&ctx, &element)?;
    Ok(seat.enter(&ctx, move |mut store, numbered| {
        let value = reference(value.into_wasm(&mut store, numbered));
        let ty = TableType::new(element, initial, maximum);
        let table = Table::new(store.as_context_mut(), ty, value).ok()?;
        Some(numbered.number(Extern::Table(table)))
    }))
}

pub(super) fn table_length<'js>(ctx: Ctx<'js>, store: Value<'js>, number: u32) -> Result<f64> {
    let seat = Seat::of(&ctx, &store)?;
    let table = seat.thing(&ctx, number, Extern::into_table)?;
    Ok(seat.enter(&ctx, move |store, _| table.size(store.as_context()) as f64))
}

/// An element; undefined when there is none of that index.
pub(super) fn table_get<'js>(
    ctx: Ctx<'js>,
    store: Value<'js>,
    number: u32,
    index: u32,
) -> Result<Option<Plain>> {
    let seat = Seat::of(&ctx, &store)?;
    let table = seat.thing(&ctx, number, Extern::into_table)?;
    Ok(seat.enter(&ctx, move |store, numbered| {
        let value = Val::from(table.get(store.as_context(), index.into())?);
        Some(Plain::from_wasm(&value, store.as_context(), numbered))
    }))
}

/// Whether there is an element of that index, which is now `value`.
pub(super) fn table_set<'js>(
    ctx: Ctx<'js>,
    store: Value<'js>,
    number: u32,
    index: u32,
    element: String,
    value: Value<'js>,
) -> Result<bool> {
    let seat = Seat::of(&ctx, &store)?;
    let table = seat.thing(&ctx, number, Extern::into_table)?;
    let value = Plain::from_js(&ctx, named_type(&ctx, &element)?, value)?;
    Ok(seat.enter(&ctx, move |mut store, numbered| {
        let value = reference(value.into_wasm(&mut store, numbered));
        table
            .set(store.as_context_mut(), index.into(), value)
            .is_ok()
    }))
}

/// Elements before; undefined when it cannot grow so far.
pub(super) fn grow_table<'js>(
    ctx: Ctx<'js>,
    store: Value<'js>,
    number: u32,
    more: u32,
    element: String,
    value: Value<'js>,
) -> Result<Option<f64>> {
    let seat = Seat::of(&ctx, &store)?;
    let table = seat.thing(&ctx, number, Extern::into_table)?;
    let value = Plain::from_js(&ctx, named_type(&ctx, &element)?, value)?;
    Ok(seat.enter(&ctx, move |mut store, numbered| {
        let value = reference(value.into_wasm(&mut store, numbered));
        let before = table
            .grow(store.as_context_mut(), more.into(), value)
            .ok()?;
        Some(before as f64)
    }))
}

/// The number of a new global.
pub(super) fn create_global<'js>(
    ctx: Ctx<'js>,
    store: Value<'js>,
    ty: String,
    mutable: bool,
    value: Value<'js>,
) -> Result<u32> {
    let seat = Seat::of(&ctx, &store)?;
    let value = Plain::from_js(&ctx, named_type(&ctx, &ty)?, value)?;
    let mutability = if mutable {
        Mutability::Var
    } else {
        Mutability::Const
    };
    Ok(seat.enter(&ctx, move |mut store, numbered| {
        let value = value.into_wasm(&mut store, numbered);
        let global = Global::new(store.as_context_mut(), value, mutability);
        numbered.number(Extern::Global(global))
    }))
}

pub(super) fn global_get<'js>(ctx: Ctx<'js>, store: Value<'js>, number: u32) -> Result<Value<'js>> {
    let seat = Seat::of(&ctx, &store)?;
    let global = seat.thing(&ctx, number, Extern::into_global)?;
    seat.enter(&ctx, move |store, numbered| {
        Plain::from_wasm(
            &global.get(store.as_context()),
            store.as_context(),
            numbered,
        )
    })
    .into_js(&ctx)
}

/// Sets a global that is mutable.
pub(super) fn global_set<'js>(
    ctx: Ctx<'js>,
    store: Value<'js>,
    number: u32,
    ty: String,
    value: Value<'js>,
) -> Result<()> {
    let seat = Seat::of(&ctx, &store)?;
    let global = seat.thing(&ctx, number, Extern::into_global)?;
    let value = Plain::from_js(&ctx, named_type(&ctx, &ty)?, value)?;
    let set = seat.enter(&ctx, move |mut store, numbered| {
        let value = value.into_wasm(&mut store, numbered);
        global.set(store.as_context_mut(), value)
    });
    set.map_err(|error| errors::throw_kind(&ctx, "TypeError", &error.to_string(), None))
}
