//! Which handles of a store stand for the same thing: JavaScript sees one object for it.

use wasmi::{Extern, Func, Global, Memory, Table};

/// What [`identity`] gives: the kind, and the number of the thing among those of its kind, whatever the store.
pub type Identity = (Kind, u64);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Func,
    Table,
    Memory,
    Global,
}

/// Equal for two handles when both stand for the same function, table, memory or global. (`wasmi` does not compare handles.)
pub fn identity(of: &Extern) -> Identity {
    // SAFETY: each handle is a store's number and one of its own, two times 32 bits, which fill the 64 that `transmute` asks for: no
    // byte is padding, and any bytes are a valid u64. In which order they stand does not matter for equality.
    unsafe {
        match *of {
            Extern::Func(func) => (Kind::Func, std::mem::transmute::<Func, u64>(func)),
            Extern::Table(table) => (Kind::Table, std::mem::transmute::<Table, u64>(table)),
            Extern::Memory(memory) => (Kind::Memory, std::mem::transmute::<Memory, u64>(memory)),
            Extern::Global(global) => (Kind::Global, std::mem::transmute::<Global, u64>(global)),
        }
    }
}
