import { expect, test } from "vitest";
import { atNight } from "#test/support/at-night.ts";
import { compare, tryChannels } from "#test/support/channel-trial.ts";

test("where each customer has a messenger they like, the learned channel brings more orders than the last used one, and than always Telegram", () => {
	const customers = atNight ? 600 : 150;
	const trials = Array.from({ length: atNight ? 30 : 12 }, (_, index) => ({ seed: `channel-${index}`, customers }));
	const results = trials.map((trial) => tryChannels({ ...trial, messages: 12 }));

	// The whole interval lies above nothing: `npm run bench:channels` prints both with their seeds.
	expect(compare(results, "learned", "last used").low).toBeGreaterThan(0);
	expect(compare(results, "learned", "always Telegram").low).toBeGreaterThan(0);
});
