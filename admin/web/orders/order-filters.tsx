import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "wouter";
import { slotList } from "#admin/contract/delivery-slots.ts";
import { orderChoices } from "#admin/contract/orders.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";

/** What the address says of the orders meant: a filter can be sent to a colleague as a link. */
export function useOrderFilter() {
	const [asked, setAsked] = useSearchParams();
	const filter = new URLSearchParams(
		FIELDS.flatMap((field) => {
			const value = asked.get(field);
			return value ? [[field, value]] : [];
		}),
	);
	return {
		asked,
		/** As the API is asked. */
		query: filter.toString(),
		change: (field: string, value: string) =>
			setAsked(
				(before) => {
					const next = new URLSearchParams(before);
					if (value) next.set(field, value);
					else next.delete(field);
					// Another day has other slots.
					if (field === "due") next.delete("slot");
					return next;
				},
				{ replace: true },
			),
		clear: () => setAsked((before) => (before.get("as") ? { as: before.get("as") ?? "" } : {}), { replace: true }),
		filtered: filter.size > 0,
	};
}

const FIELDS = ["from", "until", "due", "slot", "warehouse", "channel", "tag", "wants", "search"] as const;

/** The fields by which orders are sifted. */
export function OrderFilters({ filter }: { filter: ReturnType<typeof useOrderFilter> }) {
	const { t, name, time } = useSpeech();
	const { asked, change, clear, filtered } = filter;
	const due = asked.get("due") ?? "";
	const choices = useQuery({ queryKey: ["order-choices"], queryFn: () => get("/api/order-choices", orderChoices) });
	const slots = useQuery({
		queryKey: ["slots", due],
		queryFn: () => get(`/api/delivery-slots?from=${due}&until=${due}`, slotList),
		enabled: due !== "",
	});
	const value = (field: string) => asked.get(field) ?? "";
	return (
		<search className="filters">
			<input
				type="search"
				aria-label={t("ordersSearch")}
				placeholder={t("ordersSearch")}
				value={value("search")}
				maxLength={100}
				onChange={(event) => change("search", event.target.value)}
			/>
			<details open={filtered}>
				<summary>{t("filters")}</summary>
				<div className="fields">
					<label>
						{t("filterDue")}
						<input type="date" value={due} onChange={(event) => change("due", event.target.value)} />
					</label>
					{due && (
						<label>
							{t("filterSlot")}
							<select value={value("slot")} onChange={(event) => change("slot", event.target.value)}>
								<option value="">{t("filterAny")}</option>
								{slots.data?.items.map((slot) => (
									<option key={slot.id} value={slot.id}>
										{t(slot.delivery === "courier" ? "courier" : "pickup")} {time(slot.startsAt)}–{time(slot.endsAt)}
									</option>
								))}
							</select>
						</label>
					)}
					<label>
						{t("filterFrom")}
						<input type="date" value={value("from")} onChange={(event) => change("from", event.target.value)} />
					</label>
					<label>
						{t("filterUntil")}
						<input type="date" value={value("until")} onChange={(event) => change("until", event.target.value)} />
					</label>
					<label>
						{t("filterWants")}
						<select value={value("wants")} onChange={(event) => change("wants", event.target.value)}>
							<option value="">{t("filterAny")}</option>
							<option value="money">{t("filterUnpaid")}</option>
							<option value="late">{t("filterLate")}</option>
						</select>
					</label>
					<label>
						{t("filterWarehouse")}
						<select value={value("warehouse")} onChange={(event) => change("warehouse", event.target.value)}>
							<option value="">{t("filterAny")}</option>
							{choices.data?.warehouses.map(({ id, title }) => (
								<option key={id} value={id}>
									{title}
								</option>
							))}
						</select>
					</label>
					<label>
						{t("filterChannel")}
						<select value={value("channel")} onChange={(event) => change("channel", event.target.value)}>
							<option value="">{t("filterAny")}</option>
							{choices.data?.channels.map((channel) => (
								<option key={channel} value={channel}>
									{name(channel)}
								</option>
							))}
						</select>
					</label>
					{choices.data && choices.data.tags.length > 0 && (
						<label>
							{t("filterTag")}
							<select value={value("tag")} onChange={(event) => change("tag", event.target.value)}>
								<option value="">{t("filterAny")}</option>
								{choices.data.tags.map((tag) => (
									<option key={tag}>{tag}</option>
								))}
							</select>
						</label>
					)}
					{filtered && (
						<button type="button" className="quiet" onClick={clear}>
							{t("filterClear")}
						</button>
					)}
				</div>
			</details>
		</search>
	);
}
