import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { bundleProgram } from "./bundle-program.ts";
import { openShopProcess } from "./shop-process.ts";

/** A shop that is up again a moment after each kill: its successor has been loaded and waits. */
export async function aMortalShop(settingsIn: (folder: string) => Readonly<Record<string, string>>) {
	const folder = await mkdtemp(join(tmpdir(), "prilavok-chaos-"));
	const bundle = bundleProgram();
	const open = () => openShopProcess(bundle, settingsIn(folder));
	let [living, spare, kills] = [open(), open(), 0];
	const complaints: string[] = [];
	const bury = async (dead: typeof living) => {
		await dead.kill();
		complaints.push(...dead.complaints());
	};
	onTestFinished(async () => {
		await Promise.all([living.kill(), spare.kill()]);
		bundle.remove();
		await rm(folder, { recursive: true, force: true });
	});
	let die: (error: unknown) => void = () => {};
	const death = new Promise<never>((_, reject) => {
		die = reject;
	});
	const wake = () => {
		living.begin();
		living.death.catch(die);
	};
	wake();
	return {
		death,
		kill() {
			kills += 1;
			void bury(living);
			living = spare;
			wake();
			spare = open();
		},
		async end() {
			const code = await living.end();
			complaints.push(...living.complaints());
			return code;
		},
		kills: () => kills,
		complaints: () => complaints,
	};
}
