//! `stepbook serve`: runs the live preview and prints its news on the terminal.

use std::net::{IpAddr, Ipv4Addr};

use clap::Args;

use super::outcome::{CommandError, CommandOutcome};
use super::report::{FindingCounts, counted};
use super::session::Session;
use super::{qr, terminal, workers};
use crate::serve::{self, Editor, PreviewNews};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Port of the preview [default: the first free one from 4310 on]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Address of the preview; other devices can read it at one of the network, or at 0.0.0.0 for all
    #[arg(long, value_name = "ADDR", value_parser = host, default_value = "127.0.0.1")]
    host: IpAddr,
    /// Editor to which findings link: vscode, vscodium, cursor, zed, idea, none, or an address with {path},
    /// {line} and {column} in it
    #[arg(long, value_name = "EDITOR", default_value = "vscode")]
    editor: Editor,
    /// Open the preview in a browser
    #[arg(long)]
    open: bool,
    /// Show the preview without the editor of marks, so that nothing can be written
    #[arg(long)]
    no_edit: bool,
}

fn host(text: &str) -> Result<IpAddr, String> {
    if text.strip_suffix('.').unwrap_or(text).eq_ignore_ascii_case("localhost") {
        return Ok(Ipv4Addr::LOCALHOST.into());
    }
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    bare.unwrap_or(text).parse().map_err(|_| "an address like 127.0.0.1".to_owned())
}

/// How many threads the preview needs for watching, listening and answering.
const THREADS: usize = 8;

pub(super) fn run(arguments: &Arguments, session: &Session) -> Result<CommandOutcome, CommandError> {
    workers::need(THREADS)?;
    let options = serve::ServeOptions {
        root: session.root()?,
        host: arguments.host,
        port: arguments.port,
        // Authors want to see the drafts that they write.
        drafts: true,
        editor: arguments.editor.clone(),
        edits: !arguments.no_edit,
    };
    let (open, quiet) = (arguments.open, session.quiet);
    serve::run(&options, move |news| {
        if let (PreviewNews::Listening(address), true) = (&news, open) {
            // Without a browser, the address is on the terminal.
            _ = opener::open_browser(address);
        }
        match words(&news) {
            NewsWords::Nice(_) if quiet => (),
            NewsWords::Nice(text) | NewsWords::Needed(text) => terminal::say(&text),
        }
        if !quiet
            && let PreviewNews::LetsIn { addresses, .. } = &news
            && let Some(code) = addresses.first().and_then(|address| qr::drawn(address))
        {
            terminal::paint(&code);
        }
    })
    .map_err(CommandError::error)?;
    Ok(CommandOutcome::Done)
}

/// Words about a piece of news: `Needed` ones are printed under `--quiet` too,
/// `Nice` ones are not.
#[derive(Debug, PartialEq, Eq)]
enum NewsWords {
    Needed(String),
    Nice(String),
}

/// What an author must know before others are let in.
const LETS_IN: &str = "Everybody in this network who has this address can read all pages, drafts too; \
                       nothing is encrypted on the way\n";

/// Where other devices read the preview.
fn network_words(addresses: &[String], pattern: &str) -> String {
    if addresses.is_empty() {
        return format!("On a phone: {pattern} with this computer's address for ADDRESS\n{FIND_ADDRESS}");
    }
    format!("On a phone: {}\n", addresses.join("\n        or: "))
}

/// How to find the address of a computer.
const FIND_ADDRESS: &str = if cfg!(windows) {
    "(`ipconfig` shows it)\n"
} else if cfg!(target_os = "macos") {
    "(System Settings > Network shows it)\n"
} else {
    "(`ip address` shows it)\n"
};

fn words(news: &PreviewNews) -> NewsWords {
    match news {
        PreviewNews::Listening(address) => {
            NewsWords::Nice(format!("Preview at {address} (Ctrl+C ends it)\n"))
        }
        PreviewNews::LetsIn { addresses, pattern } => {
            NewsWords::Needed(format!("{}{LETS_IN}", network_words(addresses, pattern)))
        }
        PreviewNews::Built { changed, errors, warnings, took } => NewsWords::Nice(format!(
            "Built {} in {:.0} ms: {}\n",
            counted(*changed, "changed file"),
            took.as_secs_f64() * 1e3,
            FindingCounts::new(*errors, *warnings).words(),
        )),
        PreviewNews::Unreadable(why) => NewsWords::Needed(format!("Still showing the last site: {why}\n")),
        PreviewNews::Readable => {
            NewsWords::Needed("The site can be read again; nothing has changed\n".to_owned())
        }
        PreviewNews::Polling => NewsWords::Nice(
            "This disk gives no notice of changes; looking for them every second\n".to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn news_say_what_changed_and_what_is_wrong() {
        let news =
            PreviewNews::Built { changed: 1, errors: 0, warnings: 2, took: Duration::from_micros(8_400) };
        assert_eq!(words(&news), NewsWords::Nice("Built 1 changed file in 8 ms: 2 warnings\n".to_owned()));
    }

    #[test]
    fn others_are_let_in_with_a_warning() {
        let news = |addresses: &[&str]| PreviewNews::LetsIn {
            addresses: addresses.iter().map(|&address| address.to_owned()).collect(),
            pattern: "http://ADDRESS:1/?token=k".to_owned(),
        };
        let said = |addresses: &[&str]| match words(&news(addresses)) {
            NewsWords::Needed(text) => text,
            NewsWords::Nice(text) => format!("left out under --quiet: {text}"),
        };
        insta::assert_snapshot!(said(&["http://192.0.2.1:1/?token=k", "http://10.0.0.1:1/?token=k"]), @r"
        On a phone: http://192.0.2.1:1/?token=k
                or: http://10.0.0.1:1/?token=k
        Everybody in this network who has this address can read all pages, drafts too; nothing is encrypted on the way
        ");
        assert!(said(&[]).starts_with("On a phone: http://ADDRESS:1/?token=k with this computer's address"));
    }

    #[test]
    fn a_host_is_an_address() {
        for name in ["localhost", "LocalHost", "localhost.", "127.0.0.1"] {
            assert_eq!(host(name), Ok(IpAddr::from([127, 0, 0, 1])), "{name}");
        }
        assert_eq!(host("[::1]"), host("::1"));
        assert!(host("example.org").is_err());
    }
}
