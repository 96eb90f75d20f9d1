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
	const [chosen, choose] = useState<TakenImportView>();
	const query = useQuery({ queryKey: [ADDRESS], queryFn: () => get(ADDRESS, takenImports), refetchOnMount: "always" });
	return (
		<Loaded query={query}>
			{({ imports }) =>
				imports.length > 0 && (
					<section className="panel">
						<h2>{t("undoFiles")}</h2>
						<ul className="plain listed">
							{imports.map((taken) => (
								<TakenImport key={taken.id} taken={taken} choose={choose} />
							))}
						</ul>
						{chosen && <UndoImport taken={chosen} close={() => choose(undefined)} />}
					</section>
				)
			}
		</Loaded>
	);
}

function TakenImport({ taken, choose }: { taken: TakenImportView; choose: (taken: TakenImportView) => void }) {
	const { t, when } = useSpeech();
	const { file, startedAt, imported, undo } = taken;
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
						onClick={() => choose(taken)}
					>
						{t(TITLES[undo])}
					</button>
				</>
			)}
		</li>
	);
}

const TITLES = { ready: "undoAsk", running: "undoHowFar", done: "undoWhatStayed" } as const;
