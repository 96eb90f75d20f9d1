import { findRun } from "./find-run.ts";
import { type Subcommand, type Terminal, withShop } from "./subcommand.ts";
import { traceReport } from "./trace-report.ts";

/** `trace RUN` */
export const traceCommand: Subcommand = {
	name: "trace",
	call: "trace RUN",
	summary: "what a dialog did and why, one line a step; the beginning of its id is enough",
	run: trace,
};

function trace(args: readonly string[], terminal: Terminal): number | Promise<number> {
	const [beginning, ...more] = args;
	if (beginning === undefined || more.length > 0) {
		terminal.error(`write ${traceCommand.call}`);
		return 2;
	}
	return withShop(terminal, async ({ shop, zone }) => {
		const id = await findRun(shop, beginning);
		const run = await shop.db.flowRun.findUniqueOrThrow({ where: { id } });
		const customer = await shop.db.customer.findUnique({ where: { id: run.customerId }, select: { firstName: true } });
		const steps = await shop.db.flowStep.findMany({ where: { runId: id }, orderBy: [{ seq: "asc" }, { id: "asc" }] });
		terminal.say(traceReport({ ...run, customer: customer?.firstName ?? "—" }, steps, zone));
		return 0;
	});
}
