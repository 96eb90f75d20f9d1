import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "wouter";
import { type BehindNameView, type BehindView, behind, behindName } from "#admin/contract/reports.ts";
import { get } from "../api.ts";
import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";
import { Empty, Loaded } from "../states.tsx";
import { showLength } from "./show-numbers.ts";
import { whyAsked } from "./why-asked.ts";

/** Whom a number is about. */
export function BehindList({ name: written }: { name: string }) {
	const { t } = useSpeech();
	const name = behindName.safeParse(written).data;
	return name ? <List name={name} /> : <Empty>{t("notFound")}</Empty>;
}

function List({ name }: { name: BehindNameView }) {
	const { t, when } = useSpeech();
	const [asked] = useSearchParams();
	const period = new URLSearchParams([...asked].filter(([key]) => key === "from" || key === "until"));
	const found = useQuery({
		queryKey: ["reports", name, period.toString()],
		queryFn: () => get(`/api/reports/${name}?${period}`, behind),
	});
	const [from, until] = [period.get("from"), period.get("until")];
	return (
		<section className="screen reports">
			<header>
				<Link href="/reports" className="back" aria-label={t("back")}>
					←
				</Link>
				<h1>{t(`rp_${name}`)}</h1>
				{from && until && (
					<span className="faint grow">
						{when(from)} — {when(until)}
					</span>
				)}
				<a className="button" href={`/api/reports/${name}/file?${period}`} download={`${name}.csv`}>
					{t("rpSheet")}
				</a>
			</header>
			<Loaded query={found}>
				{({ items, more }) =>
					items.length === 0 ? (
						<Empty />
					) : (
						<>
							<ul className="rows">
								{keyed(items, ({ customer, at }) => `${customer.id} ${at}`).map(({ key, item }) => (
									<Row key={key} item={item} />
								))}
							</ul>
							{more && <p className="faint">{t("rpLonger")}</p>}
						</>
					)
				}
			</Loaded>
		</section>
	);
}

function Row({ item }: { item: BehindView["items"][number] }) {
	const speech = useSpeech();
	const { t, when, money } = speech;
	const { conversationId, customer, at, wall, open, note, orderNumber, total } = item;
	const href = conversationId ? `/conversations/${conversationId}` : `/customers/${customer.id}`;
	return (
		<li>
			<Link href={href} className="row">
				<span className="line">
					<strong>{customer.name}</strong>
					<span className="faint">{when(at)}</span>
				</span>
				<span className="line">
					<span>
						{orderNumber !== null && `№ ${orderNumber} `}
						{note && whyAsked(note, speech)}
					</span>
					<span>
						{total && money(total)}
						{wall !== null && <strong>{showLength(wall, speech)}</strong>}
						{open !== null && open !== wall && (
							<small>
								{" "}
								{t("rpOpenHours")} {showLength(open, speech)}
							</small>
						)}
					</span>
				</span>
			</Link>
		</li>
	);
}
