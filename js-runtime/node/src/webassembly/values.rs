//! Values on their way between wasm and JavaScript.
//!
//! JavaScript has converted what it gives to the type that wasm wants: numbers to Numbers, an i64 to a BigInt, a reference to the number
//! by which its store knows it, or null.

use coddle_engine::errors;
use coddle_engine::rquickjs::{BigInt, Ctx, IntoJs, Result, Value};
use coddle_engine::wasm::Account;
use wasmi::{
    AsContext, AsContextMut, Extern, ExternRef, Nullable, RefType, StoreContextMut, Val, ValType,
};

use super::store::Numbered;

/// A value of either side.
#[derive(Clone, Copy, Debug)]
pub(super) enum Plain {
    I32(i32),
    I64(i64),
    F32(f32),
    F64(f64),
    /// A vector: JavaScript cannot see one.
    Vector,
    FuncRef(Option<u32>),
    ExternRef(Option<u32>),
}

impl Plain {
    /// The value that JavaScript gives for one of type `ty`.
    ///
    /// # Errors
    /// A TypeError when it was not converted.
    pub(super) fn from_js(ctx: &Ctx<'_>, ty: ValType, value: Value<'_>) -> Result<Plain> {
        let number = value.as_number();
        let plain = match ty {
            ValType::I32 => number.map(|number| Plain::I32(number as i32)),
            ValType::I64 => match value.into_big_int() {
                Some(number) => Some(Plain::I64(number.to_i64()?)),
                None => None,
            },
            ValType::F32 => number.map(|number| Plain::F32(number as f32)),
            ValType::F64 => number.map(Plain::F64),
            ValType::FuncRef => Some(Plain::FuncRef(number.map(|number| number as u32))),
            ValType::ExternRef => Some(Plain::ExternRef(number.map(|number| number as u32))),
            ValType::V128 => None,
        };
        plain.ok_or_else(|| {
            let text = format!(
                "type incompatibility when transforming from/to JS: {}",
                type_name(ty)
            );
            errors::throw_kind(ctx, "TypeError", &text, None)
        })
    }

    /// The value for wasm. A function's number is one that the store gave.
    pub(super) fn into_wasm(
        self,
        store: &mut StoreContextMut<'_, Account>,
        numbered: &Numbered,
    ) -> Val {
        match self {
            Plain::I32(number) => Val::I32(number),
            Plain::I64(number) => Val::I64(number),
            Plain::F32(number) => Val::from(number),
            Plain::F64(number) => Val::from(number),
            Plain::Vector => Val::default_for_ty(ValType::V128),
            Plain::FuncRef(number) => {
                let func = number
                    .and_then(|number| numbered.get(number))
                    .and_then(Extern::into_func);
                Val::FuncRef(func.map_or(Nullable::Null, Nullable::Val))
            }
            Plain::ExternRef(None) => Val::ExternRef(Nullable::Null),
            Plain::ExternRef(Some(number)) => {
                Val::from(ExternRef::new(store.as_context_mut(), number))
            }
        }
    }

    /// The value that wasm gives. A function gets a number.
    pub(super) fn from_wasm(
        value: &Val,
        store: impl AsContext<Data = Account>,
        numbered: &Numbered,
    ) -> Plain {
        match value {
            Val::I32(number) => Plain::I32(*number),
            Val::I64(number) => Plain::I64(*number),
            Val::F32(number) => Plain::F32(number.to_float()),
            Val::F64(number) => Plain::F64(number.to_float()),
            Val::V128(_) => Plain::Vector,
            Val::FuncRef(func) => {
                let func = func.val().map(|func| numbered.number(Extern::Func(*func)));
                Plain::FuncRef(func)
            }
            Val::ExternRef(reference) => {
                let number = reference.val().and_then(|reference| {
                    reference
                        .data(store.as_context())
                        .downcast_ref::<u32>()
                        .copied()
                });
                Plain::ExternRef(number)
            }
        }
    }
}

impl<'js> IntoJs<'js> for Plain {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        match self {
            Plain::I32(number) => number.into_js(ctx),
            Plain::I64(number) => BigInt::from_i64(ctx.clone(), number).map(BigInt::into_value),
            Plain::F32(number) => f64::from(number).into_js(ctx),
            Plain::F64(number) => number.into_js(ctx),
            Plain::Vector => Ok(Value::new_undefined(ctx.clone())),
            Plain::FuncRef(None) | Plain::ExternRef(None) => Ok(Value::new_null(ctx.clone())),
            Plain::FuncRef(Some(number)) | Plain::ExternRef(Some(number)) => number.into_js(ctx),
        }
    }
}

const TYPES: [(&str, ValType); 7] = [
    ("i32", ValType::I32),
    ("i64", ValType::I64),
    ("f32", ValType::F32),
    ("f64", ValType::F64),
    ("v128", ValType::V128),
    ("funcref", ValType::FuncRef),
    ("externref", ValType::ExternRef),
];

pub(super) fn type_name(ty: ValType) -> &'static str {
    let known = TYPES.iter().find(|(_, known)| *known == ty);
    known.map_or("", |(name, _)| name)
}

pub(super) fn type_names(types: &[ValType]) -> Vec<&'static str> {
    types.iter().copied().map(type_name).collect()
}

pub(super) fn reference_name(ty: RefType) -> &'static str {
    match ty {
        RefType::Func => "funcref",
        RefType::Extern => "externref",
    }
}

/// The type of that name.
///
/// # Errors
/// A TypeError when there is none.
pub(super) fn named_type(ctx: &Ctx<'_>, name: &str) -> Result<ValType> {
    let known = TYPES.iter().find(|(known, _)| *known == name);
    known.map(|(_, ty)| *ty).ok_or_else(|| {
        errors::throw_kind(ctx, "TypeError", &format!("there is no type {name}"), None)
    })
}
