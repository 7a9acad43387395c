// The clock of a page beside ours.

/**
 * How far a page's clock is ahead of ours, in ms, and how exactly that is known. Each question gives two bounds: the
 * page's time was read after we asked and before we had the answer. `session` is of the browser's debugging protocol.
 */
export async function clockOf(session) {
  let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let times = 0; times < 12; times++) {
    const asked = performance.now();
    const { result } = await session.send("Runtime.evaluate", {
      expression: "performance.timeOrigin + performance.now()",
    });
    high = Math.min(high, result.value - asked);
    low = Math.max(low, result.value - performance.now());
  }
  return { ahead: (low + high) / 2, error: Math.abs(high - low) / 2 };
}
