import { stringify } from "csv-stringify/sync";
import { z } from "zod";
import {
	type BehindView,
	behind,
	behindName,
	behindQuery,
	pocket,
	type ReportView,
	report,
	reportQuery,
} from "#admin/contract/reports.ts";
import { drawDiagram } from "#core/flows/diagram.ts";
import { type InsightRules, insightRules } from "#core/insights/insight-rules.ts";
import { keepEpisodes } from "#core/insights/keep-episodes.ts";
import { type BehindName, listBehind } from "#core/insights/list-behind.ts";
import { lastDays, type Period } from "#core/insights/period.ts";
import { pocketOf, readPocket } from "#core/insights/pocket.ts";
import { readDays } from "#core/insights/read-days.ts";
import { readFlows, readHeat, readMeasures, readMembers, readTeams } from "#core/insights/read-measures.ts";
import { toMajor } from "#core/money.ts";
import { noteAudit } from "#core/note-audit.ts";
import { isTheirs } from "#core/team/may.ts";
import { type Asker, askerOfRoute } from "./guard.ts";
import { maskPhones, nameFor } from "./mask-phones.ts";
import type { Server, ServerParts } from "./server.ts";

/** The numbers of the shop, and the people behind them. */
export function reportRoutes(server: Server, { shop, flowBook, shopFacts }: ServerParts): void {
	const rules = () => insightRules(flowBook(), shopFacts);
	const named = z.strictObject({ name: behindName });

	server.get(
		"/api/reports/pocket",
		{
			config: { act: "read-reports" },
			schema: {
				querystring: z.strictObject({ span: z.enum(["today", "week"]).default("today") }),
				response: { 200: pocket },
			},
		},
		async (request) => {
			const seesMoney = askerOfRoute(request).can("see-money");
			const read = await readPocket(shop, { span: request.query.span, seesMoney, rules: rules() });
			return { ...presentPeriod(read), numbers: [...read.numbers] };
		},
	);

	server.get(
		"/api/reports",
		{ config: { act: "read-reports" }, schema: { querystring: reportQuery, response: { 200: report } } },
		(request) => readReport(lastDays(shop.now(), request.query.days, shopFacts.zone), askerOfRoute(request)),
	);

	server.get(
		"/api/reports/:name",
		{
			config: { act: "read-reports" },
			schema: { params: named, querystring: behindQuery, response: { 200: behind } },
		},
		async (request): Promise<BehindView> => {
			const asker = askerOfRoute(request);
			const rows = await readBehind(request.params.name, periodOf(request.query), LISTED + 1);
			const theirs = rows.slice(0, LISTED).filter(({ team }) => isTheirs(asker, team));
			return { items: theirs.map(presenter(asker)), more: rows.length > LISTED };
		},
	);

	server.get(
		"/api/reports/:name/file",
		{ config: { act: "read-reports" }, schema: { params: named, querystring: behindQuery } },
		async (request, answer) => {
			const { name } = request.params;
			const asker = askerOfRoute(request);
			const all = await readBehind(name, periodOf(request.query), FILED);
			const rows = all.filter(({ team }) => isTheirs(asker, team));
			await noteAudit(shop, {
				actor: `operator:${asker.id}`,
				act: "export",
				thing: `report:${name}`,
				after: { rows: rows.length },
			});
			// A name may begin like a formula: a spreadsheet must not run it.
			const options = { header: true, columns: COLUMNS, bom: true, escape_formulas: true };
			const sheet = stringify(rows.map(presenter(asker)).map(cells), options);
			return answer
				.header("content-type", "text/csv; charset=utf-8")
				.header("content-disposition", `attachment; filename="${name}.csv"`)
				.send(sheet);
		},
	);

	async function readReport(period: Period, asker: Asker): Promise<ReportView> {
		const current = rules();
		const seesMoney = asker.can("see-money");
		const read = await pocketOf(shop, { period, seesMoney, rules: current });
		const [measures, teams, members, flows, heat, days] = await Promise.all([
			readMeasures(shop, period),
			readTeams(shop, period),
			readMembers(shop, period),
			readFlows(shop, period),
			readHeat(shop, period),
			readDays(shop, { period, zone: current.zone }),
		]);
		return {
			...presentPeriod(period),
			...measures,
			pocket: [...read.numbers],
			outcomes: measures.outcomes.map((one) => ({ ...one, title: current.reasonTitle(one.reason) })),
			teams: teams.map((team) => ({ ...team, team: team.team && current.teamTitle(team.team) })),
			members,
			flows,
			heat: heat.map((one) => ({ ...one, reasons: { ...one.reasons }, ...placeOf(one) })),
			days: days.map(({ day, orders, revenue }) => ({
				...{ day, orders },
				revenue: seesMoney ? { minor: revenue, currency: current.currency } : null,
			})),
		};
	}

	/** Where the step stands in its file as it is now. */
	function placeOf({ flow, step }: { flow: string | null; step: string | null }) {
		const loaded = flow === null ? undefined : flowBook().flows.get(flow);
		if (!loaded) return { file: null, line: null, node: null };
		const drawn = drawDiagram(loaded.flow, "ru").nodes.find((node) => node.step === step);
		return { file: loaded.file, line: drawn?.line ?? null, node: drawn?.id ?? null };
	}

	async function readBehind(name: BehindName, period: Period, limit: number) {
		await keepEpisodes(shop, rules().measures);
		return listBehind(shop, { name, period, limit });
	}

	function periodOf({ from, until }: z.output<typeof behindQuery>): Period {
		const usual = lastDays(shop.now(), 7, shopFacts.zone);
		return { from: from ? new Date(from) : usual.from, until: until ? new Date(until) : usual.until };
	}

	function presenter(asker: Asker) {
		const current: InsightRules = rules();
		const seesMoney = asker.can("see-money");
		return (row: Awaited<ReturnType<typeof listBehind>>[number]): BehindView["items"][number] => ({
			conversationId: asker.can("read-conversations") ? row.conversationId : null,
			customer: { id: row.customer.id, name: nameFor(asker, row.customer) },
			at: row.at.toISOString(),
			wall: row.wall,
			open: row.open,
			// A reason or a team stands first, by its id.
			note: row.note && maskPhones(row.note.replace(/^\w+/, titleOf(current)), asker),
			orderNumber: row.orderNumber,
			total: row.total === null || !seesMoney ? null : { minor: row.total, currency: current.currency },
		});
	}
}

function titleOf({ reasonTitle, teamTitle }: InsightRules) {
	return (id: string) => reasonTitle(teamTitle(id));
}

/** As many as a person reads, and as many as a sheet takes. */
const LISTED = 100;
const FILED = 10_000;

function presentPeriod({ from, until }: Period) {
	return { from: from.toISOString(), until: until.toISOString() };
}

const COLUMNS = ["at", "customer", "seconds", "open_seconds", "note", "order", "total", "currency"];

function cells({ at, customer, wall, open, note, orderNumber, total }: BehindView["items"][number]) {
	return {
		at,
		customer: customer.name,
		seconds: wall,
		open_seconds: open,
		note,
		order: orderNumber,
		total: total && toMajor(total),
		currency: total?.currency,
	};
}
