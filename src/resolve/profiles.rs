//! What pages say of themselves, together with the files that they use.

use std::sync::Arc;

use super::layout::PageUses;
use crate::model::PageProfile;

/// What a page says of itself, and the files that it uses.
pub(crate) type ProfileAndUses = (Arc<PageProfile>, Arc<PageUses>);

/// What the pages of an entry say of themselves, one for each language.
pub(crate) type EntryProfiles = Vec<ProfileAndUses>;
