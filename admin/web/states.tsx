import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ApiRefusal } from "./api.ts";
import { useSpeech } from "./language.tsx";

/** What a screen shows until it can show the thing itself: loading, broken with a way on, or the thing. */
export function Loaded<Data>({
	query,
	children,
}: {
	query: UseQueryResult<Data>;
	children: (data: Data) => ReactNode;
}) {
	const { t, trouble } = useSpeech();
	if (query.data !== undefined) return children(query.data);
	// Asked again, it would be refused again: somebody was sent an address that is not for their role.
	if (query.error instanceof ApiRefusal && query.error.code === "not-allowed") return <Empty>{t("noAccess")}</Empty>;
	if (query.isError)
		return (
			<div className="state" role="alert">
				<p>{t("broken")}</p>
				<p className="faint">{trouble(query.error)}</p>
				<button type="button" onClick={() => void query.refetch()}>
					{t("again")}
				</button>
			</div>
		);
	return <Loading />;
}

/** Something is on its way. */
export function Loading() {
	const { t } = useSpeech();
	return (
		<output className="state">
			<span className="spinner" />
			{t("loading")}
		</output>
	);
}

/** An empty list says so. */
export function Empty({ children }: { children?: ReactNode }) {
	const { t } = useSpeech();
	return <p className="state faint">{children ?? t("empty")}</p>;
}

/** A short word in a coloured pill; `title` says more to whoever points at it. */
export function Pill({
	tone = "plain",
	title,
	children,
}: {
	tone?: "plain" | "good" | "warn" | "bad" | "info";
	title?: string | undefined;
	children: ReactNode;
}) {
	return (
		<span className={`pill ${tone}`} title={title}>
			{children}
		</span>
	);
}
