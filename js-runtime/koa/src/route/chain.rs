//! The chain of a request's routes.

use std::rc::Rc;

use coddle_engine::class::call;
use coddle_engine::rquickjs::{Ctx, Result, Value};

use super::found::Entered;
use super::router::Table;
use crate::app::Shared;
use crate::context::State;
use crate::onion::Reached;
use crate::router::{LayerId, Matches, RouteNumber};

/// The routes of one request in one router.
#[derive(Debug)]
pub(crate) struct RouteChain {
    pub(super) table: Rc<Table>,
    pub(super) path: Box<str>,
    pub(super) matches: Matches,
}

impl RouteChain {
    /// Whether a route is for the request: without one no middleware of the router runs.
    pub(crate) fn is_route(&self) -> bool {
        self.matches.route
    }

    /// The route that answers: the last one, as `ctx._matchedRoute` has it.
    pub(crate) fn number(&self) -> RouteNumber {
        let layers = self.matches.path_and_method.iter().rev();
        let mut numbers = layers.filter_map(|id| self.table.layers[id.0].number);
        numbers.next().unwrap_or_default()
    }

    /// Whether the layers that matched are what they were when the router was read.
    pub(super) fn is_current(&self, ctx: &Ctx<'_>) -> Result<bool> {
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
    pub(crate) fn place(&self, at: u32) -> Reached {
        let mut at = at as usize;
        for id in &self.matches.path_and_method {
            if at == 0 {
                return Reached::Route(*id);
            }
            at -= 1;
            let functions = &self.table.layers[id.0].functions;
            if let Some(place) = functions.get(at) {
                return Reached::Place(Rc::clone(place));
            }
            at -= functions.len();
        }
        Reached::End
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
