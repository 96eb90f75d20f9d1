import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "wouter";
import { type TakenImportView, type UndoLookView, undoLook } from "#admin/contract/customer-imports.ts";
import { get, send } from "../api.ts";
import { Dialog } from "../dialog.tsx";
import { useSpeech } from "../language.tsx";
import type { Speech } from "../speech.ts";
import { Loaded } from "../states.tsx";

const LOOK_MS = 1000;

/** What taking a file back will do, asked before it is done; then how far it is, and what stayed. */
export function UndoImport({ taken, close }: { taken: TakenImportView; close: () => void }) {
	const { t, trouble } = useSpeech();
	const queries = useQueryClient();
	const path = `/api/customer-imports/taken/${taken.id}`;
	const query = useQuery({
		queryKey: [path],
		queryFn: () => get(path, undoLook),
		refetchOnMount: "always",
		refetchInterval: ({ state }) => (state.data?.state === "running" ? LOOK_MS : false),
	});
	const undoing = useMutation({
		mutationFn: () => send("POST", `${path}/undo`),
		onSuccess: () => queries.invalidateQueries({ queryKey: [path] }),
	});

	function leave() {
		void queries.invalidateQueries({ queryKey: ["/api/customer-imports/taken"] });
		void queries.invalidateQueries({ queryKey: ["customers"] });
		close();
	}

	return (
		<Dialog title={`${t("undoTitle")} «${taken.file}»`} close={leave}>
			<Loaded query={query}>
				{(look) => (
					<>
						<Sums look={look} />
						<Examples look={look} />
						{undoing.isError && <p role="alert">{trouble(undoing.error)}</p>}
						{look.state === "ready" && (
							<p className="line">
								<button
									type="button"
									className="danger"
									disabled={undoing.isPending || look.removed + look.mended === 0}
									onClick={() => undoing.mutate()}
								>
									{t("undoDo")}
								</button>
								<button type="button" className="quiet" onClick={leave}>
									{t("stop")}
								</button>
							</p>
						)}
					</>
				)}
			</Loaded>
		</Dialog>
	);
}

function Sums({ look: { state, people, looked, removed, mended, stay } }: { look: UndoLookView }) {
	const { t } = useSpeech();
	const ahead = state === "ready";
	return (
		<>
			{state === "running" && (
				<label>
					{t("undoIsRunning")} <progress max={people} value={looked} />
				</label>
			)}
			<ul className="plain undo-sums" role="status">
				<li>
					{t(ahead ? "undoWillRemove" : "undoRemoved")} {removed}
				</li>
				<li>
					{t(ahead ? "undoWillMend" : "undoMended")} {mended}
				</li>
				<li>
					{t(ahead ? "undoWillStay" : "undoStayed")} {stay}
				</li>
			</ul>
			{ahead && <p>{t("undoMeans")}</p>}
		</>
	);
}

function Examples({ look: { state, examples } }: { look: UndoLookView }) {
	const { t } = useSpeech();
	if (examples.length === 0) return null;
	return (
		<details open={state === "done"}>
			<summary>{t("undoWhy")}</summary>
			<ul className="plain listed">
				{examples.map(({ customerId, name, stays }) => (
					<li key={customerId}>
						<Link href={`/customers/${customerId}`}>{name || t("undoSomebody")}</Link>
						<small className="undo-why">{staysIn(stays, t)}</small>
					</li>
				))}
			</ul>
		</details>
	);
}

type Stays = UndoLookView["examples"][number]["stays"];

/** «Город, метка «vip» — изменено после загрузки» */
function staysIn(stays: Stays, t: Speech["t"]): string {
	const reasons = [...new Set(stays.map(({ why }) => why))];
	return reasons
		.map((reason) => {
			const whats = new Set(stays.filter(({ why }) => why === reason).map(({ what }) => nameOf(what, t)));
			const told = [...whats].filter(Boolean).join(", ");
			return told ? `${told} — ${t(`undo_${reason}`)}` : t(`undo_${reason}`);
		})
		.join("; ");
}

/** Nothing for the customer whole: the name stands before it. */
function nameOf(what: string, t: Speech["t"]): string {
	if (what === "customer") return "";
	if (what.startsWith("tag:")) return `${t("filterTag").toLowerCase()} «${what.slice("tag:".length)}»`;
	if (what.startsWith("field:")) return what.slice("field:".length);
	return isColumn(what) ? t(COLUMNS[what]) : what;
}

function isColumn(what: string): what is keyof typeof COLUMNS {
	return what in COLUMNS;
}

const COLUMNS = {
	externalRef: "people_ref",
	firstName: "people_first_name",
	lastName: "people_last_name",
	phone: "people_phone",
	email: "people_email",
	birthday: "people_birthday",
	city: "people_city",
	lastAddress: "people_address",
	addresses: "people_address",
	note: "people_note",
	consent: "undoConsent",
	chat: "undoChat",
} as const;
