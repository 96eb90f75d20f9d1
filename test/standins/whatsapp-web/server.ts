import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { join } from "node:path";
import { WebSocketServer } from "ws";
import { readBody } from "../loopback.ts";
import { selfSignedCertificate } from "./certificate.ts";
import { Service } from "./service.ts";

/** How the stand-in is set up. All of it has a default. */
export type WhatsAppWebOptions = {
	/** The number of the phone that will be linked, digits. */
	readonly phone?: string;
	readonly pushname?: string;
	readonly port?: number;
	/** Milliseconds since 1970. */
	readonly now?: () => number;
};

/** A running stand-in for WhatsApp Web: a page for a real browser, and the service behind it. */
export type WhatsAppWebStandin = {
	readonly port: number;
	/** For WHATSAPP_WEB_URL_HOST_RULES: the browser finds the page here, and nothing else anywhere. */
	readonly hostRules: string;
	readonly service: Service;
	/** Resolves as soon as that holds; asked again at each change. */
	until(holds: (service: Service) => boolean): Promise<void>;
	close(): Promise<void>;
};

/** Starts the page on 127.0.0.1. */
export async function startWhatsAppWebStandin(options: WhatsAppWebOptions = {}): Promise<WhatsAppWebStandin> {
	const { phone = "79990000001", pushname = "Shop", port = 0, now = Date.now } = options;
	const service = new Service({ phone, pushname, now });
	const server = createServer(selfSignedCertificate("web.whatsapp.com"), (request, response) => {
		serve(service, request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
	});
	const lines = new WebSocketServer({ server, path: "/line" });
	lines.on("connection", (page) => service.connect(page));
	await new Promise<void>((listening, failed) => {
		server.once("error", failed);
		server.listen(port, "127.0.0.1", listening);
	});
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("The stand-in listens on no port.");
	return {
		port: address.port,
		hostRules: `MAP web.whatsapp.com:443 127.0.0.1:${address.port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
		service,
		until: (holds) =>
			new Promise((resolve) => {
				if (holds(service)) return resolve();
				const stop = service.watch(() => {
					if (!holds(service)) return;
					stop();
					resolve();
				});
			}),
		close: () =>
			new Promise((closed) => {
				for (const page of lines.clients) page.terminate();
				server.close(() => closed());
				server.closeAllConnections();
			}),
	};
}

const PAGE = `<!doctype html><meta charset="utf-8"><title>WhatsApp</title><script type="module" src="/page.mjs"></script>`;

async function serve(service: Service, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const { pathname } = new URL(request.url ?? "/", "https://web.whatsapp.com");
	if (request.method === "POST" && pathname === "/files") {
		const bytes = (await readBody(request, 64 * 1024 * 1024)) ?? Buffer.alloc(0);
		const path = service.world.store({ bytes, mime: request.headers["content-type"] ?? "application/octet-stream" });
		response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ path }));
		return;
	}
	const file = service.world.files.get(pathname);
	if (file) response.writeHead(200, { "content-type": file.mime }).end(file.bytes);
	else if (pathname === "/") response.writeHead(200, { "content-type": "text/html" }).end(PAGE);
	else if (/^\/page[a-z-]*\.mjs$/.test(pathname)) sendScript(response, pathname);
	else response.writeHead(404).end();
}

/** The page's own files, as they lie here. */
function sendScript(response: ServerResponse, pathname: string): void {
	const code = readFileSync(join(import.meta.dirname, pathname));
	response.writeHead(200, { "content-type": "text/javascript" }).end(code);
}
