import { Link } from "wouter";
import type { CustomerRowView } from "#admin/contract/customers.ts";
import { useSpeech } from "../language.tsx";
import { Pill } from "../states.tsx";

type Props = {
	readonly rows: readonly CustomerRowView[];
	/** Fields of the shop's own, each a column. */
	readonly fields: readonly { readonly id: string; readonly title: string }[];
	readonly picked: ReadonlySet<string>;
	/** Absent: nothing can be done with what is ticked. */
	readonly pick: ((ids: readonly string[], on: boolean) => void) | undefined;
};

/** Customers one under another, with what the shop wants to know of them. */
export function CustomerTable({ rows, fields, picked, pick }: Props) {
	const { t, money, day, name } = useSpeech();
	const all = rows.map(({ id }) => id);
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it by the arrows
		<section className="scrolls" aria-label={t("customers")} tabIndex={0}>
			<table className="listing">
				<caption className="unseen">{t("customers")}</caption>
				<thead>
					<tr>
						{pick && (
							<td>
								<input
									type="checkbox"
									aria-label={t("pickAll")}
									checked={all.every((id) => picked.has(id))}
									onChange={(event) => pick(all, event.target.checked)}
								/>
							</td>
						)}
						<th>{t("columnCustomer")}</th>
						<th>{t("columnChannels")}</th>
						<th>{t("columnOrders")}</th>
						<th>{t("columnLastOrder")}</th>
						<th>{t("columnTags")}</th>
						{fields.map(({ id, title }) => (
							<th key={id}>{title}</th>
						))}
					</tr>
				</thead>
				<tbody>
					{rows.map((row) => (
						<tr key={row.id}>
							{pick && (
								<td>
									<input
										type="checkbox"
										aria-label={row.name}
										checked={picked.has(row.id)}
										onChange={(event) => pick([row.id], event.target.checked)}
									/>
								</td>
							)}
							<th scope="row">
								<Link href={`/customers/${row.id}`}>{row.name}</Link>
								{row.phone && row.phone !== row.name && <small>{row.phone}</small>}
							</th>
							<td>{row.channels.map(name).join(", ")}</td>
							<td className="number">
								{row.ordersCount > 0 && (
									<>
										{row.ordersCount} · {money(row.ordersTotal)}
									</>
								)}
							</td>
							<td>{row.lastOrderAt && day(row.lastOrderAt)}</td>
							<td>
								<span className="pills">
									{row.tags.map((tag) => (
										<Pill key={tag}>{tag}</Pill>
									))}
								</span>
							</td>
							{fields.map(({ id }) => (
								<td key={id}>{row.fields[id]}</td>
							))}
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}
