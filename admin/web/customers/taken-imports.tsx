import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type TakenImportView, takenImports } from "#admin/contract/customer-imports.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Loaded, Pill } from "../states.tsx";
import { UndoImport } from "./undo-import.tsx";

const ADDRESS = "/api/customer-imports/taken";

/** The files of before, and the way back from a wrong one. */
export function TakenImports() {
	const { t } = useSpeech();
	const query = useQuery({ queryKey: [ADDRESS], queryFn: () => get(ADDRESS, takenImports), refetchOnMount: "always" });
	return (
		<Loaded query={query}>
			{({ imports }) =>
				imports.length > 0 && (
					<section className="panel">
						<h2>{t("undoFiles")}</h2>
						<ul className="plain listed">
							{imports.map((taken) => (
								<TakenImport key={taken.id} taken={taken} />
							))}
						</ul>
					</section>
				)
			}
		</Loaded>
	);
}

function TakenImport({ taken }: { taken: TakenImportView }) {
	const { t, when } = useSpeech();
	const { file, startedAt, imported, undo } = taken;
	const [open, setOpen] = useState(false);
	return (
		<li>
			<span className="taken-file">
				<strong>{file}</strong>{" "}
				<small className="faint">
					{when(startedAt)} · {t("importTaken")} {imported}
				</small>
			</span>
			{undo === "none" ? (
				<small className="faint">{t("undoNone")}</small>
			) : (
				<>
					{undo !== "ready" && <Pill>{t(undo === "done" ? "undoIsDone" : "undoIsRunning")}</Pill>}
					<button
						type="button"
						className="quiet"
						aria-label={`${t(TITLES[undo])}: ${file}`}
						onClick={() => setOpen(true)}
					>
						{t(TITLES[undo])}
					</button>
				</>
			)}
			{open && <UndoImport taken={taken} close={() => setOpen(false)} />}
		</li>
	);
}

const TITLES = { ready: "undoAsk", running: "undoHowFar", done: "undoWhatStayed" } as const;
