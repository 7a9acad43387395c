//! The cells of a table's row, as they are written.

/// A row.
pub(super) struct WrittenRow<'a> {
    /// How many cells there are.
    pub(super) count: usize,
    /// The texts of the cells.
    cells: Vec<&'a str>,
}

impl WrittenRow<'_> {
    /// Whether a table of so many columns loses text of the row.
    pub(super) fn lost(&self, columns: usize) -> bool {
        self.cells.iter().skip(columns).any(|cell| !cell.trim().is_empty())
    }
}

/// Most bytes of a row that are looked at.
const LONGEST: usize = 20_000;

/// Reads a row; `None` if it is too long.
pub(super) fn read(row: &str) -> Option<WrittenRow<'_>> {
    let row = row.trim();
    if row.len() > LONGEST {
        return None;
    }
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = if bars(row).last() == Some(row.len().wrapping_sub(1)) { row.strip_suffix('|')? } else { row };
    let (mut cells, mut from) = (Vec::new(), 0);
    for bar in bars(row) {
        cells.push(row.get(from..bar)?);
        from = bar + 1;
    }
    cells.push(row.get(from..)?);
    Some(WrittenRow { count: cells.len(), cells })
}

/// The places of bars without a backslash before them.
fn bars(row: &str) -> impl Iterator<Item = usize> {
    row.match_indices('|').map(|(at, _)| at).filter(|at| {
        let before = row.get(..*at).unwrap_or_default();
        (before.len() - before.trim_end_matches('\\').len()).is_multiple_of(2)
    })
}

/// The row with a backslash before each bar between two backticks; `None` if there is none.
pub(super) fn without_bars_in_code(row: &str) -> Option<String> {
    let (mut out, mut code, mut changed) = (String::with_capacity(row.len() + 4), false, false);
    for c in row.chars() {
        code ^= c == '`';
        if c == '|' && code && !out.ends_with('\\') {
            out.push('\\');
            changed = true;
        }
        out.push(c);
    }
    (changed && !code).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_parted_by_bars_without_a_backslash() {
        for (row, count) in
            [("| 甲 | 乙 |", 2), ("甲 | 乙", 2), (r"| 甲 \| 乙 |", 1), ("| 甲 | |", 2), ("||", 1)]
        {
            assert_eq!(read(row).map(|row| row.count), Some(count), "{row}");
        }
    }

    #[test]
    fn a_bar_in_code_gets_a_backslash() {
        assert_eq!(without_bars_in_code("| `a|b` | 乙 |").as_deref(), Some(r"| `a\|b` | 乙 |"));
        assert_eq!(without_bars_in_code("| `a` | 乙 |"), None);
    }
}
