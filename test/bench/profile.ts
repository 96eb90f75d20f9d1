import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** The fifteen functions in which a profiled process was busy longest, and the ten packages or folders. */
export function topOf(folder: string): string[] {
	const [file] = readdirSync(folder).filter((name) => name.endsWith(".cpuprofile"));
	if (!file) throw new Error(`No profile was written into ${folder}.`);
	const { nodes, samples, timeDeltas } = profile.parse(JSON.parse(readFileSync(join(folder, file), "utf8")));
	const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
	const functions = new Map<string, number>();
	const places = new Map<string, number>();
	let busy = 0;
	for (const [index, id] of samples.entries()) {
		const frame = frames.get(id);
		if (!frame || frame.functionName === "(idle)") continue;
		const micros = timeDeltas[index] ?? 0;
		busy += micros;
		const place = placeOf(frame);
		places.set(place, (places.get(place) ?? 0) + micros);
		const name = `${frame.functionName || "(anonymous)"}  ${frame.url.split("/").slice(-2).join("/")}`;
		functions.set(name, (functions.get(name) ?? 0) + micros);
	}
	return [...largest(functions, 15, busy), "", ...largest(places, 10, busy)];
}

const profile = z.object({
	nodes: z.array(z.object({ id: z.number(), callFrame: z.object({ functionName: z.string(), url: z.string() }) })),
	samples: z.array(z.number()),
	timeDeltas: z.array(z.number()),
});

/** The package, the folder of ours, or what Node does itself: `(garbage collector)`, `node:net`. */
function placeOf({ functionName, url }: { functionName: string; url: string }): string {
	if (url === "") return functionName.startsWith("(") ? functionName : "built in";
	const [, name] = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(url) ?? [];
	if (name) return name;
	return url.startsWith("file:") ? url.split("/").slice(-3, -1).join("/") : url.replace(/^(node:[^/]+).*/, "$1");
}

function largest(times: ReadonlyMap<string, number>, most: number, busy: number): string[] {
	return [...times]
		.sort(([, one], [, other]) => other - one)
		.slice(0, most)
		.map(([name, micros]) => `${((micros / busy) * 100).toFixed(1).padStart(5)} %  ${name}`);
}
