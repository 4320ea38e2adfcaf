//! The table of the figures, and its place in the guide.

use std::error::Error;
use std::fs;
use std::path::Path;

/// Nanoseconds of each piece of work.
pub(crate) struct Figures {
    pub(crate) js_empty: f64,
    pub(crate) native_empty: f64,
    pub(crate) js_add: f64,
    pub(crate) native_add: f64,
    /// A request that passes no layer, ten of JavaScript, ten natives.
    pub(crate) request: f64,
    pub(crate) js_layer: f64,
    pub(crate) native_layer: f64,
    pub(crate) js_megabyte: f64,
    pub(crate) native_megabyte: f64,
    pub(crate) js_distance: f64,
    pub(crate) native_distance: f64,
    /// None without Node.
    pub(crate) node_distance: Option<f64>,
}

impl Figures {
    pub(crate) fn table(&self) -> String {
        let ns = |figure: f64| format!("{figure:.0} ns");
        let us = |figure: f64| format!("{:.0} us", figure / 1e3);
        let ms = |figure: f64| format!("{:.2} ms", figure / 1e6);
        let node = self.node_distance.map_or_else(
            || "no Node here".to_owned(),
            |figure| format!("{} on Node", ms(figure)),
        );
        let over = self.native_add - self.js_empty;
        let rows = [
            [
                "an empty service method",
                &ns(self.js_empty),
                &ns(self.native_empty),
                "",
            ],
            [
                "a service method, a small object in and out",
                &ns(self.js_add),
                &format!(
                    "{}, {} over the empty JavaScript method",
                    ns(self.native_add),
                    ns(over)
                ),
                "under 1,000 ns over it",
            ],
            [
                "a middleware that sets a header: its own cost a request",
                &ns(self.js_layer),
                &ns(self.native_layer),
                "under 100 ns",
            ],
            [
                "1 MB as ctx.body, a request (JavaScript: a Buffer that it keeps)",
                &us(self.js_megabyte),
                &us(self.native_megabyte),
                "no copy in JavaScript",
            ],
            [
                "a service method that computes: the edit distance of two texts of 1,000 characters",
                &format!("{} ({node})", ms(self.js_distance)),
                &ms(self.native_distance),
                "",
            ],
        ];
        let mut table = "| work | JavaScript | native | aim |\n|---|---:|---:|---|\n".to_owned();
        for [work, js, native, aim] in rows {
            table.push_str(&format!("| {work} | {js} | {native} | {aim} |\n"));
        }
        table.push_str(&format!(
            "\nA request without such a middleware takes {} of the worker's time.\n",
            us(self.request)
        ));
        table
    }
}

const BEGIN: &str = "<!-- tests/bench/natives --markdown writes from here -->\n";
const END: &str = "<!-- to here -->";

/// Puts the table between the marks of a document.
pub(crate) fn write(document: &Path, table: &str) -> Result<(), Box<dyn Error>> {
    let text = fs::read_to_string(document)?;
    let marked = text
        .split_once(BEGIN)
        .and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let Some((before, after)) = marked else {
        return Err(format!("{}: there are no marks for the table", document.display()).into());
    };
    Ok(fs::write(
        document,
        format!("{before}{BEGIN}\n{table}\n{END}{after}"),
    )?)
}
