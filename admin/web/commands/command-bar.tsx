import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useDeferredValue, useId, useState } from "react";
import { useLocation } from "wouter";
import { found } from "#admin/contract/conversations.ts";
import { get } from "../api.ts";
import { Dialog } from "../dialog.tsx";
import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";
import { useMay } from "../session/behind-the-counter.tsx";
import { Empty } from "../states.tsx";
import type { Command } from "./commands.tsx";

/** Everything that can be done from here, and everybody who can be gone to, found by a few letters. */
export function CommandBar({ commands, close }: { commands: readonly Command[]; close: () => void }) {
	const { t } = useSpeech();
	const [typed, setTyped] = useState("");
	const [at, setAt] = useState(0);
	const listId = useId();
	const people = usePeople(useDeferredValue(typed.trim()));
	const offered = [...commands.filter(({ title }) => fits(title, typed)), ...people];
	const chosen = Math.min(at, offered.length - 1);

	function run(command: Command | undefined) {
		if (!command) return;
		close();
		command.run();
	}

	function onKeyDown(event: KeyboardEvent) {
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		if (step !== undefined) {
			event.preventDefault();
			setAt((chosen + step + offered.length) % Math.max(1, offered.length));
		} else if (event.key === "Enter") {
			event.preventDefault();
			run(offered[chosen]);
		}
	}

	return (
		<Dialog title={t("commandBar")} close={close}>
			<input
				type="text"
				role="combobox"
				aria-expanded="true"
				aria-controls={listId}
				aria-activedescendant={offered[chosen] ? `${listId}-${chosen}` : undefined}
				aria-label={t("commandBar")}
				placeholder={t("commandHint")}
				value={typed}
				onChange={(event) => {
					setTyped(event.target.value);
					setAt(0);
				}}
				onKeyDown={onKeyDown}
			/>
			{offered.length === 0 && <Empty>{t("nothingFound")}</Empty>}
			<div role="listbox" id={listId} className="choices" aria-label={t("commandBar")}>
				{keyed(offered, ({ title }) => title).map(({ key, item }, index) => (
					<button
						key={key}
						type="button"
						role="option"
						id={`${listId}-${index}`}
						tabIndex={-1}
						aria-selected={index === chosen}
						onClick={() => run(item)}
					>
						<span>{item.title}</span>
						{item.key && <kbd>{item.key}</kbd>}
					</button>
				))}
			</div>
		</Dialog>
	);
}

/** Customers by name, phone or order, as commands that go to them. */
function usePeople(words: string): Command[] {
	const [, go] = useLocation();
	const mayRead = useMay("read-conversations");
	const answer = useQuery({
		queryKey: ["search", words],
		queryFn: () => get(`/api/search?q=${encodeURIComponent(words)}`, found),
		enabled: mayRead && words.length > 1,
		placeholderData: (before) => before,
	});
	if (words.length < 2) return [];
	return (answer.data?.customers ?? []).map(({ id, name, conversationId }) => ({
		title: name,
		run: () => go(conversationId ? `/conversations/${conversationId}` : `/customers/${id}`),
	}));
}

/** Every word that was typed is the beginning of one of the title's. */
function fits(title: string, typed: string): boolean {
	const words = title.toLowerCase().split(/\s+/);
	return typed
		.toLowerCase()
		.split(/\s+/)
		.every((part) => words.some((word) => word.startsWith(part)));
}
