//! Files that are offered while a site is being made.

use std::fs;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use super::super::ops::failing::{Failing, FailurePlan};
use super::*;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

fn begin<'a>(ops: &'a dyn FileOps, root: &Path) -> WriteSession<'a> {
    let purpose = SessionPurpose::Site(IndexTrust::of_test());
    WriteSession::begin_with(ops, (&root.join("public"), root), purpose).unwrap()
}

fn page(number: usize) -> (SitePath, Vec<u8>) {
    (SitePath::new(&format!("en/c{}/{number}.html", number % 7)), format!("page {number}").into_bytes())
}

fn no_rest() -> OutputTree {
    OutputTree::default()
}

/// A site of one page, written by a session.
fn one_page() -> tempfile::TempDir {
    let root = folder();
    let session = begin(&Disk, root.path());
    session.offer(&SitePath::new("index.html"), b"old", None);
    session.finish(&no_rest()).unwrap();
    root
}

fn index_page(root: &Path) -> String {
    fs::read_to_string(root.join("public/index.html")).unwrap()
}

#[test]
fn files_may_come_from_many_threads_and_the_unchanged_are_not_written() {
    let root = folder();
    let build = |ops: &dyn FileOps| {
        let session = begin(ops, root.path());
        (0..1_000).into_par_iter().map(page).for_each(|(path, bytes)| session.offer(&path, &bytes, None));
        let mut rest = no_rest();
        rest.insert(SitePath::new("index.html"), *b"home");
        session.finish(&rest).unwrap()
    };
    assert_eq!(build(&Disk).written, 1_001);
    for (path, bytes) in (0..1_000).map(page) {
        assert_eq!(fs::read(root.path().join("public").join(path.as_str())).unwrap(), bytes);
    }
    let ops = Failing::new(FailurePlan::DeadAfter(usize::MAX));
    let again = build(&ops);
    assert_eq!((again.written, again.unchanged), (0, 1_001));
    // The folder of the lock; the index may be written again.
    assert!(ops.counts().1 <= 4, "{:?}", ops.counts());
}

#[test]
fn a_session_without_an_end_changes_nothing_and_leaves_nothing() {
    let root = one_page();
    let session = begin(&Disk, root.path());
    session.offer(&SitePath::new("index.html"), b"new", None);
    session.offer(&SitePath::new("en/other.html"), b"new", None);
    assert!(root.path().join("public/.stepbook-tmp").exists());
    drop(session);
    assert!(!root.path().join("public/.stepbook-tmp").exists());
    assert!(!root.path().join("public/en").exists());
    assert_eq!(index_page(root.path()), "old");
}

#[test]
fn a_first_session_without_an_end_takes_its_folders_away() {
    let root = folder();
    let purpose = SessionPurpose::Site(IndexTrust::of_test());
    let out = root.path().join("web/public");
    let session = WriteSession::begin_with(&Disk, (&out, root.path()), purpose).unwrap();
    session.offer(&SitePath::new("index.html"), b"new", None);
    assert!(out.exists());
    drop(session);
    assert!(!root.path().join("web").exists());
}

#[test]
fn a_file_that_the_disk_refused_fails_the_whole_session() {
    for movement in 1..11 {
        let root = one_page();
        let ops = Failing::new(FailurePlan::Movement(movement, io::ErrorKind::StorageFull));
        let session = begin(&ops, root.path());
        session.offer(&SitePath::new("index.html"), b"new", None);
        assert_eq!(locked(&session.failed).is_some(), movement < 6, "{movement}");
        session.offer(&SitePath::new("other.html"), b"new", None);
        let words = session.finish(&no_rest()).unwrap_err().to_string();
        assert!(words.starts_with("cannot write "), "{words}");
        assert_eq!(index_page(root.path()), "old", "{movement}");
        assert!(!root.path().join("public/.stepbook-tmp").exists(), "{movement}");
    }
}

#[test]
fn of_two_files_at_one_path_the_same_stays_in_any_order_and_the_rest_comes_last() {
    let path = SitePath::new("index.html");
    let both: [&[u8]; 2] = [b"one", b"two"];
    let greater = both.into_iter().max_by_key(|bytes| *blake3::hash(bytes).as_bytes()).unwrap();
    for order in [both, [both[1], both[0]]] {
        let root = folder();
        let session = begin(&Disk, root.path());
        for bytes in order {
            session.offer(&path, bytes, None);
        }
        session.finish(&no_rest()).unwrap();
        assert_eq!(index_page(root.path()).as_bytes(), greater);
    }
    let root = folder();
    let session = begin(&Disk, root.path());
    session.offer(&path, b"one", None);
    let mut rest = no_rest();
    rest.insert(path, *b"rest");
    session.finish(&rest).unwrap();
    assert_eq!(index_page(root.path()), "rest");
}

#[test]
fn a_name_that_leads_out_fails_the_session() {
    let root = folder();
    let session = begin(&Disk, root.path());
    session.offer(&SitePath::new("../x.html"), b"", None);
    assert!(session.finish(&no_rest()).is_err());
    assert!(!root.path().join("public").exists());
}

#[test]
fn a_file_stands_only_if_it_is_known_and_was_made_of_the_same() {
    let (path, root) = (SitePath::new("index.html"), one_page());
    let (this, other) = ([1; 32], [2; 32]);
    std::thread::sleep(Duration::from_millis(60));
    let session = begin(&Disk, root.path());
    assert!(!session.stands(&path, &this), "nobody told of what it was made");
    session.offer(&path, b"old", Some(&this));
    session.finish(&no_rest()).unwrap();

    let session = begin(&Disk, root.path());
    assert!(!session.stands(&path, &other));
    assert!(!session.stands(&SitePath::new("other.html"), &this));
    assert!(!session.stands(&SitePath::new("../public/index.html"), &this));
    assert!(session.stands(&path, &this));
    let written = session.finish(&no_rest()).unwrap();
    assert_eq!((written.written, written.unchanged, written.removed), (0, 1, 0));

    let file = fs::File::options().write(true).open(root.path().join("public/index.html")).unwrap();
    file.set_modified(SystemTime::now()).unwrap();
    assert!(!begin(&Disk, root.path()).stands(&path, &this));
}

#[cfg(unix)]
#[test]
fn nothing_is_compared_or_written_through_a_link() {
    use std::os::unix::fs::symlink;
    let root = folder();
    let (out, far) = (root.path().join("public"), root.path().join("far"));
    fs::create_dir_all(&out).unwrap();
    fs::create_dir(&far).unwrap();
    fs::write(far.join("a.html"), "a").unwrap();
    symlink(&far, out.join("en")).unwrap();
    for text in ["a", "b"] {
        let session = begin(&Disk, root.path());
        session.offer(&SitePath::new("en/a.html"), text.as_bytes(), None);
        assert!(matches!(session.finish(&no_rest()), Err(WriteError::Strangers { .. })));
    }
    assert_eq!(fs::read_to_string(far.join("a.html")).unwrap(), "a");
}

/// The most memory that this process ever had, in KiB.
#[cfg(target_os = "linux")]
fn peak() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// Runs in a process of its own; see the next test.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "measures the memory of its process"]
fn offers_ten_thousand_files() {
    let build = |count: usize| {
        let root = folder();
        let session = begin(&Disk, root.path());
        (0..count).into_par_iter().for_each(|number| {
            let (path, mut bytes) = page(number);
            bytes.resize(15_000, b'x');
            session.offer(&path, &bytes, None);
        });
        assert_eq!(session.finish(&no_rest()).unwrap().written, count);
    };
    // The threads and the program itself need memory too, whatever the number of files.
    build(100);
    let before = peak();
    build(10_000);
    let taken = peak() - before;
    assert!(taken < 30_000, "{taken} KiB");
}

#[cfg(target_os = "linux")]
#[test]
fn ten_thousand_files_of_15_kilobytes_take_no_30_megabytes() {
    let name = "disk::session::session_tests::offers_ten_thousand_files";
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    let run = child.args(["--exact", name, "--ignored"]).output().unwrap();
    let words = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success() && words.contains("1 passed"), "{words}");
}
