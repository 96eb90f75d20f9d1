import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The demo shop as a newcomer starts it, in a process and a folder of its own. */
export type DemoShop = {
	/** `http://localhost:40123` */
	readonly origin: string;
	/** Where the owner's account is made, once. */
	readonly welcome: string;
	stop(): Promise<void>;
};

/** Starts it; what it says of itself goes to stderr. */
export async function startDemoShop(): Promise<DemoShop> {
	const folder = await mkdtemp(join(tmpdir(), "prilavok-pictures-"));
	const port = await freePort();
	const origin = `http://localhost:${port}`;
	const env = { ...process.env, PORT: String(port), DATA_DIR: folder, LOG_LEVEL: "warn" };
	const shop = spawn(process.execPath, ["setup.mjs", "start"], { env, stdio: ["ignore", "pipe", "inherit"] });
	const ended = once(shop, "exit");
	return {
		origin,
		welcome: await welcomeOf(shop.stdout, ended),
		async stop() {
			shop.kill("SIGTERM");
			await ended;
			await rm(folder, { recursive: true, force: true });
		},
	};
}

async function welcomeOf(said: NodeJS.ReadableStream, ended: Promise<unknown>): Promise<string> {
	const told = (async () => {
		let text = "";
		for await (const piece of said) {
			text += piece;
			const found = /^(\S+\/welcome\/\S+)/m.exec(text)?.[1];
			if (found) return found;
		}
		return undefined;
	})();
	const welcome = await Promise.race([told, ended.then(() => undefined)]);
	if (!welcome) throw new Error("The demo shop ended before it said where to go.");
	// Nobody reads on, and a full pipe would hold the program up.
	said.on("data", () => {});
	return welcome;
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	server.close();
	if (address === null || typeof address === "string") throw new Error("There is no free port.");
	return address.port;
}
