import type { FlowProblem } from "#admin/contract/flows.ts";
import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";
import { Pill } from "../states.tsx";

/** What the checker says of files; nothing where it has nothing to say. */
export function Problems({ problems }: { problems: readonly FlowProblem[] }) {
	const { t } = useSpeech();
	if (problems.length === 0) return null;
	return (
		<section className="panel problems">
			<h2>{t("problems")}</h2>
			<ul className="plain">
				{keyed(problems, ({ file, line, code }) => `${file} ${line} ${code}`).map(({ key, item: problem }) => (
					<li key={key}>
						<code>
							{problem.file}:{problem.line}:{problem.column}
						</code>{" "}
						<Pill tone={problem.severity === "error" ? "bad" : "warn"}>{problem.code}</Pill> {problem.message}
					</li>
				))}
			</ul>
		</section>
	);
}
