import type { z } from "zod";
import type { packet } from "#admin/contract/conversations.ts";
import { useSpeech } from "../language.tsx";

/** Where the bot goes on: where it waits, at another step, in another flow, or at the menu. */
export function ResumeField({ resume, value, change }: ResumeParts) {
	const { t } = useSpeech();
	const { waiting, steps, flows } = resume;
	return (
		<label>
			{t("resumeAt")}
			<select value={value} onChange={({ target }) => change(target.value)}>
				{waiting && (
					<option value="waiting">
						{waiting.title}: {waiting.question || waiting.step}
					</option>
				)}
				<option value="menu">{t("resumeMenu")}</option>
				{steps.length > 0 && (
					<optgroup label={t("resumeStep")}>
						{steps.map(({ step, title, answered }) => (
							<option key={step} value={`step:${step}`}>
								{title}
								{answered && " ✓"}
							</option>
						))}
					</optgroup>
				)}
				<optgroup label={t("resumeElsewhere")}>
					{flows.map(({ flow, title }) => (
						<option key={flow} value={`flow:${flow}`}>
							{title}
						</option>
					))}
				</optgroup>
			</select>
		</label>
	);
}

type ResumeParts = {
	readonly resume: z.infer<typeof packet>["resume"];
	readonly value: string;
	readonly change: (value: string) => void;
};
