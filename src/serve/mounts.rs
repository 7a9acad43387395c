//! Whether the system reports changes in a folder.
//!
//! On network drives, and on drives of Windows inside WSL, it does not: there
//! are no events, and no error either (notify issue 254). The kind of file
//! system, which `/proc/mounts` names, tells whether this is so.

use std::path::Path;

/// File systems on which changes are found only by looking for them.
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

/// Whether `folder` is on one of the `SILENT` file systems, according to the
/// text of `/proc/mounts`. Of all mounts that contain the folder, the one with
/// the longest path counts.
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
