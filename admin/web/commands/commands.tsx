import { createContext, type ReactNode, useContext, useEffect, useId, useMemo, useState } from "react";
import { useSpeech } from "../language.tsx";
import { CommandBar } from "./command-bar.tsx";
import { KeyHelp } from "./key-help.tsx";
import { keyOf } from "./key-of.ts";

/** Something that can be done now, from the command bar and by its key. */
export type Command = { readonly title: string; readonly key?: string; readonly run: () => void };

/** What the screens now shown can do, by who brought it. */
type Shelf = Map<string, readonly Command[]>;
const Context = createContext<Shelf | null>(null);

/** Round all screens: hears the keys, and shows the command bar and the help. */
export function Commands({ children }: { children: ReactNode }) {
	const { t } = useSpeech();
	const shelf = useMemo<Shelf>(() => new Map(), []);
	const [shown, show] = useState<"bar" | "help" | null>(null);

	useEffect(() => {
		function onKeyDown(event: KeyboardEvent) {
			const run = meant(event, { "Ctrl+K": () => show("bar"), "?": () => show("help") }, shelf);
			if (!run) return;
			event.preventDefault();
			run();
		}
		document.addEventListener("keydown", onKeyDown);
		return () => document.removeEventListener("keydown", onKeyDown);
	}, [shelf]);

	const close = () => show(null);
	const all = () => [...[...shelf.values()].flat(), { title: t("keyHelp"), key: "?", run: () => show("help") }];
	return (
		<Context value={shelf}>
			{children}
			{shown === "bar" && <CommandBar commands={all()} close={close} />}
			{shown === "help" && <KeyHelp commands={all()} close={close} />}
		</Context>
	);
}

/** Offers these while the screen is shown. */
export function useCommands(commands: readonly Command[]): void {
	const shelf = useContext(Context);
	const id = useId();
	useEffect(() => {
		shelf?.set(id, commands);
	});
	useEffect(
		() => () => {
			shelf?.delete(id);
		},
		[shelf, id],
	);
}

/** What a press means: the bar always, all else only to whoever is not writing. */
function meant(event: KeyboardEvent, own: { "Ctrl+K": () => void; "?": () => void }, shelf: Shelf) {
	const key = keyOf(event);
	const isHeld = event.ctrlKey || event.metaKey;
	if (isHeld && key === "k") return own["Ctrl+K"];
	if (isHeld || event.altKey || event.defaultPrevented || isBusy(event.target)) return undefined;
	return key === "?" ? own["?"] : [...shelf.values()].flat().find((one) => one.key === key)?.run;
}

/** Somebody is writing, or a dialog asks something: no key means anything else then. */
function isBusy(target: EventTarget | null): boolean {
	if (document.querySelector("dialog[open]")) return true;
	return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}
