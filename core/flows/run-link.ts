/** A start link's payload that leads back to a run's question: 55 characters, signed, so that nobody can guess another's. */
export function signRunLink(run: string, seal: (text: string) => string): string {
	return `r${run.replaceAll("-", "")}${signature(run, seal)}`;
}

/** The run that a payload leads to; undefined if we have not signed it. */
export function readRunLink(payload: string, seal: (text: string) => string): string | undefined {
	const [, a, b, c, d, e, given] = LINK.exec(payload) ?? [];
	const run = [a, b, c, d, e].join("-");
	return given !== undefined && given === signature(run, seal) ? run : undefined;
}

const LINK = /^r([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})([\w-]{20,22})$/;

function signature(run: string, seal: (text: string) => string): string {
	return seal(`link:${run}`).slice(0, 22);
}
