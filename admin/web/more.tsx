import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { useSpeech } from "./language.tsx";

type Paged = Pick<UseInfiniteQueryResult, "hasNextPage" | "isFetchingNextPage" | "fetchNextPage">;

/** Below a long list: its next page, as long as there is one. */
export function More({ of: list }: { of: Paged }) {
	const { t } = useSpeech();
	if (!list.hasNextPage) return null;
	return (
		<button type="button" className="wide" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
			{t("more")}
		</button>
	);
}
