import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { type AuditRow, auditPage } from "#admin/contract/audit.ts";
import { members } from "#admin/contract/team.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { More } from "../more.tsx";
import { Empty, Loaded } from "../states.tsx";
import { isWord } from "../words.ts";

type Filter = {
	readonly by: string;
	readonly act: string;
	readonly thing: string;
	readonly from: string;
	readonly until: string;
};
const ALL: Filter = { by: "", act: "", thing: "", from: "", until: "" };

/** Kinds of deeds that are looked for; each is the beginning of a name. */
const KINDS = [
	"customer.read",
	"customers",
	"order",
	"sign-in",
	"member",
	"second-factor",
	"api-key",
	"webhook",
	"flows",
];

/** Who did what, and who looked at whom, newest first. */
export function Audit() {
	const { t } = useSpeech();
	const [filter, setFilter] = useState(ALL);
	const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== "")).toString();
	const found = useInfiniteQuery({
		queryKey: ["audit", query],
		queryFn: ({ pageParam }) => get(`/api/audit?${query}${pageParam && `&after=${pageParam}`}`, auditPage),
		initialPageParam: "",
		getNextPageParam: (last) => last.next,
	});
	return (
		<>
			<Filters filter={filter} change={(part) => setFilter({ ...filter, ...part })} />
			<Loaded query={found}>
				{({ pages }) => {
					const rows = pages.flatMap(({ items }) => items);
					return rows.length === 0 ? (
						<Empty>{t("noDeeds")}</Empty>
					) : (
						<ul className="rows">
							{rows.map((row) => (
								<Deed key={row.id} row={row} />
							))}
						</ul>
					);
				}}
			</Loaded>
			<More of={found} />
		</>
	);
}

function Filters({ filter, change }: { filter: Filter; change: (part: Partial<Filter>) => void }) {
	const { t, name } = useSpeech();
	const people = useQuery({ queryKey: ["team", "members"], queryFn: () => get("/api/members", members) });
	return (
		<search className="filters">
			<label>
				{t("auditWho")}
				<select value={filter.by} onChange={({ target }) => change({ by: target.value })}>
					<option value="">{t("everybody")}</option>
					{people.data?.members.map((member) => (
						<option key={member.id} value={member.id}>
							{member.name}
						</option>
					))}
				</select>
			</label>
			<label>
				{t("auditWhat")}
				<select value={filter.act} onChange={({ target }) => change({ act: target.value })}>
					<option value="">{t("everything")}</option>
					{KINDS.map((kind) => (
						<option key={kind} value={kind}>
							{name(`audit ${kind}`).replace(/^audit /, "")}
						</option>
					))}
				</select>
			</label>
			<label>
				{t("auditWhom")}
				<input
					value={filter.thing}
					maxLength={100}
					placeholder="customer:…"
					onChange={({ target }) => change({ thing: target.value })}
				/>
			</label>
			<label>
				{t("auditFrom")}
				<input type="date" value={filter.from} onChange={({ target }) => change({ from: target.value })} />
			</label>
			<label>
				{t("auditUntil")}
				<input type="date" value={filter.until} onChange={({ target }) => change({ until: target.value })} />
			</label>
		</search>
	);
}

function Deed({ row }: { row: AuditRow }) {
	const { t, when } = useSpeech();
	const customer = /^customer:(.+)$/.exec(row.thing)?.[1];
	const title = row.thingName ?? row.thing;
	const changed = [row.before, row.after].some((side) => side !== null && side !== undefined);
	const known = `audit ${row.act}`;
	return (
		<li className="row">
			<p className="line">
				<span>
					<strong>{row.actorName ?? row.actor}</strong> · {isWord(known) ? t(known) : row.act} ·{" "}
					{customer ? <Link href={`/customers/${customer}`}>{title}</Link> : <span className="words">{title}</span>}
				</span>
				<small>{when(row.at)}</small>
			</p>
			{changed && <Change text={`${shown(row.before)} → ${shown(row.after)}`} />}
		</li>
	);
}

/** A change of many things at once hides the next deeds; whoever wants it opens it. */
const LONG = 200;

function Change({ text }: { text: string }) {
	const { t } = useSpeech();
	const change = <small className="words">{text}</small>;
	if (text.length <= LONG) return change;
	return (
		<details>
			<summary>{t("auditChange")}</summary>
			{change}
		</details>
	);
}

function shown(side: unknown): string {
	if (side === null || side === undefined) return "—";
	return typeof side === "string" ? side : JSON.stringify(side);
}
