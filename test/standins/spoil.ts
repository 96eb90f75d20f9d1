import type { ServerResponse } from "node:http";
import type { Mishap } from "./faults.ts";

/** A mishap of the line alone: what the service would have said is nobody's business. */
export type LineMishap = Exclude<Mishap, { kind: "status" } | { kind: "delay" }>;

/** Whether it is the line that fails, and not the service that answers otherwise or later. */
export function isOfTheLine(mishap: Mishap): mishap is LineMishap {
	return mishap.kind !== "status" && mishap.kind !== "delay";
}

/** Fails a call on the line. `begun`: how an answer of this service begins, where it breaks off; `page`: a proxy's, with its status. */
export function spoil(
	response: ServerResponse,
	{ kind }: LineMishap,
	{ begun, page = [502, "<html><h1>502 Bad Gateway</h1></html>"] }: { begun: string; page?: [number, string] },
): void {
	switch (kind) {
		case "reset":
			response.socket?.resetAndDestroy();
			return;
		case "half-open":
			return;
		case "cut":
			response.writeHead(200, { "content-type": "application/json", "content-length": 1000 });
			response.write(begun, () => response.socket?.destroy());
			return;
		case "garbage":
			response.writeHead(page[0], { "content-type": "text/html" }).end(page[1]);
	}
}
