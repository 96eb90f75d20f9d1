import { useDeferredValue, useRef, useState } from "react";
import { useLocation } from "wouter";
import { useCommands } from "../commands/commands.tsx";
import { useSpeech } from "../language.tsx";
import { Empty, Loaded } from "../states.tsx";
import { useFilters } from "./filters.ts";
import { List } from "./list.tsx";
import { Narrow } from "./narrow.tsx";
import { Found } from "./search.tsx";
import { Thread } from "./thread.tsx";
import { Toasts } from "./toasts.tsx";
import { useList } from "./use-list.ts";
import { Views } from "./views.tsx";

/** The inbox: what waits, the thread that is open, and its customer. On a phone each is a page of its own. */
export function Conversations({ id, page }: { id?: string; page?: string }) {
	const { t } = useSpeech();
	const [, go] = useLocation();
	const { filters, hrefOf } = useFilters();
	const [typed, setTyped] = useState("");
	const words = useDeferredValue(typed.trim());
	const field = useRef<HTMLInputElement>(null);
	const list = useList(filters);
	const rows = list.data?.pages.flatMap((one) => one.items) ?? [];

	function step(by: number) {
		const next = rows[rows.findIndex((row) => row.id === id) + by];
		if (next) go(hrefOf(next.id));
	}
	useCommands([
		{ title: t("nextRow"), key: "j", run: () => step(1) },
		{ title: t("previousRow"), key: "k", run: () => step(-1) },
		{ title: t("searchAll"), key: "s", run: () => field.current?.focus() },
	]);

	return (
		<Toasts>
			<div className={["inbox", id && "reading", page === "customer" && "on-sheet"].filter(Boolean).join(" ")}>
				<section className="list" aria-label={t("inbox")}>
					<div className="over-list">
						<input
							ref={field}
							type="search"
							value={typed}
							placeholder={t("searchAll")}
							aria-label={t("searchAll")}
							onChange={(event) => setTyped(event.target.value)}
						/>
						<Narrow openId={id} />
					</div>
					<Views openId={id} />
					{words.length > 1 ? (
						<Found words={words} />
					) : (
						<Loaded query={list}>
							{() =>
								rows.length === 0 ? (
									<Empty>{t(filters.view === "queue" ? "nobodyWaits" : "empty")}</Empty>
								) : (
									<List rows={rows} openId={id} list={list} />
								)
							}
						</Loaded>
					)}
				</section>
				{id ? <Thread key={id} id={id} page={page} /> : <p className="state faint nothing-open">{t("chooseThread")}</p>}
			</div>
		</Toasts>
	);
}
