//! What ends code that goes too far, and that the world goes on behind it.

use std::time::Duration;

use coddle_engine::rquickjs::{Array, Value};
use coddle_engine::{Limits, World, errors, plain};

fn world() -> World {
    let limits = Limits {
        heap: 32 << 20,
        turn: Duration::from_millis(50),
        ..Limits::default()
    };
    World::new(limits, []).expect("a world")
}

/// What `source` throws, or gives; and whether the turn limit stopped it.
fn run(world: &World, source: &str) -> (String, bool) {
    world.turn(|ctx| match ctx.eval::<Value<'_>, _>(source) {
        Ok(value) => (errors::describe(&value), false),
        Err(error) => {
            let error = errors::caught(ctx, error);
            let text = errors::describe(&error);
            (text, World::take_interrupted(ctx))
        }
    })
}

#[test]
fn an_endless_loop_is_stopped_and_no_catch_sees_it() {
    let world = world();
    let (_, stopped) = run(
        &world,
        "try { for (;;); } catch { 'caught' } finally { globalThis.after = 1; }",
    );
    assert!(stopped);
    assert_eq!(
        run(&world, "typeof after"),
        ("undefined".to_string(), false)
    );
}

#[test]
fn comparing_objects_that_are_held_twice_each_ends_with_the_turn() {
    let world = world();
    let (failed, stopped) = world.turn(|ctx| {
        let twins: Array<'_> = ctx
            .eval("[0, 0].map(o => { for (let i = 0; i < 60; i++) o = [o, o]; return o; })")
            .expect("two values");
        let (a, b) = (twins.get(0).expect("one"), twins.get(1).expect("the other"));
        let compared = plain::is_same(&a, &b);
        let failed = compared.is_err();
        let _ = compared.map_err(|error| errors::caught(ctx, error));
        (failed, World::take_interrupted(ctx))
    });
    assert_eq!((failed, stopped), (true, true));
}

#[test]
fn endless_recursion_is_a_range_error() {
    let world = world();
    let (text, stopped) = run(&world, "(function f() { f(); })()");
    assert!(
        text.starts_with("RangeError: Maximum call stack size exceeded"),
        "{text}"
    );
    assert!(!stopped);
    assert_eq!(run(&world, "1 + 1").0, "2");
}

#[test]
fn endless_allocation_ends_at_the_heap_limit_and_the_memory_comes_back() {
    let world = world();
    let (text, _) = run(
        &world,
        "(() => { const all = []; for (;;) all.push(new Array(1000).fill(all.length)); })()",
    );
    assert!(text.contains("out of memory"), "{text}");
    world.collect_garbage();
    assert_eq!(run(&world, "new Array(1000).fill(7).length").0, "1000");
}

#[test]
fn each_turn_has_the_whole_limit() {
    let world = world();
    for _ in 0..4 {
        let (text, stopped) = run(
            &world,
            "(() => { const end = Date.now() + 20; while (Date.now() < end); return 'done'; })()",
        );
        assert_eq!((text.as_str(), stopped), ("done", false));
    }
}

#[test]
fn runs_of_the_collector_are_counted() {
    let world = world();
    let before = world.collections();
    for _ in 0..3 {
        world.collect_garbage();
    }
    assert_eq!(world.collections(), before + 3);
    // Cycles large enough to make it run by itself.
    world.enter(|ctx| {
        ctx.eval::<(), _>(
            "for (let n = 0; n < 100; n++) { const a = new ArrayBuffer(1 << 20); a.a = a; }",
        )
        .unwrap();
    });
    assert!(world.collections() > before + 3);
}
