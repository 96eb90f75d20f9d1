import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { plainApi } from "./plain-api.ts";

const command = fileURLToPath(new URL("./command.ts", import.meta.url));

/** Runs the command, and answers its address as soon as it says so. */
async function run(...options: string[]): Promise<{ child: ChildProcess; root: string }> {
	const child = spawn(process.execPath, ["--import", "tsx", command, ...options], {
		stdio: ["ignore", "pipe", "inherit"],
	});
	const [said] = await once(child.stdout, "data");
	return { child, root: /^READY (\S+)/.exec(String(said))?.[1] ?? "" };
}

test("the stand-in runs as a process of its own, ends politely when asked, and can be killed", async () => {
	const polite = await run("--token", "7:abc", "--limits", "off");
	expect((await plainApi(polite, "7:abc")("getMe")).result).toMatchObject({ id: 7, is_bot: true });
	polite.child.kill("SIGTERM");
	expect(await once(polite.child, "exit")).toEqual([0, null]);

	const killed = await run();
	expect((await plainApi(killed)("getMe")).ok).toBe(true);
	killed.child.kill("SIGKILL");
	await once(killed.child, "exit");
	await expect(plainApi(killed)("getMe")).rejects.toThrow("fetch failed");
}, 60_000);
