//! Routers of JavaScript at request time: their layers as a [`RouteTable`], the chain of a request's routes, and what a route
//! says of itself through ctx.

use std::cell::{Cell, RefCell};
use std::ffi::CString;
use std::rc::Rc;

use coddle_engine::class::{Slot, call};
use coddle_engine::rquickjs::{Array, Coerced, Ctx, Function, Object, Result, Value};
use smallvec::SmallVec;

use crate::app::{Shared, member};
use crate::context::State;
use crate::onion::Link;
use crate::router::{KeyName, LayerId, Matches, PathOptions, PathPattern, RouteTable};
use crate::uri;

/// A router of JavaScript and what was made of it.
#[derive(Debug)]
pub(crate) struct Router {
    object: Slot,
    table: RefCell<Option<Rc<Table>>>,
}

/// The layers of a router as they stood when it was read.
#[derive(Debug)]
pub(crate) struct Table {
    routes: RouteTable,
    layers: Vec<LayerEntry>,
    /// `router.opts.routerPath`: what is matched instead of the request's path.
    router_path: Option<String>,
    router: Slot,
    /// It is `app.router`, which ctx.router is by itself; `None` until somebody asked.
    is_usual: Cell<Option<bool>>,
}

#[derive(Debug)]
struct LayerEntry {
    object: Slot,
    /// As they were read: other ones mean that the layer has changed.
    regexp: Slot,
    stack: Slot,
    functions: Vec<(Slot, Link)>,
    names: Vec<String>,
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

    fn table<'js>(&self, ctx: &Ctx<'js>, shared: &Shared) -> Result<Rc<Table>> {
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
    fn read<'js>(
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
            table
                .routes
                .push(&methods, pattern, flag("ignoreCaptures")?);

            let stack: Value<'js> = layer.get("stack")?;
            let mut functions = Vec::new();
            for index in 0..call::length(&stack)? {
                let function = call::element(&stack, index)?;
                let controller: Value<'js> = controller_of.call((function.clone(),))?;
                let link = match controller.as_array() {
                    Some(parts) => Link::Controller(Rc::new(Controller {
                        class: Slot::of(&parts.get::<Value<'js>>(0)?),
                        key: CString::new(parts.get::<String>(1)?)
                            .map_err(coddle_engine::rquickjs::Error::InvalidString)?,
                        action: Slot::of(&parts.get::<Value<'js>>(2)?),
                    })),
                    None => shared.link_of(ctx, &function)?,
                };
                functions.push((Slot::of(&function), link));
            }
            table.layers.push(LayerEntry {
                object: Slot::of(layer.as_value()),
                regexp: Slot::of(regexp.as_value()),
                stack: Slot::of(&stack),
                functions,
                names,
            });
        }
        Ok(table)
    }

    fn clear(&self) {
        self.router.clear();
        for layer in &self.layers {
            layer.object.clear();
            layer.regexp.clear();
            layer.stack.clear();
            for (function, link) in &layer.functions {
                function.clear();
                if let Link::Controller(controller) = link {
                    controller.class.clear();
                    controller.action.clear();
                }
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
    key: CString,
    /// The method as the class had it when the router was read: no generator.
    action: Slot,
}

impl Controller {
    /// `new Class(ctx)[key](ctx)`; `None` when the method is another one by now, for the functions around it to deal with.
    pub(crate) fn call<'js>(
        &self,
        ctx: &Ctx<'js>,
        context: &Value<'js>,
    ) -> Result<Option<Value<'js>>> {
        let class = self.class.get_or_undefined(ctx);
        let instance = call::construct(ctx, &class, context)?;
        let action = call::property(&instance, &self.key)?;
        if !self.action.is_same(&action) {
            return Ok(None);
        }
        call::call(ctx, &action, &instance, &[context]).map(Some)
    }
}

/// The routes of one request in one router.
#[derive(Debug)]
pub(crate) struct RouteChain {
    table: Rc<Table>,
    path: Box<str>,
    matches: Matches,
}

impl RouteChain {
    /// Whether a route is for the request: without one no middleware of the router runs.
    pub(crate) fn is_route(&self) -> bool {
        self.matches.route
    }

    /// Whether the layers that matched are what they were when the router was read.
    fn is_current(&self, ctx: &Ctx<'_>) -> Result<bool> {
        for id in &self.matches.path {
            let entry = &self.table.layers[id.0];
            let layer = entry.object.get_or_undefined(ctx);
            let stack = call::property(&layer, c"stack")?;
            if !entry.regexp.is_same(&call::property(&layer, c"regexp")?)
                || !entry.stack.is_same(&stack)
                || call::length(&stack)? as usize != entry.functions.len()
            {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Tells ctx which layers matched: `ctx.matched`, `ctx.router`.
    pub(crate) fn begin<'js>(
        &self,
        ctx: &Ctx<'js>,
        shared: &Shared,
        context: &Value<'js>,
        state: &State,
    ) -> Result<()> {
        let mut route = state.route.borrow_mut();
        route.begun = true;
        for id in &self.matches.path {
            route.matched.push((Rc::clone(&self.table), *id));
        }
        drop(route);
        let is_usual = match self.table.is_usual.get() {
            Some(is_usual) => is_usual,
            None => {
                let usual = call::property(&shared.app(ctx), c"router")?;
                let is_usual = self.table.router.is_same(&usual);
                self.table.is_usual.set(Some(is_usual));
                is_usual
            }
        };
        if !is_usual && let Some(object) = context.as_object() {
            object.set("router", self.table.router.get_or_undefined(ctx))?;
        }
        Ok(())
    }

    /// What stands at place `at`: of each layer its beginning, then its functions.
    pub(crate) fn link<'js>(&self, ctx: &Ctx<'js>, at: u32) -> Option<(Link, Value<'js>)> {
        let mut at = at as usize;
        for id in &self.matches.path_and_method {
            if at == 0 {
                return Some((Link::Enter(*id), Value::new_undefined(ctx.clone())));
            }
            at -= 1;
            let functions = &self.table.layers[id.0].functions;
            if let Some((function, link)) = functions.get(at) {
                return Some((link.clone(), function.get_or_undefined(ctx)));
            }
            at -= functions.len();
        }
        None
    }

    /// The layer `id` begins: its captures and names become ctx's.
    pub(crate) fn enter(&self, state: &State, id: LayerId) {
        let mut route = state.route.borrow_mut();
        route.entered.push(Entered {
            table: Rc::clone(&self.table),
            id,
            path: self.path.clone(),
        });
        drop(route);
        // What the application put in their place is what the layer puts something else in the place of.
        state.replaced.borrow_mut().retain(|(name, _)| {
            ![
                "captures",
                "routerName",
                "_matchedRouteName",
                "_matchedRoute",
                "routerPath",
            ]
            .contains(name)
        });
    }
}

/// What routing has found for a request so far.
#[derive(Debug, Default)]
pub(crate) struct Route {
    begun: bool,
    matched: SmallVec<[(Rc<Table>, LayerId); 2]>,
    entered: SmallVec<[Entered; 1]>,
    /// So many of `entered` are in `ctx.params`.
    applied: usize,
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
struct Entered {
    table: Rc<Table>,
    id: LayerId,
    path: Box<str>,
}

impl Entered {
    fn layer(&self) -> &LayerEntry {
        &self.table.layers[self.id.0]
    }

    /// The captured texts, `None` where a group took no part.
    fn captures(&self) -> Vec<Option<&str>> {
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

fn of_layer<'js>(ctx: &Ctx<'js>, state: &State, name: &std::ffi::CStr) -> Result<Value<'js>> {
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
fn router_path(ctx: &Ctx<'_>, state: &State) -> Result<Option<String>> {
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
