//! What koa, egg and a router set on every ctx, as its own properties: computed when somebody asks. (CTX-002)

use coddle_engine::class::{self, OwnProperty, Slot, call};
use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};

use super::members::{kept, messages};
use super::{RequestObject, ResponseObject, State};
use crate::route;

/// A property that is what the application set, else what `get` gives.
macro_rules! replaceable {
    ($name:literal, $has:path, |$ctx:ident, $state:ident, $context:pat_param| $value:expr) => {
        OwnProperty {
            name: $name,
            has: |state| $has(state) || state.is_replaced($name),
            get: |$ctx, $state, $context| match $state.replacement($ctx, $name) {
                Some(value) => Ok(value),
                None => $value,
            },
            set: Some(|_, state, _, value| {
                state.replace($name, &value);
                Ok(())
            }),
        }
    };
}

/// One of Node's messages.
macro_rules! message {
    ($name:literal, $slot:ident) => {
        OwnProperty {
            name: $name,
            has: always,
            get: |ctx, state, context| {
                messages(ctx, context, state)?;
                Ok(state.$slot.get_or_undefined(ctx))
            },
            set: Some(|ctx, state, context, value| {
                messages(ctx, context, state)?;
                state.$slot.set(&value);
                Ok(())
            }),
        }
    };
}

/// In the order in which egg's `createContext` sets them, then a router.
pub(super) const PROPERTIES: &[OwnProperty<State>] = &[
    OwnProperty {
        name: "request",
        has: always,
        get: request,
        set: Some(|_, state, _, value| {
            state.request.set(&value);
            Ok(())
        }),
    },
    OwnProperty {
        name: "response",
        has: always,
        get: response,
        set: Some(|_, state, _, value| {
            state.response.set(&value);
            Ok(())
        }),
    },
    replaceable!("app", always, |ctx, state, _| Ok(state.shared.app(ctx))),
    message!("req", req),
    message!("res", res),
    replaceable!("onerror", always, |ctx, state, context| onerror(
        ctx, state, context
    )),
    replaceable!("originalUrl", always, |ctx, state, _| {
        let request = &state.exchange.request;
        request.with_original_url(|url| call::string(ctx, url))
    }),
    replaceable!("starttime", always, |ctx, state, _| {
        let start = state.exchange.start_time as f64;
        Ok(Value::new_number(ctx.clone(), start))
    }),
    replaceable!("matched", State::is_routed, |ctx, state, _| route::matched(
        ctx, state
    )),
    replaceable!("captures", State::is_in_route, |ctx, state, _| {
        route::captures(ctx, state)
    }),
    OwnProperty {
        name: "params",
        has: |state| state.is_in_route() || !state.params.is_empty(),
        get: |ctx, state, _| route::params(ctx, state),
        set: Some(|_, state, _, value| {
            route::set_params(state, &value);
            Ok(())
        }),
    },
    replaceable!("routerName", State::is_in_route, |ctx, state, _| {
        route::name(ctx, state)
    }),
    replaceable!("_matchedRouteName", State::is_in_route, |ctx, state, _| {
        route::matched_name(ctx, state)
    }),
    replaceable!("routerPath", State::is_in_route, |ctx, state, _| {
        route::path(ctx, state)
    }),
    replaceable!("_matchedRoute", State::is_in_route, |ctx, state, _| {
        route::path(ctx, state)
    }),
    OwnProperty {
        name: "respond",
        has: |state| !state.respond.get(),
        get: |ctx, state, _| Ok(Value::new_bool(ctx.clone(), state.respond.get())),
        set: Some(|_, state, _, value| {
            state.respond.set(value.as_bool() != Some(false));
            Ok(())
        }),
    },
];

fn always(_: &State) -> bool {
    true
}

fn request<'js>(ctx: &Ctx<'js>, state: &State, context: &Value<'js>) -> Result<Value<'js>> {
    kept(ctx, &state.request, || {
        let proto = state.shared.request_proto(ctx)?;
        let context = Slot::of(context);
        Ok(class::create(ctx, &proto, RequestObject { context })?.into_value())
    })
}

fn response<'js>(ctx: &Ctx<'js>, state: &State, context: &Value<'js>) -> Result<Value<'js>> {
    kept(ctx, &state.response, || {
        let proto = state.shared.response_proto(ctx)?;
        let context = Slot::of(context);
        Ok(class::create(ctx, &proto, ResponseObject { context })?.into_value())
    })
}

/// koa binds the context's handler of errors to each ctx. It holds ctx, so it is let go with the request.
fn onerror<'js>(ctx: &Ctx<'js>, state: &State, context: &Value<'js>) -> Result<Value<'js>> {
    if let Some(bound) = state.bound_onerror.get(ctx) {
        return Ok(bound);
    }
    let proto = state.shared.context_proto(ctx)?;
    let handler: Object<'js> = proto.get("onerror")?;
    let bind: Function<'js> = handler.get("bind")?;
    let bound: Value<'js> = bind.call((
        coddle_engine::rquickjs::function::This(handler),
        context.clone(),
    ))?;
    state.bound_onerror.set(&bound);
    Ok(bound)
}
