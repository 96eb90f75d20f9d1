import { expect, onTestFinished, test } from "vitest";
import type { WritingTask } from "#core/flows/propose.ts";
import { openLog } from "#core/platform/log.ts";
import { openScribe, WRITING_MS } from "#core/platform/scribe.ts";
import { startOpenAiStandin } from "#test/standins/openai/server.ts";
import { manualTimers } from "#test/support/manual-timers.ts";

const TASK: WritingTask = {
	...{ wish: "reply", language: "ru", readyReplies: ["Здравствуйте!"], facts: "{}" },
	lines: [{ by: "customer", text: "Торт готов?" }],
};

async function aScribe() {
	const standin = await startOpenAiStandin({ clock: "manual" });
	onTestFinished(() => standin.close());
	const timers = manualTimers();
	const scribe = openScribe(
		{ key: "sk-standin", baseUrl: standin.baseUrl, model: "any" },
		{ timers, now: () => new Date("2026-03-10T14:00:00+03:00"), log: openLog({ level: "silent", forPeople: false }) },
	);
	return { standin, scribe, timers };
}

test("what the model writes comes back, and nothing of the request breaks the service's rules", async () => {
	const { standin, scribe } = await aScribe();
	standin.script({ says: "Да, готов!" });

	expect(await scribe.write(TASK)).toBe("Да, готов!");
	expect(standin.violations).toEqual([]);
	expect(standin.calls[0]?.body).toContain("Торт готов?");
});

test("trouble, and an answer that takes too long, is no proposal", async () => {
	const { standin, scribe, timers } = await aScribe();
	const mend = standin.fault({ kind: "status", status: 500 });
	expect(await scribe.write(TASK)).toBeUndefined();
	mend();
	standin.fault({ kind: "half-open" });
	const waiting = scribe.write(TASK);
	await standin.heard(2);
	timers.pass(WRITING_MS);
	expect(await waiting).toBeUndefined();
});
