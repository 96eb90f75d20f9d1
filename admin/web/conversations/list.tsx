import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import type { ConversationRow } from "#admin/contract/conversations.ts";
import { useSpeech } from "../language.tsx";
import { Row } from "./row.tsx";
import type { useList } from "./use-list.ts";

/** As tall as most rows are; the real height is measured when one is shown. */
const USUAL_HEIGHT = 96;

/** The rows, of which only those in sight are drawn; scrolling on fetches the next page. */
export function List({
	rows,
	openId,
	list,
}: {
	rows: readonly ConversationRow[];
	openId?: string | undefined;
	list: ReturnType<typeof useList>;
}) {
	const { t } = useSpeech();
	const box = useRef<HTMLDivElement>(null);
	const drawn = useVirtualizer({
		count: rows.length,
		getScrollElement: () => box.current,
		estimateSize: () => USUAL_HEIGHT,
		overscan: 8,
		getItemKey: (index) => rows[index]?.id ?? index,
	});
	const shown = drawn.getVirtualItems();
	const last = shown.at(-1)?.index ?? 0;
	const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
	useEffect(() => {
		if (hasNextPage && !isFetchingNextPage && last >= rows.length - 5) void fetchNextPage();
	}, [last, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage]);

	const open = rows.findIndex(({ id }) => id === openId);
	// biome-ignore lint/correctness/useExhaustiveDependencies: only moving on brings the row into sight, not each redrawing
	useEffect(() => {
		if (open >= 0) drawn.scrollToIndex(open, { align: "auto" });
	}, [openId]);

	return (
		<div className="scrolled" ref={box}>
			<ul style={{ height: drawn.getTotalSize() }} aria-label={t("conversations")}>
				{shown.map(({ index, key, start }) => {
					const row = rows[index];
					return (
						row && (
							<li
								key={key}
								ref={drawn.measureElement}
								data-index={index}
								aria-setsize={hasNextPage ? -1 : rows.length}
								aria-posinset={index + 1}
								style={{ transform: `translateY(${start}px)` }}
							>
								<Row row={row} open={row.id === openId} />
							</li>
						)
					);
				})}
			</ul>
			{isFetchingNextPage && <output className="state">{t("loading")}</output>}
		</div>
	);
}
