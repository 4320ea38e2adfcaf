//! What a native module keeps for its world: one value a type, dropped with the world.

use std::any::{Any, TypeId};
use std::rc::Rc;

use rquickjs::Ctx;

use crate::state;

/// The world's `T`, made by [`Default`] when first asked for.
///
/// It must hold no JavaScript values: it may outlive the context by a moment.
pub fn of<T: Default + 'static>(ctx: &Ctx<'_>) -> Rc<T> {
    let known = state::of(ctx)
        .data
        .borrow()
        .get(&TypeId::of::<T>())
        .cloned();
    let value: Rc<dyn Any> = match known {
        Some(value) => value,
        None => {
            let value: Rc<dyn Any> = Rc::new(T::default());
            state::of(ctx)
                .data
                .borrow_mut()
                .insert(TypeId::of::<T>(), Rc::clone(&value));
            value
        }
    };
    value.downcast().expect("stored under its own type")
}
