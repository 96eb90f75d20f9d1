import { wrongParameter } from "./graph-error.ts";

/** A multipart form, as far as uploads need it. */
export interface Form {
	fields: Record<string, string>;
	file?: { name: string; mime: string; bytes: Buffer };
}

/** Reads a multipart body part by part; bytes of files stay as they are. */
export function readForm(body: Buffer, type: string): Form {
	const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1];
	if (!boundary) throw wrongParameter("The parameter file is required.");
	const form: Form = { fields: {} };
	const mark = Buffer.from(`--${boundary}`);
	for (let start = body.indexOf(mark); start >= 0; ) {
		const next = body.indexOf(mark, start + mark.length);
		if (next < 0) break;
		readPart(body.subarray(start + mark.length + 2, next - 2), form);
		start = next;
	}
	return form;
}

function readPart(part: Buffer, form: Form): void {
	const border = part.indexOf("\r\n\r\n");
	if (border < 0) return;
	const head = part.subarray(0, border).toString("utf8");
	const content = part.subarray(border + 4);
	const name = /[; ]name="([^"]*)"/.exec(head)?.[1] ?? "";
	const filename = /filename="([^"]*)"/.exec(head)?.[1];
	if (filename === undefined) {
		form.fields[name] = content.toString("utf8");
		return;
	}
	const mime = /content-type: *([^\r\n]+)/i.exec(head)?.[1] ?? "application/octet-stream";
	if (name === "file") form.file = { name: filename, mime, bytes: content };
}
