//! What ends code that goes too far, and that the world goes on behind it.

use std::time::Duration;

use coddle_engine::rquickjs::Value;
use coddle_engine::{Limits, World, errors};

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
fn the_stack_of_an_error_at_the_heap_limit_can_be_read_wherever_the_memory_ended() {
    // It takes longer than a turn of the other tests may.
    let limits = Limits {
        heap: 32 << 20,
        ..Limits::default()
    };
    let world = World::new(limits, []).expect("a world");
    // From no memory at all to enough for the error, its stack and its text, a little more each time.
    let (text, _) = run(
        &world,
        "(() => {
          const seen = { read: 0, wrong: 0 };
          const deep = depth => depth > 0 ? deep(depth - 1) : new ArrayBuffer(1 << 25);
          const spare = [];
          for (let index = 0; index < 600; index++) spare.push(new ArrayBuffer(16));
          const kept = [];
          for (let size = 1 << 24; size >= 16; size >>= 1) {
            try { for (;;) kept.push(new ArrayBuffer(size)); } catch {}
          }
          while (spare.length > 0) {
            spare.pop();
            try {
              deep(9);
            } catch (error) {
              if (error === null) continue;
              try {
                if (typeof error.stack === 'string') seen.read++;
              } catch (other) {
                // There may be no memory for the text; any other failure is not the reader's.
                if (other instanceof TypeError) seen.wrong++;
              }
            }
          }
          kept.length = 0;
          return `read: ${seen.read > 0}, wrong: ${seen.wrong}`;
        })()",
    );
    assert_eq!(text, "read: true, wrong: 0");
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
