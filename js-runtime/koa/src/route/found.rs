//! What a route says of itself through ctx.

use std::rc::Rc;

use coddle_engine::class::call;
use coddle_engine::rquickjs::{Array, Coerced, Ctx, Object, Result, Value};
use smallvec::SmallVec;

use super::router::{LayerEntry, Table};
use crate::context::State;
use crate::router::LayerId;
use crate::uri;

/// What routing has found for a request so far.
#[derive(Debug, Default)]
pub(crate) struct Route {
    pub(super) begun: bool,
    pub(super) matched: SmallVec<[(Rc<Table>, LayerId); 2]>,
    pub(super) entered: SmallVec<[Entered; 1]>,
    /// So many of `entered` are in `ctx.params`.
    pub(super) applied: usize,
}

impl Route {
    /// Whether a router has looked for the request's routes.
    pub(crate) fn begun(&self) -> bool {
        self.begun
    }

    /// Whether one of them has been entered.
    pub(crate) fn is_entered(&self) -> bool {
        !self.entered.is_empty()
    }
}

#[derive(Debug)]
pub(super) struct Entered {
    pub(super) table: Rc<Table>,
    pub(super) id: LayerId,
    pub(super) path: Box<str>,
}

impl Entered {
    pub(super) fn layer(&self) -> &LayerEntry {
        &self.table.layers[self.id.0]
    }

    /// The captured texts, `None` where a group took no part.
    pub(super) fn captures(&self) -> Vec<Option<&str>> {
        self.table
            .routes
            .captures(self.id, &self.path)
            .into_iter()
            .map(|range| range.and_then(|range| self.path.get(range)))
            .collect()
    }
}

/// `ctx.params`: the decoded captures of the layers that were entered, under their names. (ROUTER-030)
pub(crate) fn params<'js>(ctx: &Ctx<'js>, state: &State) -> Result<Value<'js>> {
    let route = state.route.borrow();
    if route.applied == route.entered.len() {
        return Ok(state.params.get_or_undefined(ctx));
    }
    let params = match state.params.get(ctx).and_then(Value::into_object) {
        Some(params) => params,
        None => Object::new(ctx.clone())?,
    };
    for entered in &route.entered[route.applied..] {
        let names = &entered.layer().names;
        for (name, capture) in names.iter().zip(entered.captures()) {
            match capture {
                Some(text) => params.set(name.as_str(), &*uri::decode_component_or_raw(text))?,
                None => params.set(name.as_str(), Value::new_undefined(ctx.clone()))?,
            }
        }
    }
    drop(route);
    let mut route = state.route.borrow_mut();
    route.applied = route.entered.len();
    drop(route);
    state.params.set(params.as_value());
    Ok(params.into_value())
}

/// `ctx.params = value`.
pub(crate) fn set_params(state: &State, value: &Value<'_>) {
    let mut route = state.route.borrow_mut();
    route.applied = route.entered.len();
    drop(route);
    state.params.set(value);
}

/// `ctx.captures` of the layer entered last.
pub(crate) fn captures<'js>(ctx: &Ctx<'js>, state: &State) -> Result<Value<'js>> {
    let route = state.route.borrow();
    let Some(entered) = route.entered.last() else {
        return Ok(Value::new_undefined(ctx.clone()));
    };
    let list = Array::new(ctx.clone())?;
    for (index, capture) in entered.captures().into_iter().enumerate() {
        match capture {
            Some(text) => list.set(index, text)?,
            None => list.set(index, Value::new_undefined(ctx.clone()))?,
        }
    }
    Ok(list.into_value())
}

/// `ctx.matched`: the layers that match the path, whatever their methods.
pub(crate) fn matched<'js>(ctx: &Ctx<'js>, state: &State) -> Result<Value<'js>> {
    let route = state.route.borrow();
    if !route.begun {
        return Ok(Value::new_undefined(ctx.clone()));
    }
    let list = Array::new(ctx.clone())?;
    for (index, (table, id)) in route.matched.iter().enumerate() {
        list.set(index, table.layers[id.0].object.get_or_undefined(ctx))?;
    }
    drop(route);
    let list = list.into_value();
    // The application may add to it.
    state.replace("matched", &list);
    Ok(list)
}

fn of_layer<'js>(
    ctx: &Ctx<'js>,
    state: &State,
    name: &'static std::ffi::CStr,
) -> Result<Value<'js>> {
    let route = state.route.borrow();
    match route.entered.last() {
        Some(entered) => call::property(&entered.layer().object.get_or_undefined(ctx), name),
        None => Ok(Value::new_undefined(ctx.clone())),
    }
}

/// `ctx.routerName`.
pub(crate) fn name<'js>(ctx: &Ctx<'js>, state: &State) -> Result<Value<'js>> {
    of_layer(ctx, state, c"name")
}

/// `ctx._matchedRouteName`: undefined for a route without a name.
pub(crate) fn matched_name<'js>(ctx: &Ctx<'js>, state: &State) -> Result<Value<'js>> {
    let name = of_layer(ctx, state, c"name")?;
    Ok(match name.is_null() {
        true => Value::new_undefined(ctx.clone()),
        false => name,
    })
}

/// `ctx._matchedRoute` and `ctx.routerPath`.
pub(crate) fn path<'js>(ctx: &Ctx<'js>, state: &State) -> Result<Value<'js>> {
    of_layer(ctx, state, c"path")
}

/// `ctx.routerPath` as text: what routers match instead of the path once it is set.
pub(super) fn router_path(ctx: &Ctx<'_>, state: &State) -> Result<Option<String>> {
    if state.route.borrow().entered.is_empty() && state.replaced.borrow().is_empty() {
        return Ok(None);
    }
    let value = match state.replacement(ctx, "routerPath") {
        Some(value) => value,
        None => path(ctx, state)?,
    };
    if value.is_undefined() || value.is_null() {
        return Ok(None);
    }
    let text = value.get::<Coerced<String>>()?.0;
    Ok((!text.is_empty()).then_some(text))
}
