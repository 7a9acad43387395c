//! What day it is. Rules about dates get it as a value, so that all floors below
//! stay functions of their input.

use jiff::civil::Date;

/// The day, in universal time: what is found must not depend on the zone that a
/// computer happens to be set to.
#[must_use]
pub(crate) fn today() -> Date {
    jiff::Timestamp::now().to_zoned_datetime(jiff::tz::TimeZone::UTC).date()
}
