//! Whether the system gives notice of changes in a folder.
//!
//! On network drives and on Windows' drives inside WSL it does not: events
//! never come, and no error does either (notify issue 254). The kind of file
//! system, as `/proc/mounts` has it, tells.

use std::path::Path;

/// File systems whose changes are seen only by looking.
const SILENT: &[&str] = &[
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "drvfs",
    "fuse.sshfs",
    "vboxsf",
    "afs",
    "davfs",
    "fuse.davfs2",
];

/// Whether `folder` lies on such a file system, by the text of `/proc/mounts`.
/// The mount with the longest path that leads to the folder counts.
pub(super) fn is_silent(folder: &Path, mounts: &str) -> bool {
    let mut best: Option<(usize, &str)> = None;
    for line in mounts.lines() {
        let mut fields = line.split(' ').skip(1);
        let (Some(point), Some(kind)) = (fields.next(), fields.next()) else { continue };
        let point = point.replace("\\040", " ");
        let deeper = best.is_none_or(|(length, _)| point.len() >= length);
        if folder.starts_with(&point) && deeper {
            best = Some((point.len(), kind));
        }
    }
    best.is_some_and(|(_, kind)| SILENT.contains(&kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "/dev/sda1 / ext4 rw 0 0\nC: /mnt/c 9p rw 0 0\nnas:/x /home/my\\040site nfs4 rw 0 0\n\
                          tmpfs /mnt/c/tmp tmpfs rw 0 0\n";

    #[test]
    fn the_deepest_mount_decides() {
        assert!(!is_silent(Path::new("/home/office/site"), MOUNTS));
        assert!(is_silent(Path::new("/mnt/c/Users/lin/site"), MOUNTS));
        assert!(!is_silent(Path::new("/mnt/c/tmp/site"), MOUNTS));
        assert!(is_silent(Path::new("/home/my site/a"), MOUNTS));
    }
}
