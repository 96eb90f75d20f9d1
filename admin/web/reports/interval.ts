/** Below this many cases a share says more of chance than of the shop. */
export const FEW = 10;

/** Where the true share most likely lies (Wilson, 95 %), in whole percent; undefined where there are too few to tell. */
export function interval(part: number, of: number): { from: number; to: number } | undefined {
	if (of < FEW) return undefined;
	const z = 1.96;
	const share = part / of;
	const middle = share + (z * z) / (2 * of);
	const spread = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
	const scale = 1 + (z * z) / of;
	return {
		from: Math.max(0, Math.round(((middle - spread) / scale) * 100)),
		to: Math.min(100, Math.round(((middle + spread) / scale) * 100)),
	};
}
