//! Compiles the surface (every `.js` file under src/) to bytecode.

fn main() {
    coddle_engine::bytecode::build_surface("src");
}
