import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useSearchParams } from "wouter";
import { customerChoices, customerPage } from "#admin/contract/customers.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { More } from "../more.tsx";
import { useMay } from "../session/behind-the-counter.tsx";
import { Empty, Loaded } from "../states.tsx";
import { useSettled } from "../use-settled.ts";
import { BulkTags } from "./bulk-tags.tsx";
import { CustomerFilters } from "./customer-filters.tsx";
import { CustomerTable } from "./customer-table.tsx";
import { Suggestions } from "./suggestions.tsx";

/** Everybody, or those meant: found by name, phone or the number of an order, sifted by what we know of them. */
export function Customers() {
	const { t } = useSpeech();
	const [asked] = useSearchParams();
	const query = useSettled(asked.toString(), 250);
	const [mayTag, mayExport] = [useMay("write-to-customers"), useMay("lead-team")];
	const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
	const choices = useQuery({
		queryKey: ["customer-choices"],
		queryFn: () => get("/api/customer-choices", customerChoices),
		staleTime: 60_000,
	});
	const list = useInfiniteQuery({
		queryKey: ["customers", query],
		queryFn: ({ pageParam }) => get(`/api/customers?${query}${pageParam && `&after=${pageParam}`}`, customerPage),
		initialPageParam: "",
		getNextPageParam: (last) => last.next,
		placeholderData: (before) => before,
	});
	const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
	const ids = rows.map(({ id }) => id).filter((id) => picked.has(id));

	function pick(some: readonly string[], on: boolean) {
		setPicked((before) => new Set(on ? [...before, ...some] : [...before].filter((id) => !some.includes(id))));
	}

	return (
		<section className="screen wide-screen">
			<header>
				<h1>{t("customers")}</h1>
				<span className="grow" />
				{mayExport && (
					<Link className="button" href="/import/customers">
						{t("importFile")}
					</Link>
				)}
				{mayExport && (
					<a className="button" href={`/api/customers.csv?${query}`} download>
						{t("exportFile")}
					</a>
				)}
			</header>
			<CustomerFilters choices={choices.data} />
			<Suggestions />
			{mayTag && <BulkTags ids={ids} known={choices.data?.tags ?? []} onDone={() => setPicked(new Set())} />}
			<Loaded query={list}>
				{() =>
					rows.length === 0 ? (
						<Empty />
					) : (
						<CustomerTable
							rows={rows}
							fields={choices.data?.fields ?? []}
							picked={picked}
							pick={mayTag ? pick : undefined}
						/>
					)
				}
			</Loaded>
			<More of={list} />
		</section>
	);
}
