//! The table of the figures.

/// Nanoseconds of each piece of work.
pub(crate) struct Figures {
    pub(crate) js_empty: f64,
    pub(crate) native_empty: f64,
    pub(crate) js_add: f64,
    pub(crate) native_add: f64,
    /// A request that passes no layer.
    pub(crate) request: f64,
    /// What one layer adds to it.
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
