/**
 * `npm run bench:channels`: does the learned channel bring more orders than simpler ways of choosing? A synthetic shop with known
 * truth, lived under each way with the same dice (`test/support/channel-trial.ts`). `SEEDS` and `CUSTOMERS` change its size.
 */
import { env, stdout } from "node:process";
import { compare, tryChannels, WAYS, type Way } from "#test/support/channel-trial.ts";

const seeds = Array.from({ length: Number(env.SEEDS ?? 30) }, (_, index) => `channel-${index}`);
const customers = Number(env.CUSTOMERS ?? 600);
const messages = 12;

const results = seeds.map((seed) => tryChannels({ seed, customers, messages }));
print(
	`${seeds.length} seeds (${seeds[0]} … ${seeds.at(-1)}), ${customers} customers, ${messages} messages each in a year\n`,
);
for (const way of WAYS) {
	const mean = results.reduce((sum, result) => sum + result[way], 0) / results.length;
	print(`${way.padEnd(16)} ${percent(mean)} orders per message`);
}
print("");
for (const other of ["last used", "always Telegram"] satisfies Way[]) {
	const { mean, low, high } = compare(results, "learned", other);
	const base = results.reduce((sum, result) => sum + result[other], 0) / results.length;
	print(
		`learned − ${other.padEnd(16)} ${percent(mean)} [${percent(low)}; ${percent(high)}], ` +
			`that is ${((mean / base) * 100).toFixed(0)} % more orders`,
	);
}

function percent(share: number): string {
	return `${(share * 100).toFixed(2)} %`;
}

function print(text: string): void {
	stdout.write(`${text}\n`);
}
