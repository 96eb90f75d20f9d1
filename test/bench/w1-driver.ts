/**
 * The other side of W1, as a process of its own: the messenger, and customers who order without a pause. Prints its
 * address, waits for a line with the address of the hook, and prints what it measured. A turn ends when the reply has
 * been seen and the hook has answered.
 */
import { stdin, stdout } from "node:process";
import { createInterface } from "node:readline/promises";
import { Pool } from "undici";
import type { Happening } from "#test/standins/telegram/journal.ts";
import { startTelegramStandin } from "#test/standins/telegram/server.ts";

const CUSTOMERS = Number(process.env.CUSTOMERS ?? 32);
const WARM_UP = Number(process.env.WARM_UP ?? 2);
const DIALOGS = Number(process.env.DIALOGS ?? 20);

const standin = await startTelegramStandin({ limits: "off", journal: "counts", strangers: "welcome" });
const replies = new Map<number, (text: string) => void>();
standin.watch((happening: Happening) => {
	if (happening.kind !== "sight" || happening.sight.kind !== "message") return;
	replies.get(happening.sight.chat)?.(happening.sight.text);
});
stdout.write(`STANDIN ${standin.root}\n`);

const lines = createInterface({ input: stdin });
const hook = new URL((await lines[Symbol.asyncIterator]().next()).value ?? "");
const pool = new Pool(hook.origin, { connections: CUSTOMERS });
let updates = 0;

await everybody(WARM_UP);
stdout.write("WARM\n");
const begun = performance.now();
const latencies = (await everybody(DIALOGS)).flat().sort((one, other) => one - other);
const seconds = (performance.now() - begun) / 1000;
const at = (share: number) => Number((latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(2));
stdout.write(
	`RESULT ${JSON.stringify({ turns: latencies.length, seconds, p50: at(0.5), p99: at(0.99), violations: standin.violations().slice(0, 3) })}\n`,
);
lines.close();
stdin.destroy();
await pool.close();
await standin.close();

function everybody(dialogs: number): Promise<number[][]> {
	return Promise.all(Array.from({ length: CUSTOMERS }, (_, n) => customer(500_001 + n, dialogs)));
}

async function customer(id: number, dialogs: number): Promise<number[]> {
	const latencies: number[] = [];
	for (let dialog = 0; dialog < dialogs; dialog++)
		for (const [says, sees] of turns()) {
			const begun = performance.now();
			const [reply] = await Promise.all([replyTo(id), post(update(id, says))]);
			if (!sees.test(reply)) throw new Error(`${says} was answered with ${reply}`);
			latencies.push(performance.now() - begun);
		}
	return latencies;
}

function turns(): readonly (readonly [says: string, sees: RegExp])[] {
	return [
		["/order", /^What would you like/],
		["Green tea", /^How many/],
		["3", /^Which address/],
		["7 Long Lane", /^Which phone/],
		["+15550100", /^Confirm 3 x Green tea/],
		["yes", /^Order #\d+ accepted/],
	];
}

function replyTo(id: number): Promise<string> {
	return new Promise((seen, silent) => {
		const alarm = setTimeout(() => silent(new Error(`${id} got no answer within 30 s`)), 30_000);
		replies.set(id, (text) => {
			replies.delete(id);
			clearTimeout(alarm);
			seen(text);
		});
	});
}

async function post(body: object): Promise<void> {
	const { statusCode, body: answer } = await pool.request({
		path: hook.pathname,
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify(body),
	});
	await answer.dump();
	if (statusCode !== 200) throw new Error(`The hook answered ${statusCode}.`);
}

function update(id: number, text: string): object {
	updates += 1;
	const from = { id, is_bot: false, first_name: `Customer ${id}`, language_code: "en" };
	const entities = text.startsWith("/") ? { entities: [{ type: "bot_command", offset: 0, length: text.length }] } : {};
	const date = Math.floor(Date.now() / 1000);
	const chat = { id, type: "private", first_name: from.first_name };
	return { update_id: updates, message: { message_id: updates, from, chat, date, text, ...entities } };
}
