import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";

/** An HTTP server of a stand-in: on this machine only. */
export interface Loopback {
	port: number;
	/** `http://127.0.0.1:PORT` */
	root: string;
	close(): Promise<void>;
}

/** Listens on 127.0.0.1, at a free port unless one is named. */
export async function listenOnLoopback(listener: RequestListener, port = 0): Promise<Loopback> {
	// A stand-in that closes an idle connection just when it is reused would make a false finding, so it waits long.
	const server = createServer({ keepAliveTimeout: 300_000, requestTimeout: 0, noDelay: true }, listener);
	await new Promise<void>((listening, failed) => {
		server.once("error", failed);
		server.listen(port, "127.0.0.1", listening);
	});
	const bound = portOf(server);
	return {
		port: bound,
		root: `http://127.0.0.1:${bound}`,
		close: () =>
			new Promise((closed) => {
				server.close(() => closed());
				server.closeAllConnections();
			}),
	};
}

/** The whole body of a request, or undefined when it is longer than allowed. */
export function readBody(request: IncomingMessage, longest: number): Promise<Buffer | undefined> {
	return new Promise((read, failed) => {
		let only: Buffer | undefined;
		let more: Buffer[] | undefined;
		let length = 0;
		request.on("data", (chunk: Buffer) => {
			length += chunk.length;
			if (length > longest) return;
			if (only === undefined) only = chunk;
			else if (more === undefined) more = [only, chunk];
			else more.push(chunk);
		});
		request.on("end", () =>
			read(length > longest ? undefined : more ? Buffer.concat(more) : (only ?? Buffer.alloc(0))),
		);
		request.on("error", failed);
	});
}

function portOf(server: Server): number {
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("The stand-in listens on no port.");
	return address.port;
}
