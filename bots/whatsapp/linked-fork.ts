import { fork } from "node:child_process";
import { join } from "node:path";
import type { OpenProcess } from "./linked-life.ts";
import { isFromPhone } from "./linked-protocol.ts";

/** Starts the phone's process: this program's own file, which loads the library and its browser. */
export const forkPhone: OpenProcess = ({ told, ended }) => {
	const child = fork(join(import.meta.dirname, "linked-process.ts"), [], {
		execArgv: ["--import", import.meta.resolve("tsx")],
		// What the library prints is about chats: it is nobody's to read.
		stdio: ["ignore", "ignore", "ignore", "ipc"],
		// A Ctrl-C at the terminal is for the program, which ends its phones in order.
		detached: true,
	});
	child.on("message", (what) => {
		if (isFromPhone(what)) told(what);
	});
	child.on("error", () => {});
	child.once("close", ended);
	return {
		ask(what) {
			if (child.connected) child.send(what, () => {});
		},
		kill: () => void child.kill("SIGKILL"),
	};
};
