import { useSpeech } from "../language.tsx";

/** How far a file is. */
export function Running({ percent }: { percent: number }) {
	const { t } = useSpeech();
	return (
		<p>
			<label>
				{t("importRunning")} <progress max={100} value={percent} />
			</label>
		</p>
	);
}
