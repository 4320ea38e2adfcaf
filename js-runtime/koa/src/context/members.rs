//! What the three objects have beyond the request's and the response's members.

use coddle_engine::class::{self, Members, Native, Slot, call};
use coddle_engine::rquickjs::{Ctx, Object, Result, Value};

use super::{Facet, RequestObject, ResponseObject, State, request, response};

/// Puts the native members over those of koa's prototypes, which keep the others.
pub(crate) fn install<'js>(
    ctx: &Ctx<'js>,
    context: &Object<'js>,
    request: &Object<'js>,
    response: &Object<'js>,
) -> Result<()> {
    class::register::<State>(ctx);
    class::register::<RequestObject>(ctx);
    class::register::<ResponseObject>(ctx);

    let members = Members::<State>::over(ctx, context);
    request::add(&members)?;
    response::add(&members)?;
    of_context(&members)?;

    let members = Members::<RequestObject>::over(ctx, request);
    request::add(&members)?;
    request::add_own(&members)?;
    common(&members)?;
    back_to_context(&members, |this| &this.context)?;

    let members = Members::<ResponseObject>::over(ctx, response);
    response::add(&members)?;
    response::add_own(&members)?;
    common(&members)?;
    back_to_context(&members, |this| &this.context)?;
    Ok(())
}

/// `app`, `req`, `res`, `request`, `response`, `originalUrl`: koa sets them on all three, and an application may too. (ctx has
/// them of its own, see [`super::own`].)
fn common<T: Facet>(members: &Members<'_, '_, T>) -> Result<()> {
    members
        .property(
            "app",
            |ctx, this| {
                this.state(ctx, |state| {
                    Ok(state
                        .replacement(ctx, "app")
                        .unwrap_or_else(|| state.shared.app(ctx)))
                })
            },
            |ctx, this, value| {
                this.state(ctx, |state| {
                    state.replace("app", &value);
                    Ok(())
                })
            },
        )?
        .property(
            "originalUrl",
            |ctx, this| {
                this.state(ctx, |state| match state.replacement(ctx, "originalUrl") {
                    Some(url) => Ok(url),
                    None => state
                        .exchange
                        .request
                        .with_original_url(|url| call::string(ctx, url)),
                })
            },
            |ctx, this, value| {
                this.state(ctx, |state| {
                    state.replace("originalUrl", &value);
                    Ok(())
                })
            },
        )?;
    facet(
        members,
        "request",
        |state| &state.request,
        |ctx, state, context| {
            let proto = state.shared.request_proto(ctx)?;
            let context = Slot::of(context);
            Ok(class::create(ctx, &proto, RequestObject { context })?.into_value())
        },
    )?;
    facet(
        members,
        "response",
        |state| &state.response,
        |ctx, state, context| {
            let proto = state.shared.response_proto(ctx)?;
            let context = Slot::of(context);
            Ok(class::create(ctx, &proto, ResponseObject { context })?.into_value())
        },
    )?;
    message(members, "req", |state| &state.req)?;
    message(members, "res", |state| &state.res)
}

/// `ctx` of request and response.
fn back_to_context<T: Native>(
    members: &Members<'_, '_, T>,
    slot: impl Fn(&T) -> &Slot + Copy + 'static,
) -> Result<()> {
    members
        .property(
            "ctx",
            move |ctx, this| Ok(slot(this).get_or_undefined(ctx)),
            move |_, this, value| {
                slot(this).set(&value);
                Ok(())
            },
        )
        .map(drop)
}

/// One of the objects over the same exchange: made when somebody asks for it, kept in `slot`.
fn facet<T: Facet>(
    members: &Members<'_, '_, T>,
    name: &str,
    slot: impl Fn(&State) -> &Slot + Copy + 'static,
    make: impl for<'js> Fn(&Ctx<'js>, &State, &Value<'js>) -> Result<Value<'js>> + Copy + 'static,
) -> Result<()> {
    members
        .property_of(
            name,
            move |ctx, this, receiver| {
                this.with(receiver, |state, context| {
                    kept(ctx, slot(state), || make(ctx, state, context))
                })
            },
            move |ctx, this, _, value| {
                this.state(ctx, |state| {
                    slot(state).set(&value);
                    Ok(())
                })
            },
        )
        .map(drop)
}

/// One of Node's messages.
fn message<T: Facet>(
    members: &Members<'_, '_, T>,
    name: &str,
    slot: impl Fn(&State) -> &Slot + Copy + 'static,
) -> Result<()> {
    members
        .property_of(
            name,
            move |ctx, this, receiver| {
                this.with(receiver, |state, context| {
                    messages(ctx, context, state)?;
                    Ok(slot(state).get_or_undefined(ctx))
                })
            },
            move |ctx, this, receiver, value| {
                this.with(receiver, |state, context| {
                    messages(ctx, context, state)?;
                    slot(state).set(&value);
                    Ok(())
                })
            },
        )
        .map(drop)
}

pub(super) fn kept<'js>(
    ctx: &Ctx<'js>,
    slot: &Slot,
    make: impl FnOnce() -> Result<Value<'js>>,
) -> Result<Value<'js>> {
    if let Some(value) = slot.get(ctx) {
        return Ok(value);
    }
    let value = make()?;
    slot.set(&value);
    Ok(value)
}

/// Makes Node's two messages over the exchange, unless they are there.
pub(super) fn messages<'js>(ctx: &Ctx<'js>, context: &Value<'js>, state: &State) -> Result<()> {
    if !state.req.is_empty() {
        return Ok(());
    }
    let (req, res) =
        state
            .shared
            .messages(ctx, context, &state.exchange, state.headers.get(ctx))?;
    state.req.set(&req);
    state.res.set(&res);
    Ok(())
}

fn of_context(members: &Members<'_, '_, State>) -> Result<()> {
    members
        .method("get", 1, |ctx, state, args| {
            if let Some(get) = state.shared.replaced_get(ctx)? {
                let request: Value<'_> = args.this().get::<Object<'_>>()?.get("request")?;
                return call::call(ctx, &get, &request, &[&args.get(0)]);
            }
            let field = request::field_name(ctx, &args.get(0))?;
            request::header_or_empty(ctx, state, &field)
        })?
        .property(
            "state",
            |ctx, state| match state.replacement(ctx, "state") {
                Some(value) => Ok(value),
                None => {
                    let value = Object::new(ctx.clone())?.into_value();
                    state.replace("state", &value);
                    Ok(value)
                }
            },
            |_, state, value| {
                state.replace("state", &value);
                Ok(())
            },
        )?;
    Ok(())
}
