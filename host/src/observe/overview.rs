//! A whole server at a moment.

use serde::Serialize;

use crate::cluster::status::Status;

/// What the admin listener shows.
#[derive(Debug, Serialize)]
pub(crate) struct Overview {
    /// It serves, and has not begun to end.
    pub(crate) ready: bool,
    #[serde(flatten)]
    pub(crate) status: Status,
}
