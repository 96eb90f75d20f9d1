import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
	type MovedOrders,
	movedOrders,
	type OrderStateName,
	type OrderView,
	orderStates,
} from "#admin/contract/orders.ts";
import { ApiRefusal, send } from "../api.ts";
import { Dialog } from "../dialog.tsx";
import { useSpeech } from "../language.tsx";
import { type ChosenReason, OutcomePicker } from "../outcomes/outcome-picker.tsx";
import { GIVE_UP } from "./move-order.ts";

type Change = { to: OrderStateName } & Partial<ChosenReason>;

/** The same step for all that are ticked, and then what became of each; a slip can be taken back at once. */
export function BulkMoves({ chosen, onDone }: { chosen: readonly OrderView[]; onDone: () => void }) {
	const { t, trouble } = useSpeech();
	const queries = useQueryClient();
	const [leaving, setLeaving] = useState<OrderStateName | null>(null);
	const ids = chosen.map(({ id }) => id);
	const onSuccess = () => queries.invalidateQueries({ queryKey: ["orders"] });
	const moving = useMutation({
		mutationFn: async (change: Change) =>
			movedOrders.parse(await send("POST", "/api/order-states", { ids, ...change })),
		onSuccess: () => {
			onDone();
			undoing.reset();
			return onSuccess();
		},
	});
	const undoing = useMutation({
		mutationFn: async (done: MovedOrders["done"]) =>
			movedOrders.parse(await send("POST", "/api/order-steps-back", { ids: done.map(({ id }) => id) })),
		onSuccess,
	});
	// Only where at least one of them may go.
	const ways = orderStates.filter((to) => chosen.some(({ next }) => next.includes(to)));
	const report = undoing.data ?? moving.data;
	const busy = moving.isPending || undoing.isPending;

	return (
		<>
			<div className="bulk" aria-live="polite">
				<span>
					{t("picked")} {chosen.length}
				</span>
				{ways.map((to) => (
					<button
						key={to}
						type="button"
						disabled={busy}
						onClick={() => (GIVE_UP[to] ? setLeaving(to) : moving.mutate({ to }))}
					>
						→ {t(to)}
					</button>
				))}
				{report && (
					<span className="pills">
						{undoing.data ? t("takenBack") : t("movedOn")} {report.done.length}
						{report.refused.length > 0 && ` · ${t("notMoved")} ${report.refused.length}`}
					</span>
				)}
				{moving.data && !undoing.data && !GIVE_UP[moving.variables.to] && moving.variables.to !== "delivered" && (
					<button type="button" className="quiet" disabled={busy} onClick={() => undoing.mutate(moving.data.done)}>
						{t("takeBackStep")}
					</button>
				)}
			</div>
			{report && report.refused.length > 0 && (
				<ul className="plain not-moved">
					{report.refused.map(({ id, number, code, message }) => (
						<li key={id}>
							<strong>№ {number ?? "?"}</strong> {trouble(new ApiRefusal(409, code, message))}
						</li>
					))}
				</ul>
			)}
			{(moving.error ?? undoing.error) && <p role="alert">{trouble(moving.error ?? undoing.error ?? new Error())}</p>}
			{leaving && (
				<Dialog title={`${t(leaving)}: ${chosen.length}`} close={() => setLeaving(null)}>
					<OutcomePicker
						kind="lost"
						label={t(GIVE_UP[leaving]?.why ?? "outcomeWhyLost")}
						onChoose={(reason) => {
							moving.mutate({ to: leaving, ...reason });
							setLeaving(null);
						}}
						onCancel={() => setLeaving(null)}
					/>
				</Dialog>
			)}
		</>
	);
}
