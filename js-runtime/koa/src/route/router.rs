//! Routers of JavaScript as tables of their layers.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use coddle_engine::class::{Key, Slot, call};
use coddle_engine::rquickjs::{Array, Coerced, Ctx, Function, Object, Result, Value};

use super::chain::RouteChain;
use super::found::router_path;
use crate::app::{Shared, member};
use crate::context::State;
use crate::onion::{Link, Place};
use crate::router::{KeyName, PathOptions, PathPattern, RouteNumber, RouteTable};

/// A router of JavaScript and what was made of it.
#[derive(Debug)]
pub(crate) struct Router {
    pub(super) object: Slot,
    pub(super) table: RefCell<Option<Rc<Table>>>,
}

/// The layers of a router as they stood when it was read.
#[derive(Debug)]
pub(crate) struct Table {
    pub(super) routes: RouteTable,
    pub(super) layers: Vec<LayerEntry>,
    /// `router.opts.routerPath`: what is matched instead of the request's path.
    pub(super) router_path: Option<String>,
    pub(super) router: Slot,
    /// It is `app.router`, which ctx.router is by itself; `None` until somebody asked.
    pub(super) is_usual: Cell<Option<bool>>,
}

#[derive(Debug)]
pub(super) struct LayerEntry {
    pub(super) object: Slot,
    /// As they were read: other ones mean that the layer has changed.
    pub(super) regexp: Slot,
    pub(super) stack: Slot,
    pub(super) functions: Vec<Rc<Place>>,
    pub(super) names: Vec<String>,
    /// `None`: middleware of the router, which is no route by itself.
    pub(super) number: Option<RouteNumber>,
}

impl Router {
    pub(crate) fn new(object: &Value<'_>) -> Router {
        Router {
            object: Slot::of(object),
            table: RefCell::default(),
        }
    }

    pub(crate) fn is_of(&self, object: &Value<'_>) -> bool {
        self.object.is_same(object)
    }

    /// The router whose `routes()` gave `function`, if it is one that is understood.
    pub(crate) fn of_function<'js>(
        ctx: &Ctx<'js>,
        shared: &Shared,
        function: &Value<'js>,
    ) -> Result<Option<Rc<Router>>> {
        let is_dispatcher: Function<'js> = member(ctx, "internal/koa/router", "isDispatcher")?;
        if !is_dispatcher.call::<_, bool>((function.clone(),))? {
            return Ok(None);
        }
        let object = call::property(function, c"router")?;
        Ok(Some(shared.router(&object)))
    }

    /// Matches a request. The chain runs only when [`RouteChain::is_route`].
    pub(crate) fn dispatch<'js>(
        &self,
        ctx: &Ctx<'js>,
        shared: &Shared,
        exchange: &crate::exchange::Exchange,
        state: Option<&State>,
    ) -> Result<RouteChain> {
        let table = self.table(ctx, shared)?;
        let wanted = match (&table.router_path, state) {
            (Some(path), _) => Some(path.clone()),
            (None, Some(state)) => router_path(ctx, state)?,
            (None, None) => None,
        };
        let chain = |table: &Rc<Table>, path: &str| {
            let matches = table
                .routes
                .matches(exchange.request.method().as_str(), path);
            RouteChain {
                table: Rc::clone(table),
                path: path.into(),
                matches,
            }
        };
        let made = |table: &Rc<Table>| match &wanted {
            Some(path) => chain(table, path),
            None => exchange.request.with_path(|path| chain(table, path)),
        };
        let found = made(&table);
        if found.is_current(ctx)? {
            return Ok(found);
        }
        self.table.take();
        Ok(made(&self.table(ctx, shared)?))
    }

    pub(super) fn table<'js>(&self, ctx: &Ctx<'js>, shared: &Shared) -> Result<Rc<Table>> {
        let object = self.object.get_or_undefined(ctx);
        let stack = call::property(&object, c"stack")?;
        let known = self.table.borrow().clone();
        if let Some(table) = known
            && table.layers.len() == call::length(&stack)? as usize
        {
            return Ok(table);
        }
        let table = Rc::new(Table::read(ctx, shared, &object, &stack)?);
        let old = self.table.replace(Some(Rc::clone(&table)));
        if let Some(old) = old {
            old.clear();
        }
        Ok(table)
    }

    /// Lets go of JavaScript's values.
    pub(crate) fn clear(&self) {
        self.object.clear();
        if let Some(table) = self.table.take() {
            table.clear();
        }
    }
}

impl Table {
    pub(super) fn read<'js>(
        ctx: &Ctx<'js>,
        shared: &Shared,
        router: &Value<'js>,
        stack: &Value<'js>,
    ) -> Result<Table> {
        let controller_of: Function<'js> = member(ctx, "internal/koa/controllers", "controllerOf")?;
        let opts: Object<'js> = router.get::<Object<'js>>()?.get("opts")?;
        let router_path: Option<Coerced<String>> = opts.get("routerPath")?;
        let mut table = Table {
            routes: RouteTable::new(),
            layers: Vec::new(),
            router_path: router_path
                .map(|path| path.0)
                .filter(|path| !path.is_empty()),
            router: Slot::of(router),
            is_usual: Cell::new(None),
        };
        for index in 0..call::length(stack)? {
            let layer: Object<'js> = call::element(stack, index)?.get()?;
            let regexp: Object<'js> = layer.get("regexp")?;
            let options: Object<'js> = layer.get("opts")?;
            let flag = |name: &str| options.get::<_, Coerced<bool>>(name).map(|flag| flag.0);
            let path: Value<'js> = layer.get("path")?;
            let path = path.as_string().map(|path| path.to_string()).transpose()?;
            let end: Value<'js> = options.get("end")?;
            let settings = PathOptions {
                sensitive: flag("sensitive")?,
                strict: flag("strict")?,
                end: end.as_bool() != Some(false),
            };
            let source: String = regexp.get("source")?;
            let flags: String = regexp.get("flags")?;
            let keys: Array<'js> = layer.get("paramNames")?;
            let keys = keys
                .iter::<Object<'js>>()
                .map(|key| key_name(&key?))
                .collect::<Result<Vec<KeyName>>>()?;
            let names = keys
                .iter()
                .map(|key| match key {
                    KeyName::Name(name) => name.to_string(),
                    KeyName::Index(index) => index.to_string(),
                })
                .collect();
            let pattern =
                PathPattern::of_layer(path.as_deref(), settings, &source, &flags, keys)
                    .map_err(|error| coddle_engine::errors::throw_error(ctx, &error.to_string()))?;
            let methods: Vec<String> = layer.get("methods")?;
            let number =
                (!methods.is_empty()).then(|| shared.routes.of(path.as_deref().unwrap_or(&source)));
            table
                .routes
                .push(&methods, pattern, flag("ignoreCaptures")?);

            let stack: Value<'js> = layer.get("stack")?;
            let mut functions = Vec::new();
            for index in 0..call::length(&stack)? {
                let function = call::element(&stack, index)?;
                let controller: Value<'js> = controller_of.call((function.clone(),))?;
                let place = match controller.as_array() {
                    Some(parts) => Place {
                        function: Slot::of(&function),
                        link: Link::Controller(Controller {
                            class: Slot::of(&parts.get::<Value<'js>>(0)?),
                            key: Key::new(ctx, &parts.get::<String>(1)?)?,
                            action: Slot::of(&parts.get::<Value<'js>>(2)?),
                        }),
                    },
                    None => Place::of(ctx, shared, &function)?,
                };
                functions.push(Rc::new(place));
            }
            table.layers.push(LayerEntry {
                object: Slot::of(layer.as_value()),
                regexp: Slot::of(regexp.as_value()),
                stack: Slot::of(&stack),
                functions,
                names,
                number,
            });
        }
        Ok(table)
    }

    pub(super) fn clear(&self) {
        self.router.clear();
        for layer in &self.layers {
            layer.object.clear();
            layer.regexp.clear();
            layer.stack.clear();
            for place in &layer.functions {
                place.clear();
            }
        }
    }
}

/// The name of one of `layer.paramNames`: a text, or a number where the pattern gives none.
fn key_name(key: &Object<'_>) -> Result<KeyName> {
    let name: Value<'_> = key.get("name")?;
    match name.as_int().and_then(|index| u32::try_from(index).ok()) {
        Some(index) => Ok(KeyName::Index(index)),
        None => Ok(KeyName::Name(name.get::<Coerced<String>>()?.0.into())),
    }
}

/// A controller's method, constructed and called without the functions that the loader and the router put around it.
#[derive(Debug)]
pub(crate) struct Controller {
    class: Slot,
    key: Key,
    /// The method as the class had it when the router was read: no generator.
    action: Slot,
}

impl Controller {
    /// Lets go of JavaScript's values.
    pub(crate) fn clear(&self) {
        self.class.clear();
        self.action.clear();
    }

    /// `new Class(ctx)[key](ctx)`; `None` when the method is another one by now, for the functions around it to deal with.
    pub(crate) fn call<'js>(
        &self,
        ctx: &Ctx<'js>,
        context: &Value<'js>,
    ) -> Result<Option<Value<'js>>> {
        let class = self.class.get_or_undefined(ctx);
        let instance = call::construct(ctx, &class, context)?;
        let action = self.key.of(&instance)?;
        if !self.action.is_same(&action) {
            return Ok(None);
        }
        call::call(ctx, &action, &instance, &[context]).map(Some)
    }
}
