import type { OpenBook } from "./open-book.ts";

/** The messenger's command menu: every `command:` start of a flow by the flow's title, then those of `_always.yaml`. */
export function menuCommands({ book, settings }: OpenBook): { readonly name: string; readonly title: string }[] {
	const starts = [...book.newest.values()].flatMap(({ title, start }) =>
		start.flatMap((one) => (one.by === "command" && one.command !== "start" ? [{ name: one.command, title }] : [])),
	);
	const always = settings.always.during.flatMap(({ command, says }) =>
		command ? [{ name: command, title: capitalised(says[0] ?? command) }] : [],
	);
	return [...new Map([...starts, ...always].map((one) => [one.name, one])).values()];
}

function capitalised(words: string): string {
	return words.slice(0, 1).toLocaleUpperCase() + words.slice(1);
}
