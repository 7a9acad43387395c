//! Which files a site offers for download, by the endings of their names.
//!
//! In: a file's name and the endings that `stepbook.toml` adds. Out: whether it
//! may be published. Web servers and browsers decide by the ending what a file
//! is, so the site does too. A file that would run on the school's own address is
//! never published. A file that runs on the reader's computer is published only
//! if the author names its ending, and so is a file with an unknown ending.

use std::collections::BTreeSet;

use crate::diag::Unoffered;

/// Endings that are published even if `stepbook.toml` does not name them:
/// documents, sheets, slides, texts, archives, sound, films, drawings, fonts,
/// calendars.
const HARMLESS: &str = "pdf odt ods odp odg odf odb odc ott ots otp otg \
    doc docx dot dotx xls xlsx xlt xltx ppt pptx pps ppsx pot potx vsd vsdx pub rtf wps et dps hwp hwpx \
    txt text csv tsv md log tex bib epub mobi azw3 djvu pages numbers key json yaml yml toml ini srt vtt ass lrc \
    zip 7z rar tar gz tgz bz2 xz zst lzh \
    mp3 m4a aac ogg oga opus wav flac wma mid midi mp4 m4v mov webm ogv avi mkv wmv mpg mpeg 3gp \
    psd xcf kra ai eps ico cur raw dng dwg dxf stl obj 3mf skp blend \
    ttf otf ttc woff woff2 ics vcf ggb sb2 sb3 h5p ipynb hex kmz mbz di asc sig sha256 p7s p7m crt pem";

/// Endings of files that a browser runs on the site's own address or shows as a
/// page or a style, and of files that a web server runs or obeys. Apache looks at
/// each ending of a name, so `form.php.odt` is a program there too.
const RUNS_ON_THE_SITE: &str = "html htm html5 xhtml xht xhtm shtml shtm stm mht mhtml hta htc htx hxt \
    js mjs cjs jsx jse es6 wasm css svg svgz xml xsl xslt xbl xul rdf rss atom mml smil smi kml gpx dae xspf opml xsd \
    dtd wsdl xlf owl swf spl appcache webmanifest \
    php php2 php3 php4 php5 php6 php7 php8 phps pht phtm phtml phpt pgif phar inc cgi fcgi fpl pl pm plx py pyc pyo rb erb sh \
    bash ksh zsh csh lua tcl \
    asp aspx asa asax asmx ascx ashx axd cer cdx idc htr printer cshtml vbhtml config soap rem \
    jsp jspx jspf jsw jsv jhtml do action cfm cfml cfc htaccess htpasswd htgroup user";

/// Endings of programs, and of files that make a program of the system do
/// something.
const RUNS_ON_THE_COMPUTER: &str = "exe com bat cmd pif scr cpl msi msp mst msix msixbundle appx appxbundle \
    application gadget msc ps1 ps1xml ps2 psc1 psd1 psm1 vb vbe vbs vba ws wsf wsh wsc sct reg inf lnk url scf \
    library-ms search-ms settingcontent-ms chm hlp iso img vhd vhdx wim cab jar jnlp class apk xapk aab ipa dmg pkg app \
    command workflow scpt osx desktop deb rpm run bin appimage flatpakref snap elf so dll sys drv ocx \
    docm dotm xlsm xltm xlam xll pptm potm ppsm ppam sldm accdb accde mdb mde ade adp iqy slk one crx xpi";

fn has(list: &str, ending: &str) -> bool {
    list.split(' ').any(|known| known == ending)
}

/// The reason why a file of this name is not published, and the ending that is
/// the cause; `None` if it may be published. `added` holds the author's endings,
/// in small letters.
#[must_use]
pub fn objection(name: &str, added: &BTreeSet<String>) -> Option<(Unoffered, String)> {
    // Windows drops dots and spaces at the end of a name; some servers read
    // `a.asp;b.odt` as `a.asp`.
    let endings: Vec<String> = name
        .split(['.', ';', ':'])
        .skip(1)
        .map(|ending| ending.trim().to_lowercase())
        .filter(|ending| !ending.is_empty())
        .collect();
    if let Some(runs) = endings.iter().find(|ending| has(RUNS_ON_THE_SITE, ending)) {
        return Some((Unoffered::RunsOnTheSite, runs.clone()));
    }
    let Some(last) = endings.last() else { return Some((Unoffered::NoEnding, String::new())) };
    if added.contains(last) || has(HARMLESS, last) {
        return None;
    }
    let runs = has(RUNS_ON_THE_COMPUTER, last);
    let objection = if runs { Unoffered::RunsOnTheComputer } else { Unoffered::Unknown };
    Some((objection, last.clone()))
}

/// An ending that an author adds, in small letters and without a dot: `.ODT` is
/// `odt`. `None` if it is not an ending, or if such files run on the site.
pub(super) fn addable(written: &str) -> Option<String> {
    let ending = written.trim().trim_start_matches('.').to_lowercase();
    let plain = !ending.is_empty() && ending.chars().all(|c| c.is_alphanumeric() || "-_+~".contains(c));
    (plain && !has(RUNS_ON_THE_SITE, &ending)).then_some(ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, added: &[&str]) -> Option<Unoffered> {
        let added = added.iter().map(|ending| (*ending).to_owned()).collect();
        objection(name, &added).map(|(objection, _)| objection)
    }

    #[test]
    fn documents_are_harmless_in_any_letters() {
        for name in ["a.odt", "A.PDF", "2026.11.表.docx", "www.school.com.pdf", "php.odt", "a.tar.gz"] {
            assert_eq!(found(name, &[]), None, "{name}");
        }
    }

    #[test]
    fn what_runs_on_the_site_is_never_published() {
        for name in [
            "a.html",
            "a.XHTML",
            "a.js",
            "a.svgz",
            "a.php.odt",
            "a.PHP5",
            "a.html.",
            "a.html ",
            "a. html",
            "a.asp;b.odt",
            "a.asp:b.odt",
            ".htaccess",
            "a.xml",
            "a.hta",
            "web.config",
            "a.kml",
        ] {
            assert_eq!(found(name, &["html", "php", "hta", "xml"]), Some(Unoffered::RunsOnTheSite), "{name}");
        }
    }

    #[test]
    fn a_program_or_an_unknown_ending_must_be_named() {
        assert_eq!(found("a.EXE", &[]), Some(Unoffered::RunsOnTheComputer));
        assert_eq!(found("a.pdf.lnk", &[]), Some(Unoffered::RunsOnTheComputer));
        assert_eq!(found("a.exe. ", &["exe"]), None);
        assert_eq!(found("a.xyz", &[]), Some(Unoffered::Unknown));
        assert_eq!(found("a.od\u{202e}t", &[]), Some(Unoffered::Unknown));
        assert_eq!(found("README", &[]), Some(Unoffered::NoEnding));
    }

    #[test]
    fn an_ending_is_on_one_list_only() {
        let mut seen = BTreeSet::new();
        for list in [HARMLESS, RUNS_ON_THE_SITE, RUNS_ON_THE_COMPUTER] {
            for ending in list.split_whitespace() {
                assert!(seen.insert(ending), "{ending}");
            }
        }
    }

    #[test]
    fn an_author_adds_plain_endings() {
        assert_eq!(addable(".XYZ"), Some("xyz".to_owned()));
        assert_eq!((addable("html"), addable("a.b"), addable("")), (None, None, None));
    }
}
