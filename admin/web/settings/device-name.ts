/** What a browser calls itself, as people do: «Firefox · Android». What is not recognised is shown as it is, cut. */
export function deviceName(agent: string): string {
	const browser = BROWSERS.find(([mark]) => agent.includes(mark))?.[1];
	const system = SYSTEMS.find(([mark]) => agent.includes(mark))?.[1];
	return [browser, system].filter(Boolean).join(" · ") || agent.slice(0, 40);
}

/** The more particular first: each of them also claims to be those behind it. */
const BROWSERS = [
	["YaBrowser", "Яндекс Браузер"],
	["Edg", "Edge"],
	["OPR", "Opera"],
	["Firefox", "Firefox"],
	["Chrome", "Chrome"],
	["Safari", "Safari"],
] as const;

const SYSTEMS = [
	["Android", "Android"],
	["iPhone", "iPhone"],
	["iPad", "iPad"],
	["Windows", "Windows"],
	["Mac OS X", "Mac"],
	["Linux", "Linux"],
] as const;
