import { type UseMutationResult, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Running } from "./running.tsx";

type Counted = { readonly imported: number; readonly refused: number };

type Progress<Result> = {
	readonly state:
		| { readonly is: "ready" | "failed" }
		| { readonly is: "running"; readonly percent: number }
		| { readonly is: "done"; readonly result: Result };
};

type TakeParts<Result> = {
	/** `/api/imports/<id>`: the file that was brought. */
	readonly path: string;
	readonly mapping: object;
	/** What is to be chosen before anything can be counted. */
	readonly lacks: string | undefined;
	readonly readPreview: (answer: unknown) => Result;
	readonly progress: () => Promise<Progress<Result>>;
	/** The list that is longer afterwards. */
	readonly fills: string;
	readonly tell: (result: Result) => ReactNode;
	/** What is in the file, and which column holds what. */
	readonly children: ReactNode;
};

const LOOK_MS = 500;

/** A file that was brought: what will come of it, how far it is, and what became of it. */
export function TakeFile<Result extends Counted>(parts: TakeParts<Result>) {
	const { path, mapping, lacks, progress, fills, tell, children } = parts;
	const { t } = useSpeech();
	const queries = useQueryClient();
	const starting = useMutation({ mutationFn: () => send("POST", `${path}/start`, mapping) });
	const looked = useQuery({
		queryKey: [path],
		queryFn: progress,
		enabled: starting.isSuccess,
		refetchInterval: ({ state }) => (isOver(state.data) ? false : LOOK_MS),
	});
	const state = looked.data?.state;
	useEffect(() => {
		if (state?.is === "done") void queries.invalidateQueries({ queryKey: [fills] });
	}, [state?.is, queries, fills]);

	if (state?.is === "done")
		return (
			<Done path={path} refused={state.result.refused}>
				{tell(state.result)}
			</Done>
		);
	if (state?.is === "failed") return <p role="alert">{t("importFailed")}</p>;
	if (starting.isSuccess) return <Running percent={state?.is === "running" ? state.percent : 0} />;
	return (
		<>
			{children}
			{lacks === undefined ? <Preview {...parts} starting={starting} /> : <p role="status">{lacks}</p>}
		</>
	);
}

function isOver(progress: Progress<unknown> | undefined): boolean {
	return progress?.state.is === "done" || progress?.state.is === "failed";
}

function Done({ path, refused, children }: { path: string; refused: number; children: ReactNode }) {
	const { t } = useSpeech();
	return (
		<section className="panel">
			<h2>{t("importDone")}</h2>
			{children}
			{refused > 0 && (
				<a className="button" href={`${path}/refused.csv`} download>
					{t("importRefusedFile")}
				</a>
			)}
		</section>
	);
}

type PreviewParts<Result> = Pick<TakeParts<Result>, "path" | "mapping" | "readPreview" | "tell"> & {
	readonly starting: UseMutationResult<unknown, Error, void>;
};

function Preview<Result extends Counted>({ path, mapping, readPreview, tell, starting }: PreviewParts<Result>) {
	const { t, trouble } = useSpeech();
	const preview = useQuery({
		queryKey: [path, "preview", mapping],
		queryFn: async () => readPreview(await send("POST", `${path}/preview`, mapping)),
	});
	return (
		<>
			{preview.isError && <p role="alert">{trouble(preview.error)}</p>}
			{preview.isFetching && <output>{t("importCounting")}</output>}
			{preview.data && (
				<section className="panel">
					<h2>{t("importWill")}</h2>
					{tell(preview.data)}
					{starting.isError && <p role="alert">{trouble(starting.error)}</p>}
					<button
						type="button"
						className="main"
						disabled={starting.isPending || preview.data.imported === 0}
						onClick={() => starting.mutate()}
					>
						{t("importStart")} ({preview.data.imported})
					</button>
				</section>
			)}
		</>
	);
}
