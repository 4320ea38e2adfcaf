//! `coddle cluster-member LABEL`: an agent or app worker, as a master starts it.

use std::process::ExitCode;

use clap::Args;

/// All that the member needs to know comes over its channel; this is for who lists processes.
#[derive(Debug, Args)]
pub(super) struct Member {
    /// `agent_worker#1`, `app_worker#1`.
    label: String,
    /// The title of the cluster.
    #[arg(long)]
    title: Option<String>,
}

impl Member {
    pub(super) fn run(self) -> ExitCode {
        ExitCode::from(crate::cluster::run_member(&super::extensions()).rem_euclid(256) as u8)
    }
}
