import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearchParams } from "wouter";
import { type SlotView, slotList } from "#admin/contract/delivery-slots.ts";
import { get, send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { useMay, useMember } from "../session/behind-the-counter.tsx";
import { Empty, Loaded, Pill } from "../states.tsx";
import { useNow } from "../use-now.ts";

const DAYS_SHOWN = 7;

/** How full the days ahead are, by slot; a lead makes one wider, or closes a day. */
export function DeliverySlots() {
	const { t } = useSpeech();
	const { zone } = useMember().session.shop;
	const now = useNow();
	const [asked, setAsked] = useSearchParams();
	const from = asked.get("from") ?? isoDay(now, zone);
	const until = isoDay(new Date(Date.parse(`${from}T12:00:00Z`) + (DAYS_SHOWN - 1) * 86_400_000), "UTC");
	const list = useQuery({
		queryKey: ["slots", from, until],
		queryFn: () => get(`/api/delivery-slots?from=${from}&until=${until}`, slotList),
	});
	return (
		<section className="screen">
			<header>
				<h1>{t("slotsTitle")}</h1>
				<label>
					{t("slotsFrom")}{" "}
					<input
						type="date"
						value={from}
						onChange={(event) => event.target.value && setAsked({ from: event.target.value }, { replace: true })}
					/>
				</label>
			</header>
			<Loaded query={list}>
				{({ items, points }) => (
					<>
						{points.length > 0 && (
							<section className="panel" aria-label={t("pointsTitle")}>
								<h2>{t("pointsTitle")}</h2>
								<ul className="plain">
									{points.map((point) => (
										<li key={point.id} className="line">
											<span>
												{point.title} <small>{point.address}</small>
											</span>
											<span>
												{t("pointsWaiting")} {point.waiting}
											</span>
										</li>
									))}
								</ul>
							</section>
						)}
						{items.length === 0 && <Empty>{t("slotsNone")}</Empty>}
						{[...byDay(items, zone)].map(([key, slots]) => (
							<Day key={key} slots={slots} zone={zone} />
						))}
					</>
				)}
			</Loaded>
		</section>
	);
}

function Day({ slots, zone }: { slots: readonly SlotView[]; zone: string }) {
	const { t, day, trouble } = useSpeech();
	const mayLead = useMay("lead-team");
	const [first] = slots;
	const closed = slots.every(({ capacity, taken }) => capacity <= taken);
	const changing = useChangeSlots((to: "open" | "closed") =>
		send("POST", "/api/delivery-days", {
			...{ to, delivery: first?.delivery },
			day: isoDay(new Date(first?.startsAt ?? 0), zone),
		}),
	);
	if (!first) return null;
	return (
		<section className="panel">
			<header className="line">
				<h2>
					{day(first.startsAt)} · {t(first.delivery === "courier" ? "courier" : "pickup")}
				</h2>
				{mayLead && (
					<button
						type="button"
						disabled={changing.isPending}
						onClick={() => changing.mutate(closed ? "open" : "closed")}
					>
						{closed ? t("dayOpen") : t("dayClose")}
					</button>
				)}
			</header>
			{changing.isError && <p role="alert">{trouble(changing.error)}</p>}
			<ul className="plain slots">
				{slots.map((slot) => (
					<Slot key={slot.id} slot={slot} mayLead={mayLead} />
				))}
			</ul>
		</section>
	);
}

function Slot({ slot, mayLead }: { slot: SlotView; mayLead: boolean }) {
	const { t, time, trouble } = useSpeech();
	const changing = useChangeSlots((capacity: number) => send("PUT", `/api/delivery-slots/${slot.id}`, { capacity }));
	const hours = `${time(slot.startsAt)}–${time(slot.endsAt)}`;
	const left = slot.capacity - slot.taken;
	return (
		<li className="line">
			<strong>{hours}</strong>
			<Pill tone={left > 0 ? "good" : "warn"}>
				{t("slotTaken")} {slot.taken} · {t("slotFree")} {Math.max(0, left)}
			</Pill>
			{mayLead && (
				<span className="pills">
					<button
						type="button"
						aria-label={`${t("slotFewer")}: ${hours}`}
						disabled={changing.isPending || left <= 0}
						onClick={() => changing.mutate(slot.capacity - 1)}
					>
						−
					</button>
					<button
						type="button"
						aria-label={`${t("slotMore")}: ${hours}`}
						disabled={changing.isPending}
						onClick={() => changing.mutate(slot.capacity + 1)}
					>
						+
					</button>
				</span>
			)}
			{changing.isError && <span role="alert">{trouble(changing.error)}</span>}
		</li>
	);
}

function useChangeSlots<Body>(deed: (body: Body) => Promise<unknown>) {
	const queries = useQueryClient();
	return useMutation({ mutationFn: deed, onSuccess: () => queries.invalidateQueries({ queryKey: ["slots"] }) });
}

function byDay(slots: readonly SlotView[], zone: string): Map<string, SlotView[]> {
	const days = new Map<string, SlotView[]>();
	for (const slot of slots) {
		const key = `${isoDay(new Date(slot.startsAt), zone)} ${slot.delivery}`;
		days.set(key, [...(days.get(key) ?? []), slot]);
	}
	return days;
}

/** 2026-11-22, at that clock: Sweden writes days as ISO does. */
function isoDay(at: Date, zone: string): string {
	return new Intl.DateTimeFormat("sv", { timeZone: zone }).format(at);
}
