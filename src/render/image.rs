//! Screenshots as they may be published: bytes in, other bytes out.
