//! Modules: compiled, and what they say of themselves.

use std::ffi::CStr;
use std::rc::Rc;

use coddle_engine::class::{self, ClassId, Native};
use coddle_engine::rquickjs::{Array, Ctx, IntoJs, Object, Result, Value};
use coddle_engine::{bytes, errors};
use wasmi::errors::ErrorKind;
use wasmi::{Engine, Error, ExternType};
use wasmparser::ExternalKind;

use super::machine::Machine;
use super::sections;
use super::values::{self, reference_name, type_name};
use crate::fs::Bytes;

/// A module that was compiled.
pub(super) struct Module {
    pub(super) code: wasmi::Module,
    /// For each import, in the order in which the interpreter wants them, its place in the file.
    places: Vec<usize>,
    /// Names and kinds, in the file's order, and the index of each function.
    exports: Vec<(String, ExternalKind, u32)>,
    /// The name of the export that [`sections::export_start`] has made.
    pub(super) start: Option<String>,
}

pub(super) struct Compiled(pub(super) Rc<Module>);

impl Native for Compiled {
    const ID: ClassId = ClassId::new(250);
    const NAME: &'static CStr = c"WebAssembly.Module";
}

impl Module {
    pub(super) fn new(engine: &Engine, bytes: &[u8]) -> std::result::Result<Module, String> {
        let code = wasmi::Module::new(engine, bytes).map_err(|error| complaint(&error, bytes))?;
        let outline = sections::outline(bytes).map_err(|error| error.to_string())?;
        let places = places(&code, &outline.imports);
        let Some(function) = outline.start else {
            return Ok(Module {
                code,
                places,
                exports: outline.exports,
                start: None,
            });
        };
        let mut name = "start".to_string();
        while outline.exports.iter().any(|(known, ..)| *known == name) {
            name.push('\'');
        }
        let rewritten = sections::export_start(bytes, &outline, function, &name)
            .map_err(|error| error.to_string())?;
        let code = wasmi::Module::new(engine, rewritten).map_err(|error| error.to_string())?;
        Ok(Module {
            code,
            places,
            exports: outline.exports,
            start: Some(name),
        })
    }

    /// Its imports in the order in which the interpreter wants them.
    pub(super) fn arranged<T: Copy>(&self, imports: &[T]) -> Vec<T> {
        self.places
            .iter()
            .filter_map(|place| imports.get(*place).copied())
            .collect()
    }

    /// The names of what it exports, in the file's order, with the index of what is a function.
    pub(super) fn exported(&self) -> impl Iterator<Item = (&str, Option<u32>)> {
        self.exports.iter().map(|(name, kind, index)| {
            let function = matches!(kind, ExternalKind::Func);
            (name.as_str(), function.then_some(*index))
        })
    }
}

/// The interpreter has all imports of a kind together, whose order among themselves is the file's.
fn places(code: &wasmi::Module, kinds: &[ExternalKind]) -> Vec<usize> {
    let listed: Vec<ExternalKind> = code.imports().map(|import| kind_of(import.ty())).collect();
    let mut places: Vec<usize> = (0..kinds.len()).collect();
    places.sort_by_key(|place| listed.iter().position(|kind| *kind == kinds[*place]));
    places
}

fn kind_of(ty: &ExternType) -> ExternalKind {
    match ty {
        ExternType::Func(_) => ExternalKind::Func,
        ExternType::Table(_) => ExternalKind::Table,
        ExternType::Memory(_) => ExternalKind::Memory,
        ExternType::Global(_) => ExternalKind::Global,
    }
}

/// What is wrong with the bytes of a module, and where.
fn complaint(error: &Error, bytes: &[u8]) -> String {
    let differs = |name: &str, at: usize, right: [u8; 4]| {
        let hex = |bytes: &[u8]| {
            let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            digits.join(" ")
        };
        let found = bytes.get(at..at + 4)?;
        let (expected, found) = (hex(&right), hex(found));
        (expected != found).then(|| format!("expected {name} {expected}, found {found} @+{at}"))
    };
    let header = differs("magic word", 0, *b"\0asm");
    if let Some(text) = header.or_else(|| differs("version", 4, [1, 0, 0, 0])) {
        return text;
    }
    match error.kind() {
        ErrorKind::Wasm(error) => format!("{} @+{}", error.message(), error.offset()),
        _ => error.to_string(),
    }
}

pub(super) fn validate<'js>(ctx: Ctx<'js>, source: Value<'js>) -> bool {
    let machine = Machine::of(&ctx);
    bytes::with_bytes(&source, move |bytes| {
        wasmi::Module::validate(&machine.engine, bytes).is_ok()
    })
    .unwrap_or(false)
}

/// A compiled module, or the text of what is wrong.
pub(super) fn compile<'js>(ctx: Ctx<'js>, source: Value<'js>) -> Result<Value<'js>> {
    let machine = Machine::of(&ctx);
    let compiled = bytes::with_bytes(&source, move |bytes| machine.compile(bytes));
    match compiled {
        Some(Ok(module)) => {
            let proto = Object::new(ctx.clone())?;
            class::create(&ctx, &proto, Compiled(module)).map(Object::into_value)
        }
        Some(Err(text)) => text.into_js(&ctx),
        None => Err(not_bytes(&ctx)),
    }
}

fn not_bytes(ctx: &Ctx<'_>) -> coddle_engine::rquickjs::Error {
    errors::throw_kind(ctx, "TypeError", "a module's bytes are expected", None)
}

pub(super) fn module(ctx: &Ctx<'_>, value: &Value<'_>) -> Result<Rc<Module>> {
    class::get::<Compiled>(value)
        .map(|compiled| Rc::clone(&compiled.0))
        .ok_or_else(|| errors::throw_kind(ctx, "TypeError", "not a compiled module", None))
}

/// `[module, name, kind, ...type]` of each import; the type is that of [`describe`].
pub(super) fn imports<'js>(ctx: Ctx<'js>, of: Value<'js>) -> Result<Array<'js>> {
    let module = module(&ctx, &of)?;
    let list = Array::new(ctx.clone())?;
    for (place, import) in module.places.iter().zip(module.code.imports()) {
        let entry = Array::new(ctx.clone())?;
        entry.set(0, import.module())?;
        entry.set(1, import.name())?;
        describe(&entry, 2, import.ty())?;
        list.set(*place, entry)?;
    }
    Ok(list)
}

/// `[name, kind]` of each export.
pub(super) fn exports<'js>(ctx: Ctx<'js>, of: Value<'js>) -> Result<Array<'js>> {
    let module = module(&ctx, &of)?;
    let list = Array::new(ctx.clone())?;
    for (at, (name, kind, _)) in module.exports.iter().enumerate() {
        let entry = Array::new(ctx.clone())?;
        entry.set(0, name.as_str())?;
        entry.set(1, kind_name(*kind))?;
        list.set(at, entry)?;
    }
    Ok(list)
}

/// The bytes of each custom section of that name.
pub(super) fn custom_sections<'js>(
    ctx: Ctx<'js>,
    of: Value<'js>,
    name: String,
) -> Result<Array<'js>> {
    let module = module(&ctx, &of)?;
    let list = Array::new(ctx.clone())?;
    let named = module
        .code
        .custom_sections()
        .filter(|section| section.name() == name);
    for (at, section) in named.enumerate() {
        list.set(at, Bytes(section.data().to_vec()))?;
    }
    Ok(list)
}

fn kind_name(kind: ExternalKind) -> &'static str {
    match kind {
        ExternalKind::Func => "function",
        ExternalKind::Table => "table",
        ExternalKind::Memory => "memory",
        ExternalKind::Global => "global",
        ExternalKind::Tag => "tag",
    }
}

/// Writes a kind and its type from place `at`: a function's parameters and results; a table's element, initial and maximum; a memory's
/// initial and maximum; a global's value and whether it is mutable.
pub(super) fn describe(entry: &Array<'_>, at: usize, ty: &ExternType) -> Result<()> {
    match ty {
        ExternType::Func(ty) => {
            entry.set(at, "function")?;
            entry.set(at + 1, values::type_names(ty.params()))?;
            entry.set(at + 2, values::type_names(ty.results()))
        }
        ExternType::Table(ty) => {
            entry.set(at, "table")?;
            entry.set(at + 1, reference_name(ty.element()))?;
            entry.set(at + 2, ty.minimum() as f64)?;
            entry.set(at + 3, ty.maximum().map(|most| most as f64))
        }
        ExternType::Memory(ty) => {
            entry.set(at, "memory")?;
            entry.set(at + 1, ty.minimum() as f64)?;
            entry.set(at + 2, ty.maximum().map(|most| most as f64))
        }
        ExternType::Global(ty) => {
            entry.set(at, "global")?;
            entry.set(at + 1, type_name(ty.content()))?;
            entry.set(at + 2, ty.mutability().is_mut())
        }
    }
}
