//! Native objects: members, receivers, what they hold, and how they end.

use std::cell::Cell;
use std::ffi::CStr;
use std::rc::Rc;

use coddle_engine::class::{self, Args, CallHook, ClassId, Members, Native, Slot};
use coddle_engine::rquickjs::{Ctx, Object, Result, Value};
use coddle_engine::{Limits, World, errors};

struct Counter {
    count: Cell<i32>,
    held: Slot,
    dropped: Rc<Cell<u32>>,
}

impl Native for Counter {
    const ID: ClassId = ClassId::new(900);
    const NAME: &'static CStr = c"Counter";

    fn slots(&self, visit: &mut dyn FnMut(&Slot)) {
        visit(&self.held);
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        self.dropped.set(self.dropped.get() + 1);
    }
}

struct Doubler;

impl Native for Doubler {
    const ID: ClassId = ClassId::new(901);
    const NAME: &'static CStr = c"Doubler";
    const CALL: Option<CallHook<Self>> = Some(double);
}

fn double<'js>(ctx: &Ctx<'js>, _: &Doubler, args: Args<'_, 'js>) -> Result<Value<'js>> {
    let number = args.get(0).as_int().unwrap_or_default();
    Ok(Value::new_int(ctx.clone(), number * 2))
}

/// Defines `proto` and `counter` as globals.
fn define(ctx: &Ctx<'_>, dropped: &Rc<Cell<u32>>) -> Result<()> {
    class::register::<Counter>(ctx);
    let proto = Object::new(ctx.clone())?;
    Members::<Counter>::new(ctx, &proto)
        .property(
            "count",
            |ctx, this| Ok(Value::new_int(ctx.clone(), this.count.get())),
            |_, this, value| {
                this.count.set(value.as_int().unwrap_or(-1));
                Ok(())
            },
        )?
        .property(
            "held",
            |ctx, this| Ok(this.held.get_or_undefined(ctx)),
            |_, this, value| {
                this.held.set(&value);
                Ok(())
            },
        )?
        .getter_of("self", |_, _, receiver| Ok(receiver.clone()))?
        .method("add", 1, |ctx, this, args| {
            let more = args.get(0).as_int().unwrap_or_default();
            this.count.set(this.count.get() + more);
            Ok(Value::new_int(ctx.clone(), this.count.get()))
        })?
        .method("panics", 0, |_, _, _| panic!("on purpose"))?;
    let counter = class::create(
        ctx,
        &proto,
        Counter {
            count: Cell::new(1),
            held: Slot::empty(),
            dropped: Rc::clone(dropped),
        },
    )?;
    ctx.globals().set("proto", proto)?;
    ctx.globals().set("counter", counter)
}

/// Runs `source` in a world that has a counter; gives the text of its result.
fn evaluate(source: &str) -> String {
    let world = World::new(Limits::default(), []).expect("a world");
    world.turn(|ctx| {
        let dropped = Rc::default();
        let result = define(ctx, &dropped).and_then(|()| ctx.eval::<Value<'_>, _>(source));
        match result {
            Ok(value) => errors::describe(&value),
            Err(error) => {
                let error = errors::caught(ctx, error);
                errors::describe(&error)
            }
        }
    })
}

#[test]
fn members_read_write_and_call_the_rust_value() {
    assert_eq!(
        evaluate("counter.count = 5; counter.add(2) + ',' + counter.count"),
        "7,7"
    );
    assert_eq!(evaluate("counter.self === counter"), "true");
}

#[test]
fn members_are_open_to_redefinition_and_are_enumerable() {
    assert_eq!(
        evaluate(
            "Object.defineProperty(proto, 'count', { get() { return 'own'; } }); counter.count"
        ),
        "own"
    );
    assert_eq!(
        evaluate("Object.keys(proto).join()"),
        "count,held,self,add,panics"
    );
}

#[test]
fn an_object_made_from_a_native_one_works_like_it() {
    assert_eq!(
        evaluate("const o = Object.create(counter); o.add(1); o.count + ',' + counter.count"),
        "2,2"
    );
}

#[test]
fn another_receiver_is_refused() {
    let refused = evaluate("proto.add.call({}, 1)");
    assert!(
        refused.starts_with("TypeError: this member needs a Counter as its receiver"),
        "{refused}"
    );
}

#[test]
fn a_panic_is_an_error_of_the_call_and_nothing_else() {
    let answer = evaluate("try { counter.panics() } catch (error) { error.message } ");
    assert_eq!(answer, "native code panicked: on purpose");
    assert_eq!(
        evaluate("try { counter.panics() } catch {} counter.add(1)"),
        "2"
    );
}

#[test]
fn a_cycle_through_a_slot_is_collected() {
    let world = World::new(Limits::default(), []).expect("a world");
    let dropped = Rc::new(Cell::new(0));
    world.turn(|ctx| {
        define(ctx, &dropped).expect("a counter");
        ctx.eval::<(), _>("counter.held = { back: counter }; globalThis.counter = undefined;")
            .expect("the cycle");
    });
    world.collect_garbage();
    assert_eq!(dropped.get(), 1);
}

#[test]
fn a_world_that_ends_frees_what_its_natives_hold() {
    let dropped = Rc::new(Cell::new(0));
    let world = World::new(Limits::default(), []).expect("a world");
    world.turn(|ctx| {
        define(ctx, &dropped).expect("a counter");
        ctx.eval::<(), _>("counter.held = [counter, Promise.resolve(counter), () => counter];")
            .expect("the values");
    });
    drop(world);
    assert_eq!(dropped.get(), 1);
}

#[test]
fn a_callable_object_is_a_function() {
    let world = World::new(Limits::default(), []).expect("a world");
    let answer: String = world.turn(|ctx| {
        class::register::<Doubler>(ctx);
        let function: Object<'_> = ctx
            .globals()
            .get::<_, Object<'_>>("Function")
            .expect("Function")
            .get("prototype")
            .expect("its prototype");
        let doubler = class::create(ctx, &function, Doubler).expect("a doubler");
        ctx.globals().set("doubler", doubler).expect("a global");
        ctx.eval("typeof doubler + ',' + doubler(21) + ',' + [1, 2].map(doubler.bind(null)).join()")
            .expect("a result")
    });
    assert_eq!(answer, "function,42,2,4");
}

#[test]
fn other_receivers_keep_the_members_that_natives_stand_in_for() {
    let world = World::new(Limits::default(), []).expect("a world");
    world.turn(|ctx| {
        class::register::<Counter>(ctx);
        let proto: Object<'_> = ctx
            .eval("({ get count() { return `js ${this.n}`; }, set count(n) { this.n = n; }, add(n) { return `js ${n}`; } })")
            .expect("a prototype");
        Members::<Counter>::over(ctx, &proto)
            .getter("count", |ctx, this| Ok(Value::new_int(ctx.clone(), this.count.get())))
            .expect("count")
            .method("add", 1, |ctx, _, _| coddle_engine::class::call::string(ctx, "native"))
            .expect("add")
            .property(
                "fresh",
                |ctx, this| Ok(Value::new_int(ctx.clone(), this.count.get())),
                |_, _, _| Ok(()),
            )
            .expect("fresh");
        let native = Counter {
            count: Cell::new(7),
            held: Slot::empty(),
            dropped: Rc::default(),
        };
        let native = class::create(ctx, &proto, native).expect("an object");
        ctx.globals().set("native", native).expect("set");
        ctx.globals().set("proto", proto).expect("set");
        let seen: String = ctx
            .eval(
                "(() => { const other = Object.create(proto); other.count = 3; native.count = 9; other.fresh = 1;
                   return [ native.count, native.add(1), native.fresh, native.n, other.count, other.add(2),
                     other.fresh, Object.keys(other), Object.create(proto).fresh ].join(); })()",
            )
            .expect("members");
        assert_eq!(seen, "7,native,7,9,js 3,js 2,1,n,fresh,");
    });
}

#[test]
fn references_are_counted_as_the_engine_counts_them() {
    let world = World::new(Limits::default(), []).expect("a world");
    world.turn(|ctx| {
        let object = Object::new(ctx.clone()).expect("an object").into_value();
        assert_eq!(class::reference_count(&object), 1);
        let slot = Slot::of(&object);
        let second = Slot::of(&object);
        assert_eq!(class::reference_count(&object), 3);
        assert_eq!(slot.reference_count(), 3);
        drop(second);
        assert_eq!(slot.reference_count(), 2);
        slot.clear();
        assert_eq!(slot.reference_count(), 0);
        assert_eq!(class::reference_count(&object), 1);

        // Ones too large for the engine's small blocks have their header elsewhere.
        let text = coddle_engine::rquickjs::String::from_str(ctx.clone(), &"x".repeat(9000))
            .expect("a string")
            .into_value();
        let twice = text.clone();
        assert_eq!(class::reference_count(&twice), 2);
        assert_eq!(class::reference_count(&Value::new_int(ctx.clone(), 1)), 0);
    });
}

#[test]
fn a_function_has_its_name_and_length_and_throws_what_its_native_does() {
    let world = World::new(Limits::default(), []).expect("a world");
    world.turn(|ctx| {
        let sum = class::function(ctx, "sum", 2, |ctx, args| match args.has(1) {
            true => {
                let number = |index| args.get(index).as_int().unwrap_or_default();
                Ok(Value::new_int(ctx.clone(), number(0) + number(1)))
            }
            false => Err(errors::throw_kind(
                ctx,
                "TypeError",
                "two numbers",
                Some("ERR_COUNT"),
            )),
        })
        .expect("a function");
        ctx.globals().set("sum", sum).expect("set");
        let seen: String = ctx
            .eval(
                "(() => { const seen = [ sum.name, sum.length, sum(1, 2), sum.call(null, 3, 4, 5) ];
                   try { sum(1); } catch (error) { seen.push(error.code); }
                   try { new sum(1, 2); } catch (error) { seen.push(error.name); }
                   return seen.join(); })()",
            )
            .expect("calls");
        assert_eq!(seen, "sum,2,3,7,ERR_COUNT,TypeError");
    });
}
