//! A store behind a JavaScript object, and the numbers of what is in it.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ffi::CStr;
use std::rc::Rc;

use coddle_engine::class::{self, ClassId, Native, Slot};
use coddle_engine::errors;
use coddle_engine::rquickjs::{Array, Ctx, Object, Result, Value};
use coddle_engine::wasm::{self, Account, Identity, Store, identity};
use wasmi::errors::{ErrorKind, InstantiationError};
use wasmi::{AsContext, AsContextMut, Error, Extern, Func, Instance, StoreContextMut};

use super::machine::Machine;
use super::module::{self, Module};

/// Functions, tables, memories and globals by the numbers under which JavaScript knows them.
#[derive(Default)]
pub(super) struct Numbered {
    things: RefCell<Vec<Extern>>,
    numbers: RefCell<HashMap<Identity, u32>>,
    /// Functions that JavaScript has made: to call one is to call JavaScript.
    hosts: Cell<u32>,
}

impl Numbered {
    pub(super) fn get(&self, number: u32) -> Option<Extern> {
        self.things.borrow().get(number as usize).copied()
    }

    /// The thing's number: a new one when JavaScript has not seen it.
    pub(super) fn number(&self, thing: Extern) -> u32 {
        let mut things = self.things.borrow_mut();
        *self
            .numbers
            .borrow_mut()
            .entry(identity(&thing))
            .or_insert_with(|| {
                things.push(thing);
                things.len() as u32 - 1
            })
    }

    /// A number for one more function of JavaScript's.
    pub(super) fn next_host(&self) -> u32 {
        let number = self.hosts.get();
        self.hosts.set(number + 1);
        number
    }
}

/// A store as JavaScript holds it.
pub(super) struct Seat {
    store: Store,
    pub(super) numbered: Rc<Numbered>,
}

impl Native for Seat {
    const ID: ClassId = ClassId::new(251);
    const NAME: &'static CStr = c"WebAssembly.Store";

    fn slots(&self, visit: &mut dyn FnMut(&Slot)) {
        self.store.slots(visit);
    }
}

impl Seat {
    pub(super) fn of<'a>(ctx: &Ctx<'_>, value: &'a Value<'_>) -> Result<&'a Seat> {
        class::get::<Seat>(value)
            .ok_or_else(|| errors::throw_kind(ctx, "TypeError", "not a store", None))
    }

    /// Lends the store.
    pub(super) fn enter<R>(
        &self,
        ctx: &Ctx<'_>,
        f: impl FnOnce(StoreContextMut<'_, Account>, &Numbered) -> R + 'static,
    ) -> R {
        let numbered = Rc::clone(&self.numbered);
        self.store.enter(ctx, move |store| f(store, &numbered))
    }

    pub(super) fn store(&self) -> &Store {
        &self.store
    }

    /// The thing of that number and kind.
    pub(super) fn thing<T>(
        &self,
        ctx: &Ctx<'_>,
        number: u32,
        kind: impl FnOnce(Extern) -> Option<T>,
    ) -> Result<T> {
        let thing = self.numbered.get(number).and_then(kind);
        thing.ok_or_else(|| {
            let text = format!("the store has no such thing of number {number}");
            errors::throw_kind(ctx, "TypeError", &text, None)
        })
    }

    pub(super) fn func(&self, ctx: &Ctx<'_>, number: u32) -> Result<Func> {
        self.thing(ctx, number, Extern::into_func)
    }
}

/// Lets stores go that nobody uses, when all of them use much.
pub(super) fn relieve(ctx: Ctx<'_>) {
    wasm::relieve(&ctx);
}

pub(super) fn create<'js>(ctx: Ctx<'js>) -> Result<Object<'js>> {
    let seat = Seat {
        store: Store::new(&ctx, &Machine::of(&ctx).engine),
        numbered: Rc::default(),
    };
    let proto = Object::new(ctx.clone())?;
    class::create(&ctx, &proto, seat)
}

/// `[kind, ...type]` of the thing of that number, as in a module's imports, but with the size of now for the initial one.
pub(super) fn type_of<'js>(ctx: Ctx<'js>, store: Value<'js>, number: u32) -> Result<Array<'js>> {
    let seat = Seat::of(&ctx, &store)?;
    let thing = seat.thing(&ctx, number, Some)?;
    let (ty, size) = seat.enter(&ctx, move |store, _| {
        // Where the initial size stands, and what it is now.
        let size = match &thing {
            Extern::Memory(memory) => Some((1, memory.size(store.as_context()))),
            Extern::Table(table) => Some((2, table.size(store.as_context()))),
            _ => None,
        };
        (thing.ty(store.as_context()), size)
    });
    let entry = Array::new(ctx.clone())?;
    module::describe(&entry, 0, &ty)?;
    if let Some((at, size)) = size {
        entry.set(at, size as f64)?;
    }
    Ok(entry)
}

/// Makes an instance of a module with the things of those numbers as its imports: `{ exports, start }`, the exports as
/// `[name, number, index of the function]`, and the number of the start function, which is to be called. When it fails, `[kind, text]`.
pub(super) fn instantiate<'js>(
    ctx: Ctx<'js>,
    store: Value<'js>,
    module: Value<'js>,
    imports: Vec<u32>,
) -> Result<Value<'js>> {
    let seat = Seat::of(&ctx, &store)?;
    let module = module::module(&ctx, &module)?;
    let things: Vec<Extern> = imports
        .into_iter()
        .map(|number| seat.thing(&ctx, number, Some))
        .collect::<Result<_>>()?;
    let linked = {
        let module = Rc::clone(&module);
        seat.enter(&ctx, move |store, numbered| {
            link(store, numbered, &module, &module.arranged(&things))
        })
    };
    let linked = match linked {
        Ok(linked) => linked,
        Err(error) => return refused(&ctx, &error),
    };
    let answer = Object::new(ctx.clone())?;
    let exports = Array::new(ctx.clone())?;
    for (at, ((name, index), number)) in module.exported().zip(linked.exports).enumerate() {
        let entry = Array::new(ctx.clone())?;
        entry.set(0, name)?;
        entry.set(1, number)?;
        entry.set(2, index)?;
        exports.set(at, entry)?;
    }
    answer.set("exports", exports)?;
    answer.set("start", linked.start)?;
    Ok(answer.into_value())
}

/// The numbers of an instance's exports.
struct Linked {
    exports: Vec<u32>,
    start: Option<u32>,
}

fn link(
    mut store: StoreContextMut<'_, Account>,
    numbered: &Numbered,
    module: &Module,
    imports: &[Extern],
) -> std::result::Result<Linked, Error> {
    let instance = Instance::new(store.as_context_mut(), &module.code, imports)?;
    let export = |name: &str| {
        let thing = instance.get_export(store.as_context(), name);
        numbered.number(thing.expect("an instance has what its module exports"))
    };
    Ok(Linked {
        exports: module.exported().map(|(name, _)| export(name)).collect(),
        start: module.start.as_deref().map(export),
    })
}

/// The class of error that JavaScript is to throw for an instance that cannot be, and its text.
fn refused<'js>(ctx: &Ctx<'js>, error: &Error) -> Result<Value<'js>> {
    let (class, text) = match error.kind() {
        ErrorKind::Instantiation(
            InstantiationError::FailedToInstantiateMemory(_)
            | InstantiationError::FailedToInstantiateTable(_),
        )
        | ErrorKind::Memory(wasmi::errors::MemoryError::OutOfSystemMemory)
        | ErrorKind::Memory(wasmi::errors::MemoryError::ResourceLimiterDeniedAllocation) => (
            "RangeError",
            "Out of memory: Cannot allocate Wasm memory for new instance".into(),
        ),
        ErrorKind::Instantiation(InstantiationError::ElementSegmentDoesNotFit { .. }) => {
            ("RuntimeError", "table initializer is out of bounds".into())
        }
        ErrorKind::Instantiation(error) => ("LinkError", error.to_string()),
        ErrorKind::Memory(_) => ("RuntimeError", "data segment is out of bounds".into()),
        _ => ("RuntimeError", error.to_string()),
    };
    let refusal = Array::new(ctx.clone())?;
    refusal.set(0, class)?;
    refusal.set::<String>(1, text)?;
    Ok(refusal.into_value())
}
