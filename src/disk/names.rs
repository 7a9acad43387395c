//! Names of the files and folders of a site.

/// Name of the file that makes a folder a site.
pub const CONFIG_FILE: &str = "stepbook.toml";

/// Name of the folder with the sources.
pub const CONTENT_FOLDER: &str = "content";

/// Name of the folder with the site's own themes.
pub const THEMES_FOLDER: &str = "themes";
