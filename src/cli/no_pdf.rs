//! `stepbook pdf` in a program that was built without handouts: says that it
//! can't make any.

use super::outcome::{CommandError, CommandOutcome};
use super::session::Session;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[arg(hide = true, trailing_var_arg = true, allow_hyphen_values = true)]
    any: Vec<String>,
}

pub(super) fn run(_: &Arguments, _: &Session) -> Result<CommandOutcome, CommandError> {
    Err(CommandError::new(
        "this stepbook was built without handouts; build it without `--no-default-features`",
    ))
}
